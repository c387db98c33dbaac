"""Callers' spoken messages at the page: who hears which, what is written down, how it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store.records import call
from support.little_office import CALLER, document, office
from support.patience import PATIENCE
from support.web_browser import Box, Browser
from werkzeug.test import TestResponse

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import CallId, CallRecord, Disposition, Message, MessageHeard, Urgency
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.settings.lines import Choice
from appliance.store.web.audit_log import AuditLog

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
NOBODY = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")
SOUND = b"RIFF" + bytes(range(256)) * 40
"""What a caller said; a browser would not like it, and no test here listens."""


@pytest.fixture
def settled(page) -> Box:
    """Anna serves both firms, Bo only Nordlys."""
    made = office(NOBODY)
    wages = replace(made.loops["wages"], members=("anna",))
    keys = {"1": Choice("lønn", loop="wages"), "4": Choice("beskjed", message=True)}
    strom = replace(made.menus["strom"], keys=keys, default="1")
    invoices = replace(strom, id="nordlys", keys={**keys, "1": Choice("faktura", loop="invoices")})
    made = replace(made, menus={"nordlys": invoices, "strom": strom})
    made = replace(made, loops={**made.loops, "wages": wages})
    with page.box.store() as store:
        store.publish(document(made), "tests")
    return page.box


def spoken(box: Box, id: str, client: str | None = "nordlys", **more: object) -> None:
    """A caller has left a message."""
    source = box.folder / f"{id}-in-memory.wav"
    source.write_bytes(SOUND)
    facts = {
        "about": "faktura",
        "taken_at": NOW,
        "clock_set": True,
        "taken_by": None,
        "recording": str(source),
        "seconds": 75.4,
    }
    with box.store() as store:
        store.save([Message(id, CallId(id), client, CALLER, **facts | more)])  # type: ignore[arg-type]


def words(read, browser: Browser, path: str = "/messages/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(read(answer.text).words)


def hear(browser: Browser, address: str, **headers: str) -> TestResponse:
    """What comes for the address of a sound, read to its end."""
    answer = browser.get(address, headers=headers)
    answer.get_data()
    answer.close()
    return answer


def deeds(box: Box) -> list[tuple[str, str, str]]:
    with box.store() as store:
        return [(e.account, e.action, e.subject) for e in AuditLog(store).page(50)]


def test_a_left_message_is_told_with_a_player_and_nothing_is_fetched_before_it_is_pressed(
    settled, read
) -> None:
    spoken(settled, "m1", urgency=Urgency.URGENT, promised="before noon")
    superior = settled.logged_in(Role.SUPERIOR)
    told = words(read, superior)
    assert "Nordlys Rør 10 00 00 77 urgent" in told
    assert "1:15" in told
    assert "About: faktura" in told
    assert "Promised: before noon" in told
    page = superior.get("/messages/").text
    assert '<audio controls preload="none" src="/messages/m1/sound"' in page
    assert "Message of 10 00 00 77" in page
    assert ("superior", "spoken.heard", "m1") not in deeds(settled)


def test_urgent_ones_come_first_then_the_newest(settled) -> None:
    for id, urgency in (("m1", Urgency.NORMAL), ("m2", Urgency.URGENT), ("m3", Urgency.NORMAL)):
        spoken(settled, id, urgency=urgency)
    page = settled.logged_in(Role.SUPERIOR).get("/messages/").text
    places = [page.index(f"/messages/{id}/sound") for id in ("m2", "m3", "m1")]
    assert places == sorted(places)


def test_what_the_box_says_to_itself_is_nobodys_message(settled, read) -> None:
    """A firm may have the id of the self-test, but no line its number."""
    spoken(settled, "tried", "selftest", about="prøven")
    spoken(settled, "kept", "selftest", about="fjorårets")
    spoken(settled, "real", "selftest", about="lekkasje")
    with settled.store() as store:
        for id, dialled in (("tried", "selftest-12ab"), ("real", "+4710000001")):
            store.save([replace(call(id), id=CallId(id), client="selftest", dialled=dialled)])
    told = words(read, settled.logged_in(Role.SUPERIOR))
    assert "lekkasje" in told
    assert "prøven" not in told
    assert "fjorårets" not in told, "its call is deleted already"


def test_it_is_heard_whole_or_in_part_and_kept_nowhere(settled) -> None:
    spoken(settled, "m1")
    anna = settled.logged_in(Role.OPERATOR, "anna")
    whole = hear(anna, "/messages/m1/sound")
    assert whole.data == SOUND
    assert whole.mimetype in ("audio/wav", "audio/x-wav")
    assert whole.headers["Cache-Control"] == "no-store"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Disposition"] == "inline; filename=message-20261130-103000.wav"
    part = hear(anna, "/messages/m1/sound", Range="bytes=4-7")
    assert part.status_code == 206
    assert part.data == SOUND[4:8]
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(SOUND)}"
    beyond = hear(anna, "/messages/m1/sound", Range=f"bytes={len(SOUND)}-")
    assert beyond.status_code == 416
    file = hear(anna, "/messages/m1/sound?keep")
    assert file.data == SOUND
    assert file.headers["Content-Disposition"].startswith("attachment; filename=message-2026")


def test_who_has_heard_it_is_written_down(settled) -> None:
    spoken(settled, "m1")
    anna = settled.logged_in(Role.OPERATOR, "anna")
    for address in ("/messages/m1/sound", "/messages/m1/sound?keep"):
        assert hear(anna, address).status_code == 200
    hear(anna, "/messages/m1/sound", Range="bytes=100-")
    told = deeds(settled)
    assert told.count(("anna", "spoken.heard", "m1")) == 1, "the parts of one listening are one"
    assert told.count(("anna", "spoken.kept", "m1")) == 1
    audit = settled.logged_in(Role.SUPERIOR).get("/audit/").text
    assert "Listened to a message" in audit
    assert "Downloaded a message" in audit


def test_only_those_who_serve_the_firm_hear_its_messages(settled, read) -> None:
    spoken(settled, "m1", note="Ring me at +47 20 00 07 77.")
    spoken(settled, "m2", "strom", note="Ring me at +47 20 00 07 77.")
    bo = settled.logged_in(Role.OPERATOR, "bo")
    told = words(read, bo)
    assert "Nordlys Rør 10 00 00 77" in told
    assert "Café Strøm •• •• •• 77" in told
    assert told.count("Not to be heard: you do not serve this firm.") == 1
    assert told.count("20 00 07 77") == 1
    page = bo.get("/messages/").text
    assert "/messages/m1/sound" in page
    assert "/messages/m2/sound" not in page
    assert hear(bo, "/messages/m1/sound").status_code == 200
    for address in ("/messages/m2/sound", "/messages/m2/sound?keep"):
        refused = hear(bo, address)
        assert refused.status_code == 403
        assert SOUND not in refused.data
    assert bo.post("/messages/heard", data={"message": "m2"}).status_code == 403
    assert not [deed for deed in deeds(settled) if deed[2] == "m2"]


@pytest.mark.parametrize("role", [Role.PARTNER, Role.VIEWER])
def test_partners_and_screens_on_the_wall_hear_nothing(settled, role: Role) -> None:
    spoken(settled, "m1")
    visitor = settled.logged_in(role)
    for address in ("/messages/", "/messages/m1/sound"):
        assert hear(visitor, address).status_code == 403
    assert settled.stranger().get("/messages/m1/sound").status_code in (302, 303)


def test_a_message_of_an_unknown_line_is_for_those_who_serve_it(settled) -> None:
    spoken(settled, "m1", None)
    assert hear(settled.logged_in(Role.SUPERIOR), "/messages/m1/sound").status_code == 200
    stranger = settled.logged_in(Role.OPERATOR, "doris")
    assert hear(stranger, "/messages/m1/sound").status_code == 403


def test_what_is_not_there_is_told(settled) -> None:
    spoken(settled, "m1")
    spoken(settled, "m2", recording=None, seconds=0.0)
    superior = settled.logged_in(Role.SUPERIOR)
    for address in ("m2", "m3", "..%2Fsentralbord.db", "%2Fetc%2Fpasswd"):
        assert hear(superior, f"/messages/{address}/sound").status_code == 404
    for file in Path(settled.site.media).glob("*.wav"):
        file.unlink()
    gone = hear(superior, "/messages/m1/sound")
    assert gone.status_code == 410
    assert "gone from the disk" in gone.text
    page = superior.get("/messages/").text
    assert "gone from the disk" in page
    assert "<audio" not in page
    assert ("superior", "spoken.heard", "m1") not in deeds(settled)


def test_who_has_heard_it_says_so_and_the_switchboard_keeps_it(settled, read, request) -> None:
    switchboard = request.getfixturevalue("office")
    spoken(settled, "m1")
    anna = settled.logged_in(Role.OPERATOR, "anna")
    assert "Nobody waits to be heard." not in words(read, anna)
    anna.post("/messages/heard", data={"message": "m1"})
    asked = switchboard.asked.get(timeout=PATIENCE)
    assert asked == MessageDone("m1", "anna", asked.request)
    with settled.store() as store:
        store.save([MessageHeard("m1", "anna", NOW + timedelta(minutes=5))])
    told = words(read, anna)
    assert "Nobody waits to be heard." in told
    assert "Heard by Anna at" in told
    assert "10:35" in told
    assert hear(anna, "/messages/m1/sound").status_code == 200, "it may be heard again"


def test_older_ones_that_were_heard_are_a_page_apart(settled, read) -> None:
    for number in range(32):
        spoken(settled, f"m{number}", taken_at=NOW + timedelta(minutes=number))
    with settled.store() as store:
        store.save([MessageHeard(f"m{number}", "anna", NOW) for number in range(32)])
    superior = settled.logged_in(Role.SUPERIOR)
    first = superior.get("/messages/").text
    assert first.count("<audio") == 30
    assert "before=3" in first
    assert superior.get("/messages/?before=3").text.count("<audio") == 2


def test_the_story_of_a_call_has_what_was_said(settled) -> None:
    spoken(settled, "c1")
    spoken(settled, "c2", "strom")
    facts = {"line": "nordlys", "caller": CALLER, "dialled": "+4710000001", "language": "nb"}
    facts |= {"started": NOW, "ended": NOW, "clock_set": True, "about": "", "agent": None}
    facts |= {"disposition": Disposition.MESSAGE_TAKEN, "note": "", "trail": ()}
    with settled.store() as store:
        for id, client in (("c1", "nordlys"), ("c2", "strom"), ("c3", "nordlys")):
            store.save([CallRecord(CallId(id), client=client, **facts)])  # type: ignore[arg-type]
    bo = settled.logged_in(Role.OPERATOR, "bo").get("/calls/").text
    assert "/messages/c1/sound" in bo
    assert "/messages/c2/sound" not in bo
    assert bo.count("<audio") == 1


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("nb", "Talebeskjeder", "Jeg har hørt den"),
        ("da", "Talte beskeder", "Jeg har hørt den"),
        ("nl", "Ingesproken berichten", "Ik heb het beluisterd"),
        ("sv", "Intalade meddelanden", "Jag har hört det"),
        ("en", "Left messages", "I have heard it"),
    ],
)
def test_in_every_language(settled, language: str, title: str, button: str) -> None:
    spoken(settled, "m1")
    page = settled.logged_in(Role.SUPERIOR, "kari", language=language).get("/messages/").text
    assert f"<h1>{title}</h1>" in page
    assert button in page
