"""The little office with a partner for each of its firms."""

from __future__ import annotations

from dataclasses import replace

from support.little_office import office as little_office

from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner

NOBODY = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")


def two_partners() -> Directory:
    """Wages overflow to Vest; what Café Strøm's callers choose overflows to Ost."""
    base = little_office(NOBODY)
    loops = {
        **base.loops,
        "wages": replace(base.loops["wages"], overflow=Overflow(partner="vest")),
        "other": replace(base.loops["other"], overflow=Overflow(partner="ost")),
    }
    nordlys = base.menus["nordlys"]
    elsewhere = {**nordlys.keys, "3": replace(nordlys.keys["3"], loop="invoices")}
    choice = replace(base.menus["strom"].keys["3"], loop="other")
    return replace(
        base,
        loops=loops,
        menus={
            "nordlys": replace(nordlys, keys=elsewhere),
            "strom": replace(base.menus["strom"], keys={"3": choice}),
        },
        partners={
            "vest": Partner("vest", "Vest", "+4710000088"),
            "ost": Partner("ost", "Ost", "+4710000089"),
        },
    )
