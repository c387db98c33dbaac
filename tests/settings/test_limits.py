"""What is larger than any office is refused by the reader, in words, and soon."""

from __future__ import annotations

import time

import pytest
from settings.documents import OFFICE

from appliance.common.limits import (
    DEEPEST,
    LARGEST_NUMBER,
    MOST_CHARACTERS,
    MOST_VALUES,
    TooLarge,
    tables_of,
)
from appliance.common.problems import SettingsError
from appliance.settings.document import parsed, read, written

LONG = ".".join("a" * (DEEPEST + 1))


def refused(text: str) -> str:
    with pytest.raises(SettingsError) as error:
        parsed(text)
    (problem,) = error.value.problems
    return problem.sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".".join("a" * 900) + " = 1", "a name has more than 16 parts"),
        (f"{LONG} = 1", "a name has more than 16 parts"),
        (f"[{LONG}]", "a name has more than 16 parts"),
        (f"[[ {LONG} ]]", "a name has more than 16 parts"),
        (" . ".join(['"a"'] * 17) + " = 1", "a name has more than 16 parts"),
        (".".join(["'a'"] * 17) + " = 1", "a name has more than 16 parts"),
        ("x = {" + LONG + " = 1}", "a name has more than 16 parts"),
        ("[a.a.a.a.a.a.a.a.a]\nb.b.b.b.b.b.b.b = 1", "tables lie more than 16 deep in each other"),
        ("x = " + "[" * 17 + "]" * 17, "tables lie more than 16 deep in each other"),
        ("x = " + "{a = " * 17 + "1" + "}" * 17, "tables lie more than 16 deep in each other"),
        (f"x = {LARGEST_NUMBER + 1}", "a whole number has more than 18 digits"),
        (f"x = [[-{LARGEST_NUMBER + 1}]]", "a whole number has more than 18 digits"),
        ("x = 0x" + "f" * 30_000, "a whole number has more than 18 digits"),
        ("x = 0b" + "1" * 30_000, "a whole number has more than 18 digits"),
        ("# " * (MOST_CHARACTERS // 2 + 1), f"this has more than {MOST_CHARACTERS} characters"),
        ("x = [" + "1," * MOST_VALUES + "]", f"there are more than {MOST_VALUES} values"),
    ],
)
def test_what_is_larger_than_any_office_is_refused_in_words(text: str, words: str) -> None:
    assert refused(text) == words


def test_a_whole_number_of_thirty_thousand_digits_is_refused() -> None:
    assert refused("x = " + "9" * 30_000).startswith("this is too large to read: ")


def test_our_own_office_is_far_below() -> None:
    assert read(OFFICE)
    fifteen = ".".join("a" * 15) + f" = {LARGEST_NUMBER}"
    assert written(parsed(fifteen))


def test_dots_in_a_text_are_no_name() -> None:
    text = "x = 'We answer. From nine. To four. Monday to Friday...................... Call.'"
    assert parsed(text)
    assert parsed("# a. b. c. d. e. f. g. h. i. j.\nx = 1")


def cpu_of(text: str) -> float:
    began = time.process_time()
    with pytest.raises(SettingsError):
        parsed(text)
    return time.process_time() - began


PIECES = ["a.", "a . ", '"a".', "'", '"', "\\", '\\"', '"\\"', "a", "a ", " ", "\t", "[", "{a="]
PIECES += ["a.b = 1\n", ". ", "'a'.\n", "a.a.a.a.a.a.a.a.a.a.a.a.a.a ", "=", "é.", "-"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_document_takes_no_more_than_its_length(piece: str) -> None:
    """Four times as long: four times the work, with a wide margin, and not sixteen times."""
    short, long = (piece * (size // len(piece)) + "\n=" for size in (30_000, 120_000))
    once = min(cpu_of(short) for _ in range(3))
    assert min(cpu_of(long) for _ in range(3)) < 10 * max(once, 0.004)


SPELLED = "a. " * 40
"""What people say may have many short pieces: "2. 2. 0. 0. 1. 1. 2. 2." is a number spelled out."""


@pytest.mark.parametrize(
    "document",
    [
        f'said = "{SPELLED}"',
        f"said = '{SPELLED}'",
        f'said = """{SPELLED}\n"quoted" {SPELLED}"""',
        f"said = '''{SPELLED}\n{SPELLED}'''",
        f'said = "an end \\" {SPELLED}" # {SPELLED}',
        f"# {SPELLED}\nx = 1",
    ],
)
def test_what_is_said_may_have_as_many_dots_as_it_likes(document: str) -> None:
    tables_of(document)


@pytest.mark.parametrize("before", ['said = "x"', "said = '''x'''", 'said = """x"""', "# said"])
def test_a_long_name_behind_what_is_said_is_seen(before: str) -> None:
    with pytest.raises(TooLarge, match="a name has more than 16 parts"):
        tables_of(f"{before}\n{LONG} = 1")
