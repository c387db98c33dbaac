"""A process that restores until it is killed: `restorer.py DEVICE FILE`, or DEVICE alone to finish.

It says "begun" when the key is open, so that the killing falls into the restoring.
"""

from __future__ import annotations

import sys
from pathlib import Path

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
    with alone(device.folders.data):
        stage(device, Path(files[0]), PASSPHRASE, begun)
        put_in_place(device)


if __name__ == "__main__":
    main(read_device(Path(sys.argv[1])), sys.argv[2:])
    print("done", flush=True)
