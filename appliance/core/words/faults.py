"""What is said of a fault, and what to do about it, in the office's language."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language
from appliance.core.model.trouble import Reason, Trouble
from appliance.core.words.fault_causes import BY_CODE, CAUSES, WARNINGS
from appliance.core.words.spoken import worded

Words = Mapping[Language, str]

OURS = ("408", "502", "503")
"""Without an answer, an address, or a way there PJSIP makes up the status itself."""

PARTS: Mapping[str, Words] = {
    "oled": {
        "da": "Displayet svarer ikke: se efter stikket.",
        "nb": "Skjermen svarer ikke: sjekk pluggen.",
        "sv": "Skärmen svarar inte: kontrollera kontakten.",
        "nl": "Het display antwoordt niet: controleer de stekker.",
        "en": "The display does not answer: check its plug.",
    },
    "panel": {
        "da": "Lamper svarer ikke: se efter deres ledning.",
        "nb": "Lamper svarer ikke: sjekk ledningen deres.",
        "sv": "Lampor svarar inte: kontrollera deras kabel.",
        "nl": "Lampen antwoorden niet: controleer hun kabel.",
        "en": "Lamps do not answer: check their cable.",
    },
    "buttons": {
        "da": "Knapperne virker ikke: se efter ledningen.",
        "nb": "Knappene virker ikke: sjekk ledningen.",
        "sv": "Knapparna fungerar inte: kontrollera kabeln.",
        "nl": "De knoppen werken niet: controleer de kabel.",
        "en": "The buttons do not work: check their cable.",
    },
    "button": {
        "da": "Knappen {name} sidder fast: få den op igen.",
        "nb": "Knappen {name} sitter fast: få den opp igjen.",
        "sv": "Knappen {name} har fastnat: få upp den igen.",
        "nl": "De knop {name} zit vast: maak hem los.",
        "en": "The button {name} is stuck: let it come up.",
    },
    "dtmf": {
        "da": "Toner fra den analoge linje høres ikke: se efter modtageren.",
        "nb": "Toner fra den analoge linjen høres ikke: sjekk mottakeren.",
        "sv": "Toner från den analoga linjen hörs inte: kontrollera mottagaren.",
        "nl": "Tonen van de analoge lijn worden niet gehoord: controleer de ontvanger.",
        "en": "Tones of the analogue line are not heard: check the decoder.",
    },
    "modem": {
        "da": "SMS går ikke ud: se efter modem, antenne og SIM-kort.",
        "nb": "SMS går ikke ut: sjekk modem, antenne og SIM-kort.",
        "sv": "Sms går inte ut: kontrollera modem, antenn och SIM-kort.",
        "nl": "Sms gaat er niet uit: controleer modem, antenne en simkaart.",
        "en": "SMS do not go out: check modem, antenna, and SIM card.",
    },
    "trunk": {
        "da": "Ingen forbindelse til {name}: se efter internet og konto.",
        "nb": "Ingen forbindelse til {name}: sjekk internett og konto.",
        "sv": "Ingen förbindelse med {name}: kontrollera internet och konto.",
        "nl": "Geen verbinding met {name}: controleer internet en account.",
        "en": "No connection to {name}: check internet and account.",
    },
    "carrier": {
        "da": "Opkald går ikke ud over {name}: se efter konto.",
        "nb": "Samtaler går ikke ut over {name}: sjekk konto.",
        "sv": "Samtal går inte ut över {name}: kontrollera kontot.",
        "nl": "Oproepen gaan niet uit via {name}: controleer account.",
        "en": "Calls do not go out by {name}: check the account.",
    },
    "keys": {
        "da": "Taster fra linjen høres ikke: spørg installatøren.",
        "nb": "Taster fra linjen høres ikke: spør installatøren.",
        "sv": "Knapptryck från linjen hörs inte: fråga installatören.",
        "nl": "Toetsen van de lijn hoort men niet: vraag de installateur.",
        "en": "Keys of the line are not heard: ask the installer.",
    },
    "speech": {
        "da": "Nogle sætninger kan ikke siges: se loggen.",
        "nb": "Noen setninger kan ikke sies: se loggen.",
        "sv": "Vissa meningar kan inte sägas: se loggen.",
        "nl": "Sommige zinnen kunnen niet worden gezegd: zie het logboek.",
        "en": "Some sentences cannot be spoken: see the log.",
    },
    "recording": {
        "da": "En samtale blev ikke optaget: se loggen.",
        "nb": "En samtale ble ikke tatt opp: se loggen.",
        "sv": "Ett samtal spelades inte in: se loggen.",
        "nl": "Een gesprek is niet opgenomen: zie het logboek.",
        "en": "A talk was not recorded: see the log.",
    },
    "settings": {
        "da": "De nye indstillinger kan ikke bruges: de gamle gælder.",
        "nb": "De nye innstillingene kan ikke brukes: de gamle gjelder.",
        "sv": "De nya inställningarna kan inte användas: de gamla gäller.",
        "nl": "De nieuwe instellingen zijn onbruikbaar: de oude gelden.",
        "en": "The new settings cannot be used: the old ones hold.",
    },
    "set_up": {
        "da": "Intet er sat op endnu: åbn siden.",
        "nb": "Ingenting er satt opp ennå: åpne siden.",
        "sv": "Inget är inställt ännu: öppna sidan.",
        "nl": "Er is nog niets ingesteld: open de pagina.",
        "en": "Nothing is set up yet: open the page.",
    },
    "store": {
        "da": "Noget på disken kan ikke læses: se loggen.",
        "nb": "Noe på disken kan ikke leses: se loggen.",
        "sv": "Något på disken kan inte läsas: se loggen.",
        "nl": "Iets op de schijf is onleesbaar: zie het logboek.",
        "en": "Something on the disk cannot be read: see the log.",
    },
    "descriptors": {
        "da": "For mange åbne filer: nye opkald afvises.",
        "nb": "For mange åpne filer: nye anrop avvises.",
        "sv": "För många öppna filer: nya samtal avvisas.",
        "nl": "Te veel open bestanden: nieuwe oproepen worden geweigerd.",
        "en": "Too many open files: new calls are refused.",
    },
    "disk": {
        "da": "Disken tager ikke imod noget: se loggen.",
        "nb": "Disken tar ikke imot noe: se loggen.",
        "sv": "Disken tar inte emot något: se loggen.",
        "nl": "De schijf neemt niets aan: zie het logboek.",
        "en": "The disk takes nothing: see the log.",
    },
    "switchboard": {
        "da": "En indre fejl: se loggen og sig det videre.",
        "nb": "En indre feil: se loggen og si fra.",
        "sv": "Ett inre fel: se loggen och säg till.",
        "nl": "Een interne fout: zie het logboek en meld het.",
        "en": "A fault inside: see the log and report it.",
    },
    "backup": {
        "da": "Sikkerhedskopien blev ikke lavet: se siden.",
        "nb": "Ingen ny sikkerhetskopi: se siden.",
        "sv": "Ingen ny säkerhetskopia: se sidan.",
        "nl": "Er is geen nieuwe back-up: zie de pagina.",
        "en": "There is no new backup: see the page.",
    },
    "restore": {
        "da": "Gendannelsen blev ikke færdig: se loggen.",
        "nb": "Gjenopprettingen ble ikke ferdig: se loggen.",
        "sv": "Återställningen blev inte klar: se loggen.",
        "nl": "Het terugzetten is niet voltooid: zie het logboek.",
        "en": "The restore is not done: see the log.",
    },
    "power": {
        "da": "Boksen kan ikke slukke sig selv: spørg installatøren.",
        "nb": "Boksen kan ikke slå seg av selv: spør installatøren.",
        "sv": "Växeln kan inte stänga av sig själv: fråga installatören.",
        "nl": "De box kan zichzelf niet uitzetten: vraag de installateur.",
        "en": "The box cannot switch itself off: ask the installer.",
    },
}
"""By the first word of the part's name; {name} is the rest of it."""

OFFICE: Mapping[str, Words] = {
    "nobody": {
        "da": "Ingen er logget ind i {loop}: der lægges beskeder.",
        "nb": "Ingen er logget inn i {loop}: det legges igjen beskjeder.",
        "sv": "Ingen är inloggad i {loop}: där lämnas meddelanden.",
        "nl": "Niemand is aangemeld bij {loop}: men spreekt berichten in.",
        "en": "Nobody is logged in to {loop}: its callers leave messages.",
    },
    "nobody_there": {
        "da": "Alle i {loop} er optaget i kalenderen: der lægges beskeder.",
        "nb": "Alle i {loop} er opptatt i kalenderen: det legges igjen beskjeder.",
        "sv": "Alla i {loop} är upptagna i kalendern: där lämnas meddelanden.",
        "nl": "Iedereen van {loop} is bezet in de agenda: men spreekt berichten in.",
        "en": "Everybody of {loop} is busy in the calendar: callers leave messages.",
    },
    "no_telephones": {
        "da": "Ingen telefon i {loop} svarer: der lægges beskeder.",
        "nb": "Ingen telefon i {loop} svarer: det legges igjen beskjeder.",
        "sv": "Ingen telefon i {loop} svarar: där lämnas meddelanden.",
        "nl": "Geen telefoon van {loop} antwoordt: men spreekt berichten in.",
        "en": "No telephone of {loop} answers: its callers leave messages.",
    },
    "telephone": {
        "da": "Telefonen hos {name} svarer ikke: er den tændt?",
        "nb": "Telefonen til {name} svarer ikke: er den slått på?",
        "sv": "Telefonen hos {name} svarar inte: är den på?",
        "nl": "De telefoon van {name} antwoordt niet: staat hij aan?",
        "en": "The telephone of {name} does not answer: is it switched on?",
    },
    "calendar": {
        "da": "Kalenderen for {name} kan ikke læses: se siden.",
        "nb": "Kalenderen til {name} kan ikke leses: se siden.",
        "sv": "Kalendern för {name} kan inte läsas: se sidan.",
        "nl": "De agenda van {name} is niet leesbaar: zie de pagina.",
        "en": "The calendar of {name} cannot be read: see the page.",
    },
    "calendar_skipped": {
        "da": "{n} i kalenderen for {name} kan ikke læses: se siden.",
        "nb": "{n} i kalenderen til {name} kan ikke leses: se siden.",
        "sv": "{n} i kalendern för {name} kan inte läsas: se sidan.",
        "nl": "{n} in de agenda van {name} niet leesbaar: zie de pagina.",
        "en": "{n} in the calendar of {name} cannot be read: see the page.",
    },
    "secret_ends": {
        "da": "Hemmeligheden til postkasserne udløber {day}: lav en ny.",
        "nb": "Hemmeligheten til postboksene utløper {day}: lag en ny.",
        "sv": "Hemligheten till brevlådorna går ut {day}: gör en ny.",
        "nl": "Het geheim voor de postvakken verloopt {day}: maak een nieuw.",
        "en": "The secret for the mailboxes ends on {day}: make a new one.",
    },
    "secret_over": {
        "da": "Hemmeligheden til postkasserne udløb {day}: lav en ny.",
        "nb": "Hemmeligheten til postboksene utløp {day}: lag en ny.",
        "sv": "Hemligheten till brevlådorna gick ut {day}: gör en ny.",
        "nl": "Het geheim voor de postvakken verliep {day}: maak een nieuw.",
        "en": "The secret for the mailboxes ended on {day}: make a new one.",
    },
    "locked": {
        "da": "Medarbejderlinjen er spærret for {name} til {until}: forkerte koder.",
        "nb": "Ansattlinjen er sperret for {name} til {until}: feil koder.",
        "sv": "Personallinjen är spärrad för {name} till {until}: fel koder.",
        "nl": "De medewerkerslijn is geblokkeerd voor {name} tot {until}: verkeerde codes.",
        "en": "The staff line is locked for {name} until {until}: wrong PINs.",
    },
    "records": {
        "da": "{n} poster venter på disken: gør plads.",
        "nb": "{n} poster venter på disken: rydd plass.",
        "sv": "{n} poster väntar på disken: gör plats.",
        "nl": "{n} gegevens wachten op de schijf: maak ruimte.",
        "en": "{n} records wait for the disk: make room.",
    },
    "busy": {
        "da": "{n} opkald fandt alle linjer optaget.",
        "nb": "{n} anrop fant alle linjer opptatt.",
        "sv": "{n} samtal fann alla linjer upptagna.",
        "nl": "{n} oproepen vonden alle lijnen bezet.",
        "en": "{n} calls found every line busy.",
    },
    "strangers": {
        "da": "{n} opkald fra ukendte adresser blev afvist.",
        "nb": "{n} anrop fra ukjente adresser ble avvist.",
        "sv": "{n} samtal från okända adresser avvisades.",
        "nl": "{n} oproepen van onbekende adressen zijn genegeerd.",
        "en": "{n} calls or probes from unknown addresses were ignored.",
    },
    "unread": {
        "da": "{n} opkald kunne ikke læses og blev afvist.",
        "nb": "{n} anrop kunne ikke leses og ble avvist.",
        "sv": "{n} samtal kunde inte läsas och avvisades.",
        "nl": "{n} oproepen waren onleesbaar en zijn geweigerd.",
        "en": "{n} calls could not be read and were refused.",
    },
    "used_up": {
        "da": "Dagens SMS er brugt op: resten venter.",
        "nb": "Dagens SMS er brukt opp: resten venter.",
        "sv": "Dagens sms är slut: resten väntar.",
        "nl": "De sms van vandaag zijn op: de rest wacht.",
        "en": "The SMS of this day are used up: the rest waits.",
    },
    "clock_leapt": {
        "da": "Uret sprang til {to}: se efter datoen. Intet slettes så længe.",
        "nb": "Klokken sprang til {to}: sjekk datoen. Ingenting slettes så lenge.",
        "sv": "Klockan hoppade till {to}: kontrollera datumet. Inget raderas så länge.",
        "nl": "De klok sprong naar {to}: controleer de datum. Er wordt nu niets gewist.",
        "en": "The clock leapt to {to}: check the date. Nothing is deleted so long.",
    },
    "failed": {
        "da": "{n} SMS kom ikke af sted: se listen.",
        "nb": "{n} SMS kom ikke av sted: se listen.",
        "sv": "{n} sms kom inte iväg: se listan.",
        "nl": "{n} sms niet verzonden: zie de lijst.",
        "en": "{n} SMS failed: see the list.",
    },
    "maybe": {
        "da": "{n} SMS er måske sendt: afgør det i listen.",
        "nb": "{n} SMS er kanskje sendt: avgjør det i listen.",
        "sv": "{n} sms är kanske skickade: avgör det i listan.",
        "nl": "{n} sms misschien verzonden: beslis in de lijst.",
        "en": "{n} SMS may have been sent: decide in the list.",
    },
}


QUOTED = "quoted"
"""The code of a trouble that we have no sentence for: what the part itself said, as it came."""


def _code(kind: str, cause: str) -> str:
    return f"{kind}.{cause.strip().lower().replace(' ', '_')}"


SENTENCES: Mapping[str, Words] = {
    QUOTED: {"en": "{said}"},
    **PARTS,
    **BY_CODE,
    **{_code(kind, cause): words for kind in CAUSES for cause, words in CAUSES[kind].items()},
    **{name.replace(" ", "."): words for name, words in WARNINGS.items()},
    **{_code("office", key): words for key, words in OFFICE.items()},
}
"""Every code of a trouble -> its sentence."""


def trouble_of_part(device: str, reason: Reason) -> Trouble:
    """What is wrong with a part of the box, by its name and what it says of itself."""
    kind, _, name = device.partition(" ")
    if isinstance(reason, Trouble):
        return Trouble(reason.code, {**reason.values, "name": name})
    causes = CAUSES.get(kind, {})
    if device in WARNINGS:
        return Trouble(device.replace(" ", "."))
    if (cause := next((said for said in causes if said in reason), None)) is not None:
        return Trouble(_code(kind, cause), {"name": name})
    return Trouble(kind, {"name": name}) if kind in PARTS else Trouble(QUOTED, {"said": reason})


def trouble_of_office(key: str, **values: object) -> Trouble:
    """Something wrong in the office that nobody's part is to blame for."""
    return Trouble(_code("office", key), {name: str(value) for name, value in values.items()})


def told(trouble: Trouble, language: Language) -> str:
    """The sentence about a trouble in the language of whoever reads it.

    A code without one of its own, or whose sentence would quote what nobody said, is told as its
    kind of part is.
    """
    values = _shown(trouble)
    words = SENTENCES.get(trouble.code)
    if words is None or ("{said}" in words["en"] and not any(map(str.isalpha, values["said"]))):
        words = SENTENCES[trouble.code.partition(".")[0]]
    return worded(words, language).format(**values)


def of_part(device: str, reason: Reason, language: Language) -> str:
    """The sentence about a part of the box; what the part itself said where there is none."""
    return told(trouble_of_part(device, reason), language)


def _shown(trouble: Trouble) -> dict[str, str]:
    """What a sentence quotes; of a provider's answer its own words, not those of our own end."""
    values = {name: said for name, said in trouble.values.items() if isinstance(said, str)}
    answer = values.get("answer", "")
    return {"name": "", "said": "" if answer.startswith(OURS) else answer, **values}
