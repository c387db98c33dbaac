"""What happens at the front panel and its parts: the power switch, and tones on a wire."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToneHeard:
    """A tone decoder on an analogue line heard a key, at the start of its tone.

    `line` is the line's number in E.164, as device.toml says.
    """

    line: str
    digit: str


@dataclass(frozen=True, slots=True)
class PowerKept:
    """The box could not be switched off; `reason` is a sentence that says what to do."""

    reason: str
