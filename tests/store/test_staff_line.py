"""What the staff line needs of the disk: spoken messages, what is done with, and greetings."""

from __future__ import annotations

import queue
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store.conftest import Disk
from store.records import message
from support.patience import PATIENCE

from appliance.common.pin_hash import hashed
from appliance.core.model.ids import CallId, Greeting, Message, MessageHeard
from appliance.core.protocol.commands_staff import CheckPin, Discard, FetchMessage
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.parts.pin_checker import PinChecker
from appliance.speech.greetings import staged
from appliance.store.fetcher import Fetcher
from appliance.store.started import read_started
from appliance.store.store import Store

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CALL = CallId("s1")


def spoken(id: str, client: str | None, folder: Path) -> Message:
    file = folder / f"{id}.wav"
    file.write_bytes(f"RIFF {id}".encode())
    return replace(message(id), client=client, recording=str(file), seconds=3.0)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    folder = tmp_path / "tmpfs"
    folder.mkdir()
    return folder


@pytest.fixture
def store(disk: Disk, memory: Path) -> Store:
    with Store(disk.database, disk.media) as store:
        store.migrate()
        for id, client in (("m1", "nordlys"), ("m2", "strom"), ("m3", None), ("m4", "nordlys")):
            store.save([spoken(id, client, memory)])
        store.save([message("text only")])
        yield store


def ids(store: Store, *firms: str | None) -> list[str]:
    found, after = [], ""
    while step := store.next_spoken(firms, after):
        after = step.id
        found.append(after)
    return found


def test_the_newest_spoken_message_of_the_own_firms_comes_first(store: Store) -> None:
    assert ids(store, "nordlys") == ["m4", "m1"]
    assert ids(store, "nordlys", "strom", None) == ["m4", "m3", "m2", "m1"]
    assert ids(store) == []


def test_what_is_done_with_is_not_found_again(store: Store) -> None:
    store.save([MessageHeard("m4", "anna", NOW)])
    assert ids(store, "nordlys") == ["m1"]
    row = next(row for row in store.messages(10) if row["id"] == "m4")
    assert (row["heard_by"], row["recording"]) == ("anna", "m4.wav")


def fetcher_of(disk: Disk, memory: Path) -> tuple[Fetcher, queue.SimpleQueue[Event]]:
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    return Fetcher(disk.database, disk.media, memory, heard.put), heard


def test_the_fetcher_copies_to_memory_and_forgets_again(
    store: Store, disk: Disk, memory: Path
) -> None:
    fetcher, heard = fetcher_of(disk, memory)
    fetcher.start()
    fetcher.perform(FetchMessage(CALL, ("nordlys",)))
    came = heard.get(timeout=PATIENCE)
    assert isinstance(came, MessageFetched)
    assert came.message
    copy = Path(came.message.file)
    assert (came.message.id, copy.parent, copy.read_bytes()) == ("m4", memory, b"RIFF m4")
    fetcher.perform(Discard(str(copy)))
    fetcher.perform(Discard(str(disk.media / "m4.wav")))
    fetcher.perform(FetchMessage(CALL, ("nordlys",), after="m1"))
    assert heard.get(timeout=PATIENCE) == MessageFetched(CALL, None)
    fetcher.stop()
    assert list(memory.glob("*")) == []
    assert (disk.media / "m4.wav").exists(), "nothing outside memory is removed"


def test_a_recording_that_is_gone_is_said_in_words(store: Store, disk: Disk, memory: Path) -> None:
    (disk.media / "m4.wav").unlink()
    fetcher, heard = fetcher_of(disk, memory)
    fetcher.start()
    fetcher.perform(FetchMessage(CALL, ("nordlys",)))
    came = heard.get(timeout=PATIENCE)
    fetcher.stop()
    assert isinstance(came, MessageFetched)
    assert came.message is None
    assert "m4.wav" in came.problem


def greeting(memory: Path, words: str, at: datetime = NOW) -> Greeting:
    file = memory / f"{words}.wav"
    file.write_bytes(words.encode())
    return Greeting("one", str(file), "anna", at)


def test_a_greeting_is_kept_and_goes_on_being_played_from_memory(
    store: Store, disk: Disk, memory: Path
) -> None:
    store.save([greeting(memory, "first")])
    assert (memory / "first.wav").exists()
    (kept,) = store.greetings().values()
    assert kept.read_bytes() == b"first"
    assert store.ownerless_recordings() == []
    store.save([greeting(memory, "second", NOW.replace(hour=11))])
    assert store.greetings()["one"].read_bytes() == b"second"
    assert not kept.exists(), "the one before it is removed"
    store.save([Greeting("one", None, "anna", NOW)])
    assert store.greetings() == {}
    assert store.ownerless_recordings() == []


def test_a_greeting_survives_a_restart(store: Store, disk: Disk, memory: Path) -> None:
    store.save([greeting(memory, "first")])
    started, _ = read_started(disk.database, disk.media)
    directory, problems = staged(started.directory, memory)
    copy = Path(directory.greetings["one"].path)
    assert (copy.parent, copy.read_bytes(), problems) == (memory, b"first", [])
    store.greetings()["one"].unlink()
    directory, problems = staged(started.directory, memory)
    assert directory.greetings == {}
    assert problems == ["The recorded greeting of one cannot be read: No such file or directory."]


def test_pins_are_compared_beside_the_loop() -> None:
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    checker = PinChecker(heard.put)
    checker.start()
    stored = hashed("8402")
    for pin in ("8402", "8403"):
        checker.perform(CheckPin(CALL, stored, pin))
    assert [heard.get(timeout=PATIENCE) for _ in range(2)] == [
        PinChecked(CALL, True),
        PinChecked(CALL, False),
    ]
    checker.stop()
