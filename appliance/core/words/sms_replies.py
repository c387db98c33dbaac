"""What the box answers by SMS, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from appliance.core.model.ids import Language, Status
from appliance.core.words.spoken import worded
from appliance.core.words.statuses import STATUSES

Words = Mapping[Language, str]

UNTIL: Words = {"da": "til", "nb": "til", "sv": "till", "nl": "tot", "en": "until"}
NO_CLOCK: Words = {
    "da": "Boksens ur er ikke stillet: statussen gælder, til du sender LEDIG.",
    "nb": "Boksens klokke er ikke stilt: statusen gjelder til du sender LEDIG.",
    "sv": "Växelns klocka är inte ställd: statusen gäller tills du skickar TILLGÄNGLIG.",
    "nl": "De klok van de box is niet gezet: de status geldt tot u BESCHIKBAAR stuurt.",
    "en": "The box's clock is not set: the status holds until you send AVAILABLE.",
}
NOT_UNDERSTOOD: Words = {
    "da": "Din SMS ligger på pladsen. Ord, som ændrer din status: MØDE TIL 14, FRI, LEDIG, STATUS.",
    "nb": "SMS-en din ligger på plassen. Ord som endrer status: MØTE TIL 14, FRI, LEDIG, STATUS.",
    "sv": "Ditt sms ligger i receptionen. Ord som ändrar din status: MÖTE TILL 14, SEMESTER, "
    "TILLGÄNGLIG, STATUS.",
    "nl": "Uw SMS ligt bij de balie. Woorden voor uw status: VERGADERING TOT 14, VRIJ, "
    "BESCHIKBAAR, STATUS.",
    "en": "Your SMS is at the desk. Words that set your status: MEETING UNTIL 14, OFF, AVAILABLE, "
    "STATUS.",
}
STOPPED: Words = {
    "da": "{office}: du får ikke flere SMS. Send START, hvis du vil have dem igen.",
    "nb": "{office}: du får ikke flere SMS. Send START hvis du vil ha dem igjen.",
    "sv": "{office}: du får inga fler sms. Skicka START om du vill ha dem igen.",
    "nl": "{office}: u krijgt geen SMS meer. Stuur START als u ze weer wilt.",
    "en": "{office}: you will get no more SMS. Send START if you want them again.",
}
STARTED: Words = {
    "da": "{office}: du får SMS igen. Send STOP for at slippe.",
    "nb": "{office}: du får SMS igjen. Send STOPP for å slippe.",
    "sv": "{office}: du får sms igen. Skicka STOPP för att slippa.",
    "nl": "{office}: u krijgt weer SMS. Stuur STOP om ze niet meer te krijgen.",
    "en": "{office}: you will get SMS again. Send STOP to get none.",
}


def status_words(
    name: str, status: Status, reason: str, until: datetime | None, now: datetime, lang: Language
) -> str:
    """How a member of staff stands: "Anna: borte (møte) til 14:00."."""
    said = f"{name}: {worded(STATUSES[status], lang)}"
    if reason:
        said += f" ({reason})"
    if until:
        until = until.astimezone(now.tzinfo)
        day = "" if until.date() == now.date() else f"{until:%d.%m} "
        said += f" {worded(UNTIL, lang)} {day}{until:%H:%M}"
    return said + "."


def confirmation(stop: bool, office: str, language: Language) -> str:
    """What somebody gets who sent STOP or START."""
    return worded(STOPPED if stop else STARTED, language).format(office=office)
