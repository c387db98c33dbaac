"""A small office as a document, to be changed by one line at a time."""

from __future__ import annotations

from appliance.common.problems import SettingsError
from appliance.settings.document import read

OFFICE = """
[office]
name = "Fjordkontoret"
sms_to = "100 00 100"
unknown_loop = "insurance"

[clients.nordlys]
name = "Nordlys Rør og Bad"
card = ["Åpent 7-16"]

[lines.one]
number = "+47 100 00 001"
client = "nordlys"
menu = "main"
language = "nb"

[menus.main]
prompt = "Trykk en."
default = "1"
keys.1 = { label = "forsikring", loop = "insurance" }
keys.2 = { label = "mer", menu = "more" }

[menus.more]
prompt = "Trykk firkant."
default = "#"
keys."#" = { label = "en beskjed", message = true }

[loops.insurance]
name = "Forsikring"
members = ["kari", "tom"]

[agents.kari]
name = "Kari"
address = "sip:kari@127.0.0.1:5071"

[agents.tom]
name = "Tom"
address = "100 00 002"

[trunk]
host = "sip.example.org:5060"
identity = "100 00 003"
"""


def changed(old: str, new: str) -> str:
    """The office with one passage changed."""
    assert OFFICE.count(old) == 1, f"{old!r} stands {OFFICE.count(old)} times in the office"
    return OFFICE.replace(old, new)


def said(text: str) -> list[str]:
    """Everything that is wrong with a document."""
    try:
        read(text)
    except SettingsError as error:
        return [str(problem) for problem in error.problems]
    return []


def said_after(old: str, new: str) -> list[str]:
    """Everything that is wrong after one change."""
    return said(changed(old, new))
