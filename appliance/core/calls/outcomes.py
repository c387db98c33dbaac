"""Which outcomes fit a call, by who rang whom, and by which keys the agent names them."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Disposition, Language, Prompt
from appliance.core.state.call import Call
from appliance.core.words.outgoing import dial_said
from appliance.core.words.spoken import DISPOSITION_KEYS, spoken

OUTGOING_KEYS: Mapping[str, Disposition] = {
    "1": Disposition.REACHED,
    "2": Disposition.NOT_REACHED,
    "4": Disposition.CALL_BACK,
}
"""The same keys as after other calls, as far as they mean the same."""
OF_OUR_CALLS = (Disposition.REACHED, Disposition.NOT_REACHED)


def outcome_keys(call: Call) -> Mapping[str, Disposition]:
    """Key -> the outcome that it names."""
    return OUTGOING_KEYS if call.outgoing else DISPOSITION_KEYS


def outcome_question(call: Call, language: Language) -> Prompt:
    """What the agent is asked when the talk is over."""
    if call.outgoing:
        return dial_said("how_did_it_go", language)
    return spoken("how_did_it_end", language)


def fits(call: Call, disposition: Disposition) -> bool:
    """Whether somebody may say that the call ended so."""
    if call.outgoing:
        return disposition in OUTGOING_KEYS.values()
    return disposition not in OF_OUR_CALLS
