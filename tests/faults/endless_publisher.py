"""Edits and publishes two offices by turns, for ever: a process to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from appliance.editing.drafting import edit, put, work_of
from appliance.editing.publishing import Publisher
from appliance.store.store import Store

EDITOR = "kari"


def main(folder: Path) -> None:
    documents = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))]
    with Store(folder / "office.db", folder / "media") as store:
        publisher = Publisher(store, lambda _: [], lambda: "")
        while True:
            for number, document in enumerate(documents):
                put(store, EDITOR, document)
                edit(store, EDITOR, {("office", "mark"): str(number + 1)})
                publisher.publish(work_of(store, EDITOR), "Kari", f"office {number}")
                print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
