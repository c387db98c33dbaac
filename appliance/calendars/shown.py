"""How an event shows the owner of the calendar: free, busy, tentative, away (docs/calendars.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from appliance.calendars.lines import Line
from appliance.calendars.values import Property, attendee, plain
from appliance.core.model.calendar import Shown

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

BY_HAND = (Shown.FREE, Shown.OUT_OF_OFFICE, Shown.ELSEWHERE)
"""Outlook gives these to nothing by itself: somebody chose them."""

CHOSEN = ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS")
INTENDED = ("X-MICROSOFT-CDO-INTENDEDSTATUS", "X-MICROSOFT-MSNCALENDAR-INTENDEDSTATUS")
CANCELLED = ("CANCELLED", "CANCELED")
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED", "NEEDS-ACTION", "")
"""Of several addresses of one person, the answer that comes first here counts."""

READ = frozenset({"STATUS", "TRANSP", "ATTENDEE", *CHOSEN, *INTENDED})


def shown(event: Sequence[Line], owners: Collection[str]) -> Shown | None:
    """How the event shows its owner; None if it does not take place or the owner does not come.

    `owners` are the e-mail addresses by which the owner is known, in lower case. What comes
    first here goes before the rest.
    """
    status = _word(event, ("STATUS",), (*CANCELLED, "TENTATIVE", "CONFIRMED"))
    answer = _answer(event, owners)
    if status in CANCELLED or answer in ("DECLINED", "DELEGATED"):
        return None
    chosen = BUSY_STATUS.get(_word(event, CHOSEN, BUSY_STATUS))
    if chosen in BY_HAND:
        return chosen
    if _word(event, ("TRANSP",), ("TRANSPARENT", "OPAQUE")) == "TRANSPARENT":
        return Shown.FREE
    if answer == "ACCEPTED":
        left_over = chosen is Shown.TENTATIVE
        intended = BUSY_STATUS.get(_word(event, INTENDED, BUSY_STATUS), Shown.BUSY)
        return intended if left_over else Shown.BUSY
    if answer == "TENTATIVE":
        return Shown.TENTATIVE
    return chosen or _undecided(status, answer)


def _undecided(status: str, answer: str) -> Shown:
    """Where the owner has said nothing of it."""
    undecided = status == "TENTATIVE" or answer == "NEEDS-ACTION"
    return Shown.TENTATIVE if undecided else Shown.BUSY


def addresses(texts: Iterable[object]) -> frozenset[str]:
    """Those of some texts that are e-mail addresses, in lower case."""
    words = (str(text).strip().lower() for text in texts)
    return frozenset(word for word in words if "@" in word and " " not in word)


def _answer(event: Sequence[Line], owners: Collection[str]) -> str:
    """What the owner answered to the invitation (RFC 5545 section 3.2.12); "" if not known."""
    invited = [attendee(line) for line in event if line.name == "ATTENDEE"]
    own = [each for each in invited if _is_one_of(each, owners)]
    if not own:
        return _answer_of_all(event, invited)
    said = min(map(_said, own), key=ANSWERS.index)
    if said == "DELEGATED" and any(_declined_for(each, own, owners) for each in invited):
        return "NEEDS-ACTION"
    return said


def _answer_of_all(event: Sequence[Line], invited: Sequence[Property]) -> str:
    """Where all accepted what an organiser intended, so did the owner, whoever that is."""
    accepted = {_said(each) for each in invited} == {"ACCEPTED"}
    return "ACCEPTED" if accepted and _word(event, INTENDED, BUSY_STATUS) else ""


def _said(attendee: Property) -> str:
    word = attendee.params.get("PARTSTAT", "").strip().upper()
    return word if word in ANSWERS else ""


def _is_one_of(attendee: Property, owners: Collection[str]) -> bool:
    """Some servers write an address of their own, and the e-mail address beside it."""
    return any(address in owners for address in _addresses_of(attendee))


def _addresses_of(attendee: Property) -> set[str]:
    return {_address(attendee.value), _address(attendee.params.get("EMAIL", ""))} - {""}


def _address(text: str) -> str:
    return text.strip(" \"'<>").lower().removeprefix("mailto:").strip()


def _declined_for(attendee: Property, own: Iterable[Property], owners: Collection[str]) -> bool:
    """Whether a delegate of the owner (RFC 5545 section 3.2.5) does not come either."""
    sent = " ".join(each.params.get("DELEGATED-TO", "") for each in own).lower()
    by = attendee.params.get("DELEGATED-FROM", "").lower()
    delegate = any(each in sent for each in _addresses_of(attendee)) or any(o in by for o in owners)
    return delegate and _said(attendee) == "DECLINED"


def _word(event: Sequence[Line], names: Iterable[str], known: Collection[str]) -> str:
    """The first known word that a property of these names says; "" if none does."""
    said = (plain(line).value.upper() for line in event if line.name in names)
    return next((word for word in said if word in known), "")
