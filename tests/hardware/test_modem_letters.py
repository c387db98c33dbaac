"""Parts of long SMS put together in any order, and each SMS with one name."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.emulated.modem_storage import deliver_pdus
from hardware.modem.fields import semi_octets
from hardware.modem.letters import Stored, letters_in, wanted_by

KARI, TOM = "+4710000001", "+4710000002"
AT = datetime(2026, 11, 21, 16, 59, 30, tzinfo=UTC)
LONG = "æøå{€}" * 60  # four parts
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀ë€"), max_size=400)


def stored(text: str, number: str = KARI, reference: int = 7, start: int = 1) -> list[Stored]:
    pdus = deliver_pdus(number, text, reference=reference, sent_at=AT)
    return [Stored(index, pdu) for index, pdu in enumerate(pdus, start)]


@given(texts, st.integers(0, 255), st.randoms())
def test_any_text_comes_together_in_any_order(
    text: str, reference: int, chance: random.Random
) -> None:
    places = stored(text, reference=reference)
    chance.shuffle(places)
    (letter,), piles = letters_in(places)
    assert (letter.number, letter.text, letter.problem, piles) == (KARI, text, "", [])
    assert set(letter.places) == set(places)
    assert letter.sent_at == AT


@given(st.lists(st.tuples(st.sampled_from([KARI, TOM, "Fjordby"]), st.integers(0, 3)), max_size=6))
def test_long_sms_of_several_senders_do_not_mix(senders: list[tuple[str, int]]) -> None:
    """The same reference from the same sender again is another SMS if its parts differ."""
    places: list[Stored] = []
    for n, (number, reference) in enumerate(senders):
        places += stored(f"{n}: {LONG}", number, reference, start=10 * n)
    letters, piles = letters_in(sorted(places, key=lambda place: place.index))
    assert piles == []
    assert sorted(letter.text for letter in letters) == sorted(
        f"{n}: {LONG}" for n in range(len(senders))
    )


def test_what_came_twice_is_one_sms_in_two_places() -> None:
    for text in ("Hei", LONG):
        once, again = stored(text), stored(text, start=11)
        (letter,), piles = letters_in([*once, *again])
        assert set(letter.places) == {*once, *again}
        assert piles == []
        assert letter.sms_id == letters_in(again)[0][0].sms_id


def test_the_same_words_at_another_time_are_another_sms() -> None:
    (later,) = deliver_pdus(KARI, "Hei", sent_at=AT.replace(second=31))
    letters, _ = letters_in([*stored("Hei"), Stored(2, later)])
    assert len({letter.sms_id for letter in letters}) == 2


@pytest.mark.parametrize("missing", [1, 2, 4])
def test_a_missing_part_leaves_a_pile_that_says_so(missing: int) -> None:
    parts = [part for part in stored(LONG) if part.index != missing]
    letters, (pile,) = letters_in(parts)
    assert letters == []
    letter = pile.letter()
    assert letter.problem == f"part {missing} of 4 is missing"
    assert len(letter.text) < len(LONG)
    assert ("[…]" in letter.text) is (missing == 2)


def test_what_cannot_be_read_reaches_a_person_as_it_is() -> None:
    compressed = "00040A917401000010002062111271950340" + "0161"
    (letter,), _ = letters_in([Stored(3, compressed)])
    assert (letter.number, letter.text) == ("", compressed)
    assert "compressed" in letter.problem


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_random_octets_in_the_storage_break_nothing(octets: list[bytes]) -> None:
    head = "0044" + "0A91740100001000"
    places = [Stored(n, head + data.hex().upper()) for n, data in enumerate(octets)]
    letters, piles = letters_in(places)
    told = [place for letter in letters for place in letter.places]
    waiting = [place for pile in piles for place in pile.places]
    assert sorted(p.index for p in {*told, *waiting}) == list(range(len(octets)))
    for pile in piles:
        assert pile.letter().problem


def test_a_part_that_comes_twice_while_others_are_missing_is_on_one_pile() -> None:
    first, *_ = stored(LONG)
    letters, piles = letters_in([first, Stored(9, first.pdu)])
    assert letters == []
    assert [len(pile.places) for pile in piles] == [2]


def test_two_sms_that_differ_in_one_part_only_are_both_whole() -> None:
    one, other = stored("a" * 153 + "c" * 9), stored("b" * 153 + "c" * 9, start=11)
    letters, piles = letters_in([one[0], other[0], one[1], other[1]])
    assert {letter.text for letter in letters} == {"a" * 153 + "c" * 9, "b" * 153 + "c" * 9}
    assert piles == []


GREEK, PLAIN = "Ω ё " * 16, "then a part without any letter of another alphabet"
NATIONAL = KARI.removeprefix("+47")


def mixed(first: str = KARI, second: str = KARI) -> list[Stored]:
    """Part 1 of 2 in UCS2 and part 2 in GSM-7, from these senders."""
    return [stored(GREEK * 2, first)[0], stored(PLAIN * 5, second, start=11)[1]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    "numbers", [(KARI, KARI), (KARI, NATIONAL), ("0" + NATIONAL, KARI), ("Fjordby", "Fjordby")]
)
def test_parts_in_different_alphabets_are_one_sms(
    numbers: tuple[str, str], order: tuple[int, int]
) -> None:
    places = mixed(*numbers)
    (letter,), piles = letters_in([places[n] for n in order])
    assert (letter.number, letter.problem, piles) == (max(numbers, key=len), "", [])
    assert letter.text.startswith("Ω ё ")
    assert letter.text.endswith("another alphabet")
    assert set(letter.places) == set(places)


def test_parts_from_a_number_written_in_two_ways_are_one_sms() -> None:
    home, *away = stored(LONG, NATIONAL)[:1] + stored(LONG)[1:]
    (letter,), piles = letters_in([home, *away])
    assert (letter.number, letter.text, piles) == (KARI, LONG, [])


@pytest.mark.parametrize("other", [TOM, "Fjordby", "10000", "0001"])
def test_parts_of_another_sender_are_another_sms(other: str) -> None:
    letters, piles = letters_in(mixed(KARI, other))
    assert (letters, len(piles)) == ([], 2)


def test_two_whole_sms_in_two_alphabets_with_one_reference_stay_two() -> None:
    greek, plain = stored(GREEK * 2), stored(PLAIN * 5, start=11)
    letters, piles = letters_in([greek[0], plain[1], greek[1], plain[0]])
    assert {letter.text for letter in letters} == {GREEK * 2, PLAIN * 5}
    assert piles == []


def test_a_pile_wants_its_part_in_whatever_alphabet() -> None:
    first, second = mixed(KARI, NATIONAL)
    _, piles = letters_in([first])
    assert wanted_by(piles, [second]) == [second]


def without_times(places: list[Stored], which: set[int]) -> list[Stored]:
    """The same parts, those of `which` (from 0) with zeros for the centre's time."""
    stamp = semi_octets(f"{AT:%y%m%d%H%M%S}00").hex().upper()
    return [
        Stored(p.index, p.pdu.replace(stamp, "00" * 7) if n in which else p.pdu)
        for n, p in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("which", "sent_at"), [({0}, AT), ({1, 2}, AT), ({0, 1, 2, 3}, None)], ids=str
)
def test_parts_without_a_time_are_put_together_too(
    which: set[int], sent_at: datetime | None
) -> None:
    places = without_times(stored(LONG), which)
    (letter,), piles = letters_in(places)
    assert (letter.number, letter.text, letter.sent_at, letter.problem) == (KARI, LONG, sent_at, "")
    assert piles == []


@pytest.mark.parametrize(("which", "wanted"), [({0}, 0), ({1}, 0), ({0, 1}, 1)], ids=str)
def test_a_part_without_a_time_was_sent_with_those_that_have_none(
    which: set[int], wanted: int
) -> None:
    first, second, *_ = without_times(stored(LONG), which)
    _, piles = letters_in([first])
    assert len(wanted_by(piles, [second])) == wanted


@pytest.mark.parametrize(("seconds", "wanted"), [(0, 1), (2, 1), (3, 0), (-2, 1), (-3, 0)])
def test_a_pile_wants_what_it_lacks_and_what_was_sent_with_it(seconds: int, wanted: int) -> None:
    first, *_ = stored(LONG)
    _, piles = letters_in([first])
    pdus = deliver_pdus(KARI, LONG, reference=7, sent_at=AT + timedelta(seconds=seconds))
    assert len(wanted_by(piles, [Stored(5, pdus[1])])) == wanted
    assert wanted_by(piles, [Stored(5, pdus[0])]) == [], "the first part is there"
