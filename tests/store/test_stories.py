"""Stories that an older release kept as English sentences are facts after the upgrade."""

from __future__ import annotations

import pytest
from store.desk import Disk
from support.stories import AT, STEPS, older_store

from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.words.trail import in_english
from appliance.store.reports.calls import CallHistory, Wanted
from appliance.store.store import Store

TOLD: dict[str, tuple[Told, dict[str, Value]]] = {
    "Arrived for Ukjent linje, known by no number that we know.": (
        Told.BY_NOTHING,
        {"who": Trouble(Cause.UNKNOWN_LINE)},
    ),
    "Arrived for Nordlys, known by the dialled number +4710000001.": (
        Told.BY_DIALLED,
        {"who": "Nordlys", "number": "+4710000001"},
    ),
    "Rang The partner.": (Told.RANG, {"who": Trouble(Cause.PARTNER)}),
    "10 00 00 11 answered.": (Told.NUMBER_ANSWERED, {"number": "10 00 00 11"}),
    "Anna answered.": (Told.ANSWERED, {"who": "Anna"}),
    "Anna did not take the call: 486 Busy Here.": (
        Told.NOT_TAKEN,
        {"who": "Anna", "why": Trouble(Cause.STATUS, {"said": "486 Busy Here"})},
    ),
    "Bo is not there: forwarded to 4711.": (
        Told.NOT_THERE,
        {"who": "Bo", "why": Trouble(Cause.FORWARDED, {"address": "4711"})},
    ),
    "Skjult nummer was not reached: busy.": (Told.NOT_REACHED, {"why": Trouble(Cause.BUSY)}),
    "We are closed (holiday).": (Told.CLOSED, {"why": Trouble(Cause.HOLIDAY)}),
    "The firm's rule now: put through (ferie).": (
        Told.RULE_NOTED,
        {"rule": "put_through", "note": "ferie"},
    ),
    "Status: logged out until 22.11 14:00.": (
        Told.STATUS_UNTIL,
        {"state": "logged_out", "end": "22.11 14:00"},
    ),
    "Ended: to partner.": (Told.ENDED, {"how": "to_partner"}),
    "The moon rose.": (Told.TEXT, {"words": "The moon rose."}),
    "Noted: of its own.": (Told.TEXT, {"words": "Noted: of its own."}),
}


def upgraded(disk: Disk, sentences: list[str]) -> list[TrailStep]:
    older_store(disk.database, sentences)
    with Store(disk.database, disk.media) as store:
        store.migrate()
        (call,) = CallHistory(store).page(Wanted())
    return list(call["trail"])


def test_each_sentence_becomes_its_kind_and_values(disk: Disk) -> None:
    assert upgraded(disk, list(TOLD)) == [TrailStep(AT, *fact, "anna") for fact in TOLD.values()]


def test_every_kind_is_found_again_in_its_sentence(disk: Disk) -> None:
    told = [*STEPS]
    found = upgraded(disk, [in_english(step) for step in told])
    assert [step.kind for step in found] == [step.kind for step in told]
    assert [in_english(step) for step in found] == [in_english(step) for step in told]


@pytest.mark.parametrize("facts", ["", "[]", "{", '{"who": {"code": 1}}', '{"who": null}'])
def test_a_step_whose_values_cannot_be_read_is_told_without_them(disk: Disk, facts: str) -> None:
    older_store(disk.database, ["Rang Anna.", "Tries again."])
    with Store(disk.database, disk.media) as store:
        store.migrate()
        with store._db.conn as conn:
            conn.execute("UPDATE trail SET facts = ? WHERE step = 1", [facts])
        (call,) = CallHistory(store).page(Wanted())
    rang, tried = call["trail"]
    assert rang.kind is Told.RANG
    assert in_english(rang).startswith("Rang ")
    assert tried.kind is Told.TRIES_AGAIN


def test_a_kind_of_a_newer_release_is_told_by_its_name(disk: Disk) -> None:
    older_store(disk.database, ["Rang Anna."])
    with Store(disk.database, disk.media) as store:
        store.migrate()
        with store._db.conn as conn:
            conn.execute("UPDATE trail SET kind = 'sang'")
        (call,) = CallHistory(store).page(Wanted())
    assert call["trail"] == [TrailStep(AT, Told.TEXT, {"words": "sang"}, "anna")]
