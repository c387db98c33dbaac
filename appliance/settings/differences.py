"""What a new revision of the settings changes, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appliance.core.directory import Directory
from appliance.settings.document import plain
from appliance.settings.problems import joined

ABSENT = object()
SECRET = (".password", ".pin")


def differences(old: Directory, new: Directory) -> list[str]:
    """One sentence for each field that differs, in the order of the document."""
    return list(_compared("", plain(old), plain(new)))


def _compared(path: str, old: Any, new: Any) -> Iterator[str]:
    old, new = _by_place(old), _by_place(new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            here = joined(path, name)
            yield from _compared(here, old.get(name, ABSENT), new.get(name, ABSENT))
    elif old == new:
        return
    elif path.endswith(SECRET):
        yield f"{path} {'is new' if old is ABSENT else 'is gone' if new is ABSENT else 'changes'}."
    elif old is ABSENT:
        yield f"{path} is new{_shown(new)}."
    elif new is ABSENT:
        yield f"{path} is gone{_shown(old)}."
    else:
        yield f"{path} changes from{_shown(old, '')} to{_shown(new, '')}."


def _by_place(value: Any) -> Any:
    """A list of tables as one table, so that each is compared with its predecessor."""
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return {str(number): one for number, one in enumerate(value, 1)}
    return value


def _shown(value: Any, before: str = ":") -> str:
    """A value as people write it; of a whole table its name or label, if it has one."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("label")
        return f"{before} {value}" if value else ""
    if isinstance(value, tuple | list):
        return f"{before} {', '.join(map(str, value)) or 'nothing'}"
    if isinstance(value, float):
        return f"{before} {value:g}"
    return f"{before} '{value}'" if isinstance(value, str) else f"{before} {value}"
