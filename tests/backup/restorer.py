"""A process that restores until it is killed: `restorer.py DEVICE FILE IDENTITY`, or DEVICE alone.

With DEVICE alone it finishes what was begun. IDENTITY is a file with what the passphrase opens,
which takes a second on purpose. It says "begun" when the restoring begins, for the killing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyrage
from backup.boxes import PASSPHRASE

from appliance.backup.places import alone
from appliance.backup.restoring import finish_restore, put_in_place
from appliance.backup.staging import stage
from appliance.device import Device, read_device

said = False


def begun(done: int, total: int) -> None:
    global said
    if not said:
        said = True
        print("begun", flush=True)


def main(device: Device, files: list[str]) -> None:
    if not files:
        print("begun", flush=True)
        finish_restore(device)
        return
    file, identity = map(Path, files)
    pyrage.passphrase.decrypt = lambda *_: identity.read_bytes()
    with alone(device.folders.data):
        stage(device, file, PASSPHRASE, begun)
        put_in_place(device)


if __name__ == "__main__":
    main(read_device(Path(sys.argv[1])), sys.argv[2:])
    print("done", flush=True)
