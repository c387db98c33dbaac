"""What is known of the SMS that came in: which are stored, unread, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from appliance.core.model.ids import Receipt, Sms, SmsHistory
from appliance.core.protocol.commands import Command, DeleteSms

MOST_REMEMBERED = 2000
"""Ids of SMS that are stored; a modem holds far fewer that it could tell of again."""


@dataclass(frozen=True, slots=True)
class Mail:
    """`stored` ids, newest last; those on their way to the disk; those that nobody has read.

    `last_messages`: number -> the message that was last sent there, which an SMS from it answers.
    """

    stored: Mapping[str, None] = field(default_factory=dict)
    saving: frozenset[str] = frozenset()
    unhandled: frozenset[str] = frozenset()
    last_messages: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, None] = field(default_factory=dict)
    """Ids of SMS that the desk has had sent, newest last: asking twice sends once."""


def remembered(history: SmsHistory) -> Mail:
    """What the store knows at the start."""
    return Mail(
        stored=dict.fromkeys(history.seen),
        unhandled=frozenset(history.unhandled),
        last_messages=dict(history.last_messages),
        asked=dict.fromkeys(history.asked),
    )


def coming(mail: Mail, sms: str, *, for_a_person: bool) -> Mail:
    """An SMS is on its way to the disk; `for_a_person`: somebody must read it."""
    unhandled = mail.unhandled | {sms} if for_a_person else mail.unhandled
    return replace(mail, saving=mail.saving | {sms}, unhandled=unhandled)


def stored(mail: Mail, sms: str) -> tuple[Mail, list[Command]]:
    """The store has it: the modem may forget it."""
    known = _with(mail.stored, sms)
    return replace(mail, stored=known, saving=mail.saving - {sms}), [DeleteSms(sms)]


def with_asked(mail: Mail, sms: str) -> Mail:
    """The desk wants this SMS sent."""
    return replace(mail, asked=_with(mail.asked, sms))


def read_by_somebody(mail: Mail, sms: str) -> Mail:
    """A person has read it."""
    return replace(mail, unhandled=mail.unhandled - {sms})


def with_messages(mail: Mail, rows: Iterable[Sms]) -> Mail:
    """These SMS are promised: an answer from their recipients is tied to their messages."""
    last = {row.number: row.message for row in rows if row.message}
    return replace(mail, last_messages={**mail.last_messages, **last}) if last else mail


def receipt_of(sms: str) -> Receipt:
    """The receipt of an SMS that came in."""
    return Receipt(f"inbox:{sms}")


def _with(known: Mapping[str, None], sms: str) -> dict[str, None]:
    more = {**known, sms: None}
    if len(more) > MOST_REMEMBERED:
        del more[next(iter(more))]
    return more
