"""A certificate for tests, signed by itself, made by openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple


class Certificate(NamedTuple):
    """Where it lies and where its key lies (PEM)."""

    certificate: Path
    private_key: Path


def certificate(folder: Path, *addresses: str) -> Certificate:
    """One for a host with these addresses, valid for a day."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    names = ",".join(f"IP:{address}" for address in addresses)
    command = (
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-nodes", "-days", "1", "-subj", "/CN=box.invalid", "-addext", f"subjectAltName={names}"),
        *("-out", str(made.certificate), "-keyout", str(made.private_key)),
    )
    subprocess.run(command, check=True, capture_output=True)
    return made
