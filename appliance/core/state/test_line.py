"""The test line: a small office of its own that a self-test's calls meet for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace

from appliance.core.model.billing import SELFTEST
from appliance.core.model.ids import Prompt
from appliance.core.protocol.events import SelftestAsked
from appliance.core.settings.directory import Agent, Client, Directory, Menu
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.words.spoken import spoken_prompts

ID = SELFTEST
GREETING = "This is the self-test of the switchboard. Press one for a colleague, two for a message."
LONGEST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class TestLine:
    """A number that reaches the test office until `until` (monotonic seconds)."""

    number: str
    directory: Directory
    until: float


def test_line(asked: SelftestAsked, base: Directory, now: float) -> TestLine:
    """The test office, built on the real one's own settings."""
    agent = f"{ID}-{asked.number}"
    directory = Directory(
        office=replace(base.office, ring_seconds=10.0, wrap_up_seconds=15.0, message_seconds=15.0),
        clients={ID: Client(ID, "Self-test", sms_to=asked.sms_to)},
        lines={ID: Line(ID, asked.number, ID, ID, "en")},
        menus={ID: Menu(ID, GREETING, _keys(), default="2")},
        loops={ID: Loop(ID, "Self-test", (agent,), wait_seconds=20.0)},
        agents={agent: Agent(agent, "Self-test", asked.agent_uri, "en")},
    )
    return TestLine(asked.number, directory, now + min(asked.seconds, LONGEST_SECONDS))


def prompts() -> tuple[Prompt, ...]:
    """What the test line says, which is in English."""
    return (Prompt(GREETING, "en"), *spoken_prompts("en"))


def _keys() -> dict[str, Choice]:
    return {
        "1": Choice("self-test", loop=ID),
        "2": Choice("self-test", message=True),
    }
