"""How an event shows the owner of the calendar: free, busy, tentative, away."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from icalendar import Component

from appliance.core.calendar import Shown

BUSY_STATUS = {
    "FREE": Shown.FREE,
    "TENTATIVE": Shown.TENTATIVE,
    "BUSY": Shown.BUSY,
    "OOF": Shown.OUT_OF_OFFICE,
    "WORKINGELSEWHERE": Shown.ELSEWHERE,
}
"""What Exchange writes (MS-OXCICAL 2.1.3.1.1.20.31), and Outlook shows in colours."""

FREE_BUSY_TYPE = {
    "FREE": Shown.FREE,
    "BUSY": Shown.BUSY,
    "BUSY-UNAVAILABLE": Shown.OUT_OF_OFFICE,
    "BUSY-TENTATIVE": Shown.TENTATIVE,
}
"""RFC 5545 section 3.2.9; what is not known there is busy."""

UNDECIDED = ("TENTATIVE", "NEEDS-ACTION")


def shown(event: Component, owners: Collection[str]) -> Shown | None:
    """How the event shows its owner; None if it does not take place or the owner declined.

    `owners` are the e-mail addresses by which the owner is known, in lower case.
    """
    status, answer = _word(event, "STATUS"), _answer(event, owners)
    if status == "CANCELLED" or answer == "DECLINED":
        return None
    if (busy := BUSY_STATUS.get(_word(event, "X-MICROSOFT-CDO-BUSYSTATUS"))) is not None:
        return busy
    if _word(event, "TRANSP") == "TRANSPARENT":
        return Shown.FREE
    if status == "TENTATIVE" or answer in UNDECIDED:
        return Shown.TENTATIVE
    return Shown.BUSY


def addresses(texts: Iterable[object]) -> frozenset[str]:
    """Those of some texts that are e-mail addresses, in lower case."""
    words = (str(text).strip().lower() for text in texts)
    return frozenset(word for word in words if "@" in word and " " not in word)


def _answer(event: Component, owners: Collection[str]) -> str:
    """What the owner answered to the invitation (RFC 5545 section 3.2.12); "" if not known."""
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        if str(attendee).lower().removeprefix("mailto:") in owners:
            return str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
    return ""


def _word(event: Component, name: str) -> str:
    value = event.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    return str(first).strip().upper()
