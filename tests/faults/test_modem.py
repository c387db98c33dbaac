"""Without a modem the telephone is answered, the panel says why, and no SMS is lost."""

from __future__ import annotations

from support.little_office import NORDLYS_SMS, office
from support.messages import hears, is_served, speaks_message
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox

from hardware.emulated.modem import EmulatedModem


def test_a_modem_that_is_pulled_out_and_put_back_sends_what_waits(box, telephone):
    box.shows(lambda view: any("signal" in row["text"] for row in view["rows"]))
    box.modem.unplug()
    reason = box.shows(lambda view: view["details"])["details"][0]
    assert "modem" in reason.lower()
    assert box.shows(lambda view: "invert" in [row["size"] for row in view["rows"]])

    hears(speaks_message(telephone, box), "message_taken")
    box.shows(lambda view: view["unsent"] == 1)
    assert box.modem.sent == []

    box.modem.plug()
    sms = box.modem.wait_for_sms(PATIENCE)
    assert sms.number == NORDLYS_SMS
    view = box.shows(lambda view: view["unsent"] == 0 and not view["calls"])
    assert not any("modem" in fault.lower() for fault in view["faults"])
    assert len(box.modem.sent) == 1


def test_a_modem_that_comes_later_is_found(memory, prompts, telephone):
    port = memory / "modem"
    staff = {name: nobody(name) for name in ("anna", "bo", "cato")}
    with RunningBox(memory / "box", prompts, office(staff), modem_port=str(port)) as box:
        assert str(port) in box.fault("modem")
        hears(speaks_message(telephone, box), "message_taken")
        with EmulatedModem(port) as modem:
            assert modem.wait_for_sms(PATIENCE).number == NORDLYS_SMS
            box.shows(lambda view: not view["faults"] and not view["unsent"])
        is_served(telephone, box)
