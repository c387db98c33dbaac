"""A process that saves messages until it is killed, and says what was promised to be stored."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event as Flag

from store.desk import Disk
from store.records import call, message, sms

from appliance.core.model.ids import Receipt
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events import Event, Saved
from appliance.store.writer import Writer


def main(data: Path, memory: Path, round_name: str) -> None:
    disk, dead = Disk(data, memory), Flag()
    writer = Writer(disk.database, disk.media, say, lambda error: dead.set())
    writer.start()
    number = 0
    while not dead.is_set():
        name = f"{round_name}-{number}"
        spoken = disk.spoken(name, name.encode() * 5000)
        records = (message(name, recording=spoken), sms(f"{name}-sms", about=name), call(name))
        writer.perform(Save(Receipt(name), records))
        number += 1


def say(event: Event) -> None:
    assert isinstance(event, Saved), event
    print(event.receipt, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
