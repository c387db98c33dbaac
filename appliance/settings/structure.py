"""Which reader each setting has, and how tables become the frozen dataclasses of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NewType

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from appliance.core.directory import Agent, Choice, Client, Line, Loop, Menu, Office, Trunk
from appliance.settings import values
from appliance.settings.values import Reader, seconds

Key = NewType("Key", str)

SECTIONS: Mapping[str, type] = {
    "clients": Client,
    "lines": Line,
    "menus": Menu,
    "loops": Loop,
    "agents": Agent,
}
"""The tables whose entries are named by an id."""


@cache
def converter(read_in: str | None) -> Converter:
    """Structures tables strictly: no guessing of types, no unknown keys, every problem at once.

    `read_in` is the country in which numbers are read; None where it is unknown itself.
    """
    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    made.register_structure_hook(str, lambda value, _: values.any_text(value))
    made.register_structure_hook(bool, lambda value, _: values.yes_or_no(value))
    made.register_structure_hook(Key, lambda value, _: values.key(value))
    for cl, readers in _readers(read_in, made).items():
        hooks: Any = {name: override(struct_hook=_hook(read)) for name, read in readers.items()}
        strict: Any = make_dict_structure_fn(cl, made, _cattrs_forbid_extra_keys=True, **hooks)
        made.register_structure_hook(cl, _table(strict))
    return made


def _readers(read_in: str | None, made: Converter) -> dict[type, dict[str, Reader]]:
    """The settings of each table that need more care than their type tells."""
    number = values.number(read_in)
    return {
        Office: {
            "name": values.text,
            "country": values.country,
            "language": values.language,
            "time_zone": values.time_zone,
            "mark": values.mark,
            "sms_to": number,
            "ring_seconds": seconds(0.1, 300),
            "wrap_up_seconds": seconds(0.1, 3600),
            "message_seconds": seconds(0.1, 600),
            "call_seconds": seconds(1, 86400),
            "max_calls": values.count(1, 256),
        },
        Client: {
            "name": values.text,
            "phrase": values.paragraph,
            "card": _list_of_text(made),
            "sms_to": number,
        },
        Line: {"number": number, "language": values.language},
        Choice: {"label": values.text},
        Menu: {
            "prompt": values.spoken,
            "keys": _keys(made),
            "default": values.key,
            "key_seconds": seconds(0.1, 60),
            "attempts": values.count(1, 10),
        },
        Loop: {
            "name": values.text,
            "members": _list_of_text(made),
            "wait_seconds": seconds(0.1, 3600),
        },
        Agent: {
            "name": values.text,
            "address": values.address(read_in),
            "language": values.language,
        },
        Trunk: {"host": values.host, "identity": values.number_or_nothing(read_in)},
    }


def _hook(read: Reader) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _table(structure: Callable[[Mapping[str, Any], Any], Any]) -> Callable[[Any, Any], Any]:
    def read(value: Any, cl: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"this must be a table of settings, not {value!r}")
        return structure(value, cl)

    return read


def _list_of_text(made: Converter) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(f'this must be a list such as ["one", "two"], not {value!r}')
        return made.structure(value, tuple[str, ...])

    return read


def _keys(made: Converter) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, dict) or not value:
            raise ValueError("a menu needs keys, such as [menus.main.keys.1]")
        keys: Any = Mapping[Key, Choice]
        return made.structure(value, keys)

    return read
