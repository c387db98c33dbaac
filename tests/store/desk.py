"""Disks that a store lies on, and the desk that asks a writer to store things."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

from support.patience import PATIENCE

from appliance.core.model.ids import Receipt, Record
from appliance.core.protocol.commands import LoadSettings, Save
from appliance.core.protocol.events import Event
from appliance.store.writer import Writer


@dataclass
class Disk:
    """Where a store lies, and the memory that recordings come from."""

    data: Path
    memory: Path

    @property
    def database(self) -> Path:
        return self.data / "office.db"

    @property
    def media(self) -> Path:
        return self.data / "media"

    def spoken(self, name: str, content: bytes = b"RIFF spoken words") -> str:
        recording = self.memory / f"{name}.wav"
        recording.write_bytes(content)
        return str(recording)

    def fill(self) -> Path:
        """Use up every byte that is free."""
        filler = self.data / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                return filler
        raise AssertionError("the disk took everything")


@dataclass
class Desk:
    """Who asks a writer to store things, and hears what became of it."""

    disk: Disk
    lock_seconds: float = 0.05
    heard: Queue[Event] = field(default_factory=Queue)
    deaths: Queue[BaseException] = field(default_factory=Queue)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(
            self.disk.database,
            self.disk.media,
            self.heard.put,
            self.deaths.put,
            lock_seconds=self.lock_seconds,
        )

    def save(self, receipt: str, *records: Record) -> Event:
        self.writer.perform(Save(Receipt(receipt), records))
        return self.heard.get(timeout=PATIENCE)

    def load(self, request: str | None = None) -> Event:
        self.writer.perform(LoadSettings(request))
        return self.heard.get(timeout=PATIENCE)


def scratch(folder: Path) -> Disk:
    data, memory = folder / "data", folder / "memory"
    data.mkdir()
    memory.mkdir()
    return Disk(data, memory)


def working(disk: Disk) -> Iterator[Desk]:
    desk = Desk(disk)
    desk.writer.start()
    try:
        yield desk
    finally:
        desk.writer.stop()
    assert desk.deaths.empty(), desk.deaths.get()


def remount(disk: Disk, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk.data)], check=True)
