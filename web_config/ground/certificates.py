"""The certificate of the page: made by the box on its first boot, and exchangeable."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from appliance.common.foreign_json import object_in
from appliance.common.own_address import own_address

OWN, UPLOADED = "own.pem", "uploaded.pem"
"""Each holds the key and the chain: one file is exchanged in one step, and always whole."""

DAYS = 825
"""Some browsers take no certificate that holds longer."""

RENEWED_BEFORE = 30
DAY_SECONDS = 86400
WORKER_SECONDS = 60


class UnusableCertificate(ValueError):
    """What was uploaded cannot be used; the page has words for each reason."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person compares: names, from when until when (UTC), and the SHA-256 fingerprint."""

    names: tuple[str, ...]
    issuer: str
    since: datetime
    until: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Certificates:
    """The folder in which they lie; nobody but the web process may read it."""

    folder: Path

    def in_use(self) -> Path:
        """The file with key and chain that browsers are served with."""
        uploaded = self.folder / UPLOADED
        return uploaded if uploaded.exists() else self.folder / OWN

    def make_ready(self, names: Collection[str]) -> Path:
        """Make the box's own certificate unless a good one is there. Raises OSError."""
        own = self.folder / OWN
        age = time.time() - own.stat().st_mtime if own.exists() else None
        if age is None or age > (DAYS - RENEWED_BEFORE) * DAY_SECONDS:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = _worked("make", names=sorted(names), addresses=own_addresses())
            write_secretly(own, b64decode(made["pem"]))
        return self.in_use()

    def take(self, chain: bytes, key: bytes, now: datetime) -> None:
        """Exchange the certificate. Raises UnusableCertificate and OSError."""
        checked = _worked("check", chain=_text(chain), key=_text(key), now=now.isoformat())
        write_secretly(self.folder / UPLOADED, b64decode(checked["pem"]))

    def forget_uploaded(self) -> None:
        """Go back to the box's own."""
        (self.folder / UPLOADED).unlink(missing_ok=True)

    @property
    def is_own(self) -> bool:
        """Whether the box has signed it itself."""
        return self.in_use().name == OWN

    def facts(self) -> Facts:
        """What a person may want to know of the certificate in use. Raises OSError."""
        return _facts(self.in_use().read_bytes())


@lru_cache(maxsize=4)
def _facts(pem: bytes) -> Facts:
    end = pem.rindex(b"PRIVATE KEY-----") + len(b"PRIVATE KEY-----")
    read = _worked("read", pem=_text(pem[end:]))  # the key stays here
    since, until = map(datetime.fromisoformat, (read["since"], read["until"]))
    return Facts(tuple(read["names"]), read["issuer"], since, until, read["fingerprint"])


def _worked(do: str, **fields: object) -> dict[str, Any]:
    """Let papers.py do something in a process of its own. Raises UnusableCertificate, OSError."""
    done = subprocess.run(
        [sys.executable, "-m", "web_config.box.papers"],
        input=json.dumps({"do": do, **fields}),
        capture_output=True,
        text=True,
        timeout=WORKER_SECONDS,
    )
    if done.returncode:
        raise OSError(f"the certificate's worker failed: {done.stderr.strip()[-200:]}")
    answer = object_in(done.stdout)
    if "unusable" in answer:
        raise UnusableCertificate(answer["unusable"])
    return answer


def _text(pem: bytes) -> str:
    return b64encode(pem).decode("ascii")


def own_addresses() -> list[str]:
    """Return the addresses by which browsers may reach this machine now, loopback included."""
    found = {own_address(family) for family in (socket.AF_INET, socket.AF_INET6)}
    return sorted({"127.0.0.1", "::1", *found} - {""})


def write_secretly(file: Path, content: bytes) -> None:
    """Put a file in place whole, durable, and for this user's eyes only. Raises OSError."""
    half = file.with_name(f"{file.name}.part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    half.replace(file)
