"""What an agent hears and sees of a call that the box dials for them, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appliance.core.model.ids import Language, Prompt
from appliance.core.settings.directory import Directory
from appliance.core.words.spoken import sentence
from appliance.core.words.staff_line import digits, number

DIAL_SPOKEN: Mapping[str, Mapping[Language, str]] = {
    "you_call": {
        "da": "Du ringer til",
        "nb": "Du ringer til",
        "sv": "Du ringer",
        "nl": "U belt",
        "en": "You call",
    },
    "press_one_to_dial": {
        "da": "Tryk et for at ringe op.",
        "nb": "Trykk en for å ringe opp.",
        "sv": "Tryck ett för att ringa.",
        "nl": "Druk een om te bellen.",
        "en": "Press one to dial.",
    },
    "busy": {
        "da": "Der er optaget.",
        "nb": "Det er opptatt.",
        "sv": "Det är upptaget.",
        "nl": "Het nummer is in gesprek.",
        "en": "The number is busy.",
    },
    "no_answer": {
        "da": "Der bliver ikke svaret.",
        "nb": "Ingen svarer.",
        "sv": "Ingen svarar.",
        "nl": "Er wordt niet opgenomen.",
        "en": "Nobody answers.",
    },
    "no_such_number": {
        "da": "Ingen har dette nummer.",
        "nb": "Ingen har dette nummeret.",
        "sv": "Ingen har det här numret.",
        "nl": "Dit nummer bestaat niet.",
        "en": "Nobody has this number.",
    },
    "failed": {
        "da": "Opkaldet kom ikke igennem.",
        "nb": "Samtalen kom ikke fram.",
        "sv": "Samtalet kom inte fram.",
        "nl": "De oproep is niet gelukt.",
        "en": "The call did not get through.",
    },
    "try_again": {
        "da": "Tryk et for at prøve igen, fire for ring tilbage senere, eller læg på.",
        "nb": "Trykk en for å prøve igjen, fire for ring tilbake senere, eller legg på.",
        "sv": "Tryck ett för att försöka igen, fyra för ring tillbaka senare, eller lägg på.",
        "nl": "Druk een om het opnieuw te proberen, vier voor later terugbellen, of hang op.",
        "en": "Press one to try again, four to call back later, or hang up.",
    },
    "no_more_tries": {
        "da": "Tryk fire for ring tilbage senere, eller læg på.",
        "nb": "Trykk fire for ring tilbake senere, eller legg på.",
        "sv": "Tryck fyra för ring tillbaka senare, eller lägg på.",
        "nl": "Druk vier voor later terugbellen, of hang op.",
        "en": "Press four to call back later, or hang up.",
    },
    "how_did_it_go": {
        "da": "Tryk et for talt med, to for ikke truffet, fire for ring tilbage.",
        "nb": "Trykk en for snakket med, to for ikke truffet, fire for ring tilbake.",
        "sv": "Tryck ett för fick tag i, två för fick inte tag i, fyra för ring tillbaka.",
        "nl": "Druk een voor gesproken, twee voor niet bereikt, vier voor terugbellen.",
        "en": "Press one for reached, two for not reached, four for call back.",
    },
}
OWN_CALL: Mapping[Language, str] = {
    "da": "Du ringer: {whom}",
    "nb": "Du ringer: {whom}",
    "sv": "Du ringer: {whom}",
    "nl": "U belt: {whom}",
    "en": "You call: {whom}",
}
"""What stands on the agent's own telephone while it rings."""
OUTGOING: Mapping[Language, str] = {
    "da": "Udgående",
    "nb": "Utgående",
    "sv": "Utgående",
    "nl": "Uitgaand",
    "en": "Outgoing",
}
MOST_NAMES = 100
"""Of so many contacts at most the names are spoken, which must be rendered before; of more,
their numbers are read out."""


def dial_said(key: str, language: Language) -> Prompt:
    """A sentence about a dialled call; English where the language lacks it."""
    return sentence(DIAL_SPOKEN[key], language)


def spoken_names(directory: Directory) -> dict[str, str]:
    """Number -> the name that the box can say for it."""
    contacts = tuple(directory.contacts.values())
    names = {c.number: c.name for c in contacts} if len(contacts) <= MOST_NAMES else {}
    firms = {client.number: client.name for client in directory.clients.values() if client.number}
    return names | firms


def whom(directory: Directory, far: str, language: Language) -> tuple[Prompt, ...]:
    """Whom the box is about to call, for the agent's ear: a name, else the number's digits."""
    name = spoken_names(directory).get(far)
    told = (Prompt(f"{name}.", language),) if name else digits(far, language)
    return dial_said("you_call", language), *told


def dial_prompts(directory: Directory) -> Iterator[Prompt]:
    """Everything that agents may hear of calls that they have dialled."""
    if directory.way_out is None:
        return
    for language in sorted({agent.language for agent in directory.agents.values()}):
        yield from (dial_said(key, language) for key in DIAL_SPOKEN)
        yield from (number(digit, language) for digit in range(10))
        yield from (Prompt(f"{name}.", language) for name in spoken_names(directory).values())
