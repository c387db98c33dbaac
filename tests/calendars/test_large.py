"""A calendar of twenty years is read in pieces: little memory, linear time."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, OSLO
from support.large_calendar import large_calendar

from appliance.calendars import asking
from appliance.calendars.asking import Client, Question
from appliance.calendars.document import sift
from appliance.calendars.fetching import fetch
from appliance.calendars.job import Job, Outcome, job_written, outcome_read
from appliance.calendars.lines import LONGEST, lines
from appliance.calendars.reading import read_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.common.foreign_json import object_in
from appliance.core.model.calendar import CalendarAccess

PATH = "/kari.ics"
WINDOW = Window.around(NOW, OSLO)
MEGABYTE = 1_000_000
PEAK = """
import sys
from appliance.calendars.__main__ import main
main()
with open("/proc/self/status") as status:
    sys.stderr.write(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
"""The process's own peak of resident memory, in kB; what it was forked from is not in it."""


def read_apart(job: Job) -> tuple[Outcome, int]:
    """What a process of its own reads, and its peak of memory in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK], input=job_written(job), capture_output=True, check=True
    )
    return outcome_read(object_in(done.stdout)), int(done.stderr) * 1024


@pytest.mark.parametrize("packed", [False, True])
def test_25_megabytes_are_read_in_less_than_100_of_memory(
    server: CalendarServer, packed: bool
) -> None:
    document = b"".join(large_calendar(25 * MEGABYTE))
    headers = {"Content-Encoding": "gzip"} if packed else {}
    body = gzip.compress(document, 1) if packed else document
    server.pages[PATH] = Page(body, headers=headers)
    outcome, peak = read_apart(Job(CalendarAccess(server.url(PATH)), OSLO, NOW))
    print(f"{len(document) / MEGABYTE:.0f} MB as {len(body) / MEGABYTE:.1f}: {peak / MEGABYTE:.0f}")
    assert outcome.entries is not None
    assert len(outcome.entries) == 9
    assert outcome.words == ""
    assert peak < 100 * MEGABYTE


def test_what_lies_elsewhere_is_not_kept() -> None:
    found = sift(large_calendar(MEGABYTE), WINDOW)
    assert len(found.series) + found.passed > 500
    assert len(found.series) < 300, "forty days and the window, six a day"


def test_a_small_answer_that_grows_too_large_is_given_up(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LARGEST", MEGABYTE)
    body = gzip.compress(b"x" * 20 * MEGABYTE)
    server.pages[PATH] = Page(body, headers={"Content-Encoding": "gzip"})
    with pytest.raises(CalendarError, match="larger than 1 MB"):
        fetch(CalendarAccess(server.url(PATH)), WINDOW, {}, lambda pieces: sift(pieces, WINDOW))
    server.pages[PATH] = Page(body[:-20], headers={"Content-Encoding": "gzip"})
    monkeypatch.setattr(asking, "LARGEST", 50 * MEGABYTE)
    with pytest.raises(CalendarError, match="broke off"):
        fetch(CalendarAccess(server.url(PATH)), WINDOW, {}, lambda pieces: sift(pieces, WINDOW))


AWKWARD = [
    *("A", " ", ":", ";", ",", '"', "\\", "=", "\r", "\n", "\t", "\0", "é", '";', "A=;", "\r\n "),
    *("BEGIN:VEVENT\n", "END:VEVENT\n", "ATTENDEE:x\n", "1,", "T", "/", "P1", "BEGIN:VALARM\n"),
]
PLACES = [
    *("{}", "ATTENDEE;CN={}:mailto:a@b", "ATTENDEE:{}", "DTSTART;TZID={}:20260325T100000"),
    *("EXDATE:{}", "RDATE:{}", "RRULE:FREQ=DAILY;BYDAY={}", "RRULE:{}", "DURATION:{}", "UID:{}"),
    *("X-WR-TIMEZONE:{}", "DTSTART:{}", "SEQUENCE:{}", "FREEBUSY:{}"),
]


def seconds(text: str, place: str) -> float:
    """Of computing, to read a calendar with that text in that place."""
    body = "BEGIN:VEVENT\nDTSTART:20260325T100000\nDURATION:PT1H\n" + place.format(text)
    document = f"BEGIN:VCALENDAR\n{body}\nEND:VEVENT\nEND:VCALENDAR\n".encode()
    before = time.process_time()
    with suppress(CalendarError):
        read_calendar(document, WINDOW)
    return time.process_time() - before


@pytest.mark.parametrize("awkward", AWKWARD, ids=repr)
def test_no_text_of_64_kilobytes_takes_long(awkward: str) -> None:
    text = awkward * (64_000 // len(awkward))
    for place in PLACES:
        short = seconds(text[: len(text) // 8], place)
        assert seconds(text, place) < 8 * 4 * max(short, 0.06), place


def test_what_was_made_small_is_unpacked_in_small_pieces(server: CalendarServer) -> None:
    body = gzip.compress(b"x" * 20 * MEGABYTE)
    server.pages[PATH] = Page(body, headers={"Content-Encoding": "gzip"})
    with Client(CalendarAccess(server.url(PATH))).asked(Question()) as response:
        sizes = list(map(len, response.pieces))
    assert sum(sizes) == 20 * MEGABYTE
    assert max(sizes) <= asking.PIECE


def test_a_line_that_is_folded_without_an_end_is_cut() -> None:
    folded = (b"\r\n " + b"x" * 70 for _ in range(20_000))
    (line,) = lines([b"UID:", *folded], frozenset({"UID"}))
    assert len(line.rest) <= LONGEST + 100


def test_a_line_without_an_end_is_cut() -> None:
    def endless() -> Iterator[bytes]:
        yield b"UID:"
        yield from (b"x" * 65536 for _ in range(64))

    (line,) = lines(endless(), frozenset({"UID"}))
    assert len(line.rest) <= LONGEST + 65536


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_lines_are_the_same_in_whatever_pieces_they_come(size: int, end: bytes) -> None:
    folded = [b"\xef\xbb\xbfUID:one", b" two", b"\tthree"]
    text = end.join([*folded, b"SUMMARY:x", b" y", b"dtstart;a=b:c"])
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    found = list(lines(pieces, frozenset({"UID", "DTSTART"})))
    assert found == [("UID", ":onetwothree"), ("DTSTART", ";a=b:c")]
