"""Questions to a web server: HTTPS, redirections, limits of time and size, clear sentences."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from appliance.calendars.address import Address, logged_in, not_found
from appliance.calendars.login import basic, digest
from appliance.calendars.network import Network, Place
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess

SILENT_SECONDS = 15.0
"""How long a server may say nothing."""

BODY_SECONDS = 100.0
LARGEST = 50_000_000
"""Calendars of many years have 25 MB, and nobody can shorten them."""

MOST_REDIRECTIONS = 5
PIECE = 64 * 1024
UNAUTHORISED = 401
REDIRECTIONS = (301, 302, 303, 307, 308)
PROGRAM = "Sentralbord (gzip)"
"""Some servers compress only for who is called so."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the method, and what goes with it."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the server `host` says; the names of its headers are in lower case.

    `pieces` is the body as it comes, and raises CalendarError where it does not.
    """

    host: str
    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class Client:
    """Asks where one calendar lies, as often as it takes."""

    def __init__(self, access: CalendarAccess) -> None:
        self.access = logged_in(access)
        self._network = Network()

    @contextmanager
    def asked(self, question: Question) -> Iterator[Response]:
        """Ask where the calendar lies, follow where it leads; raises CalendarError.

        The user and the password go to the first host only.
        """
        first = here = Address.of(self.access.url)
        for _ in range(MOST_REDIRECTIONS + 1):
            with self._answer(here, question, trusted=here.host == first.host) as response:
                location = response.headers.get("location", "")
                if response.status not in REDIRECTIONS or not location:
                    yield response
                    return
            there = here.led_to(location)
            self._network.check_led(here, there)
            here = there
        raise CalendarError(f"{here.host} leads on from address to address without an end.")

    @contextmanager
    def _answer(self, here: Address, question: Question, *, trusted: bool) -> Iterator[Response]:
        known = trusted and bool(self.access.user or self.access.password)
        places = self._network.places(here)
        said = basic(self.access) if known else ""
        with _exchange(here, places, question, said) as response:
            challenge = response.headers.get("www-authenticate", "")
            if response.status != UNAUTHORISED or not known:
                yield response
                return
            answer = digest(self.access, challenge, question.method, here.target)
            if answer is None:
                yield response
                return
        with _exchange(here, places, question, answer) as response:
            yield response


@contextmanager
def asked_here(
    network: Network, url: str, question: Question, authorization: str = ""
) -> Iterator[Response]:
    """Ask at this address and nowhere else, wherever it leads; raises CalendarError."""
    here = Address.of(url)
    with _exchange(here, network.places(here), question, authorization) as response:
        yield response


@contextmanager
def _exchange(
    here: Address, places: Sequence[Place], question: Question, authorization: str
) -> Iterator[Response]:
    headers = {"User-Agent": PROGRAM, "Accept-Encoding": "gzip", **question.headers}
    if authorization:
        headers["Authorization"] = authorization
    connection = _connection(here)
    try:
        with _in_sentences(here.host):
            connection.sock = _connected(here, places)
            connection.request(question.method, here.target, question.body, headers)
            said = connection.getresponse()
        with said:
            yield Response(here.host, said.status, _headers(said), _pieces(said, here.host))
    finally:
        connection.close()


def _headers(said: http.client.HTTPResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in said.getheaders():
        before = found.get(name.lower())
        found[name.lower()] = f"{before}, {value}" if before else value
    return found


def _connection(here: Address) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if here.secure else http.client.HTTPConnection
    return kind(here.host, here.port, timeout=SILENT_SECONDS)


def _connected(here: Address, places: Sequence[Place]) -> socket.socket:
    """A connection to the first of these machines that answers, and to no other."""
    for number, place in enumerate(places, 1):
        connection = socket.socket(place.family, socket.SOCK_STREAM)
        connection.settimeout(SILENT_SECONDS)
        try:
            connection.connect(place.at)
            if not here.secure:
                return connection
            context = ssl.create_default_context()
            return context.wrap_socket(connection, server_hostname=here.host)
        except OSError as error:
            connection.close()
            if number == len(places) or isinstance(error, ssl.SSLError):
                raise
    raise not_found(here.host)


def _pieces(said: http.client.HTTPResponse, host: str) -> Iterator[bytes]:
    size, until = 0, time.monotonic() + BODY_SECONDS
    with _in_sentences(host):
        for piece in _unpacked(said):
            size += len(piece)
            if size > LARGEST:
                raise CalendarError(
                    f"The calendar at {host} is larger than {LARGEST // 1_000_000} MB: "
                    "let it publish a shorter time."
                )
            yield piece
            if time.monotonic() > until:
                raise CalendarError(f"{host} sends the calendar too slowly.")
        if said.length:  # fewer bytes came than were announced
            raise http.client.IncompleteRead(b"")


def _unpacked(said: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in pieces, however small it was made on the way (RFC 9110 section 8.4.1.3)."""
    packed = (said.getheader("Content-Encoding") or "").strip().lower() in ("gzip", "x-gzip")
    unpacking = zlib.decompressobj(wbits=31)
    while piece := said.read1(PIECE):
        if not packed:
            yield piece
        while packed and piece:
            yield unpacking.decompress(piece, PIECE)
            piece = unpacking.unconsumed_tail
    if packed and not unpacking.eof:
        raise http.client.IncompleteRead(b"")


@contextmanager
def _in_sentences(host: str) -> Iterator[None]:
    """What goes wrong on the way, without a word of what was asked."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CalendarError(
            f"The certificate of {host} is not valid ({error.verify_message})."
        ) from None
    except TimeoutError:
        raise CalendarError(f"{host} does not answer in time.") from None
    except ConnectionRefusedError:
        raise CalendarError(f"Nothing answers at {host}: check the address and the port.") from None
    except (http.client.IncompleteRead, zlib.error):
        raise CalendarError(f"{host} broke off in the middle of the calendar.") from None
    except http.client.HTTPException:
        raise CalendarError(f"What answers at {host} is no web server.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise CalendarError(f"{host} cannot be reached ({why}).") from None
