"""The certificate of the page: made by the box on its first boot, exchangeable by an uploaded one.

`cryptography` is loaded only when a certificate is made or read: most processes never need it.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509

OWN, UPLOADED = "own.pem", "uploaded.pem"
"""Each holds the key and the chain: one file is exchanged in one step, and always whole."""

DAYS = 825
"""Some browsers take no certificate that holds longer."""

RENEWED_BEFORE = 30
SECONDS = 86400


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
        if age is None or age > (DAYS - RENEWED_BEFORE) * SECONDS:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_secretly(own, self_signed(names, own_addresses()))
        return self.in_use()

    def take(self, chain: bytes, key: bytes, now: datetime) -> None:
        """Exchange the certificate. Raises UnusableCertificate and OSError."""
        write_secretly(self.folder / UPLOADED, checked(chain, key, now))

    def forget_uploaded(self) -> None:
        """Go back to the box's own."""
        (self.folder / UPLOADED).unlink(missing_ok=True)

    @property
    def is_own(self) -> bool:
        """Whether the box has signed it itself."""
        return self.in_use().name == OWN


def self_signed(names: Collection[str], addresses: Collection[str]) -> bytes:
    """Return a new key (P-256) and its certificate for names and addresses, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sentralbord")])
    known: list[x509.GeneralName] = [x509.DNSName(each) for each in sorted(set(names))]
    known += [x509.IPAddress(ipaddress.ip_address(each)) for each in sorted(set(addresses))]
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        # A clock that runs ahead of the browser's must not make it refuse.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS - 1))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return in_pem(key, [builder.sign(key, hashes.SHA256())])


def in_pem(key: object, chain: Collection[x509.Certificate]) -> bytes:
    """Return a key without a password, and certificates, in one PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    return bytes(secret) + b"".join(each.public_bytes(Encoding.PEM) for each in chain)


def checked(chain: bytes, key: bytes, now: datetime) -> bytes:
    """Return an uploaded chain and key as one PEM. Raises UnusableCertificate."""
    certificates, secret = read_chain(chain), read_key(key)
    leaf = certificates[0]
    if leaf.public_key() != secret.public_key():  # type: ignore[attr-defined]
        raise UnusableCertificate("other key")
    if now < leaf.not_valid_before_utc:
        raise UnusableCertificate("too early")
    if now >= leaf.not_valid_after_utc:
        raise UnusableCertificate("expired")
    for lower, upper in pairwise(certificates):
        if lower.issuer != upper.subject:
            raise UnusableCertificate("wrong order")
    return in_pem(secret, certificates)


def read_chain(chain: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM, the box's own first. Raises UnusableCertificate."""
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(chain)
    except ValueError as error:
        raise UnusableCertificate("no certificate") from error


def read_key(key: bytes) -> object:
    """Return a private key that is strong enough. Raises UnusableCertificate."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        secret = load_pem_private_key(key, password=None)
    except TypeError as error:
        raise UnusableCertificate("key has a password") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableCertificate("no key") from error
    strong = isinstance(secret, rsa.RSAPrivateKey) and secret.key_size >= 2048
    if not strong and not isinstance(secret, ec.EllipticCurvePrivateKey):
        raise UnusableCertificate("weak key")
    return secret


def facts(file: Path) -> Facts:
    """Return what a person may want to know of a certificate. Raises OSError, ValueError."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    leaf = x509.load_pem_x509_certificates(file.read_bytes())[0]
    names: list[str] = []
    try:
        known = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += known.get_values_for_type(x509.DNSName)
        names += map(str, known.get_values_for_type(x509.IPAddress))
    except x509.ExtensionNotFound:
        names.append(leaf.subject.rfc4514_string())
    return Facts(
        names=tuple(names),
        issuer=leaf.issuer.rfc4514_string(),
        since=leaf.not_valid_before_utc,
        until=leaf.not_valid_after_utc,
        fingerprint=leaf.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


def own_addresses() -> list[str]:
    """Return the addresses by which browsers may reach this machine now, loopback included."""
    found = {"127.0.0.1", "::1"}
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        # RFC 5737, RFC 3849: nobody's; to connect a datagram socket sends nothing.
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((elsewhere, 9))
            except OSError:
                continue
            found.add(probe.getsockname()[0].partition("%")[0])
    return sorted(found)


def write_secretly(file: Path, content: bytes) -> None:
    """Put a file in place whole, durable, and for this user's eyes only. Raises OSError."""
    half = file.with_name(f"{file.name}.part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    half.replace(file)
