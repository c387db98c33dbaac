"""The rules for an SMS that comes in: who wrote it, what it may change, and who is to read it.

A number can be forged: an SMS alone changes the presence of the member of staff whose mobile it
seems to come from, and whether its number gets SMS. It never changes settings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from appliance.core.model.ids import (
    InboxSms,
    Language,
    Moment,
    Record,
    Sms,
    SmsId,
    SmsPriority,
    SmsSender,
    SmsStop,
    Status,
)
from appliance.core.model.same_number import ending, same_number
from appliance.core.protocol.commands import Command, DeleteSms, Save
from appliance.core.protocol.events import PresenceSet
from appliance.core.protocol.events_sms import SmsArrived
from appliance.core.settings.directory import Agent, Client, Directory
from appliance.core.sms import outbox
from appliance.core.sms import status_commands as sms_words
from appliance.core.sms.status_commands import StatusQuestion, StatusWanted, StopWanted
from appliance.core.staff.calendar_words import in_words
from appliance.core.staff.presence import blocked_now
from appliance.core.staff.status import with_presence
from appliance.core.state import inbox as mail
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER
from appliance.core.words.sms_replies import NO_CLOCK, NOT_UNDERSTOOD, confirmation, status_words
from appliance.core.words.spoken import worded


@dataclass(frozen=True, slots=True)
class _Sender:
    """Whose number it is, in the settings of this moment."""

    agent: Agent | None
    client: Client | None

    @property
    def language(self) -> Language:
        return self.agent.language if self.agent else ""

    @property
    def kind(self) -> SmsSender:
        if self.agent:
            return SmsSender.STAFF
        return SmsSender.CLIENT if self.client else SmsSender.UNKNOWN


Step = tuple[Picture, list[Command]]
Obeyed = tuple[Picture, tuple[Record, ...]]
"""What an SMS made of the picture, and what is to be kept of it besides the SMS itself."""


def arrived(picture: Picture, event: SmsArrived, now: Moment) -> Step:
    """Keep an SMS, with all that it leads to, in one act; one that is kept may be deleted."""
    if event.id in picture.mail.stored:
        return picture, [DeleteSms(event.id)]
    if event.id in picture.mail.saving:
        return picture, []
    sender = _sender(picture.directory, event.number)
    asked = None if event.problem else sms_words.read(event.text, sender.language)
    understood = isinstance(asked, StopWanted) or (asked is not None and sender.agent is not None)
    picture, records = _obey(picture, event, sender, asked, now)
    kept = _kept(picture, event, sender, now, handled=understood)
    letters = mail.coming(picture.mail, event.id, for_a_person=not understood)
    save = Save(mail.receipt_of(event.id), (kept, *records))
    return replace(picture, mail=letters), [save]


def _obey(
    picture: Picture,
    event: SmsArrived,
    sender: _Sender,
    asked: sms_words.Asked | None,
    now: Moment,
) -> Obeyed:
    match asked, sender.agent:
        case StopWanted(stop=stop), agent:
            language = agent.language if agent else picture.directory.office.language
            return _stop(picture, event, stop, language, now)
        case StatusWanted() as wanted, Agent() as agent:
            return _set_status(picture, event, agent, wanted, now)
        case StatusQuestion(), Agent() as agent:
            return picture, _reply(event, _status_of(picture, agent, now), now)
        case None, Agent() as agent if not event.problem:
            return picture, _reply(event, worded(NOT_UNDERSTOOD, agent.language), now)
    return picture, ()


def _stop(
    picture: Picture, event: SmsArrived, stop: bool, language: Language, now: Moment
) -> Obeyed:
    """Heed STOP and START; who says it twice is not answered twice."""
    if (event.number in picture.outbox.stopped) is stop:
        return picture, ()
    picture = replace(picture, outbox=outbox.stopped(picture.outbox, event.number, stop))
    kept = SmsStop(event.number, stop, now.wall)
    words = confirmation(stop, picture.directory.office.name, language)
    return picture, (kept, *_reply(event, words, now))


def _set_status(
    picture: Picture, event: SmsArrived, agent: Agent, wanted: StatusWanted, now: Moment
) -> Obeyed:
    until = sms_words.end_of(wanted, now.wall) if now.clock_set else None
    asked = PresenceSet(agent.id, wanted.status, wanted.reason, until=until)
    picture, record = with_presence(picture, asked, now)
    words = _status_of(picture, agent, now)
    if not now.clock_set and (wanted.until or wanted.minutes):
        words += " " + worded(NO_CLOCK, agent.language)
    return picture, (record, *_reply(event, words, now))


def _status_of(picture: Picture, agent: Agent, now: Moment) -> str:
    member = picture.staff.get(agent.id, STRANGER)
    reason = member.reason
    if member.status is Status.AVAILABLE and (blocked := blocked_now(picture, agent.id, now)):
        reason = in_words(blocked, agent.language)
    stands = (agent.name, member.status, reason, member.until)
    return status_words(*stands, now.wall, agent.language)


def _reply(event: SmsArrived, text: str, now: Moment) -> tuple[Sms, ...]:
    """An answer to a number that can be answered: not to a short code or a name."""
    if not (event.number.startswith("+") and event.number[1:].isdigit()):
        return ()
    sms = Sms(
        SmsId(f"{event.id}-reply"),
        event.number,
        text,
        priority=SmsPriority.URGENT,
        promised_at=now.wall if now.clock_set else None,
        answers=event.id,
    )
    return (sms,)


def _kept(
    picture: Picture, event: SmsArrived, sender: _Sender, now: Moment, *, handled: bool
) -> InboxSms:
    return InboxSms(
        id=event.id,
        number=event.number,
        text=event.text,
        sent_at=event.sent_at,
        received_at=now.wall,
        sender=sender.kind,
        agent=sender.agent.id if sender.agent else None,
        client=sender.client.id if sender.client else None,
        message=picture.mail.last_messages.get(event.number),
        problem=event.problem,
        handled=handled,
        pieces=event.pieces,
    )


def _sender(directory: Directory, number: str) -> _Sender:
    alike = ending(number)
    agents = directory.index.agents_by_mobile.get(alike, ())
    agent = next((a for a in agents if same_number(a.mobile or "", number)), None)
    clients = directory.index.clients_by_sms.get(alike, ())
    client = next((c for c in clients if same_number(c.sms_to or "", number)), None)
    return _Sender(agent, client)
