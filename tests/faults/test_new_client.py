"""Ever more clients (office.md A8): a firm is added while people talk, and nobody notices."""

from __future__ import annotations

from dataclasses import replace

from support.little_office import CALLER, NORDLYS, document
from support.messages import is_served, rings

from appliance.core.settings.directory import Client

NEW = "+4710000003"


def test_a_new_firm_is_answered_for_without_a_restart(box, telephone):
    pid = box.process.info()["pid"]
    before = telephone.dial(box.uri(NEW), CALLER)
    assert box.stands("menu")["rows"][0]["text"] == "Ukjent linje"
    before.hang_up()
    box.is_idle()

    call = rings(telephone, box)
    old = box.directory
    bakery = Client("bakery", "Bakeriet Prøve", "Bakeriet Prøve, hei", sms_to="+4710000013")
    line = replace(old.lines["nordlys"], id="bakery", number=NEW, client="bakery")
    with box.store() as store:
        lines, clients = {**old.lines, "bakery": line}, {**old.clients, "bakery": bakery}
        store.publish(document(replace(old, lines=lines, clients=clients)), author="kari")
    assert box.client.ask("settings").ok

    new = telephone.dial(box.uri(NEW), CALLER)
    view = box.shows(lambda view: len(view["calls"]) == 2)
    assert {each["client"] for each in view["calls"]} == {"Nordlys Rør", "Bakeriet Prøve"}
    new.hang_up()
    call.hang_up()
    box.is_idle()
    assert box.process.info()["pid"] == pid, "the same process"
    is_served(telephone, box)
    assert {NORDLYS, NEW} <= {record["dialled"] for record in box.calls()}
