"""The self-test: two real calls and an SMS through the switchboard, each step timed and judged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from secrets import token_hex

from rich.markup import escape
from rich.table import Table

from appliance.core.model.billing import SELFTEST
from appliance.core.model.verdict import Verdict
from appliance.probe.reactor import ProbeError
from appliance.probe.scenes import LeftMessage, Malfunction, PutThrough, Stage, StepAction, Steps
from appliance.probe.sip import parse_uri
from appliance.probe.telephone import Telephone

CALLER = "+4710000099"
"""The number that the self-test calls from; nobody can own it."""
LINE_SECONDS = 180.0
SMS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class LineRequest:
    """What the switchboard is asked for: a test line `number` that rings `agent_uri`."""

    number: str
    agent_uri: str
    sms_to: str | None
    seconds: float


AskLine = Callable[[LineRequest], str]
"""Asks the running switchboard for a test line; returns why not, or "" when it has one."""
WaitForSms = Callable[[float], str | None]
"""Waits so many seconds for the SMS at the modem; returns its text or None."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline: what should happen, whether it did, and how long it took."""

    name: str
    ok: bool
    milliseconds: float
    detail: str
    verdict: Verdict | None = None
    """What the switchboard said, where `detail` is its words."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the self-test found."""

    steps: tuple[Step, ...]

    @property
    def ok(self) -> bool:
        """Whether every step went well."""
        return all(step.ok for step in self.steps)

    @property
    def verdict(self) -> str:
        """The one sentence that an installer reads."""
        wrong = [step for step in self.steps if not step.ok]
        if not wrong:
            return f"The switchboard works: all {len(self.steps)} steps went well."
        return f"The switchboard does not work: {wrong[0].name}: {wrong[0].detail}"

    def table(self) -> Table:
        """The timeline, for rich to print."""
        table = Table("", "step", "ms", "what was seen")
        table.columns[2].justify = "right"
        for step in self.steps:
            sign = "[green]ok[/green]" if step.ok else "[bold red]FAILED[/bold red]"
            table.add_row(sign, step.name, f"{step.milliseconds:.0f}", escape(step.detail))
        return table

    def as_json(self) -> str:
        """The report as one JSON object: ok, verdict, steps."""
        steps = [asdict(step) for step in self.steps]
        return json.dumps({"ok": self.ok, "verdict": self.verdict, "steps": steps}, indent=2)


def run_selftest(
    sip_uri: str,
    ask_line: AskLine,
    wait_for_sms: WaitForSms | None = None,
    *,
    sms_to: str | None = None,
    mark: str = "111",
    address: str = "127.0.0.1",
) -> Report:
    """Call the switchboard at `sip_uri` ("sip:127.0.0.1:5060") from a telephone at `address`.

    `mark` is the office's own (without its dash). Without `wait_for_sms` no SMS is waited for.
    A step that fails ends its call; the other call is tried all the same.
    """
    number = f"{SELFTEST}-{token_hex(4)}"
    target = parse_uri(sip_uri)
    with Telephone(address) as telephone:
        wanted = LineRequest(number, telephone.uri, sms_to, LINE_SECONDS)
        asked = _run((("switchboard gives a test line", lambda: _ask(ask_line, wanted)),))
        if not asked[0].ok:
            return Report(asked)
        dialled = f"sip:{number}@{target.host}:{target.socket_address[1]}"
        stage = Stage(telephone, dialled, CALLER, mark)
        message = LeftMessage(stage).steps() + _sms_step(wait_for_sms)
        put_through = _run(PutThrough(stage).steps())
        telephone.hang_up_all()  # a step that failed leaves its call standing
        return Report(asked + put_through + _run(message))


def _run(steps: Steps) -> tuple[Step, ...]:
    """Do the steps until one fails."""
    done: list[Step] = []
    for name, action in steps:
        done.append(_timed(name, action))
        if not done[-1].ok:
            break
    return tuple(done)


def _timed(name: str, action: StepAction) -> Step:
    began = time.monotonic()
    try:
        ok, detail = True, action()
    except (Malfunction, ProbeError) as trouble:
        ok, detail = False, str(trouble)
    return Step(name, ok, (time.monotonic() - began) * 1000, detail)


def _ask(ask_line: AskLine, wanted: LineRequest) -> str:
    if refusal := ask_line(wanted):
        raise Malfunction(f"The switchboard gives no test line: {refusal}")
    return wanted.number


def _sms_step(wait_for_sms: WaitForSms | None) -> Steps:
    if wait_for_sms is None:
        return ()
    return (("SMS goes out of the modem", lambda: _sms(wait_for_sms)),)


def _sms(wait_for_sms: WaitForSms) -> str:
    if text := wait_for_sms(SMS_SECONDS):
        return text
    raise Malfunction(
        f"No SMS went out within {SMS_SECONDS:g} s: look at the modem, its SIM card, and the outbox"
    )
