"""What the support bundle holds: versions, masked settings, counts, the log, what the box shows."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomli_w

from appliance.common.limits import tables_of
from appliance.control import ControlClient, ControlUnavailable
from appliance.device import Device
from appliance.store.snapshot import row_counts, schema_version
from appliance.store.store import Store
from appliance.store.troubles import StoreError
from appliance.support.masking import Masks

LOG_LINES = 3000
LOG_SECONDS = 20.0
NAMES = ("sentralbord", "flask", "sqlite-utils", "luma.oled", "gpiozero", "pyserial", "pjsua2")


def bundle(device: Device, description: Path, log: Path | None = None) -> Iterator[tuple[str, str]]:
    """Each file of the bundle: its name and text. What cannot be had says why, in its place."""
    box, settings = _box_tables(description), _settings(device)
    masks = Masks([box, *settings])
    parts: dict[str, Callable[[], str]] = {
        "versions.txt": _versions,
        "device.toml": lambda: tomli_w.dumps(masks.table(box)),
        "settings.toml": lambda: tomli_w.dumps(masks.table(settings[0])) if settings else "",
        "counts.json": lambda: json.dumps(_counts(device), indent=1),
        "state.json": lambda: json.dumps(_state(device, masks), indent=1, ensure_ascii=False),
        "modem.txt": lambda: masks.text(_modem(device)),
        "log.txt": lambda: "\n".join(map(masks.text, _log_lines(log))),
    }
    for name, read in parts.items():
        try:
            yield name, read()
        except (OSError, StoreError, ControlUnavailable, subprocess.SubprocessError) as error:
            yield name, f"Not to be had: {masks.text(str(error))}\n"


def _versions() -> str:
    lines = [f"made at {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"]
    lines += [f"{name} {_version(name)}" for name in NAMES]
    lines += [f"Python {platform.python_version()}", f"{platform.system()} {platform.release()}"]
    lines += [f"machine {platform.machine()}", _first_line(Path("/etc/os-release"))]
    lines.append(_first_line(Path("/proc/device-tree/model")).rstrip("\0"))
    return "\n".join(filter(None, lines)) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return "is not installed"


def _first_line(file: Path) -> str:
    return file.read_text(errors="replace").partition("\n")[0] if file.exists() else ""


def _box_tables(description: Path) -> dict[str, Any]:
    try:
        return tables_of(description.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _settings(device: Device) -> list[dict[str, Any]]:
    """Every revision, newest first: a name that was taken out yesterday may be in the log."""
    try:
        with Store(device.database, device.media) as store:
            documents = [revision.document for revision in store.history()]
    except StoreError:
        return []
    return [tables for document in documents if (tables := _parsed(document))]


def _parsed(document: str) -> dict[str, Any]:
    try:
        return tables_of(document)
    except (ValueError, RecursionError):
        return {}


def _counts(device: Device) -> Mapping[str, object]:
    disk = shutil.disk_usage(device.folders.data)
    recordings = [file.stat().st_size for file in device.media.glob("*.wav")]
    return {
        "rows": row_counts(device.database),
        "schema": schema_version(device.database),
        "database bytes": device.database.stat().st_size,
        "recordings": {"files": len(recordings), "bytes": sum(recordings)},
        "disk": {"total": disk.total, "free": disk.free},
    }


def _state(device: Device, masks: Masks) -> Mapping[str, object]:
    """What the panel shows now: how many lamps with which pattern, the calls, the faults."""
    view: Any = ControlClient(device.control).ask("view").data["view"]
    return {
        "lamps": Counter(lamp["pattern"] for lamp in view["lamps"]),
        "calls": Counter(call["stands"] for call in view["calls"]),
        "faults": [masks.text(fault) for fault in view["faults"]],
        "waiting": view["waiting"],
        "unsent": view["unsent"],
        "inbox": view["inbox"],
    }


def _modem(device: Device) -> str:
    answer = ControlClient(device.control).ask("modem", command="status")
    return f"{answer.words}\n"


def _log_lines(log: Path | None) -> list[str]:
    if log:
        return log.read_text(errors="replace").splitlines()[-LOG_LINES:]
    command = ["journalctl", "-u", "sentralbord*", "-n", str(LOG_LINES), "--no-pager", "-o", "cat"]
    said = subprocess.run(
        command, capture_output=True, text=True, timeout=LOG_SECONDS, check=True, errors="replace"
    )
    return said.stdout.splitlines()
