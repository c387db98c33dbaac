"""Strangers who speak of somebody else's call: it goes on."""

from __future__ import annotations

from support.messages import hears, is_served, rings
from support.stranger import stranger


def test_a_bye_or_cancel_that_belongs_to_nobody_ends_no_call(box, telephone) -> None:
    call = rings(telephone, box)
    hears(call, "Nordlys.")
    with stranger(box) as somebody:
        somebody.sends("BYE", call.dialog.call_id, tags=";tag=guessed")
        assert somebody.final_answer() == "481"
        somebody.sends("CANCEL", call.dialog.call_id)
        assert somebody.final_answer() == "481"
    call.press("4")
    box.stands("message")
    call.hang_up()
    is_served(telephone, box)
