"""SMS in both directions, with a disk and a modem that do what they like, and power that goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.examples import examples
from support.world import World, office

from appliance.core.model.ids import (
    InboxSms,
    Sms,
    SmsFailure,
    SmsHistory,
    SmsId,
    SmsState,
    SmsStop,
)
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen
from appliance.core.settings.directory import Directory
from appliance.core.switchboard import Switchboard

ANNA, KARI, TOM = "+4710000071", "+4710000081", "+4710000082"
OWED = (SmsState.QUEUED, SmsState.SENDING, SmsState.MAYBE, SmsState.FAILED)


def with_mobile() -> Directory:
    base = office()
    anna = replace(base.agents["anna"], mobile=ANNA)
    small = replace(base.office, sms_per_day=60, sms_per_recipient=40, sms_quiet="12:00-13:00")
    return replace(base, agents={**base.agents, "anna": anna}, office=small)


class AnySms(RuleBasedStateMachine):
    """Desk, senders, disk, modem, network, and power."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(with_mobile())
        self.world.happens(seen.DeviceFound("modem"))
        self.asked = 0
        self.arrived: dict[str, sms_seen.SmsArrived] = {}
        self.went_out: Counter[str] = Counter()
        self.doubtful: set[str] = set()
        self.references: dict[str, tuple[int, ...]] = {}
        self.taken: set[str] = set()

    # Desk and senders

    @rule(
        number=st.sampled_from([KARI, TOM]),
        text=st.sampled_from(["Hei", "Chloë", "x" * 200]),
        urgent=st.booleans(),
        stored=st.booleans(),
    )
    def the_desk_asks(self, number: str, text: str, urgent: bool, stored: bool) -> None:
        self.asked += 1
        id = f"a{self.asked}"
        self.world.happens(sms_seen.SmsAsked(SmsId(id), number, text, urgent, request=id))
        if stored:
            self.world.disk_takes_all()

    @rule(
        number=st.sampled_from([ANNA, KARI, TOM, "Fjordby"]),
        text=st.sampled_from(["FRI", "MØTE TIL 14", "STATUS", "STOP", "START", "Hei"]),
    )
    def an_sms_comes_in(self, number: str, text: str) -> None:
        event = sms_seen.SmsArrived(f"in-{len(self.arrived)}", number, text)
        self.arrived[event.id] = event
        self.world.happens(event)

    @precondition(lambda self: self.arrived)
    @rule(data=st.data())
    def the_modem_tells_one_again(self, data: st.DataObject) -> None:
        self.world.happens(self.arrived[data.draw(st.sampled_from(sorted(self.arrived)))])

    @rule(data=st.data(), again=st.booleans())
    def a_person_decides(self, data: st.DataObject, again: bool) -> None:
        outbox = self.world.switchboard.picture.outbox
        waiting = sorted({**outbox.failed, **outbox.doubtful}.keys() - outbox.saving)
        if waiting:
            sms = data.draw(st.sampled_from(waiting))
            self.world.happens(sms_seen.SmsSettled(sms, again, request="r"))
            assert self.world.replies[-1].ok
            self.doubtful.discard(sms)
            self.went_out.pop(sms, None)

    # Disk, modem, network, power

    @rule()
    def the_disk_works(self) -> None:
        self.world.disk_takes_all()

    @rule()
    def the_disk_is_full(self) -> None:
        self.world.disk_is_full()

    @rule(there=st.booleans())
    def the_modem_comes_or_goes(self, there: bool) -> None:
        found, lost = seen.DeviceFound("modem"), seen.DeviceLost("modem", "unplugged")
        self.world.happens(found if there else lost)

    @precondition(lambda self: self.world.modem)
    @rule(outcome=st.sampled_from(["sent", "later", "not ready", "never", "doubt"]))
    def the_modem_answers(self, outcome: str) -> None:
        sms = self.world.modem.pop().sms
        assert sms not in self.doubtful, "never sent again by itself"
        match outcome:
            case "sent":
                self.went_out[sms] += 1
                self.references[sms] = (len(self.references) % 256,)
                self.world.happens(sms_seen.SmsSent(sms, self.references[sms]))
            case "doubt":
                self.doubtful.add(sms)
                self.world.happens(sms_seen.SmsUncertain(sms, "silence"))
            case "never":
                self.world.happens(sms_seen.SmsFailed(sms, "no such number", retryable=False))
            case _:
                failure = SmsFailure.NOT_READY if outcome == "not ready" else SmsFailure.NETWORK
                self.world.happens(sms_seen.SmsFailed(sms, outcome, True, failure))

    @precondition(lambda self: self.references)
    @rule(data=st.data(), delivered=st.booleans())
    def a_report_comes(self, data: st.DataObject, delivered: bool) -> None:
        sms = data.draw(st.sampled_from(sorted(self.references)))
        number = data.draw(st.sampled_from([KARI, TOM, ANNA]))
        for reference in self.references[sms]:
            self.world.happens(
                sms_seen.SmsDelivered(number, reference)
                if delivered
                else sms_seen.SmsNotDelivered(number, reference, "The telephone was off.")
            )

    @rule(seconds=st.sampled_from([1, 20, 700, 4000, 90_000]))
    def time_passes(self, seconds: float) -> None:
        self.world.passes(seconds)

    @rule()
    def the_power_goes(self) -> None:
        """What is on the disk is all that is left; the SIM card has what was not deleted."""
        world = self.world
        for sending in world.modem:
            self.doubtful.add(sending.sms)
        world.modem.clear()
        world.saves.clear()
        world.timers.clear()
        world.switchboard = Switchboard()
        rows = [row for row in world.outbox() if row.state in OWED and not row.settled]
        world.happens(seen.Started(with_mobile(), tuple(rows), sms=self.history()))
        world.happens(seen.DeviceFound("modem"))

    def history(self) -> SmsHistory:
        disk = self.world.disk.values()
        rows = [row for row in disk if isinstance(row, Sms)]
        inbox = [row for row in disk if isinstance(row, InboxSms)]
        stops = {row.number: row.stopped for row in disk if isinstance(row, SmsStop)}
        return SmsHistory(
            awaiting=tuple(r for r in rows if r.state is SmsState.SENT and r.unreported),
            stopped=tuple(number for number, stopped in stops.items() if stopped),
            seen=tuple(row.id for row in inbox),
            unhandled=tuple(row.id for row in inbox if not row.handled),
            asked=tuple(row.id for row in rows if row.id.startswith("desk-")),
        )

    # What must always hold

    @invariant()
    def the_modem_has_one_sms_and_its_row_says_so(self) -> None:
        assert len(self.world.modem) <= 1
        for sending in self.world.modem:
            row = self.world.disk[f"Sms:{sending.sms}"]
            assert isinstance(row, Sms)
            assert row.state is SmsState.SENDING

    @invariant()
    def nothing_goes_out_twice_by_itself(self) -> None:
        assert all(times == 1 for times in self.went_out.values()), self.went_out

    @invariant()
    def only_what_is_stored_is_deleted(self) -> None:
        deleted = {c.id for c in self.world.done if isinstance(c, do.DeleteSms)}
        stored = {row.id for row in self.world.disk.values() if isinstance(row, InboxSms)}
        assert deleted <= stored

    @invariant()
    def every_request_is_answered_once_at_most(self) -> None:
        answers = Counter(reply.request for reply in self.world.replies if reply.request != "r")
        assert all(times == 1 for times in answers.values()), answers

    @invariant()
    def what_the_desk_was_told_is_taken_is_on_the_disk(self) -> None:
        for reply in self.world.replies:
            if reply.ok and reply.request != "r":
                assert f"Sms:desk-{reply.request}" in self.world.disk

    def teardown(self) -> None:
        """The disk works again, the modem tells what it has: all is stored, then deleted."""
        world = self.world
        for _ in range(3):
            world.passes(20)
            world.disk_takes_all()
        for event in self.arrived.values():
            world.happens(event)
        world.disk_takes_all()
        deleted = {c.id for c in world.done if isinstance(c, do.DeleteSms)}
        assert deleted == set(self.arrived)
        assert world.switchboard.picture.mail.saving == frozenset()
        assert world.switchboard.picture.awaited == {}
        outbox = world.switchboard.picture.outbox
        assert outbox.saving == frozenset()
        assert outbox.changed_again == {}


AnySms.TestCase.settings = settings(
    max_examples=examples(60), stateful_step_count=40, deadline=None
)
TestAnySms = AnySms.TestCase
