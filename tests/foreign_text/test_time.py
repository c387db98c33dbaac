"""Whoever writes to the box cannot make it think for long: time grows no faster than the text."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from appliance.calendars.graph_event import graph_entry
from appliance.calendars.login import digest
from appliance.calendars.multistatus import MultiStatus
from appliance.calendars.reading import read_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.common import numbers
from appliance.common.foreign_json import OddJson, object_in
from appliance.common.problems import SettingsError
from appliance.control.requests import FORMS, Refused, event_of, request_in
from appliance.core.desk import masking
from appliance.core.model import sms_text
from appliance.core.model.calendar import CalendarAccess
from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Told
from appliance.core.settings.directory import Agent, Client, Office
from appliance.core.settings.lines import Line
from appliance.core.sms import status_commands as sms_words
from appliance.probe import sip
from appliance.settings import document, values
from appliance.store.migrations import stories
from appliance.support.masking import Masks
from appliance.telephony.legs import as_it_came, headers
from appliance.telephony.legs.contacts import contacts
from appliance.telephony.legs.key_messages import key_message
from appliance.telephony.network import addresses
from appliance.telephony.trunks.refusals import retry_after, wants_auth_int
from hardware.modem import at, wire_log
from hardware.modem.fields import PduError
from hardware.modem.pdu import read_deliver, submit_parts
from web_config.settings import problem_words, reading
from web_config.sms import sms_words as sms_sentences
from web_config.words import cause_words

SHORT, LONG = 8 * 1024, 64 * 1024
MOST = 3 * LONG // SHORT
"""So many times as long may the long text take: three times as much as its length asks for."""
LEAST_SECONDS = 0.002
"""What takes less in the short text is measured too badly to be compared."""

AWKWARD = (
    *(
        " ",
        '"',
        ",",
        "\\",
        "<",
        ">",
        ";",
        ":",
        "@",
        "=",
        "%",
        "/",
        "#",
        "*",
        "+",
        "-",
        ".",
        "'",
        "&",
    ),
    *(
        "7",
        "0",
        "a",
        "A",
        "f",
        "æ",
        "ſ",
        "٣",
        "\u0300",
        "\u200b",
        "\ud83d\ude00",
        "\x00",
        "\t",
        "\n",
    ),
    *("\n ", "\r\n", "\r\n ", '\\"', '"\\', '",', "<>", "<,", '<"', "(", ")", "[", "{", "}", "%2B"),
    *("a ", "1.", "1,", "a@", "@a.", ";a=", "sip:", "<sip:", "<sip:a@b>,", "a,", " ,", "-1", "x:"),
)


def seconds(read: Callable[[str], object], text: str) -> float:
    """How long the processor is at it."""
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


def grows_too_fast(read: Callable[[str], object], piece: str) -> bool:
    texts = [(piece * (length // len(piece) + 1))[:length] for length in (SHORT, LONG)]
    for _ in range(4):  # somebody else may have been in the way
        short, long = (seconds(read, text) for text in texts)
        if long <= MOST * max(short, LEAST_SECONDS):
            return False
    return True


def invite(line: str) -> Callable[[str], object]:
    """Reads an INVITE in which the text stands somewhere."""

    def read(text: str) -> None:
        start, _, rest = line.partition("|")
        message = f"{start or 'INVITE sip:a@b SIP/2.0'}\r\n{rest}\r\n\r\n".replace("{}", text)
        headers.invitation(message, "NO", trusted=True)
        as_it_came.telling_headers(message)

    return read


def offer(line: str) -> Callable[[str], object]:
    return lambda text: as_it_came.offered_codecs(
        f"INVITE sip:a@b SIP/2.0\r\n\r\nv=0\r\n{line}\r\n".replace("{}", text)
    )


def quietly(read: Callable[[str], object], *errors: type[Exception]) -> Callable[[str], object]:
    """A reader that may refuse."""

    def tried(text: str) -> None:
        with suppress(*errors):
            read(text)

    return tried


def event(text: str) -> None:
    for do, form in FORMS.items():
        for name in form.fields:
            whole = dict.fromkeys(form.fields, "x") | {"do": do, name: text}
            with suppress(Refused):
                event_of(whole, "1")


def line_of_the_socket(text: str) -> None:
    event(text)
    for line in (json.dumps({"do": "why", "agent": text}), text, f'{{"do": "{text}'):
        with suppress(Refused):
            request_in(line.encode("utf-8", "surrogatepass"))


def setting(text: str) -> None:
    readers = [
        *(values.text, values.paragraph, values.spoken, values.extension, values.prefix),
        *(values.key, values.day, values.span, values.night_or_nothing, values.time_zone),
        *(values.mark, values.number("NO"), values.address("NO"), values.host, values.account),
        *(values.secret, values.calendar_url, values.pin_hash, values.language, values.digits),
    ]
    for read in readers:
        with suppress(ValueError):
            read(text)


def settings_document(text: str) -> None:
    for whole in (text, f'[office]\nname = "{text}"', f"a = {text}", f"[{text}]", f'a = """{text}'):
        with suppress(SettingsError, UnicodeError):
            document.read(whole)


def form(text: str) -> None:
    for table in (Office, Client, Line, Agent):
        fields = {
            name: text for name in (*table.__dataclass_fields__, "weekly.mon", "keys.1.label")
        }
        reading.read_form(MultiDict(fields), table)


def week(text: str) -> None:
    reading._weekly(MultiDict({"weekly.mon": text}), "weekly")


def told(text: str) -> None:
    sentences = [
        *(
            "Noted: {}.",
            "{}",
            "Arrived for {}, known by the dialled number {}.",
            "Away ({}) until {}.",
        ),
        *("Calls {}.", "{} did not take the call: {}.", "Trunk {}: {} ({}).", "did you mean '{}'?"),
    ]
    known = (stories.WRITTEN, problem_words.KNOWN, sms_sentences.KNOWN)
    for sentence in sentences:
        for each in (*known, cause_words.MODEM):
            each.understood(sentence.replace("{}", text))
    masking.masked_step(TrailStep(NOON, Told.NOT_STORED, {"problem": text}), text[:40])
    cause_words.ANSWER.fullmatch(f"486 {text}")


def modem(text: str) -> None:
    octets = text.encode("utf-8", "surrogatepass")
    dialogue = at.Dialogue()
    dialogue.command("AT+CMGL=4")
    dialogue.feed(b"+CMGL: " + octets + b"\r\n")
    wire_log.masked(text)


def sms(text: str) -> None:
    sms_words.read(text, "sv")
    sms_text.parts_of(text)
    sms_text.transliterated(text)
    sms_text.price(text)
    with suppress(PduError, ValueError):
        read_deliver(text)
    with suppress(ValueError):
        submit_parts("+4710000001", text, reference=1)


NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
WINDOW = Window(NOON - timedelta(days=1), NOON + timedelta(days=28), ZoneInfo("Europe/Oslo"))


def calendar(line: str, text: str) -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261130T090000Z\r\n"
        "DTSTART:20261130T100000Z\r\nDTEND:20261130T110000Z\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    whole = event.replace("{}", line).replace("{}", text)
    with suppress(CalendarError):
        read_calendar(whole.encode("utf-8", "surrogatepass"), WINDOW)


def bundle(text: str) -> None:
    Masks(
        [{"office": {"name": "Fjordkontoret"}, "clients": {"nordlys": {"name": text[:60]}}}]
    ).text(text)


def answer_of_caldav(text: str) -> None:
    said = MultiStatus("This cannot be read.")
    octets = text.encode("utf-8", "surrogatepass")
    with suppress(CalendarError):
        [*said.take(octets), *said.end()]


def answer_within(kind: str) -> Callable[[str], object]:
    """Reads an answer of a CalDAV server that has the text in an element."""
    inside = f"<{kind}>{{}}</{kind}>"
    if kind != "href":
        inside = f"<href>/a.ics</href><propstat><prop>{inside}</prop></propstat>"
    whole = f'<multistatus xmlns="DAV:"><response>{inside}</response></multistatus>'
    return lambda text: answer_of_caldav(whole.replace("{}", text))


def challenge(line: str) -> Callable[[str], object]:
    kari = CalendarAccess("https://127.0.0.1/cal/", "kari", "hemmelig")
    return lambda text: digest(kari, line.replace("{}", text), "GET", "/cal/", "c")


def graph(text: str) -> None:
    """Answers of Microsoft Graph that have the text somewhere."""
    moment = {"dateTime": text, "timeZone": "UTC"}
    event = {"start": moment, "end": moment, "showAs": text, "responseStatus": {"response": text}}
    for whole in (text, f'{{"value": {text}', f'{{"value": "{text}"}}', json.dumps(event)):
        with suppress(OddJson, ValueError, KeyError, TypeError, AttributeError):
            graph_entry(object_in(whole), WINDOW.zone)


def refusal(line: str) -> Callable[[str], object]:
    """Reads a registrar's refusal that has the text in a header."""

    def read(text: str) -> None:
        message = f"SIP/2.0 401 No\r\n{line.replace('{}', text)}\r\n\r\n"
        retry_after(message)
        wants_auth_int(message)

    return read


def key_of_info(line: str) -> Callable[[str], object]:
    def read(text: str) -> None:
        octets = line.replace("{}", text).encode("utf-8", "surrogatepass")
        key_message("application/dtmf-relay", octets.decode("utf-8", "surrogateescape"))

    return read


PARSERS: dict[str, Callable[[str], object]] = {
    "the whole message": invite("{}|"),
    "the request": invite("INVITE sip:{}@b SIP/2.0|"),
    "a tel request": invite("INVITE tel:{} SIP/2.0|"),
    "a header's name": invite("|{}: a"),
    "From": invite("|From: {}"),
    "From, a name": invite('|From: "{}" <sip:1@h>'),
    "From, a bare name": invite("|From: {} <sip:1@h>;tag=1"),
    "From, an open quote": invite('|From: "{} <sip:1@h>;tag=1'),
    "From, a user": invite("|From: <sip:{}@h>"),
    "From, a host": invite("|From: <sip:1@{}>"),
    "From, a context": invite("|From: <tel:1;phone-context={}>"),
    "To, after a number": invite("|To: <sip:10000001{}@h>"),
    "Diversion": invite("|Diversion: {}"),
    "Diversion, a list": invite("|Diversion: <sip:1@h>, {} <sip:2@h>,"),
    "Diversion, parameters": invite("|Diversion: <sip:1@h>;{}"),
    "History-Info": invite("|History-Info: <sip:1@h>;index={}, <sip:1@h>;index={}"),
    "P-Asserted-Identity": invite("|P-Asserted-Identity: {}"),
    "Privacy": invite("|Privacy: {}"),
    "Remote-Party-ID": invite("|Remote-Party-ID: <sip:1@h>;party={}"),
    "a codec": offer("a=rtpmap:1{} {}/8000"),
    "the sound": offer("m=audio 1 RTP/AVP {}"),
    "a host": addresses.host_of,
    "a host in a URI": lambda text: addresses.host_of(f"sip:{text}"),
    "whom to ring": lambda text: addresses.target_uri(f"sip:{text}"),
    "a name that is shown": lambda text: addresses.from_header(text, text, "h"),
    "a number": lambda text: (numbers.as_known(text, "NO"), numbers.e164(text, "NO")),
    "a long number": lambda text: numbers.as_known(f"+4710000001{text}", "NL", text),
    "a story": told,
    "a mask": lambda text: masking.masked(text),
    "an SMS": sms,
    "the modem": modem,
    "a request of the socket": line_of_the_socket,
    "a setting": setting,
    "a settings document": settings_document,
    "a form": form,
    "hours in a form": week,
    "a text in the bundle": bundle,
    "a key in an INFO": key_of_info("{}"),
    "a key's name": key_of_info("Signal={}"),
    "a key's length": key_of_info("Signal=5\r\nDuration={}"),
    "where a call is sent on": lambda text: contacts(
        f"SIP/2.0 302 No\r\nContact: {text}\r\nm: <sip:1@h>;q={text}\r\n\r\n"
    ),
    "when to register again": refusal("Retry-After: {}"),
    "how to register": refusal('WWW-Authenticate: Digest {}, qop="{}"'),
    "a refusal's headers": refusal("{}"),
    "an answer of CalDAV": answer_of_caldav,
    "an answer of CalDAV, a name": answer_within("href"),
    "an answer of CalDAV, a calendar": answer_within("calendar-data"),
    "a log-in of CalDAV": challenge("{}"),
    "a log-in of CalDAV, a value": challenge('Digest realm="{}", nonce="{}", qop="{}"'),
    "a log-in of CalDAV, a list": challenge("Digest nonce=1, {}, Digest nonce={}"),
    "Microsoft Graph": graph,
    "a far end of the self-test": quietly(
        lambda text: sip.parse(f"INVITE sip:a@b SIP/2.0\r\nTo: {text}\r\n\r\n".encode()),
        Exception,
    ),
    "a calendar": partial(calendar, "{}"),
    "a calendar's text": partial(calendar, "SUMMARY:{}"),
    "a calendar's person": partial(calendar, "ATTENDEE;PARTSTAT={}:mailto:{}"),
    "a calendar's rule": partial(calendar, "RRULE:FREQ=DAILY;UNTIL={}"),
    "a calendar's days left out": partial(calendar, "EXDATE:{}"),
}


@pytest.mark.parametrize("parser", PARSERS)
def test_time_grows_no_faster_than_the_text(parser: str) -> None:
    too_fast = [piece for piece in AWKWARD if grows_too_fast(PARSERS[parser], piece)]
    assert too_fast == []


def test_what_grows_too_fast_is_seen() -> None:
    def goes_over_it_again(text: str) -> None:
        for begin in range(0, len(text), 2):
            text[begin:].count("x")

    assert grows_too_fast(goes_over_it_again, "a")
    assert not grows_too_fast(lambda text: text.count("x"), "a")


def test_numbers_without_end_are_refused_or_cut_and_never_reckoned_with() -> None:
    endless = "9" * 30_000
    with pytest.raises(Refused):
        request_in(f'{{"do": {endless}}}'.encode())
    with pytest.raises(SettingsError):
        document.read(f"[office]\nmessage_seconds = {endless}")
    assert headers.invitation(f"INVITE sip:{endless}@h SIP/2.0\r\n\r\n", "NO").dialled == "9" * 80
    for name in ("ring_seconds", "max_calls"):
        assert reading.read_form(MultiDict({name: endless}), Office)[name] in (
            endless,
            float("inf"),
        )
