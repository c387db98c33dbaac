"""The recorded greetings of the lines, copied to memory when the box starts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from appliance.core.model.ids import SpokenFile
from appliance.core.settings.directory import Directory


def staged(directory: Directory, memory: Path) -> tuple[Directory, list[str]]:
    """The settings with greetings that lie in memory, where the player may read them in its clock.

    A greeting that cannot be copied is left out; why is said in sentences.
    """
    greetings, problems = {}, []
    for line, spoken in directory.greetings.items():
        copy = memory / Path(spoken.path).name
        try:
            shutil.copyfile(spoken.path, copy)
        except OSError as error:
            problems.append(f"The recorded greeting of {line} cannot be read: {error.strerror}.")
        else:
            greetings[line] = SpokenFile(str(copy))
    return replace(directory, greetings=greetings), problems
