"""The newcomer's first minute: `make run` starts everything, a call is answered, Ctrl-C ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE
from support.running_box import eventually

README = Path(__file__).parents[2] / "README.md"
README_ASKS = re.findall(r"^    (sentralbord (?:why|sms|presence) .*)$", README.read_text(), re.M)[
    :3
]
SENTRALBORD = Path(sys.executable).with_name("sentralbord")


class Demo:
    """The demo as a newcomer sees it: the lines that it prints."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "XDG_STATE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [str(SENTRALBORD), "demo", "--sip-port", "0", "--web-port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def line_with(self, words: str) -> str:
        """Read on until a line has these words."""
        assert self.process.stdout
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if words in line:
                return line
        raise AssertionError(f"no line with {words!r} in {''.join(seen)}")

    def call(self, *options: str) -> str:
        """Let `make call` call it."""
        return subprocess.run(
            [str(SENTRALBORD), "demo-call", *options],
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=2 * PATIENCE,
            check=True,
        ).stdout

    def beside_it(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Begin a second demo in the same folder."""
        return subprocess.run(
            [str(SENTRALBORD), "demo", "--sip-port", "0", "--web-port", "0", *options],
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=60,
            check=False,
        )

    def asks(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command, asked of the demo's box."""
        device = Path(self.environment["XDG_STATE_HOME"]) / "sentralbord-demo" / "device.toml"
        return subprocess.run(
            [str(SENTRALBORD), *words, "--device", str(device)],
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=PATIENCE,
            check=False,
        )

    def why(self, agent: str) -> str:
        """What `sentralbord why` says of somebody."""
        return self.asks("why", agent).stdout

    def switchboard(self) -> int:
        """The process of the switchboard."""
        return next(
            int(child)
            for child in self.children()
            if b"appliance\0run" in Path(f"/proc/{child}/cmdline").read_bytes()
        )

    def children(self) -> list[str]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return path.read_text().split()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    demo = Demo(tmp_path)
    with demo.process:
        yield demo
        demo.process.terminate()  # it takes its children with it


def test_it_starts_is_called_shows_it_and_ends_cleanly(demo: Demo) -> None:
    web = demo.line_with("Look at it:").split()[-1]
    with urllib.request.urlopen(web, timeout=PATIENCE) as page:
        assert "Sentralbord" in page.read().decode()

    assert "answered" in demo.call("--keys", "1", "--seconds", "6")
    demo.line_with("ringing")
    demo.line_with("talking to 10 00 00 77")

    children = demo.children()
    assert len(children) == 3, "the switchboard, the page, and the reader of calendars"
    demo.process.send_signal(signal.SIGINT)
    assert demo.line_with("The demo is over.")
    assert demo.process.wait(15) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_what_it_prints_works_when_it_is_pasted(demo: Demo) -> None:
    export = demo.line_with("export SENTRALBORD_DEVICE=").strip()
    commands = [demo.line_with("sentralbord ").strip() for _ in range(3)]
    for command in (*commands, *README_ASKS):
        done = subprocess.run(
            ["sh", "-c", f"{export}; {command}"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


def test_who_leaves_a_message_is_told_what_became_of_its_sms(demo: Demo) -> None:
    demo.line_with("Look at it:")
    said = demo.call("--keys", "4", "--seconds", "6")
    assert re.search(r"The firm's SMS to \+[0-9]+: (sent|delivered)\.", said), said


def test_calendars_keep_the_calls_of_loops_away(demo: Demo) -> None:
    demo.line_with("Look at it:")
    eventually(lambda: "No loop calls, only direct ones: calendar until" in demo.why("jonas"))
    eventually(lambda: "No loop calls, only direct ones: out of office" in demo.why("tom"))
    eventually(lambda: "is shown as free and does not count" in demo.why("ingrid"))


@pytest.mark.timeout(120)
def test_a_second_demo_says_that_one_runs_and_leaves_it_alone(demo: Demo) -> None:
    demo.line_with("Look at it:")
    second = demo.beside_it()
    assert second.returncode == 1
    assert "A demo that runs already uses" in second.stderr
    prepared = demo.beside_it("--prepare")
    assert prepared.returncode == 0, "`make test` sets up what is missing beside a demo too"
    assert "answered" in demo.call("--keys", "1", "--seconds", "1")


def test_an_address_that_is_none_is_said_in_words() -> None:
    done = subprocess.run(
        [str(SENTRALBORD), "demo-call", "--sip", "nonsense"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Error: 'nonsense' is no address such as sip:127.0.0.1:5060.\n"


def pressed_by_make(*arguments: str) -> str:
    """The keys that `make call` presses."""
    plan = subprocess.run(
        ["make", "--dry-run", "--old-file", ".venv/ready-run", "call", *arguments],
        cwd=README.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search('--keys "([^"]*)"', plan)
    assert found, plan
    return found[1]


def test_make_call_presses_1_unless_other_keys_or_none_are_asked_for() -> None:
    assert pressed_by_make() == "1"
    assert pressed_by_make("KEYS=23") == "23"
    assert pressed_by_make("KEYS=") == ""


@pytest.mark.parametrize("keys", ["abc", "1x", "é", "1 2"])
def test_keys_that_no_telephone_has_are_said_in_one_sentence(keys: str) -> None:
    done = subprocess.run(
        [str(SENTRALBORD), "demo-call", "--keys", keys],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert re.fullmatch(
        r"Error: '.' is no key: a telephone has 0 1 2 3 4 5 6 7 8 9 \* #\.\n", done.stderr
    ), done.stderr


def test_a_call_without_keys_is_answered(demo: Demo) -> None:
    demo.line_with("Look at it:")
    said = demo.call("--keys", "", "--seconds", "1")
    assert "answered" in said
    assert "Pressed" not in said


@pytest.mark.timeout(120)
def test_a_restore_starts_the_switchboard_anew_and_the_demo_and_its_page_go_on(
    demo: Demo, tmp_path: Path
) -> None:
    web = demo.line_with("Look at it:").split()[-1]
    file, secret = tmp_path / "office.backup", tmp_path / "passphrase"
    secret.write_text("seks ganske lange ord uten mening\n")
    for words in (("backup", str(file)), ("restore", "--restart", str(file))):
        done = demo.asks(*words, "--passphrase-file", str(secret))
        assert done.returncode == 0, done.stderr

    demo.line_with("The switchboard has started anew.")
    assert "answered" in demo.call("--keys", "1", "--seconds", "1")
    with urllib.request.urlopen(web, timeout=PATIENCE) as page:
        assert page.status == 200
    demo.process.send_signal(signal.SIGINT)
    assert demo.line_with("The demo is over.")
    assert demo.process.wait(15) == 0


@pytest.mark.timeout(120)
def test_a_demo_whose_switchboard_has_ended_is_over(demo: Demo) -> None:
    demo.line_with("Look at it:")
    eventually(lambda: len(demo.children()) == 3)
    os.kill(demo.switchboard(), signal.SIGTERM)
    assert demo.line_with("The demo is over.")
