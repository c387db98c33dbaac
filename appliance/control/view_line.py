"""A view as it goes over the control socket, and back."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from cattrs import Converter

from appliance.core.model import TrailStep
from appliance.core.views import CallView, View


def packed(view: View) -> dict[str, Any]:
    """The view as JSON knows it; a step of a call's story is [POSIX time, words, who].

    Apart from `asdict`, which copies every time of every step: this runs beside the loop.
    """
    bare = asdict(replace(view, calls=()))
    bare["calls"] = [_call(call) for call in view.calls]
    return bare


def unpacked(said: Mapping[str, Any]) -> View:
    """The view in what came over the socket; raises cattrs.BaseValidationError."""
    return _reader.structure(said, View)


def _call(call: CallView) -> dict[str, Any]:
    story = [[step.at.timestamp(), step.words, step.who] for step in call.trail]
    return asdict(replace(call, trail=())) | {"trail": story}


def _step(said: Any, _: type) -> TrailStep:
    at, words, who = said
    return TrailStep(datetime.fromtimestamp(float(at), UTC), str(words), str(who))


_reader = Converter()
_reader.register_structure_hook(TrailStep, _step)
