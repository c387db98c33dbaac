"""Where the PJSIP source archive comes from: the Debian mirror of this machine, or a given archive.

Debian's source package `asterisk` carries a PJSIP release as its component `Xpjproject`. apt
fetches it and checks the signature; its own sources stay as they are, for all state is private.
"""

import hashlib
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pj_prerequisites import KEYRING

SUITE = "sid"
COMPONENT = "asterisk_*.orig-Xpjproject.tar.*"
APT_CONFIG = """\
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::Etc::sourcelist "{here}/debian.sources";
Dir::Etc::sourceparts "{here}/none";
Dir::Etc::preferences "{here}/none";
Dir::Etc::preferencesparts "{here}/none";
Dir::State "{here}/state";
Dir::Cache "{here}/cache";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
"""
APT_SOURCE = (
    "Types: deb-src\nURIs: {mirror}\nSuites: {suite}\nComponents: main\nSigned-By: {keys}\n"
)
NO_MIRROR = (
    "No Debian mirror in this machine's apt sources, so PJSIP's source cannot be fetched from "
    "there. Give a PJSIP release yourself: --archive PATH_OR_URL --sha256 HEX."
)


class SourceError(Exception):
    """The source cannot be had; the message says what to do."""


@dataclass(frozen=True)
class SourceArchive:
    """A verified source archive: its path in the cache and its SHA-256 in hex."""

    path: Path
    sha256: str


def kept_archive(store: Path) -> SourceArchive | None:
    """The archive fetched last from the mirror, if it is still whole."""
    archives = sorted(store.glob(COMPONENT), key=lambda path: path.stat().st_mtime)
    return _verified(archives[-1]) if archives else None


def given_archive(place: str, sha256: str, store: Path) -> SourceArchive:
    """Copy or download `place` into the store; raises SourceError when the SHA-256 differs."""
    folder = store / "given"
    folder.mkdir(exist_ok=True)
    kept = _verified(folder / Path(place).name)
    if kept and kept.sha256 == sha256.lower():
        return kept
    partial = _take(place, store / "given.part")
    if _sha256(partial) != sha256.lower():
        raise SourceError(f"{place} has SHA-256 {_sha256(partial)}, not the one given: not used.")
    return _keep(partial, Path(place).name, folder)


def mirrored_archive(scratch: Path, store: Path) -> SourceArchive:
    """Fetch the component from the Debian mirror into `store`, verified by apt."""
    apt = _private_apt(scratch, debian_mirror())
    _run([*apt, "update"], scratch)
    _run([*apt, "source", "--download-only", "asterisk"], scratch)
    found = list(scratch.glob(COMPONENT))
    if len(found) != 1:
        raise SourceError(f"Debian's asterisk source holds {len(found)} PJSIP archives, not one.")
    return _keep(found[0], found[0].name, store)


def debian_mirror(etc: Path = Path("/etc/apt")) -> str:
    """URI of the Debian archive in apt's own configuration; raises SourceError without one."""
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    uris = [uri for file in files if file.is_file() for uri in _uris(file)]
    mirrors = [uri for uri in uris if re.search(r"/debian(/?|\.list|/\d{8}T\d{6}Z/?)$", uri)]
    if not mirrors:
        raise SourceError(NO_MIRROR)
    return mirrors[0]


def _uris(file: Path) -> Iterator[str]:
    text = file.read_text(errors="replace")
    if file.suffix == ".sources":
        for stanza in re.split(r"\n\s*\n", text):
            if not re.search(r"^Enabled:\s*no\b", stanza, re.M | re.I):
                for line in re.findall(r"^URIs:(.*)$", stanza, re.M | re.I):
                    yield from line.split()
    else:
        yield from re.findall(r"^\s*deb(?:-src)?\s+(?:\[[^]]*\]\s*)?(\S+)", text, re.M)


def _private_apt(scratch: Path, mirror: str) -> list[str]:
    for folder in ("state/lists/partial", "cache/archives/partial", "none"):
        (scratch / folder).mkdir(parents=True)
    source = APT_SOURCE.format(mirror=mirror, suite=SUITE, keys=KEYRING)
    (scratch / "debian.sources").write_text(source)
    config = scratch / "apt.conf"
    config.write_text(APT_CONFIG.format(here=scratch))
    return ["apt-get", "-q", f"-c={config}"]


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        reason = "\n".join(done.stderr.splitlines()[-8:])
        raise SourceError(
            f"apt could not fetch PJSIP's source from Debian {SUITE}:\n{reason}\n"
            "Check the network and try again, or give --archive PATH_OR_URL --sha256 HEX."
        )


def _take(place: str, partial: Path) -> Path:
    if re.match(r"https?://", place):
        _download(place, partial)
    elif Path(place).is_file():
        shutil.copyfile(place, partial)
    else:
        raise SourceError(f"There is no file {place}: check --archive.")
    return partial


def _download(url: str, target: Path) -> None:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer, target.open("wb") as file:
            shutil.copyfileobj(answer, file)
    except OSError as error:
        raise SourceError(f"{url} cannot be downloaded: {error}") from error


def _keep(file: Path, name: str, store: Path) -> SourceArchive:
    """Move a verified file into the store; the digest is written first, the archive last."""
    target = store / name
    digest = _sha256(file)
    _digest_file(target).write_text(f"{digest}\n")
    file.replace(target)
    return SourceArchive(target, digest)


def _verified(path: Path) -> SourceArchive | None:
    if not path.exists():
        return None
    digest = _sha256(path)
    noted = _digest_file(path)
    whole = noted.exists() and noted.read_text().strip() == digest
    return SourceArchive(path, digest) if whole else None


def _digest_file(path: Path) -> Path:
    return path.parent / f"sha256-of-{path.name}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
