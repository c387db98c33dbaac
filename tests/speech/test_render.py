"""The renderer as a process: it fills the cache, tells what failed, and may be killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.core.model.ids import Prompt, Sound
from appliance.speech import render
from appliance.speech.library import file_name
from appliance.speech.render import RenderError, Unspoken, render_missing
from appliance.speech.wave_files import is_whole

ROOT = Path(__file__).parents[2]
GREETING = Prompt("God dag. Du har ringt til kontoret.", "nb")
GOODBYE = Prompt("Tot ziens.", "nl")


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder.glob("*.wav")}


def renderer(cache: Path, **more) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "appliance.speech", "--cache", str(cache))
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, **more)


def test_prompts_and_sounds_are_rendered_and_staged(library):
    assert render_missing(library, [GREETING, GOODBYE, GREETING]) == []
    assert library.missing([GREETING, GOODBYE, *Sound]) == []
    assert library.stage([GREETING, GOODBYE]) == []
    assert all(is_whole(library.file_of(what)) for what in (GREETING, GOODBYE, *Sound))


def test_a_second_run_renders_nothing(library):
    render_missing(library, [GREETING])
    before = stamps(library.cache)
    with renderer(library.cache) as running:
        line = json.dumps({"text": GREETING.text, "language": "nb"}).encode()
        assert json.loads(running.communicate(line)[0])["file"] == file_name(GREETING)
    assert render_missing(library, [GREETING]) == []
    assert stamps(library.cache) == before


def test_only_what_is_damaged_is_rendered_again(library):
    render_missing(library, [GREETING, GOODBYE])
    before = stamps(library.cache)
    damaged = library.cache / file_name(GREETING)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert render_missing(library, [GREETING, GOODBYE]) == []
    assert is_whole(damaged)
    changed = {name for name, stamp in stamps(library.cache).items() if before[name] != stamp}
    assert changed == {damaged.name}


def test_what_cannot_be_spoken_is_told_and_the_rest_is_done(library):
    french = Prompt("Bonjour", "fr")
    empty = Prompt(" ", "nb")
    failed = render_missing(library, [french, GREETING, empty])
    assert [each.prompt for each in failed] == [french, empty]
    assert isinstance(failed[0], Unspoken)
    assert "da, nb, sv, nl, en" in failed[0].reason
    assert library.missing([GREETING]) == []


def test_without_espeak_the_sounds_are_there_and_the_package_is_named(
    library, monkeypatch, tmp_path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    (failed,) = render_missing(library, [GREETING])
    assert failed.reason == "espeak-ng is not installed: apt install espeak-ng"
    assert library.stage([GREETING]) == [GREETING]


def test_a_stream_of_lines_is_answered_one_by_one_and_bad_ones_are_refused(library):
    lines = [
        (b'{"text": "Hei", "language": "nb"}', True),
        (b"not json", False),
        (b'["Hei", "nb"]', False),
        (b'{"text": 7, "language": "nb"}', False),
        (b"[" * 100_000, False),
        (b'\xff{"text": "Hei", "language": "nb"}', False),
        (b'{"text": "Hei", "language": "da"}', True),
    ]
    with renderer(library.cache) as running:
        assert running.stdin
        assert running.stdout
        for line, fine in lines:
            running.stdin.write(line + b"\n")
            running.stdin.flush()
            answer = json.loads(running.stdout.readline())
            assert answer["ok"] is fine
            assert bool(answer["words"]) is not fine
        running.stdin.close()
        assert running.wait(PATIENCE) == 1


def test_a_killed_renderer_leaves_only_whole_files_and_the_next_one_tidies(library):
    prompts = [Prompt(f"Dette er setning nummer {n}.", "nb") for n in range(40)]
    lines = "".join(render.line_for(prompt) for prompt in prompts).encode()
    for answers_first in (1, 3, 5):
        with renderer(library.cache, start_new_session=True) as running:
            assert running.stdin
            assert running.stdout
            running.stdin.write(lines)
            running.stdin.flush()
            for _ in range(answers_first):
                assert running.stdout.readline()
            os.killpg(running.pid, signal.SIGKILL)
        assert all(is_whole(path) for path in library.cache.glob("*.wav"))
    (library.cache / "left.wav.1.part").write_bytes(b"RIFF")
    assert render_missing(library, prompts[:8]) == []
    assert not list(library.cache.glob("*.part"))


def test_a_renderer_that_takes_for_ever_is_ended_with_its_children(library, monkeypatch):
    monkeypatch.setattr(render, "START_SECONDS", 0.0)
    monkeypatch.setattr(render, "PROMPT_SECONDS", 0.05)
    with pytest.raises(RenderError, match="did not end within"):
        render_missing(library, [GREETING])


def test_a_cache_that_cannot_be_written_is_an_error_with_its_path(library):
    library.cache.rmdir()
    library.cache.write_bytes(b"a file where the folder should be")
    with pytest.raises(RenderError, match=f"cannot be kept in {library.cache}"):
        render_missing(library, [GREETING])
