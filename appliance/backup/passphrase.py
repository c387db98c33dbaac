"""The passphrase's lock in age's format, at a cost that a board with 512 MB of memory can bear.

age-encryption.org/v1, "The scrypt recipient type". Libraries choose a cost for the machine that
they run on, which is half a gigabyte on a fast one; what a low cost leaves to whoever guesses, a
longer passphrase takes away. Locks of any cost are opened, if there is memory for them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import Any

from appliance.backup.troubles import BackupError

SHORTEST_PASSPHRASE = 20
"""Four words; each of these characters costs whoever guesses more than the lock's own cost."""
WORK_FACTOR = 15
"""The logarithm of scrypt's N: 2**15 blocks of 1 KiB are 32 MiB."""
BLOCK_OCTETS = 1024
"""What scrypt holds for each of N: 128 times r, and r is 8."""
MEMORY = Path("/proc/meminfo")
GROUPS = Path("/sys/fs/cgroup")
OWN_GROUP = Path("/proc/self/cgroup")

TOO_SHORT = f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters; four words do."
NO_MEMORY = (
    "Opening this backup needs {needed} MB of memory, and {free} MB are free: it was made by an "
    "earlier version. Restore it on a larger machine, and make a new backup there."
)
_INTRO = b"age-encryption.org/v1\n"
_SCRYPT = re.compile(rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n")
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"
_WORDS, _SYLLABLES = 7, 2


def lock(secret: bytes, passphrase: str) -> bytes:
    """Lock a secret of less than 64 KiB; raises BackupError for a short passphrase."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(TOO_SHORT)
    salt, file_key, nonce = (secrets.token_bytes(16) for _ in range(3))
    wrapped = _cipher(_stretched(passphrase, salt)).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt %s %d\n%s\n---" % (_base64(salt), WORK_FACTOR, _base64(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), _INTRO + stanza, "sha256")
    only_chunk = bytes(11) + b"\x01"
    sealed: bytes = _cipher(_derived(file_key, nonce, b"payload")).encrypt(only_chunk, secret, None)
    return b"".join((_INTRO, stanza, b" ", _base64(mac), b"\n", nonce, sealed))


def check_memory(locked: bytes, memory: Path = MEMORY, limit: int | None = None) -> None:
    """Raise BackupError if a lock costs more than is free: to be killed half-way helps nobody.

    `limit` in octets is what the unit may take; by default, the one that systemd has set.
    """
    found = _SCRYPT.match(locked, len(_INTRO))
    known = (_free_octets(memory), limit or unit_limit())
    free = min((octets for octets in known if octets is not None), default=None)
    if found is None or free is None:
        return
    needed = BLOCK_OCTETS << min(int(found[1]), 40)
    if needed > free:
        raise BackupError(NO_MEMORY.format(needed=needed // 1_000_000, free=free // 1_000_000))


def suggestion() -> str:
    """A passphrase that nobody guesses (88 bits), of syllables that every office can read aloud."""
    words = (
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))
        for _ in range(_WORDS)
    )
    return " ".join(words)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    blocks = 1 << WORK_FACTOR
    return hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=blocks,
        r=8,
        p=1,
        maxmem=2 * BLOCK_OCTETS * blocks,
        dklen=32,
    )


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869) for one block of output."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


def _base64(octets: bytes) -> bytes:
    return base64.b64encode(octets).rstrip(b"=")


def _free_octets(memory: Path) -> int | None:
    try:
        said = memory.read_text(encoding="ascii")
    except OSError:
        return None
    free = re.findall(r"^(?:MemAvailable|SwapFree): *(\d+) kB$", said, re.MULTILINE)
    return 1024 * sum(map(int, free)) if free else None


def unit_limit(own: Path = OWN_GROUP, groups: Path = GROUPS) -> int | None:
    """The octets that MemoryMax of our unit allows (cgroups(7), memory.max); None without one."""
    try:
        found = re.search(r"^0::/(.*)$", own.read_text(encoding="utf-8"), re.MULTILINE)
        said = (groups / found[1] / "memory.max").read_text("ascii").strip() if found else ""
    except OSError:
        return None
    return int(said) if said.isdecimal() else None
