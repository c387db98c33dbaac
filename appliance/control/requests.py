"""What may be asked over the control socket: each request's fields, checked, become an event."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NoReturn

from appliance.control import calendar_fields
from appliance.core.model.ids import Disposition, Status
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol.events import (
    ButtonPressed,
    DeviceFound,
    DeviceLost,
    DispositionChosen,
    Event,
    PresenceSet,
    SelftestAsked,
    SettingsPublished,
)
from appliance.core.protocol.events_box import RestartAsked
from appliance.core.protocol.events_calendar import CalendarNotRead, CalendarRead
from appliance.core.protocol.events_desk import DialAsked, InCall, InCallAsked, MessageDone
from appliance.core.protocol.events_questions import CalendarsAsked, WhyAsked
from appliance.core.protocol.events_setup import (
    ArrivalsAsked,
    CodeAsked,
    CodeEntered,
    CodeWithdrawn,
)
from appliance.core.protocol.events_sms import ModemAsked, SmsAsked, SmsRead, SmsSettled

LONGEST_NAME = 200
LONGEST_TEXT = 2000
LONGEST_SELFTEST_SECONDS = 3600


class Refused(ValueError):
    """A request that is not carried out; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a request: `read` gives its value or raises ValueError; `must_be` says what."""

    must_be: str
    read: Callable[[object], object]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A request for the switchboard: its fields, and the event that they make.

    Where `answered` is False nobody replies to the event, so that handing it on is the answer.
    """

    event: Callable[..., Event]
    fields: Mapping[str, Field]
    answered: bool = True


TEXT_OF_LINES = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")


def text_up_to(limit: int, pattern: re.Pattern[str] = TEXT_OF_LINES) -> Callable[[object], str]:
    """Return a reader of text that a database, a page and an SMS can carry."""

    def read(value: object) -> str:
        if not isinstance(value, str) or len(value) > limit or not pattern.fullmatch(value):
            raise ValueError
        value.encode()  # half a surrogate pair is an error here, not later on the disk
        return value

    return read


def one_of(words: type[StrEnum]) -> Field:
    """Return a field that holds one of a few words."""

    def read(value: object) -> StrEnum:
        if not isinstance(value, str):
            raise ValueError
        return words(value)

    return Field(f"one of {', '.join(words)}", read)


def boolean(value: object) -> bool:
    """Read true or false, nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise ValueError
    return value


def seconds(value: object) -> float:
    """Read a length of time in seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    if not 0 < value <= LONGEST_SELFTEST_SECONDS:
        raise ValueError
    return float(value)


def nothing_or(read: Callable[[object], object]) -> Callable[[object], object]:
    """Return a reader that lets null through."""
    return lambda value: None if value is None else read(value)


# Printable ASCII without what ends a URI inside a SIP header (RFC 3261 section 25.1).
SIP_URI = re.compile(r"sips?:[!#-;=?-\[\]-~]+")
DIALLED = re.compile(r"\+?[0-9A-Za-z*#._-]+")
AS_WRITTEN = re.compile(r"[0-9A-Za-z+*#._ ()/\u00a0-]+")
ONE_LINE = re.compile(r"[^\x00-\x1f\x7f]+")

NAME = Field("a name of 1 to 200 characters", text_up_to(LONGEST_NAME, ONE_LINE))
TEXT = Field("text of at most 2000 characters", text_up_to(LONGEST_TEXT), optional=True)
STATUS = one_of(Status)
DISPOSITION = one_of(Disposition)
NUMBER = Field("a telephone number", text_up_to(40, DIALLED))
WRITTEN = Field("a telephone number", text_up_to(40, AS_WRITTEN))
"""As a person writes it."""
SIP_ADDRESS = Field('a SIP address like "sip:anna@127.0.0.1:5070"', text_up_to(250, SIP_URI))
READ_AT = Field("a time with its zone, such as 2026-11-22T14:00+01:00", calendar_fields.moment)
MOMENT = replace(READ_AT, optional=True)
SECONDS = Field("a number of seconds up to 3600", seconds)
NUMBER_OR_NOTHING = Field("a telephone number or null", nothing_or(NUMBER.read))


ENTRIES = Field("at most 400 entries of begins, ends, shown and all_day", calendar_fields.entries)
ODD_ENTRIES = Field("a number of entries", calendar_fields.count, optional=True)
REASON = Field("a sentence of at most 2000 characters", text_up_to(LONGEST_TEXT))


def backup_told(ok: bool, words: str = "") -> Event:
    """How a scheduled backup went, which the panel tells while it went wrong."""
    return DeviceFound("backup", words) if ok else DeviceLost("backup", words)


FORMS: Mapping[str, Form] = {
    "presence": Form(
        PresenceSet, {"agent": NAME, "status": STATUS, "reason": TEXT, "until": MOMENT}
    ),
    "disposition": Form(
        DispositionChosen,
        {
            "call": NAME,
            "disposition": DISPOSITION,
            "note": TEXT,
            "urgent": Field("true or false", boolean, optional=True),
            "promised": TEXT,
            "partner": Field(NAME.must_be, NAME.read, optional=True),
        },
    ),
    "settings": Form(SettingsPublished, {}),
    "keep_settings": Form(TrialConfirmed, {}),
    "sms": Form(SmsSettled, {"sms": NAME, "again": Field("true or false", boolean)}),
    "selftest": Form(
        SelftestAsked,
        {
            "number": NUMBER,
            "agent_uri": SIP_ADDRESS,
            "sms_to": NUMBER_OR_NOTHING,
            "seconds": SECONDS,
        },
    ),
    "send_sms": Form(
        SmsAsked,
        {
            "id": NAME,
            "number": NUMBER,
            "text": Field("text of at most 2000 characters", text_up_to(LONGEST_TEXT)),
            "urgent": Field("true or false", boolean, optional=True),
        },
    ),
    "read_sms": Form(SmsRead, {"id": NAME}),
    "heard": Form(MessageDone, {"id": NAME, "by": NAME}),
    "dial": Form(
        DialAsked,
        {"agent": NAME, "number": WRITTEN, "by": TEXT, "client": TEXT, "message": TEXT},
    ),
    "in_call": Form(InCallAsked, {"call": NAME, "what": one_of(InCall), "agent": NAME, "by": TEXT}),
    "why": Form(WhyAsked, {"agent": NAME}),
    "modem": Form(ModemAsked, {"command": NAME}),
    "restart": Form(RestartAsked, {"in_calls": Field("true or false", boolean, optional=True)}),
    "backup": Form(
        backup_told, {"ok": Field("true or false", boolean), "words": TEXT}, answered=False
    ),
    "calendars": Form(CalendarsAsked, {"after": Field(NAME.must_be, NAME.read, optional=True)}),
    "calendar_read": Form(
        CalendarRead,
        {
            "agent": NAME,
            "entries": ENTRIES,
            "read_at": READ_AT,
            "skipped": ODD_ENTRIES,
            "mended": ODD_ENTRIES,
        },
    ),
    "calendar_not_read": Form(CalendarNotRead, {"agent": NAME, "reason": REASON}),
    "code": Form(CodeAsked, {}),
    "enter_code": Form(CodeEntered, {"code": Field("the code", text_up_to(40))}),
    "withdraw_code": Form(CodeWithdrawn, {}),
    "listen": Form(ArrivalsAsked, {"seconds": SECONDS}),
    "button": Form(ButtonPressed, {"button": NAME}, answered=False),
}
LOCAL = ("watch", "view", "info")
"""What the socket itself answers."""
OFFICE = frozenset({"info", "calendars", "calendar_read", "calendar_not_read"})
"""What the office process may ask, at a socket of its own."""
HOUSE = frozenset({*LOCAL, *FORMS} - OFFICE | {"info"})
"""What commands and the page may ask, at the control socket."""


def request_in(line: bytes, served: Collection[str] = (*LOCAL, *FORMS)) -> dict[str, object]:
    """Return the JSON object of a line that asks for one of `served`; raises Refused."""
    try:
        request = json.loads(
            line, parse_constant=refuse_constant, object_pairs_hook=without_doubles
        )
    except Refused:
        raise
    except (ValueError, RecursionError) as error:
        raise Refused("a request must be one JSON object on one line") from error
    if not isinstance(request, dict):
        raise Refused("a request must be a JSON object")
    check_do(request.get("do"), served)
    return request


def without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object with these names, each once; raises Refused.

    Readers differ in which of two they believe (RFC 8259 section 4): what one checks, another
    would carry out.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in found if names.count(name) > 1)
        raise Refused(f"{double[:60]!r} stands there twice: write every name once")
    return found


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have (RFC 8259 section 6)."""
    raise ValueError(name)


def check_do(do: object, served: Collection[str]) -> None:
    """Raise Refused unless `do` names a request that takes part here."""
    if not isinstance(do, str) or do not in served:
        known = ", ".join(name for name in (*LOCAL, *FORMS) if name in served)
        raise Refused(f'"do" must be one of {known}')


def event_of(request: Mapping[str, object], id: str) -> Event:
    """Return the event that a request asks for; `id` finds the way back. Raises Refused."""
    form = FORMS[str(request["do"])]
    check_names(request, form.fields)
    values = {
        name: value_of(name, field, request[name])
        for name, field in form.fields.items()
        if name in request
    }
    return form.event(**values, **({"request": id} if form.answered else {}))


def check_names(request: Mapping[str, object], fields: Mapping[str, Field]) -> None:
    """Raise Refused for a field that is not known, or that is needed and not there."""
    for name in request:
        if name != "do" and name not in fields:
            known = ", ".join(fields) or "no fields"
            raise Refused(f"{request['do']!r} does not know {name[:60]!r}: it takes {known}")
    for name, field in fields.items():
        if name not in request and not field.optional:
            raise Refused(f'"{name}" is missing: it must be {field.must_be}')


def value_of(name: str, field: Field, value: object) -> object:
    """Return the checked value of a field; raises Refused."""
    try:
        return field.read(value)
    except (ValueError, TypeError) as error:
        raise Refused(f'"{name}" must be {field.must_be}') from error
