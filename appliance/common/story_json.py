"""The steps of a call's story as JSON knows them, and back; another release may have written it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Told, Value
from appliance.core.model.trouble import Trouble


def bare(values: Mapping[str, Value]) -> dict[str, Any]:
    """The values of a step; a trouble is {"code": ..., "values": {...}}."""
    return {name: _bare(value) for name, value in values.items()}


def step_of(at: datetime, kind: str, values: Any, who: str) -> TrailStep:
    """The step that was written so; a kind that nobody knows is told by its name.

    Raises TypeError, KeyError, AttributeError for what are no values.
    """
    if kind not in KINDS:
        return TrailStep(at, Told.TEXT, {"words": kind}, who)
    return TrailStep(at, Told(kind), {str(n): value_in(v) for n, v in values.items()}, who)


def value_in(said: Any) -> Value:
    """A value: text, or a trouble."""
    return trouble_in(said) if isinstance(said, Mapping) else str(said)


def trouble_in(said: Any, _: type = Trouble) -> Trouble:
    """The trouble in what came; raises TypeError, KeyError, AttributeError."""
    values = {str(name): value_in(value) for name, value in said["values"].items()}
    return Trouble(str(said["code"]), values)


KINDS = frozenset(Told)


def _bare(value: Value) -> Any:
    if isinstance(value, Trouble):
        return {"code": value.code, "values": bare(value.values)}
    return value
