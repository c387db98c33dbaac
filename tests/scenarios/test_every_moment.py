"""No order of events leaves a call, leg, timer, or player behind, or loses what was promised."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from support.examples import examples
from support.plain_queue import Doubting
from support.silent_telephones import SilentTelephones
from support.world import NORDLYS, STAFF, STROM, World, rich_office, with_office

from appliance.core.model.calendar import Entry, Shown
from appliance.core.model.ids import (
    CallId,
    Disposition,
    LegId,
    PlayId,
    Receipt,
    SmsId,
    SmsState,
    SpokenMessage,
    Status,
    TimerId,
)
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen
from appliance.core.protocol.events_calendar import CalendarRead
from appliance.core.protocol.events_desk import DialAsked, InCall, InCallAsked
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.state.call import Call, Talking

COMMANDS = ["*1", "*222#", "*323#", "*24710000055#", "*4", "*9", "*51"]
STAFF_KEYS = ["4711#", "22#4711#", "22#0815#", "21430#", "1", "41", "5", "6", "7", "3"]
AGENTS = st.sampled_from(["anna", "bo", "cato", "dag"])


class AnyDay(SilentTelephones):
    """Callers, agents, disk, and modem do what they like, at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(with_office(max_calls=4).directory, Doubting())
        self.arrived = 0

    @initialize(rich=st.booleans())
    def the_office(self, rich: bool) -> None:
        if rich:
            self.world = World(rich_office(), Doubting())

    # People

    @rule(
        number=st.sampled_from([NORDLYS, STROM, STAFF, "+4799999999"]),
        caller=st.sampled_from(["+4710000077", "+4710000055", None]),
    )
    def a_caller_rings(self, number: str, caller: str | None) -> None:
        self.arrived += 1
        self.world.rings(number, caller, leg=f"call{self.arrived}")

    @precondition(lambda self: self.world.legs)
    @rule(data=st.data(), digit=st.sampled_from("1234890*#"))
    def somebody_presses_a_key(self, data: st.DataObject, digit: str) -> None:
        self.world.presses(data.draw(st.sampled_from(sorted(self.world.legs))), digit)

    @precondition(lambda self: any(call.line and call.line.id == "staff" for call in self._calls()))
    @rule(data=st.data(), keys=st.sampled_from(STAFF_KEYS))
    def a_member_presses_keys(self, data: st.DataObject, keys: str) -> None:
        at = [call.id for call in self._calls() if call.line and call.line.id == "staff"]
        leg = data.draw(st.sampled_from(sorted(at)))
        for key in keys:
            self.world.presses(LegId(leg), key)
        self.world.pins_are_compared()

    def _calls(self) -> list[Call]:
        return list(self.world.switchboard.picture.calls.values())

    @rule(agent=AGENTS, number=st.sampled_from(["+4710000077", "10 00 00 88", "112"]))
    def somebody_has_a_number_dialled(self, agent: str, number: str) -> None:
        self.world.happens(DialAsked(agent, number, request="dial"))
        self.arrived += self.world.replies[-1].ok

    @precondition(lambda self: self.world.view.calls)
    @rule(data=st.data(), what=st.sampled_from(list(InCall)), agent=AGENTS)
    def somebody_presses_a_button_of_the_page(
        self, data: st.DataObject, what: InCall, agent: str
    ) -> None:
        call = data.draw(st.sampled_from(sorted(self.world.switchboard.picture.calls)))
        self.world.happens(InCallAsked(call, what, agent, request="button"))

    @rule(agent=AGENTS)
    def somebody_asks_why_a_telephone_rings(self, agent: str) -> None:
        self.world.happens(WhyAsked(agent, "why"))
        reply = self.world.replies[-1]
        assert reply.ok
        kept = self.world.lamp(agent) in ("ringing", "busy", "wrap_up", "away", "logged_out")
        assert not (kept and reply.data.rings)  # type: ignore[attr-defined]

    @rule(found=st.booleans())
    def messages_are_found(self, found: bool) -> None:
        message = SpokenMessage("m1", None, "+4710000077", self.world.now().wall, "/run/heard.wav")
        self.world.messages_come(*([message] * len(self.world.fetching) if found else []))

    @precondition(lambda self: self.world.bridges)
    @rule(data=st.data(), keys=st.sampled_from(COMMANDS))
    def an_agent_presses_a_command(self, data: st.DataObject, keys: str) -> None:
        legs = sorted(leg for bridge in self.world.bridges for leg in bridge if "/" in leg)
        leg = data.draw(st.sampled_from(legs))
        for key in keys:
            self.world.presses(leg, key)

    @precondition(lambda self: self.world.legs)
    @rule(data=st.data(), code=st.sampled_from([200, 404, 486, 503, 603]))
    def somebody_hangs_up_or_refuses(self, data: st.DataObject, code: int) -> None:
        self.world.hangs_up(data.draw(st.sampled_from(sorted(self.world.legs))), code)

    @precondition(lambda self: "ringing" in self.world.legs.values())
    @rule(data=st.data())
    def an_agent_answers(self, data: st.DataObject) -> None:
        ringing = sorted(leg for leg, state in self.world.legs.items() if state == "ringing")
        self.world.answers(data.draw(st.sampled_from(ringing)))

    @precondition(lambda self: any(not p.loop for p in self.world.playing.values()))
    @rule(data=st.data())
    def a_prompt_is_heard(self, data: st.DataObject) -> None:
        ending = sorted(leg for leg, play in self.world.playing.items() if not play.loop)
        self.world.hears_all(data.draw(st.sampled_from(ending)))

    @rule(agent=AGENTS, status=st.sampled_from(list(Status)))
    def somebody_sets_a_status(self, agent: str, status: Status) -> None:
        self.world.happens(seen.PresenceSet(agent, status, request="r"))

    @rule(
        agent=AGENTS,
        shown=st.sampled_from(list(Shown)),
        minutes=st.integers(-5, 5),
        all_day=st.booleans(),
    )
    def a_calendar_is_read(self, agent: str, shown: Shown, minutes: int, all_day: bool) -> None:
        now = self.world.now().wall
        begins = now + timedelta(minutes=minutes)
        entry = Entry(begins, begins + timedelta(minutes=5), shown, all_day)
        self.world.happens(CalendarRead(agent, (entry,), now))

    @precondition(lambda self: self.world.switchboard.picture.calls)
    @rule(data=st.data(), disposition=st.sampled_from(list(Disposition)))
    def the_desk_chooses(self, data: st.DataObject, disposition: Disposition) -> None:
        call = data.draw(st.sampled_from(sorted(self.world.switchboard.picture.calls)))
        self.world.happens(seen.DispositionChosen(call, disposition, "note", "r"))

    @precondition(lambda self: self.world.switchboard.picture.calls)
    @rule(
        data=st.data(),
        disposition=st.sampled_from(list(Disposition)),
        partner=st.sampled_from(["vest", "ost"]),
    )
    def a_partner_chooses(
        self, data: st.DataObject, disposition: Disposition, partner: str
    ) -> None:
        call = data.draw(st.sampled_from(sorted(self.world.switchboard.picture.calls)))
        said = seen.DispositionChosen(call, disposition, "note", "r", partner=partner)
        self.world.happens(said)

    # The world

    @rule(seconds=st.sampled_from([0.5, 5, 20, 60, 130]))
    def time_passes(self, seconds: float) -> None:
        self.world.passes(seconds)

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
    @rule(outcome=st.sampled_from(["sent", "later", "never", "doubt"]))
    def the_modem_answers(self, outcome: str) -> None:
        sms = self.world.modem.pop().sms
        answers: dict[str, seen.Event] = {
            "sent": sms_seen.SmsSent(sms),
            "later": sms_seen.SmsFailed(sms, "congestion", retryable=True),
            "never": sms_seen.SmsFailed(sms, "no such number", retryable=False),
            "doubt": sms_seen.SmsUncertain(sms, "silence"),
        }
        self.world.happens(answers[outcome])

    @rule(
        event=st.sampled_from(
            [
                seen.LegAnswered(LegId("nobody/1")),
                seen.LegEnded(LegId("nobody")),
                seen.DigitPressed(LegId("nobody"), "1"),
                seen.PromptEnded(LegId("call1"), PlayId("call1.999")),
                seen.RecordingEnded(LegId("call1"), None, 0.0, "late"),
                seen.TimerFired(TimerId("call1:ring")),
                seen.TimerFired(TimerId("call1:key")),
                seen.TimerFired(TimerId("call1:recording")),
                seen.TimerFired(TimerId("sms:nobody")),
                seen.Saved(Receipt("nobody:message")),
                seen.SaveFailed(Receipt("nobody:record"), "late"),
                sms_seen.SmsSent(SmsId("nobody")),
                seen.DispositionChosen(CallId("nobody"), Disposition.PUT_THROUGH),
            ]
        )
    )
    def a_late_or_strange_event(self, event: seen.Event) -> None:
        self.world.happens(event)

    # What must always hold

    @invariant()
    def every_leg_has_a_call(self) -> None:
        calls = self.world.switchboard.picture.calls
        for leg in self.world.legs:
            assert CallId(leg.partition("/")[0]) in calls

    @invariant()
    def every_timer_has_a_call(self) -> None:
        calls = self.world.switchboard.picture.calls
        for timer in self.world.leftovers()["timers"]:  # type: ignore[attr-defined]
            assert timer.partition(":")[0] in calls

    @invariant()
    def what_the_caller_was_promised_is_on_the_disk(self) -> None:
        for leg, play in self.world.playing.items():
            said = getattr(play.what, "text", "")
            if "mottatt" in said or "modtaget" in said:
                assert f"Message:{leg}" in self.world.disk

    @invariant()
    def nobody_has_two_calls(self) -> None:
        rung = [leg for leg, state in self.world.legs.items() if "/" in leg]
        agents = [ring.uri for ring in self.world.rung if ring.leg in rung]
        outside = ("10000066", "10000077", "10000088")
        inside = [uri for uri in agents if not any(number in uri for number in outside)]
        asked = {call.phase.consult.target for call in self._consulting()}
        assert len(inside) - len(set(inside)) <= len(asked), "only who is asked may have two"

    def _consulting(self) -> list[Call]:
        calls = self.world.switchboard.picture.calls.values()
        return [c for c in calls if isinstance(c.phase, Talking) and c.phase.consult]

    @invariant()
    def the_modem_has_one_sms_and_its_row_says_so(self) -> None:
        assert len(self.world.modem) <= 1
        for sending in self.world.modem:
            row = self.world.disk[f"Sms:{sending.sms}"]
            assert row.state is SmsState.SENDING  # type: ignore[attr-defined]

    def teardown(self) -> None:
        """Everybody hangs up, the disk works again, time passes: nothing may be left."""
        world = self.world
        for _ in range(3):  # a transfer that fails rings the next one
            for leg in sorted(world.legs):
                world.hangs_up(LegId(leg))
        world.disk_takes_all()
        world.passes(8000)  # longer than a promise to call back waits for somebody
        world.disk_takes_all()
        assert not any(world.leftovers().values()), world.leftovers()
        assert not world.switchboard.picture.rung_out
        assert len(world.switchboard.picture.ledger.pending) == 0
        world.pins_are_compared()
        world.messages_come()
        held = {file.path for file in world.switchboard.picture.directory.greetings.values()}
        assert world.memory <= held, "every copy in memory is forgotten"
        answered = self.arrived - len(world.rejected)
        assert len(world.calls()) == answered, "every call has its record"
        self._every_message_has_its_sms()

    def _every_message_has_its_sms(self) -> None:
        promised = {m.id for m in self.world.messages()}
        told = {row.message for row in self.world.outbox()}
        called_back = {c.id for c in self.world.calls() if c.disposition is Disposition.CALL_BACK}
        assert promised - told <= called_back


AnyDay.TestCase.settings = settings(
    max_examples=examples(150), stateful_step_count=40, deadline=None
)
TestAnyDay = AnyDay.TestCase


def test_a_caller_may_hang_up_at_every_moment_of_the_longest_way() -> None:
    """The way through menu, loop, two agents, and a message, cut after each step."""
    steps = [
        lambda w: w.rings(),
        lambda w: w.hears_all("c1"),
        lambda w: w.presses("c1", "1"),
        lambda w: w.passes(20),
        lambda w: w.passes(20),
        lambda w: w.passes(25),
        lambda w: w.hears_all("c1"),
        lambda w: w.hears_all("c1"),
        lambda w: w.presses("c1", "#"),
        lambda w: w.disk_takes_all(),
        lambda w: w.hears_all("c1"),
    ]
    for cut in range(1, len(steps) + 1):
        world = World()
        for step in steps[:cut]:
            step(world)
        world.hangs_up(LegId("c1"))
        world.disk_takes_all()
        assert not any(world.leftovers().values()), (cut, world.leftovers())
        assert len(world.calls()) == 1
