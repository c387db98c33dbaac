"""Rendering as the switchboard asks for it: in another process, which may fail on its own."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import appliance
from appliance.common.foreign_json import OddJson, object_in
from appliance.core.model.ids import Prompt, Sound
from appliance.speech.library import PromptLibrary, Speech, name_of_recording

log = logging.getLogger(__name__)

RENDERER = (sys.executable, "-m", "appliance.speech")
START_SECONDS = 60.0
PROMPT_SECONDS = 30.0


LONGEST_ANSWER = 64 * 1024
"""Bytes of what it says of one sentence."""


class RenderError(RuntimeError):
    """The renderer itself failed; the message says how, and the cache holds what was done."""


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A sentence that could not be rendered; `reason` says why and what to do."""

    prompt: Prompt
    reason: str


def render_missing(library: PromptLibrary, prompts: Iterable[Speech]) -> list[Unspoken]:
    """Render what the cache lacks, the house's sounds included, and return what failed.

    Waits until all is done: not for the loop's thread. Raises RenderError.
    """
    missing = library.missing((*Sound, *prompts))
    if not missing:
        return []
    absent = [what for what in missing if name_of_recording(what) is not None]
    asked = [what for what in missing if isinstance(what, Prompt) and what not in absent]
    if len(absent) == len(missing):
        return [not_uploaded(what) for what in absent]
    answers = answers_of(library, asked)
    return [not_uploaded(what) for what in absent] + [
        Unspoken(prompt, str(answer["words"]))
        for prompt, answer in zip(asked, answers, strict=True)
        if not answer["ok"]
    ]


def not_uploaded(what: Speech) -> Unspoken:
    """Return what is wrong with a recording that the settings name and nobody has uploaded."""
    assert isinstance(what, Prompt)
    name = name_of_recording(what)
    reason = f"there is no recording '{name}': upload it with `sentralbord prompts add`"
    return Unspoken(what, reason)


def answers_of(library: PromptLibrary, prompts: list[Prompt]) -> list[dict[str, object]]:
    """Let a renderer work through `prompts`; return its answers, one for each."""
    lines = "".join(line_for(prompt) for prompt in prompts)
    said, complaint, code = run_renderer(
        library, lines.encode(), START_SECONDS + PROMPT_SECONDS * len(prompts)
    )
    answers = [answer_in(line) for line in said.splitlines()]
    if len(answers) != len(prompts) or (code and not prompts):
        raise RenderError(complaint.decode(errors="replace").strip() or f"it ended with {code}")
    for answer in answers:
        if answer["ok"] and answer["words"]:
            log.warning("%s", answer["words"])
    return answers


def answer_in(line: bytes) -> dict[str, object]:
    """Return what a renderer answers for a sentence; raises RenderError."""
    try:
        answer = object_in(line, LONGEST_ANSWER)
    except OddJson as odd:
        raise RenderError(f"what it answered cannot be read: {odd}") from odd
    if not isinstance(answer.get("ok"), bool) or not isinstance(answer.get("words"), str):
        raise RenderError("what it answered cannot be read: ok and words are not there")
    return answer


def line_for(prompt: Prompt) -> str:
    """Return the line that asks for a sentence."""
    return json.dumps({"text": prompt.text, "language": prompt.language}) + "\n"


def run_renderer(library: PromptLibrary, lines: bytes, seconds: float) -> tuple[bytes, bytes, int]:
    """Return output, complaints and status of a renderer; raises RenderError after `seconds`."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        (*RENDERER, "--cache", str(library.cache.resolve()), *library.voices.arguments()),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        env=os.environ | {"PYTHONPATH": str(Path(appliance.__file__).parent.parent)},
        start_new_session=True,
    ) as renderer:
        try:
            said, complaint = renderer.communicate(lines, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise RenderError(f"rendering did not end within {seconds:.0f} s") from error
        finally:
            end_session(renderer)
    return said, complaint, renderer.returncode


def end_session(renderer: "subprocess.Popen[bytes]") -> None:
    """Leave nothing of an unfinished renderer behind, neither itself nor what it runs."""
    if renderer.poll() is None:
        os.killpg(renderer.pid, signal.SIGKILL)
