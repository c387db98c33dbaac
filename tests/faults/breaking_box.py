"""A switchboard with a fault that settings bring out: offices named so fail when it is met."""

from __future__ import annotations

import os

from appliance import switchboard as wiring
from appliance.commands import main
from appliance.core import call_transitions as call
from appliance.core import prompts as every_prompt
from appliance.core.settings.directory import Directory

AT_START, AT_CALL, FOR_GOOD = "Ved start", "Ved anrop", "For godt"


def met(directory: Directory, where: str) -> None:
    """Fail if these are the settings that bring the fault out."""
    if directory.office.name == where:
        raise KeyError("a fault inside")


def spoil() -> None:
    """Put the faults in."""
    arrive, prompts = call.arrive, every_prompt.every_prompt

    def arriving(event, directory, now):
        met(directory, AT_CALL)
        if directory.office.name == FOR_GOOD:
            os._exit(70)  # as an assertion of a library in C would end it
        return arrive(event, directory, now)

    def prompting(directory):
        met(directory, AT_START)
        return prompts(directory)

    call.arrive, wiring.every_prompt = arriving, prompting


if __name__ == "__main__":
    spoil()
    main()
