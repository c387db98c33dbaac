"""The wheel file: which members it holds and how they are packed, with nothing but zipfile."""

import base64
import hashlib
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Fixed member time, so that the same input gives the same wheel."""


def wheel_name(version: str, tag: str) -> str:
    """File name of PEP 427, for a tag such as "cp311-cp311-linux_x86_64"."""
    return f"pjsua2-{version}-{tag}.whl"


def pack_wheel(tree: Path, build_info: str, version: str, tag: str, target: Path) -> Path:
    """Pack the installable files under `tree` into `target` and return the wheel's path."""
    members = {p.relative_to(tree).as_posix(): p.read_bytes() for p in _files(tree)}
    info = f"pjsua2-{version}.dist-info"
    members[f"{info}/METADATA"] = _metadata(version).encode()
    members[f"{info}/WHEEL"] = _wheel_file(tag).encode()
    members[f"{info}/BUILD-INFO"] = build_info.encode()
    members[f"{info}/RECORD"] = _record(members, f"{info}/RECORD").encode()
    path = target / wheel_name(version, tag)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(_member(name), content)
    return path


def _files(tree: Path) -> list[Path]:
    return sorted(p for p in tree.rglob("*") if p.is_file())


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = (0o100755 if ".so" in name else 0o100644) << 16
    return member


def _metadata(version: str) -> str:
    return (
        f"Metadata-Version: 2.1\nName: pjsua2\nVersion: {version}\n"
        "Summary: PJSIP's pjsua2 binding, compiled for a small-office switchboard\n"
        "License: GPL-2.0-or-later\nRequires-Python: >=3.11\n"
    )


def _wheel_file(tag: str) -> str:
    return f"Wheel-Version: 1.0\nGenerator: sentralbord\nRoot-Is-Purelib: false\nTag: {tag}\n"


def _record(members: dict[str, bytes], own_name: str) -> str:
    """RECORD of PEP 376: path, urlsafe SHA-256 without padding, size; its own line has neither."""
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in members.items()]
    return "\n".join([*lines, f"{own_name},,", ""])


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
