"""The port is lost at every octet of sending and receiving, and nothing is lost with it."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterator

import pytest
from support.modem_office import CLIENT, SHORT, Office

from hardware.emulated.modem import EmulatedModem
from hardware.modem.at import Accepted, Answer, Dialogue, Unsolicited
from hardware.modem.events import (
    ModemLost,
    ModemReady,
    SmsAccepted,
    SmsReceived,
    SmsRefused,
    SmsUncertain,
)
from hardware.modem.pdu import submit_parts

OUTCOMES = (SmsAccepted, SmsRefused, SmsUncertain)
LONG = "x" * 200  # two parts
SAID, HEARD = 0, 1
Cut = Callable[[EmulatedModem, int], None]


def cut_when_said(emulated: EmulatedModem, octets: int) -> None:
    emulated.tty.dies_when_said = octets


def cut_when_heard(emulated: EmulatedModem, octets: int) -> None:
    emulated.tty.dies_when_heard = octets


STEP = 1 if "SENTRALBORD_EVERY_BYTE" in os.environ else 5
"""Without the variable, every fifth octet is enough for a quick run."""

CUTS = pytest.mark.parametrize(("cut", "side"), [(cut_when_said, SAID), (cut_when_heard, HEARD)])


def quick(emulated: EmulatedModem) -> Office:
    return Office(emulated.port, check_seconds=60, retry_seconds=0.005, timings=SHORT)


def sending(office: Office, emulated: EmulatedModem) -> None:
    """What is cut: a long SMS."""
    office.modem.send("s", CLIENT, LONG)


def receiving(office: Office, emulated: EmulatedModem) -> None:
    """What is cut: a long SMS coming in, its reading, and its deletion."""
    emulated.receive(CLIENT, LONG, reference=9)


def octets(emulated: EmulatedModem, side: int) -> int:
    return (emulated.tty.said, emulated.tty.heard)[side]


def octets_of(what: Callable[[Office, EmulatedModem], None], until: type, side: int) -> range:
    """The octets that an uninterrupted course takes, counted from a modem that is ready."""
    with EmulatedModem() as emulated, quick(emulated) as office:
        office.ready()
        settled(office)
        before = octets(emulated, side)
        what(office, emulated)
        event = office.next_of(until)
        if isinstance(event, SmsReceived):
            office.modem.delete(event.sms_id)
        settled(office)
        return range(before, octets(emulated, side), STEP)


def settled(office: Office) -> None:
    """Wait until the modem has nothing more to do: it answers what is asked last."""
    office.modem.send("settled", "no number", "")
    while office.next_of(OUTCOMES).sms_id != "settled":
        pass


@CUTS
def test_an_sms_is_sent_once_or_in_doubt_wherever_the_port_is_cut(cut: Cut, side: int) -> None:
    told = set()
    for octet in octets_of(sending, SmsAccepted, side):
        with EmulatedModem() as emulated, quick(emulated) as office:
            office.ready()
            settled(office)
            cut(emulated, octet)
            sending(office, emulated)
            outcome = office.next_of(OUTCOMES)
            told.add(type(outcome))
            sent = len(emulated.sent)
            if isinstance(outcome, SmsAccepted):
                assert sent == 1, octet
            if isinstance(outcome, SmsRefused):
                assert (sent, outcome.retryable) == (0, True), octet
            if isinstance(outcome, SmsUncertain):
                assert sent <= 1, octet
            comes_back(office, emulated, octet)
    assert {SmsRefused, SmsUncertain} <= told


def comes_back(office: Office, emulated: EmulatedModem, octet: int) -> None:
    """The modem is plugged in again and sends."""
    emulated.tty.dies_when_said = emulated.tty.dies_when_heard = None
    emulated.plug()
    for attempt in range(20):
        office.modem.send(f"again-{attempt}", CLIENT, "again")
        outcome = office.next_of(OUTCOMES)
        assert not isinstance(outcome, SmsUncertain), octet
        if isinstance(outcome, SmsAccepted):
            assert emulated.sent[-1].text == "again"
            return
        office.next_of(ModemReady)
    raise AssertionError(octet)


@CUTS
def test_an_sms_that_comes_in_is_told_and_deleted_wherever_the_port_is_cut(
    cut: Cut, side: int
) -> None:
    for octet in octets_of(receiving, SmsReceived, side):
        with EmulatedModem() as emulated, quick(emulated) as office:
            office.ready()
            settled(office)
            cut(emulated, octet)
            receiving(office, emulated)
            names = set(told_and_kept(office, emulated, octet))
            assert len(names) == 1, octet


def told_and_kept(office: Office, emulated: EmulatedModem, octet: int) -> Iterator[str]:
    """Keep whatever is told, plug in when the port was cut, until the SIM card is empty."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            event = office.events.get(timeout=0.02)
        except queue.Empty:
            event = None
        match event:
            case SmsReceived(sms_id=name, text=text, problem=problem):
                assert (text, problem) == (LONG, ""), octet
                office.modem.delete(name)
                yield name
            case ModemLost():
                emulated.tty.dies_when_said = emulated.tty.dies_when_heard = None
                emulated.plug()
        if emulated.stored == 0:
            return
    raise AssertionError(f"still stored after a cut at octet {octet}")


# The listing of what came in, cut and interrupted in the dialogue itself

PDUS = [part.pdu for part in submit_parts(CLIENT, "x" * 400, reference=1)]
LISTING = [b"AT+CMGL=4\r"]
for number, pdu in enumerate(PDUS, 1):
    LISTING += [f"\r\n+CMGL: {number},1,,{len(pdu) // 2 - 1}\r\n".encode(), pdu.encode() + b"\r\n"]
LISTING += [b"\r\nOK\r\n"]
LINES = tuple(
    line
    for number, pdu in enumerate(PDUS, 1)
    for line in (f"+CMGL: {number},1,,{len(pdu) // 2 - 1}", pdu)
)
REPORT = "0006070A917401000010621112719503406211127195134000"
INTERRUPTIONS = [
    (b'\r\n+CMTI: "SM",3\r\n', Unsolicited('+CMTI: "SM",3')),
    (f"\r\n+CDS: 24\r\n{REPORT}\r\n".encode(), Unsolicited("+CDS: 24", REPORT)),
    (b"\r\n+CREG: 1\r\n", Unsolicited("+CREG: 1")),
    (b"\r\nRING\r\n", Unsolicited("RING")),
]


def listed(*chunks: bytes) -> list[object]:
    dialogue = Dialogue()
    dialogue.command("AT+CMGL=4")
    return [outcome for chunk in chunks for outcome in dialogue.feed(chunk)]


def test_a_listing_cut_anywhere_means_the_same() -> None:
    said = b"".join(LISTING)
    for cut in range(len(said) + 1):
        assert listed(said[:cut], said[cut:]) == [Answer("AT+CMGL=4", LINES, None)], cut
    assert listed(*(bytes([octet]) for octet in said)) == [Answer("AT+CMGL=4", LINES, None)]


@pytest.mark.parametrize(("line", "unsolicited"), INTERRUPTIONS)
def test_a_listing_interrupted_anywhere_means_the_same(line: bytes, unsolicited: object) -> None:
    for place in range(len(LISTING) + 1):
        outcomes = listed(*LISTING[:place], line, *LISTING[place:])
        assert Answer("AT+CMGL=4", LINES, None) in outcomes, place
        assert unsolicited in outcomes
        assert len(outcomes) == 2


@pytest.mark.parametrize(("line", "unsolicited"), INTERRUPTIONS)
def test_unsolicited_lines_in_any_order_change_no_sending(line: bytes, unsolicited: object) -> None:
    (part,) = submit_parts(CLIENT, "Hei", reference=0)
    course = [b"\r\n> ", b"\r\n+CMGS: 7\r\n", b"\r\nOK\r\n"]
    for other, told in INTERRUPTIONS:
        for one in range(len(course) + 1):
            for two in range(len(course) + 1):
                pieces = [b"", *course]
                pieces[one] += line
                pieces[two] += other
                dialogue = Dialogue()
                dialogue.submit(part)
                outcomes = [o for piece in pieces for o in dialogue.feed(piece)]
                assert Accepted(7) in outcomes
                assert {unsolicited, told} <= set(outcomes)
                assert len(outcomes) == 3
