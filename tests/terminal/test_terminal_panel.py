"""The front panel in a terminal: what it draws, what it prints without one, how it ends."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.patience import PATIENCE

from appliance.terminal.frame import braille, frame, picture_fits
from appliance.terminal.panel import changes, pause, run_terminal_panel
from hardware.lamps import PATTERNS, PERIOD, levels
from hardware.picture import render

ROOT = Path(__file__).parents[2]


def lamp(name, pattern, why="", caller=""):
    return {"name": name, "pattern": pattern, "why": why, "caller": caller}


VIEW = {
    "oled": [["Nordlys Rør", "huge"], ["+47 100 00 012-111", "large"]],
    "lamps": [
        lamp("Anna", "busy", "talking to", "+47 100 00 012"),
        lamp("Bjørn", "ringing"),
        lamp("Cathrine", "free"),
        lamp("Daan", "away", "meeting until 12:00"),
        lamp("Eva", "wrap_up"),
        lamp("Femke", "logged_out", "holiday"),
        lamp("Gry", "fault", "telephone does not answer"),
        lamp("Håkon", "free"),
    ],
    "faults": ["No modem: plug it in.", "Trunk is not registered."],
    "status": {"sip": "sip:desk@127.0.0.1:5070", "web": "http://127.0.0.1:8080", "waiting": 2},
}


def drawn(view, tick=0, width=80, height=30, **options):
    out = StringIO()
    console = Console(file=out, width=width, height=height, color_system=None, force_terminal=False)
    console.print(frame(view, tick, **options))
    return out.getvalue()


def test_the_braille_is_the_picture_dot_by_dot():
    picture = render([("Åse Bø", "huge")])
    lines = braille(picture)
    assert [len(line) for line in lines] == [64] * 16
    dots = {(0, 0): 0x01, (0, 1): 0x02, (0, 2): 0x04, (0, 3): 0x40}
    dots |= {(1, 0): 0x08, (1, 1): 0x10, (1, 2): 0x20, (1, 3): 0x80}
    for y in range(64):
        for x in range(128):
            cell = ord(lines[y // 4][x // 2]) - 0x2800
            assert bool(cell & dots[x % 2, y % 4]) == bool(picture.getpixel((x, y)))


def test_eight_members_of_staff_and_two_faults_fit_80_by_30():
    lines = drawn(VIEW).splitlines()
    assert len(lines) < 30
    assert max(map(len, lines)) <= 80
    assert picture_fits(VIEW, 80, 30)


def test_the_frame_shows_display_lamps_words_reasons_faults_and_addresses():
    text = drawn(VIEW)
    for line in braille(render([("Nordlys Rør", "huge"), ("+47 100 00 012-111", "large")])):
        assert line in text
    for words in (
        "● Anna busy talking to +47 100 00 012",
        "○ Femke logged out holiday",
        "● Eva wrap up",
        "⚠ No modem: plug it in.",
        "call sip:desk@127.0.0.1:5070   web http://127.0.0.1:8080   2 waiting",
        "Ctrl-C ends",
    ):
        assert words in text


def test_the_legend_names_every_pattern_with_its_rhythm():
    text = drawn({})
    assert "▪▪▪▪▪▪▪▪▪▪ free" in text
    assert "▪·▪······· fault" in text
    for pattern in PATTERNS:
        assert pattern.replace("_", " ") in text


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_lamp_blinks_as_the_real_one(pattern):
    view = {"lamps": [lamp("Anna", pattern)]}
    for tick in range(PERIOD):
        light = "●" if any(levels(pattern, tick)) else "○"
        assert f"{light} Anna {pattern.replace('_', ' ')}" in drawn(view, tick)


def test_four_and_twenty_lamps_go_in_three_columns():
    view = {**VIEW, "lamps": [lamp(f"Agent {n:02}", "free", "because") for n in range(24)]}
    text = drawn(view)
    assert all(f"Agent {n:02} free" in text for n in range(24))
    assert "because" not in text
    assert len(text.splitlines()) <= 33
    assert not picture_fits(view, 80, 30)


def test_a_small_window_shows_the_rows_as_text():
    assert not picture_fits(VIEW, 60, 30)
    text = drawn(VIEW, picture=False, width=60, height=20)
    assert "Nordlys Rør" in text
    assert "⣿" not in text


def test_many_faults_are_counted():
    text = drawn({"faults": [f"fault {n}" for n in range(5)]})
    assert "fault 2" in text
    assert "fault 3" not in text
    assert "and 2 more" in text


def test_a_callers_name_does_not_steer_the_terminal():
    nasty = "Anna\x1b[2J\x07[red]\nBo"
    view = {"lamps": [lamp(nasty, "busy", nasty)], "faults": [nasty], "oled": [[nasty, "normal"]]}
    for text in (drawn(view), drawn(view, picture=False), *changes({}, view)):
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "[red]" in text


def test_changes_tell_what_changed_and_nothing_else():
    later = {
        **VIEW,
        "lamps": [lamp("Anna", "wrap_up", "after a call"), *VIEW["lamps"][1:]],
        "faults": VIEW["faults"][1:],
        "status": {**VIEW["status"], "waiting": 0},
    }
    assert list(changes(VIEW, VIEW)) == []
    assert list(changes(VIEW, later)) == [
        "0 waiting",
        "Anna wrap up (after a call)",
        "fault is over: No modem: plug it in.",
    ]


def test_without_a_terminal_every_change_is_a_line():
    out = StringIO()
    second = {**VIEW, "faults": [], "lamps": [lamp("Anna", "free"), *VIEW["lamps"][1:]]}
    run_terminal_panel(iter([VIEW, second]), console=Console(file=out))
    lines = out.getvalue().splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d \S", line) for line in lines)
    texts = [line[9:] for line in lines]
    assert texts[:4] == [
        "SIP address sip:desk@127.0.0.1:5070",
        "web address http://127.0.0.1:8080",
        "2 waiting",
        "Anna busy (talking to +47 100 00 012)",
    ]
    assert texts[-3:] == [
        "Anna free",
        "fault is over: No modem: plug it in.",
        "fault is over: Trunk is not registered.",
    ]


def test_what_ends_the_views_badly_is_raised():
    def views():
        yield VIEW
        raise ConnectionError("the switchboard has gone")

    with pytest.raises(ConnectionError, match="the switchboard has gone"):
        run_terminal_panel(views(), console=Console(file=StringIO()))


def test_a_terminal_without_a_cursor_gets_lines():
    out = StringIO()
    console = Console(file=out, force_terminal=True, _environ={"TERM": "dumb"})
    run_terminal_panel(iter([VIEW]), console=console)
    assert "\x1b" not in out.getvalue()
    assert "Anna busy" in out.getvalue()


def test_the_loop_sleeps_while_nothing_blinks_and_wakes_for_the_next_change():
    steady = {"lamps": [lamp("Anna", "free"), lamp("Bo", "logged_out")]}
    ringing = {"lamps": [lamp("Anna", "ringing")]}
    assert pause(steady, 7, 0.7) == 1.0
    assert pause(ringing, 4, 0.4) == pytest.approx(0.2)
    assert pause(ringing, 4, 99.0) == 0.0


CHILD = """
import signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from appliance.terminal.panel import run_terminal_panel
def views():
    yield {"lamps": [{"name": "Anna", "pattern": "ringing", "why": ""}]}
    threading.Event().wait()
run_terminal_panel(views())
print("and back")
"""


def read_until(terminal, words):
    seen = b""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, f"nothing more after {seen[-500:]!r}"
        seen += os.read(terminal, 65536)
    return seen


def test_ctrl_c_restores_the_terminal():
    terminal, child_side = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=child_side,
        stdout=child_side,
        stderr=child_side,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
    )
    try:
        entered = read_until(terminal, b"Ctrl-C ends")
        assert b"\x1b[?1049h" in entered, "the alternate screen"
        read_until(terminal, "○".encode())
        child.send_signal(signal.SIGINT)
        left = read_until(terminal, b"and back")
        assert b"\x1b[?1049l" in left
        assert b"\x1b[?25h" in left, "the cursor is back"
        assert b"Traceback" not in left
        assert child.wait(PATIENCE) == 0
    finally:
        child.kill()
        child.wait()
        os.close(terminal)
        os.close(child_side)


def test_a_reason_does_not_repeat_the_word_of_the_state():
    text = drawn({"lamps": [lamp("Anna", "away", "away: calendar until 12:00")]})
    assert "Anna away calendar until 12:00" in text
