"""Settings that make the switchboard fail: it comes back with those before them, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import breaking_box
from support.little_office import CALLER, NORDLYS
from support.messages import is_served
from support.patience import PATIENCE

from appliance.core.box.crash_guard import WENT_BACK
from appliance.editing.drafting import edit, work_of
from appliance.editing.publishing import Publisher
from appliance.selftest.temporary import DidNotStart
from appliance.store.store import Store

BACK = "De nye innstillingene kan ikke brukes"


@pytest.fixture
def spoiled(make_box, monkeypatch):
    """A running box whose program has the faults; its settings bring none of them out."""
    program = (str(Path(breaking_box.__file__)), "run")
    monkeypatch.setattr("appliance.selftest.temporary.TemporaryBox.program", program)
    return make_box()


def publish(box, name: str) -> None:
    """Name the office otherwise, as the page does."""
    with Store(box.process.device.database, box.process.device.media) as store:
        edit(store, "kari", {("office", "name"): name})
        publisher = Publisher(store, lambda _: [], lambda: "")
        publisher.publish(work_of(store, "kari"), "Kari", "")


def notes(box) -> list[str]:
    with box.store() as store:
        return [revision.note for revision in store.history()]


def refused(telephone, box) -> None:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("ended", PATIENCE), call.history


def test_a_start_that_fails_twice_is_followed_by_one_with_the_settings_before(spoiled, telephone):
    assert spoiled.stop() == 0
    publish(spoiled, breaking_box.AT_START)
    for _ in range(2):
        with pytest.raises(DidNotStart):
            spoiled.start()
    spoiled.start()
    assert spoiled.fault(WENT_BACK)
    spoiled.shows(lambda view: any(BACK in words for words in view["faults"]))
    assert notes(spoiled)[0] == WENT_BACK
    is_served(telephone, spoiled)


def test_two_calls_that_no_rule_can_take_bring_the_settings_before_back(spoiled, telephone):
    publish(spoiled, breaking_box.AT_CALL)
    assert spoiled.client.ask("settings").ok
    refused(telephone, spoiled)
    refused(telephone, spoiled)
    assert spoiled.fault(WENT_BACK)
    assert notes(spoiled)[0] == WENT_BACK
    is_served(telephone, spoiled)


def test_a_call_that_ends_the_process_does_so_twice_and_no_more(spoiled, telephone):
    publish(spoiled, breaking_box.FOR_GOOD)
    assert spoiled.client.ask("settings").ok
    for _ in range(2):
        telephone.dial(spoiled.uri(NORDLYS), CALLER)
        assert spoiled.process.process.wait(PATIENCE) == 70
        spoiled.kill()  # it is dead; who watches it is told
        spoiled.start()
    assert spoiled.fault(WENT_BACK)
    is_served(telephone, spoiled)
