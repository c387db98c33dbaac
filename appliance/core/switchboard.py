"""The whole product as one function: an event and the time go in, commands come out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from appliance.core import call_transitions as calls
from appliance.core import house_amends, house_rules, voice
from appliance.core import starting as taking_over
from appliance.core.box import retention, setup
from appliance.core.calls import (
    forwarding,
    line_greeting,
    recorded_talks,
    too_late,
    waiting,
)
from appliance.core.calls import (
    place_in_queue as standing,
)
from appliance.core.desk import in_call
from appliance.core.desk import rules as desk
from appliance.core.model.billing import is_of_selftest
from appliance.core.model.frozen import changed
from appliance.core.model.ids import CallRecord, Disposition, Moment, Record, TimerId
from appliance.core.outgoing import dialling
from appliance.core.panel import buttons
from appliance.core.panel.screen import Screen
from appliance.core.protocol.commands import (
    Answer,
    Command,
    HangUp,
    Reject,
    Ring,
    Save,
    Show,
    StartTimer,
)
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    DispositionChosen,
    Event,
    LegAnswered,
    LegEnded,
    LegRinging,
    PromptEnded,
    RecordingEnded,
    Saved,
    SaveFailed,
    TimerFired,
)
from appliance.core.protocol.events_desk import DialAsked, InCallAsked
from appliance.core.protocol.events_leg import LegHeld, LegResumed, LegSilent, Referred
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.core.protocol.view import View
from appliance.core.queue_rounds import QueueRounds
from appliance.core.settings.directory import Directory, neutral
from appliance.core.sms import rules as sms
from appliance.core.staff import ending_statuses, presence, telephones
from appliance.core.staff_line import transitions as staff_line
from appliance.core.state import pending_saves as ledger
from appliance.core.state import presses
from appliance.core.state.call import Waiting, call_of
from appliance.core.state.picture import Picture
from appliance.core.state.staff_line import AtStaffLine
from appliance.core.state.stirred import NOTHING
from appliance.core.trunks import routing as way_out
from appliance.core.whole_or_not import SERVER_ERROR

MISSED = (Disposition.ABANDONED, Disposition.MESSAGE_LEFT)
BUSY_HERE = 486
"""RFC 3261 section 21.4.24."""
DISK = "disk"
"""The part whose fault is over as soon as it has taken a record."""


class Switchboard(QueueRounds):
    """Holds the picture of the office between events; has no other state and no effect."""

    def __init__(self) -> None:
        super().__init__(Picture(neutral()))
        self._shown: View | None = None
        self._screen = Screen()
        self.behind = False
        """Whether the last look has left something to the next one, which is due at once."""

    def handle(self, event: Event, now: Moment) -> list[Command]:
        """Take one event in, and return what is to be done, in order.

        Whole or not at all: a rule with a fault changes nothing. It is told by TellFault, and what
        it was about goes on as `amends` says.
        """
        everything = partial(self._handled, event, now)
        return self._whole("everything", everything, partial(self._amended, event, now))

    def _handled(self, event: Event, now: Moment) -> list[Command]:
        commands = self._about_event(event, now, partial(self._rule_for, event, now))
        commands += self._serve_waiting(now)
        commands = self._carried(commands, now)
        commands += self._whole("SMS", lambda: self._taken(sms.next_up(self.picture, now)))
        commands += self._whole("power", lambda: self._taken(buttons.when_quiet(self.picture)))
        known = tuple(commands)
        plainly = partial(self._remembered_plainly, known)
        commands += self._whole("records", partial(self._remember_saves, known), plainly)
        commands += self._whole("missed", partial(self._count_missed, known))
        return sorted(commands, key=_haste)

    def look(self, now: Moment) -> list[Command]:
        """Show the office if it looks otherwise than when it was last looked at.

        Apart from `handle`, so that no picture keeps an Answer waiting. Where much has changed at
        once, a look takes a share of it, and only the last one shows it all.
        """
        self.behind = False  # also where a fault ends this look
        picture = presence.with_calendars(self.picture, now)
        turned = picture.unserved is not self.picture.unserved
        serve = [StartTimer(presence.TURNED, 0.0)] if turned and picture.calls.queue else []
        view = self._screen.view(picture, now)
        self.picture = changed(picture, unseen=NOTHING)
        self.behind = view is None or not picture.blocks.hold(picture.directory, now)
        if view is None or self.behind or view == self._shown:
            return [*serve]
        self._shown = view
        return [*serve, Show(view)]

    def _rule_for(self, event: Event, now: Moment) -> list[Command]:
        """What happens to calls, and what they wait for."""
        match event:
            case CallArrived():
                return self._arrived(event, now)
            case DigitPressed() | ToneHeard():
                return self._digit(event, now)
            case PromptEnded() | RecordingEnded():
                sound = partial(self._heard, event, now)
                return self._whole("sound", sound) + self._advance(event, event.leg, now)
            case Referred() | LegHeld() | LegResumed() | LegSilent():
                return self._advance(event, event.leg, now)
            case LegRinging() | LegAnswered() | LegEnded():
                looking = self._whole("telephones", partial(self._telephone_rung, event, now))
                again = self._whole("ways out", partial(self._rung_again, event, now))
                rung = any(isinstance(command, Ring) for command in again)
                return looking + again + ([] if rung else self._advance(event, event.leg, now))
            case TimerFired(timer=timer):
                return self._timer(event, timer, now)
            case Saved() | SaveFailed():
                return self._store_answered(event, now)
            case PinChecked() | MessageFetched():
                return self._advance(event, event.call, now)
            case InCallAsked():
                step, replies = in_call.asked(self.picture, event, now)
                return self._step(event.call, step, now) + replies
            case DialAsked():
                return self._taken(dialling.asked(self.picture, event, now))
            case TalkRecorded():
                return self._taken(recorded_talks.ended(self.picture, event))
            case DispositionChosen():
                return self._disposition(event, now)
            case _:
                return self._taken(house_rules.take(self.picture, event, now))

    # Calls

    def _arrived(self, event: CallArrived, now: Moment) -> list[Command]:
        directory = self._directory_for(event.dialled, now)
        if len(self.picture.calls) >= directory.office.max_calls:
            self.picture = changed(self.picture, refused=self.picture.refused + 1)
            return [Reject(event.leg, BUSY_HERE)]
        self.picture = setup.arrived(self.picture, event, now)
        self.picture = changed(self.picture, viewing="")  # a call is shown when it rings (A3)
        return self._step(call_of(event.leg), calls.arrive(event, directory, now), now)

    def _directory_for(self, dialled: str, now: Moment) -> Directory:
        lines = tuple(t for t in self.picture.test_lines if t.until > now.monotonic)
        self.picture = changed(self.picture, test_lines=lines)
        return next((t.directory for t in lines if t.number == dialled), self.picture.directory)

    def _advance(self, event: Event, name: str, now: Moment) -> list[Command]:
        """As `_advanced`; a fault there leaves what else the event has done."""
        return self._about_event(event, now, partial(self._advanced, event, name, now))

    def _advanced(self, event: Event, name: str, now: Moment) -> list[Command]:
        call = self.picture.calls.get(call_of(name))
        if call is None:
            return self._taken(too_late.taken(self.picture, event, now))
        if isinstance(call.phase, AtStaffLine):
            turn = staff_line.advance(self.picture, call, call.phase, event, now)
            self.picture, step = turn
            return self._step(call.id, step, now)
        return self._step(call.id, calls.advance(call, event, now), now)

    def _heard(self, event: PromptEnded | RecordingEnded, now: Moment) -> list[Command]:
        return self._taken(voice.heard(self.picture, event, now))

    def _digit(self, event: DigitPressed | ToneHeard, now: Moment) -> list[Command]:
        """A key, which the ear on the analogue line and SIP may both tell of; it counts once."""
        known = self.picture
        kept, digit = presses.digit_of(known.presses, event, known.calls, now)
        self.picture = changed(known, presses=kept)
        if digit is None:
            return []
        self.picture = setup.pressed(self.picture, digit.leg, digit.digit)
        return self._advance(digit, digit.leg, now)

    def _telephone_rung(
        self, event: LegRinging | LegAnswered | LegEnded, now: Moment
    ) -> list[Command]:
        return self._taken(telephones.rung(self.picture, event, now))

    def _rung_again(self, event: LegRinging | LegAnswered | LegEnded, now: Moment) -> list[Command]:
        """A leg that goes on elsewhere, or by another trunk."""
        by_trunk = event.leg in self.picture.way_out.attempts
        self.picture, again = way_out.heard(self.picture, event, now)
        if not again and isinstance(event, LegEnded):
            self.picture, again = forwarding.heard(self.picture, event, by_trunk, now)
        return [again] if again else []

    def _carried(self, commands: list[Command], now: Moment) -> list[Command]:
        """Every call that goes out is given to the trunk that shall carry it."""
        through: list[Command] = []
        for command in commands:
            through += self._carry(command, now) if isinstance(command, Ring) else [command]
        return through

    def _carry(self, ring: Ring, now: Moment) -> list[Command]:
        def carry() -> list[Command]:
            self.picture, carried = way_out.carried(self.picture, [ring], now)
            return carried

        return self._about_event(LegEnded(ring.leg, SERVER_ERROR, ""), now, carry)

    # Timers

    def _timer(self, event: TimerFired, timer: TimerId, now: Moment) -> list[Command]:
        if timer == taking_over.MINUTE:
            talks, old, over = recorded_talks.expire, retention.minute_passed, ending_statuses.ended
            rules = (talks, old, over, sms.minute_passed)
            each = [partial(self._each_minute, rule, now) for rule in rules]
            done = [command for rule in each for command in self._whole("minute", rule)]
            return [taking_over.next_minute(now), *done]
        if (step := house_rules.timer_fired(self.picture, timer, now)) is not None:
            return self._taken(step)
        if timer.endswith(":announce"):
            return self._announce_place(timer, now)
        self.picture = telephones.ring_over(self.picture, timer)
        return self._advance(event, timer, now)

    def _each_minute(
        self, rule: Callable[[Picture, Moment], tuple[Picture, list[Command]]], now: Moment
    ) -> list[Command]:
        return self._taken(rule(self.picture, now))

    def _announce_place(self, timer: TimerId, now: Moment) -> list[Command]:
        call = self.picture.calls.get(call_of(timer))
        if call is None or not isinstance(call.phase, Waiting):
            return []
        said = standing.told(self.picture, call, now)
        return self._step(call.id, waiting.announce(call, call.phase, said), now)

    # The store, the outbox

    def _store_answered(self, event: Saved | SaveFailed, now: Moment) -> list[Command]:
        """The promises first, then the call that waits for it; a fault in one leaves the other."""
        house = partial(self._promise_answered, event, now)
        else_ = partial(self._amended_promise, event, now)
        kept = self._whole(type(event).__name__, house, else_)
        return kept + self._advance(event, event.receipt, now)

    def _promise_answered(self, event: Saved | SaveFailed, now: Moment) -> list[Command]:
        if isinstance(event, SaveFailed):
            later, retry = ledger.refused(self.picture.ledger, event.receipt, event.reason)
            self.picture = changed(self.picture, ledger=later)
            return retry + self._taken(sms.not_saved(self.picture, event))
        later, save = ledger.confirmed(self.picture.ledger, event.receipt)
        self.picture = changed(self.picture, ledger=later)
        if DISK in self.picture.faults:  # which it had when the box started
            self.picture = self.picture.with_fault(DISK, "")
        self.picture, forget = line_greeting.stored(self.picture, save)
        return self._taken(sms.saved(self.picture, event, save, now)) + forget

    def _remember_saves(self, commands: tuple[Command, ...]) -> list[Command]:
        later = self.picture.ledger
        for command in commands:
            if isinstance(command, Save):
                later = ledger.handed_over(later, command)
        if later is not self.picture.ledger:
            self.picture = changed(self.picture, ledger=later)
        return []

    def _remembered_plainly(self, commands: tuple[Command, ...]) -> list[Command]:
        return self._taken(house_amends.handed_over(self.picture, commands))

    def _count_missed(self, commands: tuple[Command, ...]) -> list[Command]:
        records = (r for save in commands if isinstance(save, Save) for r in save.records)
        if missed := sum(map(_is_missed, records)):
            self.picture = changed(self.picture, missed=self.picture.missed + missed)
        return []

    def _disposition(self, event: DispositionChosen, now: Moment) -> list[Command]:
        """An outcome that a person chose goes on to its call, if it fits."""
        self.picture, replies, ok = desk.granted(self.picture, event, now)
        return (self._advanced(event, event.call, now) if ok else []) + replies


def _is_missed(record: Record) -> bool:
    if not isinstance(record, CallRecord) or is_of_selftest(record.client, record.dialled):
        return False
    return record.disposition in MISSED


def _haste(command: Command) -> int:
    """What somebody waits for with a telephone at the ear goes first; the rest keeps its order."""
    match command:
        case Answer():
            return 0
        case HangUp():
            return 1
        case Ring():
            return 2
    return 3
