"""JSON that others have written is read within limits, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.calendars import child
from appliance.calendars.troubles import CalendarError
from appliance.common import foreign_json
from appliance.common.foreign_json import OddJson, object_in
from appliance.control.client import ControlUnavailable, understood
from appliance.speech.render import RenderError, answer_in

ROOT = Path(foreign_json.__file__).parents[2]
READERS = {"appliance/common/foreign_json.py", "appliance/control/requests.py"}
"""The second one tells in words what of a request it refuses."""
OWN = {
    "appliance/backup/restoring.py",
    "appliance/control/server.py",
    "appliance/store/rows.py",
    "appliance/store/web/sessions.py",
    "web_config/box/papers.py",
}
"""These read what they have written themselves: a plan, columns of the database, a parent's job."""

HOSTILE = [
    b'{"view": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"view": ' + b"[" * 20 + b"]" * 20 + b"}",
    b'{"view": 1' + b"0" * 5_000 + b"}",
    b'{"view": 9223372036854775808}',
    b'{"view": NaN}',
    b'{"view": 1e999}',
    b'{"view": "\xff"}',
    b"[]",
    b"",
]
IDS = ["deepest", "deep", "digits", "64 bit", "NaN", "float", "no UTF-8", "no object", "nothing"]


def test_nobody_else_takes_json_apart() -> None:
    found = {
        str(file.relative_to(ROOT))
        for folder in ("appliance", "web_config")
        for file in (ROOT / folder).rglob("*.py")
        if "json.load" in file.read_text(encoding="utf-8")
    }
    assert found == READERS | OWN


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_what_is_none_of_ours_is_refused(text: bytes) -> None:
    with pytest.raises(OddJson):
        object_in(text)


def test_the_limits_are_far_beyond_what_is_ours() -> None:
    least = b'{"least": -9223372036854775808, "most": 9223372036854775807, "part": 0.5}'
    assert object_in(least) == {"least": -(2**63), "most": 2**63 - 1, "part": 0.5}
    assert object_in('{"a": ' + "[" * 15 + "]" * 15 + "}")
    with pytest.raises(OddJson, match="longer than 8 bytes"):
        object_in('{"a": 1}  ', 8)


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_control_socket_that_says_such_a_thing_is_no_switchboard(text: bytes) -> None:
    with pytest.raises(ControlUnavailable, match="no switchboard"):
        understood(text)


@pytest.mark.parametrize("text", [*HOSTILE, b"{}", b'{"ok": 1, "words": ""}'])
def test_a_renderer_that_says_such_a_thing_has_failed(text: bytes) -> None:
    with pytest.raises(RenderError, match="cannot be read"):
        answer_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        b"{}",
        b'{"reason": "No."}',
        b'{"reason": "No.", "after": "x", "login_rests": false}',
        b'{"reason": "No.", "after": 1, "login_rests": false, "token": "eyJ"}',
        b'{"entries": 1, "words": "", "marks": {}, "skipped": 0, "mended": 0}',
        b'{"entries": [1], "words": "", "marks": {}, "skipped": 0, "mended": 0}',
        b'{"entries": [{"begins": 1}], "words": "", "marks": {}, "skipped": 0, "mended": 0}',
    ],
)
def test_a_calendars_reader_that_says_such_a_thing_has_crashed(text: bytes) -> None:
    with pytest.raises(CalendarError, match="too large or too strange"):
        child.understood(text)
