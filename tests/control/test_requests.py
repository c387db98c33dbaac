"""Each request becomes its event, and nothing that is not exactly one is let in."""

import json
from datetime import UTC, datetime

import pytest

from appliance.control.requests import FORMS, Refused, event_of, request_in
from appliance.core.model.ids import CallId, Disposition, SmsId, Status
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol.events import (
    ButtonPressed,
    DispositionChosen,
    PresenceSet,
    SelftestAsked,
    SettingsPublished,
)
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.protocol.events_setup import (
    ArrivalsAsked,
    CodeAsked,
    CodeEntered,
    CodeWithdrawn,
)
from appliance.core.protocol.events_sms import ModemAsked, SmsAsked, SmsRead, SmsSettled

SELFTEST = {
    "do": "selftest",
    "number": "+4710000009",
    "agent_uri": "sip:test@127.0.0.1:5070",
    "sms_to": None,
    "seconds": 60,
}

FAR_AHEAD, LONG_AGO = "9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00"


def event(request: dict):
    return event_of(request_in(json.dumps(request).encode()), "r1")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            {"do": "presence", "agent": "anna", "status": "away", "reason": "møte\n\ttil 12 €"},
            PresenceSet("anna", Status.AWAY, "møte\n\ttil 12 €", "r1"),
        ),
        (
            {"do": "presence", "agent": "anna", "status": "away", "until": "2026-11-22T14:00Z"},
            PresenceSet(
                "anna", Status.AWAY, "", "r1", until=datetime(2026, 11, 22, 14, tzinfo=UTC)
            ),
        ),
        (
            {"do": "presence", "agent": "anna", "status": "available"},
            PresenceSet("anna", Status.AVAILABLE, "", "r1"),
        ),
        (
            {"do": "disposition", "call": "c1", "disposition": "call_back", "note": "👩‍💻"},
            DispositionChosen(CallId("c1"), Disposition.CALL_BACK, "👩‍💻", "r1"),
        ),
        ({"do": "settings"}, SettingsPublished("r1")),
        ({"do": "sms", "sms": "s1", "again": False}, SmsSettled(SmsId("s1"), False, "r1")),
        (
            SELFTEST,
            SelftestAsked("+4710000009", "sip:test@127.0.0.1:5070", None, 60.0, "r1"),
        ),
        (
            SELFTEST | {"sms_to": "+4710000008", "seconds": 0.5},
            SelftestAsked("+4710000009", "sip:test@127.0.0.1:5070", "+4710000008", 0.5, "r1"),
        ),
        ({"do": "button", "button": "ok"}, ButtonPressed("ok")),
        (
            {"do": "send_sms", "id": "x", "number": "+4710000008", "text": "Hei\n👩‍💻"},
            SmsAsked(SmsId("x"), "+4710000008", "Hei\n👩‍💻", False, "r1"),
        ),
        ({"do": "read_sms", "id": "in-1"}, SmsRead("in-1", "r1")),
        ({"do": "heard", "id": "c1", "by": "kari"}, MessageDone("c1", "kari", "r1")),
        ({"do": "why", "agent": "anna"}, WhyAsked("anna", "r1")),
        ({"do": "modem", "command": "AT+CSQ"}, ModemAsked("AT+CSQ", "r1")),
        ({"do": "keep_settings"}, TrialConfirmed("r1")),
        ({"do": "code"}, CodeAsked("r1")),
        ({"do": "enter_code", "code": "4821 9930"}, CodeEntered("4821 9930", "r1")),
        ({"do": "withdraw_code"}, CodeWithdrawn("r1")),
        ({"do": "listen", "seconds": 600}, ArrivalsAsked(600.0, "r1")),
    ],
)
def test_a_request_becomes_its_event(request_, expected):
    assert event(request_) == expected


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (
            {"do": "presence", "agent": "anna", "status": "away", "until": "14:00"},
            '"until" must be a time with its zone',
        ),
        (
            {"do": "presence", "agent": "anna", "status": "away", "until": FAR_AHEAD},
            '"until" must be a time with its zone',
        ),
        (
            {"do": "presence", "agent": "anna", "status": "away", "until": LONG_AGO},
            '"until" must be a time with its zone',
        ),
        (
            {"do": "presence", "agent": "anna", "status": "away", "until": "2026-11-22T14:00"},
            '"until" must be a time with its zone',
        ),
        ({"do": "presence", "agent": "anna"}, '"status" is missing: it must be one of available'),
        ({"do": "presence", "agent": "anna", "status": "lunch"}, '"status" must be one of'),
        ({"do": "presence", "agent": "anna", "status": ["away"]}, '"status" must be one of'),
        ({"do": "presence", "agent": "", "status": "away"}, '"agent" must be a name'),
        ({"do": "presence", "agent": "a" * 201, "status": "away"}, '"agent" must be a name'),
        ({"do": "presence", "agent": "a\nb", "status": "away"}, '"agent" must be a name'),
        ({"do": "presence", "agent": 7, "status": "away"}, '"agent" must be a name'),
        ({"do": "presence", "agent": None, "status": "away"}, '"agent" must be a name'),
        ({"do": "presence", "agent": "a", "status": "away", "why": ""}, "does not know 'why'"),
        ({"do": "presence", "agent": "a", "status": "away", "request": "x"}, "does not know"),
        ({"do": "presence", "agent": "a", "status": "away", "reason": "\0"}, '"reason" must be'),
        ({"do": "presence", "agent": "a", "status": "away", "reason": "a" * 2001}, "2000"),
        ({"do": "presence", "agent": "\ud800", "status": "away"}, '"agent" must be a name'),
        ({"do": "disposition", "call": "c", "disposition": "done"}, '"disposition" must be one'),
        ({"do": "sms", "sms": "s", "again": 1}, '"again" must be true or false'),
        ({"do": "sms", "sms": "s", "again": "true"}, '"again" must be true or false'),
        ({"do": "settings", "path": "/etc"}, "takes no fields"),
        (SELFTEST | {"seconds": True}, '"seconds" must be'),
        (SELFTEST | {"seconds": 0}, '"seconds" must be'),
        (SELFTEST | {"seconds": -1}, '"seconds" must be'),
        (SELFTEST | {"seconds": 3601}, '"seconds" must be'),
        (SELFTEST | {"seconds": 10**400}, '"seconds" must be'),
        (SELFTEST | {"seconds": "60"}, '"seconds" must be'),
        (SELFTEST | {"number": ""}, '"number" must be a telephone number'),
        (SELFTEST | {"number": "+47 1"}, '"number" must be a telephone number'),
        (SELFTEST | {"sms_to": ""}, '"sms_to" must be a telephone number or null'),
        (SELFTEST | {"agent_uri": "anna"}, '"agent_uri" must be a SIP address'),
        (SELFTEST | {"agent_uri": "sip:a@b>\r\nX: y"}, '"agent_uri" must be a SIP address'),
        (SELFTEST | {"agent_uri": 'sip:"a"@b'}, '"agent_uri" must be a SIP address'),
        (SELFTEST | {"agent_uri": "sip:ø@b"}, '"agent_uri" must be a SIP address'),
    ],
)
def test_a_wrong_field_is_refused_with_what_it_must_be(request_, words):
    with pytest.raises(Refused) as refusal:
        event(request_)
    assert words.replace("takes no fields", "no fields") in str(refusal.value)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   ",
        b"hello",
        b"{",
        b"[]",
        b'"watch"',
        b"null",
        b"7",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"do": NaN}',
        b'{"do": "settings", "x": Infinity}',
        b'{"do": ' + b"1" * 5000 + b"}",
        b"{}",
        b'{"do": null}',
        b'{"do": ["watch"]}',
        b'{"do": "WATCH"}',
        b'{"do": "reboot"}',
        b"GET / HTTP/1.1",
    ],
)
def test_a_line_that_is_no_request_is_refused_in_words(line):
    with pytest.raises(Refused, match=r"JSON object|must be one of watch, view, info, presence"):
        request_in(line)


def test_the_suite_knows_every_request():
    assert set(FORMS) == {
        *("presence", "disposition", "settings", "selftest", "button"),
        *("sms", "send_sms", "read_sms", "heard", "modem", "keep_settings"),
        *("restart", "backup", "why", "calendars", "calendar_read", "calendar_not_read"),
        *("dial", "in_call"),
        *("code", "enter_code", "withdraw_code", "listen"),
    }


@pytest.mark.parametrize(
    "line", [b'{"do":"info","do":"restart"}', b'{"do":"settings","more":{"a":1,"a":2}}']
)
def test_a_name_that_stands_twice_is_refused(line: bytes):
    with pytest.raises(Refused, match="stands there twice"):
        request_in(line)
