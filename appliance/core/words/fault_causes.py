"""Faults of one part that need different hands, told apart by what the part says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language
from appliance.core.model.trouble import TrunkTrouble

Words = Mapping[Language, str]

HANGS: Words = {
    "da": "I2C-bussen hænger: se efter ledninger, sluk og tænd.",
    "nb": "I2C-bussen henger: sjekk ledninger, slå av og på.",
    "sv": "I2C-bussen hänger: kontrollera kablarna, slå av och på.",
    "nl": "De I2C-bus hangt: controleer draden, zet uit en aan.",
    "en": "The I2C bus hangs: check its wires, switch off and on.",
}
LOCKED: Words = {
    "da": "SIM-kortet er låst: se efter PIN-koden.",
    "nb": "SIM-kortet er låst: sjekk PIN-koden.",
    "sv": "SIM-kortet är låst: kontrollera PIN-koden.",
    "nl": "De simkaart is vergrendeld: controleer de pincode.",
    "en": "The SIM card is locked: check its PIN.",
}
BACKUP_ROOM: Words = {
    "da": "Ingen sikkerhedskopi: disken er fuld.",
    "nb": "Ingen sikkerhetskopi: disken er full.",
    "sv": "Ingen säkerhetskopia: disken är full.",
    "nl": "Geen back-up: de schijf is vol.",
    "en": "No backup is made: the disk is full.",
}
CAUSES: Mapping[str, Mapping[str, Words]] = {
    "oled": {"hangs": HANGS},
    "panel": {"hangs": HANGS},
    "modem": {
        "No modem is set up": {
            "da": "SMS går ikke ud: intet modem er sat op.",
            "nb": "SMS går ikke ut: ikke noe modem er satt opp.",
            "sv": "Sms går inte ut: inget modem är inställt.",
            "nl": "Sms gaat er niet uit: er is geen modem ingesteld.",
            "en": "SMS do not go out: no modem is set up.",
        },
        "PIN": LOCKED,
        "PUK": LOCKED,
        "refuses the SIM card": {
            "da": "Nettet afviser SIM-kortet: spørg operatøren.",
            "nb": "Nettet avviser SIM-kortet: spør operatøren.",
            "sv": "Nätet avvisar SIM-kortet: fråga operatören.",
            "nl": "Het netwerk weigert de simkaart: vraag de provider.",
            "en": "The network refuses the SIM card: ask the operator.",
        },
        "no mobile network": {
            "da": "Intet mobilnet: se efter antenne og SIM-kort.",
            "nb": "Ikke noe mobilnett: sjekk antenne og SIM-kort.",
            "sv": "Inget mobilnät: kontrollera antenn och SIM-kort.",
            "nl": "Geen mobiel netwerk: controleer antenne en simkaart.",
            "en": "No mobile network: check antenna and SIM card.",
        },
        "is busy": {
            "da": "SIM-kortet er optaget: boksen spørger igen af sig selv.",
            "nb": "SIM-kortet er opptatt: boksen spør igjen av seg selv.",
            "sv": "SIM-kortet är upptaget: växeln frågar igen av sig själv.",
            "nl": "De simkaart is bezig: het kastje vraagt het vanzelf opnieuw.",
            "en": "The SIM card is busy: it is asked again by itself.",
        },
        "SIM card": {
            "da": "Modemet finder intet SIM-kort: se efter kortet.",
            "nb": "Modemet finner ikke SIM-kortet: sjekk kortet.",
            "sv": "Modemet hittar inget SIM-kort: kontrollera kortet.",
            "nl": "De modem vindt geen simkaart: controleer de kaart.",
            "en": "The modem finds no SIM card: check the card.",
        },
        "cable": {
            "da": "Modemet mangler: se efter kabel og strøm.",
            "nb": "Modemet mangler: sjekk kabel og strøm.",
            "sv": "Modemet saknas: kontrollera kabel och ström.",
            "nl": "De modem ontbreekt: controleer kabel en stroom.",
            "en": "The modem is missing: check its cable and power.",
        },
        "Another program": {
            "da": "Et andet program bruger modemet: stop det.",
            "nb": "Et annet program bruker modemet: stopp det.",
            "sv": "Ett annat program använder modemet: stoppa det.",
            "nl": "Een ander programma gebruikt de modem: stop het.",
            "en": "Another program uses the modem: stop it.",
        },
        "may not be opened": {
            "da": "Boksen må ikke bruge modemet: spørg installatøren.",
            "nb": "Boksen får ikke bruke modemet: spør installatøren.",
            "sv": "Växeln får inte använda modemet: fråga installatören.",
            "nl": "De kast mag de modem niet gebruiken: vraag de installateur.",
            "en": "The box may not use the modem: ask the installer.",
        },
        "restarted": {
            "da": "Modemet er startet forfra: se efter dets strøm.",
            "nb": "Modemet startet på nytt: sjekk strømmen dets.",
            "sv": "Modemet startade om: kontrollera dess ström.",
            "nl": "De modem is opnieuw gestart: controleer de voeding.",
            "en": "The modem restarted: check its power.",
        },
        "does not answer": {
            "da": "Modemet svarer ikke: sluk og tænd det.",
            "nb": "Modemet svarer ikke: slå det av og på.",
            "sv": "Modemet svarar inte: slå av det och på igen.",
            "nl": "De modem antwoordt niet: zet hem uit en aan.",
            "en": "The modem does not answer: switch it off and on.",
        },
    },
    "disk": {
        "disk is full": {
            "da": "Disken er fuld: slet noget, eller skift kortet.",
            "nb": "Disken er full: slett noe, eller bytt kortet.",
            "sv": "Disken är full: radera något, eller byt kortet.",
            "nl": "De schijf is vol: verwijder iets of vervang de kaart.",
            "en": "The disk is full: delete something, or fit a larger card.",
        },
        "can only be read": {
            "da": "Disken kan kun læses: genstart, ellers skift kortet.",
            "nb": "Disken kan bare leses: start på nytt, ellers bytt kortet.",
            "sv": "Disken kan bara läsas: starta om, byt annars kortet.",
            "nl": "De schijf is alleen leesbaar: herstart, vervang anders de kaart.",
            "en": "The disk can only be read: restart, else replace the card.",
        },
    },
    "backup": {
        "Plug": {
            "da": "Ingen sikkerhedskopi: sæt USB-nøglen i.",
            "nb": "Ingen sikkerhetskopi: sett i minnepinnen.",
            "sv": "Ingen säkerhetskopia: sätt i minnet.",
            "nl": "Geen back-up: steek de usb-stick erin.",
            "en": "No backup is made: plug the stick in.",
        },
        "passphrase": {
            "da": "Sikkerhedskopien mangler en adgangssætning: se siden.",
            "nb": "Sikkerhetskopien mangler en passordfrase: se siden.",
            "sv": "Säkerhetskopian saknar lösenfras: se sidan.",
            "nl": "De back-up heeft nog geen wachtwoordzin: zie de pagina.",
            "en": "The backup has no passphrase yet: see the page.",
        },
        " MB free": BACKUP_ROOM,
        "disk is full": BACKUP_ROOM,
    },
}
"""Kind of part -> what stands in its own words -> what is said; the first that stands there."""

NOT_TAKEN: Words = {
    "da": "{name} tager ikke imod os. Udbyderen sagde: »{said}«.",
    "nb": "{name} tar ikke imot oss. Leverandøren sa: «{said}».",
    "sv": "{name} tar inte emot oss. Leverantören sade: ”{said}”.",
    "nl": "{name} neemt ons niet aan. De provider zei: „{said}”.",
    "en": "{name} does not take us. The provider said: “{said}”.",
}
BY_CODE: Mapping[str, Words] = {
    TrunkTrouble.AUTH_INT: {
        "da": "{name} vil kun have auth-int: bed udbyderen om qop=auth.",
        "nb": "{name} vil bare ha auth-int: be leverandøren om qop=auth.",
        "sv": "{name} vill bara ha auth-int: be leverantören om qop=auth.",
        "nl": "{name} wil alleen auth-int: vraag de provider om qop=auth.",
        "en": "{name} takes auth-int only: ask the provider for qop=auth.",
    },
    TrunkTrouble.TOO_OFTEN: {
        "da": "{name} er spurgt for ofte: boksen prøver igen senere.",
        "nb": "{name} er spurt for ofte: boksen prøver igjen senere.",
        "sv": "{name} fick för många frågor: växeln försöker igen senare.",
        "nl": "{name} is te vaak gevraagd: de box probeert het later opnieuw.",
        "en": "{name} was asked too often: the box tries again later.",
    },
    TrunkTrouble.REFUSED: {
        "da": "{name} afviser brugernavn eller adgangskode: ret dem.",
        "nb": "{name} avviser brukernavn eller passord: rett dem.",
        "sv": "{name} avvisar användarnamn eller lösenord: rätta dem.",
        "nl": "{name} weigert gebruikersnaam of wachtwoord: verbeter ze.",
        "en": "{name} refuses the user name or the password: correct them.",
    },
    TrunkTrouble.UNKNOWN_USER: {
        "da": "{name} kender ikke brugernavnet: ret det.",
        "nb": "{name} kjenner ikke brukernavnet: rett det.",
        "sv": "{name} känner inte till användarnamnet: rätta det.",
        "nl": "{name} kent de gebruikersnaam niet: verbeter die.",
        "en": "{name} does not know the user name: correct it.",
    },
    TrunkTrouble.NOT_FOUND: {
        "da": "Adressen på {name} findes ikke: se efter internet og stavemåde.",
        "nb": "Adressen til {name} finnes ikke: sjekk internett og stavemåte.",
        "sv": "Adressen till {name} hittas inte: kontrollera internet och stavning.",
        "nl": "Het adres van {name} is niet te vinden: controleer internet en spelling.",
        "en": "The address of {name} cannot be found: check internet and spelling.",
    },
    TrunkTrouble.SILENT: {
        "da": "{name} svarer ikke: se efter internet.",
        "nb": "{name} svarer ikke: sjekk internett.",
        "sv": "{name} svarar inte: kontrollera internet.",
        "nl": "{name} antwoordt niet: controleer internet.",
        "en": "{name} does not answer: check the internet.",
    },
    TrunkTrouble.NO_SERVICE: {
        "da": "{name} kan ikke nås: se efter internet, spørg udbyderen.",
        "nb": "{name} kan ikke nås: sjekk internett, spør leverandøren.",
        "sv": "{name} kan inte nås: kontrollera internet, fråga leverantören.",
        "nl": "{name} is niet bereikbaar: controleer internet, vraag de provider.",
        "en": "{name} cannot be reached: check the internet, ask the provider.",
    },
    TrunkTrouble.NOT_TAKEN: NOT_TAKEN,
    TrunkTrouble.OTHER_TIME: NOT_TAKEN,
    TrunkTrouble.NOT_SET_UP: {
        "da": "{name} kan ikke bruges sådan: ret indstillingerne.",
        "nb": "{name} kan ikke brukes slik: rett innstillingene.",
        "sv": "{name} kan inte användas så: rätta inställningarna.",
        "nl": "{name} is zo niet bruikbaar: verbeter de instellingen.",
        "en": "{name} cannot be used like this: correct the settings.",
    },
    TrunkTrouble.CALL_FAILED: {
        "da": "Opkald går ikke ud over {name}. Udbyderen sagde: »{said}«.",
        "nb": "Samtaler går ikke ut over {name}. Leverandøren sa: «{said}».",
        "sv": "Samtal går inte ut över {name}. Leverantören sade: ”{said}”.",
        "nl": "Oproepen gaan niet uit via {name}. De provider zei: „{said}”.",
        "en": "Calls do not go out by {name}. The provider said: “{said}”.",
    },
}
"""Code of a trouble -> what is said; a code that is not here is said as its kind of part is."""

WARNINGS: Mapping[str, Words] = {
    "modem storage": {
        "da": "SIM-kortet er fuldt: læs eller slet SMS.",
        "nb": "SIM-kortet er fullt: les eller slett SMS.",
        "sv": "SIM-kortet är fullt: läs eller radera sms.",
        "nl": "De simkaart is vol: lees of wis sms.",
        "en": "The SIM card is full: read or delete SMS.",
    },
    "recording message": {
        "da": "En besked blev ikke optaget: ring tilbage.",
        "nb": "En beskjed ble ikke tatt opp: ring tilbake.",
        "sv": "Ett meddelande spelades inte in: ring tillbaka.",
        "nl": "Een bericht is niet opgenomen: bel terug.",
        "en": "A message was not recorded: call the caller back.",
    },
    "modem service centre": {
        "da": "SMS-centralens nummer mangler: spørg operatøren.",
        "nb": "SMS-sentralens nummer mangler: spør operatøren.",
        "sv": "Numret till sms-centralen saknas: fråga operatören.",
        "nl": "Het nummer van de sms-centrale ontbreekt: vraag de provider.",
        "en": "The SMS centre's number is missing: ask the operator.",
    },
    "modem reports": {
        "da": "Modemet melder ikke, om SMS kom frem: se siden.",
        "nb": "Modemet melder ikke om SMS kom fram: se siden.",
        "sv": "Modemet säger inte om sms kom fram: se sidan.",
        "nl": "De modem meldt niet of sms aankwam: zie de pagina.",
        "en": "The modem does not tell whether SMS arrived: see the page.",
    },
    "modem spare": {
        "da": "Et af to modemer mangler: SMS går ud med det andet.",
        "nb": "Ett av to modem mangler: SMS går ut med det andre.",
        "sv": "Ett av två modem saknas: sms går ut med det andra.",
        "nl": "Een van twee modems ontbreekt: sms gaat met de andere.",
        "en": "One of two modems is lost: the other one sends.",
    },
}
"""By the whole name of what is warned of."""
