"""The renderer, a process of its own: sentences as JSON lines in, prompt files in the cache.

    python -m appliance.speech --cache DIR

Each line is {"text": ..., "language": ...}; each is answered, in order, by one line
{"ok": ..., "words": ..., "file": ...}, where `file` is a name in DIR and `words` says what went
wrong. The sounds without language are made first. Ends with the input: status 0, or 1 when
something could not be spoken.
"""

import argparse
import contextlib
import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from appliance.common.foreign_json import OddJson, object_in
from appliance.core.model.ids import Prompt, Sound
from appliance.speech.library import file_name, name_in
from appliance.speech.piper import Voices, voices_from
from appliance.speech.sounds import sound_file
from appliance.speech.voice import VoiceError, speak
from appliance.speech.wave_files import PART, is_whole, write_whole

NICENESS = 10
"""Calls come before prompts: on a box of few cores the renderer takes what they leave."""


def main() -> int:
    """Read sentences until the input ends."""
    asked = argparse.ArgumentParser(
        prog="python -m appliance.speech",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--cache", type=Path, required=True, help="the folder of prompt files")
    asked.add_argument("--piper", default="piper", help="the program that speaks with voices")
    asked.add_argument(
        "--voice", action="append", default=[], metavar="LANGUAGE=MODEL", help="a voice of piper"
    )
    said = asked.parse_args()
    cache: Path = said.cache
    models = {
        language: Path(model) for language, _, model in (v.partition("=") for v in said.voice)
    }
    voices = voices_from(said.piper, models)
    with contextlib.suppress(PermissionError):  # the page's service may not change priorities
        os.nice(NICENESS)
    try:
        prepare(cache)
        return int(not all([answered(cache, voices, line) for line in sys.stdin.buffer]))
    except OSError as error:
        print(f"the prompts cannot be kept in {cache}: {error.strerror}", file=sys.stderr)
        return 1


def prepare(cache: Path) -> None:
    """Make the folder and its sounds, and remove what a killed renderer left unfinished."""
    cache.mkdir(parents=True, exist_ok=True)
    with alone(cache):
        for leftover in cache.glob(f"*{PART}"):
            leftover.unlink()
    for sound in Sound:
        keep(cache, file_name(sound), lambda sound=sound: sound_file(sound))  # type: ignore[misc]


def answered(cache: Path, voices: Voices, line: bytes) -> bool:
    """Render what one line asks for and print the answer; return whether it could be done."""
    words: list[str] = []
    try:
        prompt = asked_for(line)
        name = name_in(voices, prompt)
        keep(cache, name, lambda: spoken(prompt, voices, words))
        answer = {"ok": True, "words": " ".join(words), "file": name}
    except VoiceError as error:
        answer = {"ok": False, "words": str(error), "file": ""}
    print(json.dumps(answer), flush=True)
    return bool(answer["ok"])


def spoken(prompt: Prompt, voices: Voices, words: list[str]) -> bytes:
    """Return the sound of a sentence; where piper fails, espeak-ng speaks and `words` says so."""
    try:
        return speak(prompt, voices)
    except VoiceError as error:
        if prompt.language not in voices.models:
            raise
        words.append(f"espeak-ng spoke {prompt.text[:60]!r}: {error}")
        return speak(prompt)


def asked_for(line: bytes) -> Prompt:
    """Return the sentence that a line asks for; raises VoiceError."""
    try:
        match object_in(line):
            case {"text": str(text), "language": str(language)}:
                return Prompt(text, language)
    except OddJson:
        pass
    raise VoiceError('a line must be {"text": "...", "language": "..."}')


def keep(cache: Path, name: str, make: Callable[[], bytes]) -> None:
    """Put a sound into the cache under its name, unless it is there and whole."""
    path = cache / name
    with alone(cache):
        if not is_whole(path):
            write_whole(path, make())


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Wait until no other renderer works on this cache; a killed one counts as gone."""
    with (cache / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
