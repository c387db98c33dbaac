"""What must be installed before PJSIP can be compiled, and which Debian package brings it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

TOOLS = {
    "gcc": "build-essential",
    "g++": "build-essential",
    "make": "build-essential",
    "patch": "patch",
    "strip": "build-essential",
    "swig": "swig",
    "xz": "xz-utils",
}
HEADERS = {
    "stdio.h": "build-essential",
    "openssl/ssl.h": "libssl-dev",
    "srtp2/srtp.h": "libsrtp2-dev",
    "samplerate.h": "libsamplerate0-dev",
    "uuid/uuid.h": "uuid-dev",
}
PYTHON_HEADERS = "python3-dev"
KEYRING_PACKAGE = "debian-archive-keyring"


def packages() -> list[str]:
    """All Debian packages the build may ask for, sorted."""
    return sorted({*TOOLS.values(), *HEADERS.values(), PYTHON_HEADERS, KEYRING_PACKAGE})


def missing_packages(python_includes: list[str], from_mirror: bool) -> list[str]:
    """Debian packages to install before the build; empty when it can start."""
    return sorted({*_missing_parts(python_includes, from_mirror)})


def _missing_parts(python_includes: list[str], from_mirror: bool) -> Iterator[str]:
    yield from (package for tool, package in TOOLS.items() if not shutil.which(tool))
    if shutil.which("gcc"):
        yield from (package for header, package in HEADERS.items() if not _compiles(header))
    if not any(Path(folder, "Python.h").exists() for folder in python_includes):
        yield PYTHON_HEADERS
    if from_mirror and not KEYRING.exists():
        yield KEYRING_PACKAGE


def _compiles(header: str) -> bool:
    # stdio.h first: some of the headers use its types without including it.
    source = f"#include <stdio.h>\n#include <{header}>\n"
    command = ["gcc", "-E", "-x", "c", "-", "-o", "/dev/null"]
    return subprocess.run(command, input=source, text=True, capture_output=True).returncode == 0
