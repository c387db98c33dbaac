"""Which reader each setting has, and how tables become the frozen dataclasses of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NewType

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from appliance.core.model.calendar import CalendarAccess
from appliance.core.model.contacts import Contact
from appliance.core.settings.client_card import Question
from appliance.core.settings.directory import Agent, Client, Hours, Menu, Office
from appliance.core.settings.lines import Announcement, Choice, LanguageKey, Line
from appliance.core.settings.loops import Loop, Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.screening import Screening
from appliance.core.settings.trunks import Trunk
from appliance.settings import values
from appliance.settings.values import Reader, seconds

Key = NewType("Key", str)
Day = NewType("Day", str)
Weekday = NewType("Weekday", str)
OpenSpan = NewType("OpenSpan", str)
Prefix = NewType("Prefix", str)
Spoken = NewType("Spoken", str)
SpokenLanguage = NewType("SpokenLanguage", str)
RoleName = NewType("RoleName", str)

SPECIAL: Mapping[Any, Reader] = {
    Key: values.key,
    Day: values.day,
    Weekday: values.weekday,
    OpenSpan: values.span,
    Prefix: values.prefix,
    Spoken: values.spoken,
    SpokenLanguage: values.language,
    RoleName: values.text,
}
"""Texts inside lists and tables that need more care than text."""

SECTIONS: Mapping[str, type] = {
    "clients": Client,
    "lines": Line,
    "menus": Menu,
    "loops": Loop,
    "agents": Agent,
    "partners": Partner,
    "hours": Hours,
    "announcements": Announcement,
    "contacts": Contact,
    "trunks": Trunk,
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
    for kind, read in SPECIAL.items():
        made.register_structure_hook(kind, _hook(read))
    for cl, readers in _readers(read_in, made).items():
        hooks: Any = {name: override(struct_hook=_hook(read)) for name, read in readers.items()}
        strict: Any = make_dict_structure_fn(cl, made, _cattrs_forbid_extra_keys=True, **hooks)
        made.register_structure_hook(cl, _table(strict))
    return made


def reader_of(table: type, name: str, read_in: str | None) -> Reader | None:
    """What reads this setting of a table; None where its type says enough."""
    return _readers(read_in, converter(read_in)).get(table, {}).get(name)


def _readers(read_in: str | None, made: Converter) -> dict[type, dict[str, Reader]]:
    """The settings of each table that need more care than their type tells."""
    number = values.number(read_in)
    return {
        Office: _office_readers(number, made),
        **_line_readers(number, made),
        **_staff_readers(read_in, made),
    }


def _office_readers(number: Reader, made: Converter) -> dict[str, Reader]:
    return {
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
        "silence_seconds": seconds(0, 3600),
        "record_prompts": _by_language(made),
        "record_days": values.count(1, 3650),
        "calls_days": values.days_or_ever(7, 3650),
        "messages_days": values.days_or_ever(7, 3650),
        "sms_days": values.days_or_ever(7, 3650),
        "audit_days": values.count(30, 3650),
        "max_calls": values.count(1, 256),
        "outgoing": _list(made, Prefix),
        "max_outgoing": values.count(1, 256),
        "sms_expire_seconds": seconds(60, 2592000),
        "sms_per_recipient": values.count(1, 100000),
        "sms_per_day": values.count(1, 100000),
        "sms_quiet": values.night_or_nothing,
        "display_dim": values.night_or_nothing,
        "graph_tenant": values.tenant,
        "graph_client": values.client,
        "graph_secret": values.secret,
        "graph_secret_until": values.day_or_nothing,
    }


def _line_readers(number: Reader, made: Converter) -> dict[type, dict[str, Reader]]:
    return {
        Client: {
            "name": values.text,
            "phrase": values.paragraph,
            "card": _list(made, str),
            "sms_to": number,
            "number": number,
            "address": values.paragraph,
            "on_duty": values.paragraph,
            "script": _list(made, str),
            "questions": _tables(made, Question),
            "screening": _tables(made, Screening),
        },
        Question: {"question": values.text, "answer": values.paragraph},
        Screening: {"rule": values.screening_rule},
        Contact: {"number": number, "name": values.text},
        LanguageKey: {"language": values.language},
        Choice: {"label": values.text, "say": values.paragraph},
        Line: {
            "kind": values.line_kind,
            "number": number,
            "language": values.language,
            "language_prompt": values.paragraph,
            "languages": _keys(made, LanguageKey),
            "closed_prompt": values.paragraph,
            "holiday_prompt": values.paragraph,
            "digits": values.digits,
        },
        Hours: {
            "weekly": _weekly(made),
            "closed_days": _list(made, Day),
        },
        Announcement: {
            "texts": _by_language(made),
            "lines": _list(made, str),
        },
        Menu: {
            "prompt": values.spoken,
            "keys": _keys(made, Choice),
            "prompts": _by_language(made),
            "default": values.key,
            "key_seconds": seconds(0.1, 60),
            "attempts": values.count(1, 10),
        },
    }


def _staff_readers(read_in: str | None, made: Converter) -> dict[type, dict[str, Reader]]:
    number = values.number(read_in)
    return {
        Loop: {
            "name": values.text,
            "members": _list(made, str),
            "roles": _list(made, RoleName),
            "wait_seconds": seconds(0.1, 3600),
            "strategy": values.strategy,
            "ring_seconds": seconds(0.1, 300),
            "announce_seconds": seconds(1, 600),
        },
        Overflow: {
            "after_seconds": seconds(0.1, 3600),
            "length": values.count(1, 256),
            "number": number,
        },
        Partner: {
            "name": values.text,
            "number": values.address(read_in),
            "language": values.language,
        },
        Agent: {
            "name": values.text,
            "address": values.address(read_in),
            "language": values.language,
            "mobile": number,
            "languages": _list(made, SpokenLanguage),
            "skills": _list(made, str),
            "roles": _list(made, RoleName),
            "extension": values.extension,
            "pin": values.pin_hash,
        },
        CalendarAccess: {
            "url": values.calendar_url,
            "password": values.secret,
            "mailbox": values.mailbox,
        },
        Trunk: _of_trunks(read_in),
    }


def _of_trunks(read_in: str | None) -> dict[str, Reader]:
    return {
        "host": values.host,
        "identity": values.number_or_nothing(read_in),
        "transport": values.transport,
        "srtp": values.srtp,
        "user": values.account,
        "password": values.secret,
        "registrar": values.host_or_nothing,
        "proxy": values.host_or_nothing,
        "stun": values.host_or_nothing,
        "keep_alive_seconds": seconds(5, 600),
    }


def _hook(read: Reader) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _table(structure: Callable[[Mapping[str, Any], Any], Any]) -> Callable[[Any, Any], Any]:
    def read(value: Any, cl: Any) -> Any:
        if not isinstance(value, dict):
            # What stands there is not said back: it may be a password, one level too high.
            raise ValueError("this must be a table of settings")
        return structure(value, cl)

    return read


def _list(made: Converter, kind: Any) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(
                f'this must be a list such as ["one", "two"], not {values.as_written(value)}'
            )
        return made.structure(value, tuple[kind, ...])

    return read


def _tables(made: Converter, kind: Any) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("this must be a list of tables in double brackets")
        return made.structure(value, tuple[kind, ...])

    return read


def _keys(made: Converter, leads_to: Any) -> Reader:
    what: Any = Mapping[Key, leads_to]
    return _filled_table(made, what, "this needs keys, such as [menus.main.keys.1]")


def _by_language(made: Converter) -> Reader:
    what: Any = Mapping[SpokenLanguage, Spoken]
    return _filled_table(made, what, 'this must be texts by language: {nb = "...", en = "..."}')


def _weekly(made: Converter) -> Reader:
    what: Any = Mapping[Weekday, tuple[OpenSpan, ...]]
    read = _filled_table(made, what, 'this must be spans by weekday: {mon = ["08:00-16:00"]}')

    def in_lists(value: object) -> object:
        days = value if isinstance(value, dict) else {}
        if bare := [day for day, spans in days.items() if not isinstance(spans, list)]:
            raise ValueError(f'{bare[0]} must be a list such as ["08:00-16:00"]')
        return read(value)

    return in_lists


def _filled_table(made: Converter, what: Any, otherwise: str) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, dict) or not value:
            raise ValueError(otherwise)
        return made.structure(value, what)

    return read
