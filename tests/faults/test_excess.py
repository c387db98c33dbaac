"""Callers who send far more than a person would: the box cuts it, and serves the next one."""

from __future__ import annotations

import pytest
from support.little_office import CALLER, NORDLYS
from support.messages import is_served
from support.patience import PATIENCE

NAMES = {
    "long": "x" * 1500,
    "control": "a\x00b\x07c\x1b[2Jd",
    "right to left": "\u202e\u2066\u05dc\u05e7\u05d5\u05d7\ufeff" * 20,
    "emoji": "\U0001f600\u200d\U0001f469\ufe0f\U0001f3f3" * 20,
    "marks": "Z" + "\u0334\u0335" * 500,
}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_caller_calls_themselves(box, telephone, name):
    call = telephone.dial(box.uri(NORDLYS), CALLER, NAMES[name])
    assert call.wait_for("answered", PATIENCE), call.history
    view = box.stands("menu")
    assert [row["text"] for row in view["rows"]][:2] == ["Nordlys Rør", "10 00 00 77"]
    call.hang_up()
    box.is_idle()
    is_served(telephone, box)
    assert "Traceback" not in box.log


def test_a_call_too_large_to_be_answered_keeps_nobody_else_away(box, telephone):
    """The answer would have to repeat the name, and no datagram of PJSIP is that long."""
    telephone.dial(box.uri(NORDLYS), CALLER, "x" * 8000)
    is_served(telephone, box)
    box.is_idle()
    assert "Traceback" not in box.log


def test_diversions_without_end(box, telephone):
    entry = "<sip:+4799999999@127.0.0.1>;reason=unconditional"
    headers = [
        ("Diversion", ", ".join([entry] * 500)),
        ("History-Info", "<sip:x>;index=" + "1." * 4000 + "1"),
    ]
    call = telephone.dial(box.uri("+4799999999"), CALLER, headers=headers)
    assert call.wait_for("ended", PATIENCE), call.history
    assert call.code == 513, "33,000 octets: no call, and the caller is told so (RFC 3261 21.5.7)"
    box.is_idle()
    is_served(telephone, box)


def test_a_line_is_known_behind_hundreds_of_diversions(box, telephone):
    entry = "<sip:+4799999999@127.0.0.1>;reason=unconditional"
    headers = [("Diversion", ", ".join([entry] * 100)), ("Diversion", f"<sip:{NORDLYS}@h>")]
    call = telephone.dial(box.uri("+4799999998"), CALLER, headers=headers)
    assert call.wait_for("answered", PATIENCE), call.history
    assert box.stands("menu")["rows"][0]["text"] == "Nordlys Rør"
