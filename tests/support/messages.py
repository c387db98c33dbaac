"""A caller who leaves a message, as our own test telephone does it."""

from __future__ import annotations

from support.little_office import CALLER, CALLER_SAYS, NORDLYS, PITCH, TONE
from support.patience import PATIENCE
from support.running_box import RunningBox

from appliance.probe.telephone import ProbeCall, Telephone


def rings(telephone: Telephone, box: RunningBox, caller: str = CALLER) -> ProbeCall:
    """Call Nordlys; the switchboard answers."""
    call = telephone.dial(box.uri(NORDLYS), caller)
    assert call.wait_for("answered", PATIENCE), call.history
    return call


def hears(call: ProbeCall, sentence: str, seconds: float = 0.1) -> None:
    """Wait for one of the little office's sentences."""
    assert call.hear(PITCH[sentence], seconds, PATIENCE), (sentence, call.history)


def is_served(telephone: Telephone, box: RunningBox) -> None:
    """A caller is answered as Nordlys, and hangs up."""
    call = rings(telephone, box)
    hears(call, "Nordlys.")
    call.hang_up()
    assert call.wait_for("ended", PATIENCE), call.history


def speaks_message(
    telephone: Telephone, box: RunningBox, caller: str = CALLER, seconds: float = 0.5
) -> ProbeCall:
    """Press 4, wait for the tone, speak, press the hash key; what comes then is the house's."""
    call = rings(telephone, box, caller)
    call.press("4")
    assert call.hear(TONE, 0.3, PATIENCE), call.history
    call.send_tone(CALLER_SAYS)
    call.wait_for("ended", seconds)  # that long the caller speaks
    call.send_silence()
    call.press("#")
    return call
