"""Whether the trunks of an office can work as they are written down."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.settings.directory import Directory
from appliance.core.settings.problem import Problem
from appliance.core.settings.trunks import MAIN, Trunk


def trunk_problems(directory: Directory) -> Iterator[Problem]:
    """Every contradiction within a trunk."""
    if directory.trunk:
        yield from _of(MAIN, directory.trunk)
    for trunk in directory.trunks.values():
        if trunk.id == MAIN:
            yield Problem(f"trunks.{MAIN}", f"this name belongs to the table [{MAIN}]")
        yield from _of(f"trunks.{trunk.id}", trunk)


def _of(path: str, trunk: Trunk) -> Iterator[Problem]:
    if trunk.registrar and not trunk.user:
        yield Problem(f"{path}.user", "to register, we need the user name of the account")
    if trunk.password and not trunk.user:
        yield Problem(f"{path}.user", "a password needs the user name that it belongs to")
    if trunk.user and not trunk.password:
        words = "without a password the provider will turn us away if it asks for one"
        yield Problem(f"{path}.password", words, warning=True)
    if trunk.srtp != "off" and trunk.transport != "tls":
        words = 'without transport = "tls" whoever listens can read the keys of the voice'
        yield Problem(f"{path}.srtp", words, warning=True)
