"""Makes, checks, and reads certificates; `python -m web_config.box.papers` is a process for it.

`cryptography` takes 8 MB and is needed once in two years: it does not stay in the web process.
"""

from __future__ import annotations

import ipaddress
import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from web_config.ground.certificates import DAYS, UnusableCertificate

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def self_signed(names: Collection[str], addresses: Collection[str]) -> bytes:
    """Return a new key (P-256) and its certificate for names and addresses, as PEM."""
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


def in_pem(key: Key, chain: Collection[x509.Certificate]) -> bytes:
    """Return a key without a password, and certificates, in one PEM."""
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + b"".join(each.public_bytes(Encoding.PEM) for each in chain)


def checked(chain: bytes, key: bytes, now: datetime) -> bytes:
    """Return an uploaded chain and key as one PEM. Raises UnusableCertificate."""
    certificates, secret = read_chain(chain), read_key(key)
    leaf = certificates[0]
    if leaf.public_key() != secret.public_key():
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
    try:
        return x509.load_pem_x509_certificates(chain)
    except ValueError as error:
        raise UnusableCertificate("no certificate") from error


def read_key(key: bytes) -> Key:
    """Return a private key that is strong enough. Raises UnusableCertificate."""
    try:
        secret = load_pem_private_key(key, password=None)
    except TypeError as error:
        raise UnusableCertificate("key has a password") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableCertificate("no key") from error
    if isinstance(secret, ec.EllipticCurvePrivateKey):
        return secret
    if isinstance(secret, rsa.RSAPrivateKey) and secret.key_size >= 2048:
        return secret
    raise UnusableCertificate("weak key")


def facts(pem: bytes) -> dict[str, object]:
    """Return what a person may want to know of a certificate, as JSON knows it."""
    leaf = x509.load_pem_x509_certificates(pem)[0]
    names: list[str] = []
    try:
        known = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += known.get_values_for_type(x509.DNSName)
        names += map(str, known.get_values_for_type(x509.IPAddress))
    except x509.ExtensionNotFound:
        names.append(leaf.subject.rfc4514_string())
    return {
        "names": names,
        "issuer": leaf.issuer.rfc4514_string(),
        "since": leaf.not_valid_before_utc.isoformat(),
        "until": leaf.not_valid_after_utc.isoformat(),
        "fingerprint": leaf.fingerprint(hashes.SHA256()).hex(":").upper(),
    }


def answer(asked: dict[str, object]) -> dict[str, object]:
    """Do what the web process asks for; PEM goes as base64."""
    try:
        return DEEDS[str(asked["do"])](asked)
    except UnusableCertificate as unusable:
        return {"unusable": str(unusable)}


DEEDS: dict[str, Callable[..., dict[str, object]]] = {
    "make": lambda asked: {"pem": _text(self_signed(asked["names"], asked["addresses"]))},
    "check": lambda asked: {
        "pem": _text(
            checked(
                b64decode(asked["chain"]),
                b64decode(asked["key"]),
                datetime.fromisoformat(asked["now"]),
            )
        )
    },
    "read": lambda asked: facts(b64decode(asked["pem"])),
}


def _text(pem: bytes) -> str:
    return b64encode(pem).decode("ascii")


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
