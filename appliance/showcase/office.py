"""A made-up office in each of the languages, with long names and all the letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Language
from appliance.core.settings.directory import Agent, Client, Directory, Menu, Office
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.settings.trunks import Trunk

LINE, LONG_LINE = "+4710000001", "+4710000002"
CALLER, OTHER, FOREIGN = "+4710000077", "+4510000078", "+31970000012"


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called: `staff` are six names, `loops` two, `about` what calls are about."""

    office: str
    firm: str
    long_firm: str
    phrases: str
    staff: tuple[str, ...]
    loops: tuple[str, str]
    about: tuple[str, str]
    known: str


NAMES: Mapping[Language, Names] = {
    "nb": Names(
        "Fjordkontoret",
        "Nordlys Rør",
        "Østfjordens Ærlige Rørleggere & Sønner AS",
        "Nordlys Rør, du snakker med {agent}\nNordlys Rør, you are speaking with {agent}",
        ("Åse", "Bjørn", "Kari", "Ståle", "Tuva", "Øyvind"),
        ("Faktura", "Lønn"),
        ("faktura", "lønn"),
        "Åshild Bø",
    ),
    "sv": Names(
        "Ängskontoret",
        "Sjöbris Rör",
        "Västgötaslättens Ärliga Rörmokare & Söner AB",
        "Sjöbris Rör, du talar med {agent}\nSjöbris Rör, you are speaking with {agent}",
        ("Åke", "Björn", "Karin", "Märta", "Sten", "Örjan"),
        ("Fakturor", "Löner"),
        ("faktura", "lön"),
        "Åsa Ängslund",
    ),
    "da": Names(
        "Kontoret ved Åen",
        "Café Strøm",
        "Østjyllands Ærø-Rørlæggere & Søn ApS",
        "Café Strøm, De taler med {agent}\nCafé Strøm, you are speaking with {agent}",
        ("Åge", "Bodil", "Søren", "Kirsten", "Mads", "Ærne"),
        ("Regninger", "Løn"),
        ("regning", "løn"),
        "Jørgen Kjær",
    ),
    "nl": Names(
        "Kantoor Ĳsselzicht",
        "Bakker Één",
        "Loodgietersbedrijf Ĳsbrandij & Zoë de Vriës BV",
        "Bakker Één, u spreekt met {agent}\nBakker Één, you are speaking with {agent}",
        ("Anouk", "Daan", "Zoë", "Ĳsbrand", "Noor", "Stijn"),
        ("Facturen", "Lonen"),
        ("factuur", "loon"),
        "Renée van Dĳk",
    ),
    "en": Names(
        "Harbour Office",
        "Northern Light",
        "Northern Light Plumbing & Bathroom Fitters Ltd",
        "Northern Light, you are speaking with {agent}\nHow may I help you?",
        ("Alice", "Brian", "Cora", "Dennis", "Edith", "Frank"),
        ("Invoices", "Wages"),
        ("invoice", "wages"),
        "Gwen Hartley",
    ),
}


def directory(language: Language) -> Directory:
    """The whole office in one language."""
    names = NAMES[language]
    ids = tuple(f"a{number}" for number, _ in enumerate(names.staff, 1))
    keys = {
        str(number): Choice(about, loop=f"l{number}") for number, about in enumerate(names.about, 1)
    }
    return Directory(
        office=Office(names.office, language=language),
        clients={
            "firm": Client("firm", names.firm, names.phrases),
            "long": Client("long", names.long_firm, names.phrases),
        },
        lines={
            "line": Line("line", LINE, "firm", "menu", language),
            "long": Line("long", LONG_LINE, "long", "menu", _other(language)),
        },
        menus={"menu": Menu("menu", "?", keys, default="1")},
        loops={
            f"l{number}": Loop(f"l{number}", name, ids[:3] if number == 1 else ids[3:])
            for number, name in enumerate(names.loops, 1)
        },
        agents={
            agent: Agent(agent, name, f"sip:{agent}@192.0.2.1", language)
            for agent, name in zip(ids, names.staff, strict=True)
        },
        trunk=Trunk("192.0.2.2", "+4710000000"),
        contacts={"known": Contact("known", CALLER, names.known)},
    )


def _other(language: Language) -> Language:
    return "nb" if language == "en" else "en"
