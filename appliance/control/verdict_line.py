"""A verdict as it goes over the control socket, and back."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.verdict import Verdict
from appliance.core.words.verdicts import SENTENCES, in_english

CODES = {str(code): code for code in SENTENCES}


def answer_of(verdict: Verdict) -> dict[str, object]:
    """The answer that says no more than this."""
    return {"ok": verdict.ok, "words": in_english(verdict), **packed(verdict)}


def packed(verdict: Verdict | None) -> dict[str, object]:
    """What of an answer tells the verdict; nothing where there is none."""
    if verdict is None:
        return {}
    return {"verdict": {"code": str(verdict.code), "values": dict(verdict.values)}}


def verdict_in(said: Mapping[str, object]) -> Verdict | None:
    """The verdict of an answer; None where it has none, or another version's."""
    match said.get("verdict"):
        case {"code": str(code), "values": dict(values)} if code in CODES:
            told = {str(name): str(value) for name, value in values.items()}
            verdict = Verdict(CODES[code], told)
            return verdict if _can_be_told(verdict) else None
    return None


def _can_be_told(verdict: Verdict) -> bool:
    try:
        in_english(verdict)
    except KeyError:
        return False
    return True
