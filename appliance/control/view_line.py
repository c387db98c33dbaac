"""A view as it goes over the control socket, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from cattrs import Converter

from appliance.common.story_json import bare, step_of, trouble_in
from appliance.core.model.ids import TrailStep
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import CallView, View


def packed(view: View) -> dict[str, Any]:
    """The view as JSON knows it; a step of a call's story is [POSIX time, kind, values, who].

    Apart from `asdict`, which copies every time of every step: this runs beside the loop.
    """
    bare = asdict(replace(view, calls=()))
    bare["calls"] = [_call(call) for call in view.calls]
    return bare


class ViewLines:
    """Makes of each view its line; what stood in the view before is not turned into JSON again.

    In a large office that is nearly everything: a thousand lamps take 15 ms, which the loop beside
    it would wait for.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def line_of(self, view: View) -> bytes:
        """The line that shows this view: `{"view": {...}}`."""
        empty: Any = dict.fromkeys(MANY, ())
        bare = packed(replace(view, **empty, lights={})) | {"lights": dict(view.lights)}
        few = [f"{text(name)}:{text(bare[name])}" for name in bare if name not in MANY]
        many = [f"{text(name)}:{self._many(name, getattr(view, name))}" for name in MANY]
        line = f'{{"view":{{{",".join((*few, *many))}}}}}\n'
        return line.encode("utf-8", "replace")

    def _many(self, name: str, values: tuple[Any, ...]) -> str:
        before = self._known.get(name, _Known())
        if values is before.values:
            return before.text
        pieces = {id(each): before.pieces.get(id(each)) or _piece(each) for each in values}
        said = f"[{','.join([pieces[id(each)] for each in values])}]"
        self._known[name] = _Known(values, said, pieces)
        return said


MANY = ("lamps", "calls", "loops")
"""What grows with the office."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Values of the view before, which are told apart by identity as long as they are held here."""

    values: tuple[Any, ...] = ()
    text: str = "[]"
    pieces: Mapping[int, str] = field(default_factory=dict)


def _piece(value: Any) -> str:
    return text(_call(value) if isinstance(value, CallView) else asdict(value))


def text(value: Any) -> str:
    """JSON without blanks; letters stay as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(said: Mapping[str, Any]) -> View:
    """The view in what came over the socket; raises cattrs.BaseValidationError."""
    return _reader.structure(said, View)


def _call(call: CallView) -> dict[str, Any]:
    story = [[s.at.timestamp(), s.kind, bare(s.values), s.who] for s in call.trail]
    return asdict(replace(call, trail=())) | {"trail": story}


def _step(said: Any, _: type) -> TrailStep:
    at, kind, values, who = said
    return step_of(datetime.fromtimestamp(float(at), UTC), str(kind), values, str(who))


_reader = Converter()
_reader.register_structure_hook(TrailStep, _step)
_reader.register_structure_hook(Trouble, trouble_in)
