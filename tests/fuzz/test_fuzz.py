"""Whatever is made of real texts, each reader reads or refuses it: nothing else, and in good time.

A text that is found prints its number, from which `mutated` makes it again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from random import SystemRandom

import pytest
from fuzz import seeds, targets
from fuzz.mutator import LONGEST, mutated
from fuzz.targets import TARGETS, Target
from support.examples import THOROUGH

from appliance.device import Device
from appliance.settings import document
from hardware.modem import storage
from hardware.modem.pdu import read_deliver, read_status_report

USUAL = 300
THOROUGHLY = 125_000
"""Of each of the eight: a million."""
INPUTS = int(os.environ.get("SENTRALBORD_FUZZ_INPUTS", THOROUGHLY if THOROUGH else USUAL))
SECONDS_PER_CHARACTER = 20e-6
"""With much room for a slow machine; how time grows is looked at in foreign_text."""
TRIES = 3


class Found(AssertionError):
    """A text with which a reader did what it must not."""


def texts_in(value: object) -> Iterator[str]:
    """All strings of a result."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts_in((name, inner))
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from texts_in(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def seconds(target: Target, text: str) -> float:
    begin = time.process_time()
    target.read(text)
    return time.process_time() - begin


def try_out(target: Target, text: str) -> None:
    """Raise AssertionError, or whatever the reader raises, where the text is not read well."""
    begin = time.process_time()
    result = target.read(text)
    allowed = target.patience + SECONDS_PER_CHARACTER * len(text)
    if time.process_time() - begin > allowed:
        best = min(seconds(target, text) for _ in range(TRIES))
        assert best <= allowed, f"{best:.3f} s for {len(text)} characters"
    "".join(texts_in(result)).encode()


def look(name: str, first: int, inputs: int) -> None:
    """Try the texts of these numbers; raises Found."""
    here = TARGETS[name]
    for number in range(first, first + inputs):
        target = here[number % len(here)]
        text = mutated(target.seeds, number)
        try:
            try_out(target, text)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise Found(f"{name}, number {number}: {why[:300]}\n{text!r}") from error


@pytest.mark.parametrize("name", TARGETS)
def test_a_hostile_text_is_read_or_refused_and_nothing_else(name: str) -> None:
    first = SystemRandom().randrange(2**40) if THOROUGH else 0
    look(name, first, INPUTS)


@pytest.mark.parametrize("name", TARGETS)
def test_the_real_texts_are_read_or_refused_themselves(name: str) -> None:
    for target in TARGETS[name]:
        for text in target.seeds:
            try_out(target, text)


def test_the_seeds_are_understood_so_that_what_is_made_of_them_gets_far() -> None:
    settings, device = (target.seeds for target in TARGETS["settings"])
    assert all(document.read(text).office.name for text in settings)
    assert all(isinstance(targets.device(text), Device) for text in device)
    assert all(targets.control(text) is not None for text in TARGETS["control"][0].seeds)
    for pdu in seeds.DELIVERS:
        assert read_status_report(pdu) if pdu in seeds.REPORTS else read_deliver(pdu)
    listed = [*storage._entries(seeds.MODEM_LINES[0].split("\r\n"), "SM")]
    assert [stored.pdu for stored in listed] == [seeds.PLAIN, seeds.LONG]
    read = [targets.calendar(text) for text in TARGETS["calendars"][0].seeds]
    assert sum(bool(getattr(each, "entries", ())) for each in read) > 100


def test_a_number_gives_the_same_text_each_time_and_another_one_another() -> None:
    texts = [mutated(seeds.SIP, number) for number in range(200)]
    assert texts == [mutated(seeds.SIP, number) for number in range(200)]
    assert len(set(texts)) > 190
    assert max(map(len, texts)) <= LONGEST


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda text: [][len(text) % 2 - 2], "IndexError"),
        (lambda text: "\ud800", "UnicodeEncodeError"),
        (lambda text: sum(range(20_000_000)), "s for"),
    ],
)
def test_a_reader_that_breaks_is_found_with_its_number(
    broken: object, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Target(broken, TARGETS["sdp"][0].seeds)  # type: ignore[arg-type]
    monkeypatch.setitem(TARGETS, "sdp", (target,))
    with pytest.raises(Found, match=r"sdp, number 7: .*") as found:
        look("sdp", 7, 1)
    assert why in str(found.value)
