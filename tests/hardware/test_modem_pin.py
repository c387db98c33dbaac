"""The SIM card's PIN: one try for each card, noted on the disk before it is made."""

from __future__ import annotations

import os

import pytest
from support.modem_office import READY, Office

from hardware.emulated.modem import EmulatedModem
from hardware.modem.events import ModemLost
from hardware.modem.pin import PinTries

CARDS = (f"8947{n:016}" for n in range(10_000))
"""Every emulated card of this file is another one: a process remembers those that it tried."""


def locked(**options):
    return EmulatedModem(pin="1234", card=next(CARDS), **options)


def said(port, folder, pin="9999"):
    with Office(port, pin=pin, pin_folder=folder) as office:
        event = office.next()
        return event.reason if isinstance(event, ModemLost) else event


def test_a_pin_that_nobody_set(tmp_path):
    with locked() as emulated:
        assert "device.toml" in said(emulated.port, tmp_path, pin=None)
        assert emulated.pin_retries == 3


def test_the_right_pin_is_given_again_after_each_restart(tmp_path):
    with locked() as emulated, Office(emulated.port, pin="1234", pin_folder=tmp_path) as office:
        office.ready()
        for _ in range(3):
            emulated.restart()
            assert isinstance(office.next(), ModemLost)
            office.ready()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["on the disk", None])
@pytest.mark.parametrize("hides_retries", [False, True])
@pytest.mark.parametrize("hides_card", [False, True])
def test_a_wrong_pin_is_tried_once_ever(tmp_path, folder, hides_retries, hides_card):
    with locked() as emulated:
        emulated.faults.hides_pin_retries = hides_retries
        emulated.faults.hides_card = hides_card
        state = tmp_path if folder else None
        sentences = [said(emulated.port, state) for _ in range(3)]
        assert "did not take the PIN" in sentences[0]
        expected = "did not take the PIN" if hides_retries else "only 2 PIN tries left"
        assert all(expected in sentence for sentence in sentences[1:])
        assert emulated.pin_retries == 2


def test_the_note_is_on_the_disk_before_the_try(tmp_path, monkeypatch):
    tried = []
    with locked() as emulated:
        really = os.fsync

        def fsync(descriptor):
            tried.append(emulated.pin_retries)
            really(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)
        said(emulated.port, tmp_path)
    assert tried == [3, 3]  # the file, then the folder that holds its name


def test_the_power_goes_between_the_right_pin_and_its_note(tmp_path):
    """The card shows all its tries, so the one that is noted cannot have been wrong."""
    with locked() as emulated:
        card = emulated._firmware._card
        PinTries(tmp_path).spend(card)
        assert said(emulated.port, tmp_path, pin="1234") == READY


def test_where_the_tries_cannot_be_read_a_noted_one_is_not_repeated(tmp_path):
    with locked() as emulated:
        emulated.faults.hides_pin_retries = True
        PinTries(tmp_path).spend(emulated._firmware._card)
        sentence = said(emulated.port, tmp_path, pin="1234")
        assert "pin-tried-" in sentence
        (note,) = tmp_path.iterdir()
        note.unlink()  # what the sentence says
        assert said(emulated.port, tmp_path, pin="1234") == READY


def test_a_modem_that_always_shows_three_tries_gets_two_at_most(tmp_path):
    tries = PinTries(tmp_path)
    tries.spend("89470")
    tries.spend("89470")
    assert PinTries(tmp_path).spent("89470") == 2
    with EmulatedModem(pin="1234", card="89470000000000099999") as emulated:
        for _ in range(2):
            PinTries(tmp_path).spend("89470000000000099999")
        assert "did not take the PIN" in said(emulated.port, tmp_path, pin="1234")
        assert emulated.pin_retries == 3


def test_no_try_where_it_cannot_be_noted(tmp_path):
    folder = tmp_path / "a file"
    folder.write_text("no folder")
    with locked() as emulated:
        assert "cannot be noted" in said(emulated.port, folder, pin="1234")
        assert emulated.pin_retries == 3


def test_another_card_has_its_own_try(tmp_path):
    PinTries(tmp_path).spend("8947000000000000000")
    assert PinTries(tmp_path).spent("8947000000000000001") == 0


@pytest.mark.parametrize("left", [b"\0\0", b"\xff\xfe1", "²".encode(), b"9" * 5000, b""])
def test_a_note_that_was_damaged_counts_as_all_tries(tmp_path, left):
    (tmp_path / "pin-tried-89470").write_bytes(left)
    assert PinTries(tmp_path).spent("89470") == 3


def test_a_card_that_a_person_unlocked_has_its_try_back(tmp_path):
    card = next(CARDS)
    PinTries(tmp_path).spend(card)
    with EmulatedModem(card=card) as emulated:
        assert said(emulated.port, tmp_path) == READY
    assert PinTries(tmp_path).spent(card) == 0


def test_a_card_with_few_tries_left_is_left_alone(tmp_path):
    with locked(pin_retries=2) as emulated:
        assert "only 2" in said(emulated.port, tmp_path, pin="1234")
        assert emulated.pin_retries == 2


def test_a_blocked_card_is_never_given_a_puk(tmp_path):
    with locked(pin_retries=0) as emulated:
        assert "PUK" in said(emulated.port, tmp_path, pin="1234")
