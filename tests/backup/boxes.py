"""Boxes without a switchboard: a device.toml and a data folder, furnished and looked through."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.records import call, message, presence, sms

from appliance.core.model.ids import SmsState
from appliance.device import Device, read_device
from appliance.store.store import Store

PASSPHRASE = "fire tørre hester ved fjorden"
DOCUMENT = 'office = {{name = "{name}"}}\n'


@dataclass
class FakeBox:
    """A box in a folder of its own."""

    folder: Path
    more: str = ""
    device: Device = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.description.write_text(f'folders = {{data="data", runtime="run"}}\n{self.more}')
        self.device = read_device(self.description)
        self.device.folders.data.mkdir(exist_ok=True)

    @property
    def description(self) -> Path:
        return self.folder / "device.toml"

    @property
    def data(self) -> Path:
        return self.device.folders.data

    def store(self) -> Store:
        return Store(self.device.database, self.device.media)

    def contents(self) -> dict[str, Any]:
        """All that a person can find on the box; the store is closed again."""
        with self.store() as store:
            store.migrate()
            said: dict[str, Any] = {
                "settings": [(row.revision, row.document, row.author) for row in store.history()],
                "messages": store.messages(-1),
                "outbox": store.outbox(-1),
                "calls": store.calls(-1),
                "presences": store.presences(),
            }
        return said | {"files": self.files()}

    def files(self) -> dict[str, bytes]:
        """What lies in the data folder besides the database and what restores leave there."""
        return {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in sorted(self.data.rglob("*"))
            if path.is_file() and not _is_scaffolding(path.relative_to(self.data).parts[0])
        }


def _is_scaffolding(name: str) -> bool:
    starts = ("sentralbord.db", "before-restore-", "backup.lock", "restored-device.toml")
    return name.startswith(starts)


def furnished(box: FakeBox, name: str, messages: int = 3) -> FakeBox:
    """Let an office live on a box: settings, messages, SMS, calls, a status, an upload."""
    spoken = box.folder / "spoken.wav"
    with box.store() as store:
        store.migrate()
        store.publish(DOCUMENT.format(name=name), author="anna")
        store.publish(DOCUMENT.format(name=f"{name} again"), author="bo")
        for number in range(messages):
            about = f"{name}-{number}"
            spoken.write_bytes(b"RIFF" + about.encode() * 20_000)
            store.save(
                [
                    message(about, recording=str(spoken)),
                    sms(f"{about}-sms", SmsState.SENT if number else SmsState.QUEUED, about=about),
                    call(about),
                    presence(),
                ]
            )
    uploads = box.data / "uploads"
    uploads.mkdir()
    (uploads / "greeting æ.wav").write_bytes(b"RIFF" + name.encode())
    (uploads / "plain.wav").write_bytes(name.encode() * 3)
    return box


def as_restored(contents: dict[str, Any]) -> dict[str, Any]:
    """What a box holds after its backup was restored: what was owed is in doubt."""
    from appliance.store.snapshot import DOUBTFUL

    outbox = [
        {**row, "state": "maybe", "reason": DOUBTFUL} if row["state"] == "queued" else row
        for row in contents["outbox"]
    ]
    return contents | {"outbox": outbox}
