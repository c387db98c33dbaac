"""One question to a web server: HTTPS, redirections, limits of time and size, clear sentences."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from appliance.calendars.address import Address, not_found
from appliance.calendars.troubles import CalendarError
from appliance.core.calendar import CalendarAccess

SILENT_SECONDS = 15.0
"""How long a server may say nothing."""

BODY_SECONDS = 45.0
LARGEST = 5_000_000
MOST_REDIRECTIONS = 5
PIECE = 64 * 1024
REDIRECTIONS = (301, 302, 303, 307, 308)
PROGRAM = "Sentralbord"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the method, and what goes with it."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the server `host` said; the names of its headers are in lower case."""

    host: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(access: CalendarAccess, question: Question) -> Response:
    """Ask where the calendar lies, follow where it leads; raises CalendarError.

    The user and the password go to the first host only.
    """
    first = here = Address.of(access.url)
    for _ in range(MOST_REDIRECTIONS + 1):
        here.check()
        credentials = _credentials(access) if here.host == first.host else {}
        response = _answer(here, question, credentials)
        location = response.headers.get("location", "")
        if response.status not in REDIRECTIONS or not location:
            return response
        here = here.led_to(location)
    raise CalendarError(f"{here.host} leads on from address to address without an end.")


def _answer(here: Address, question: Question, credentials: Mapping[str, str]) -> Response:
    with _in_sentences(here.host):
        connection = _connection(here)
        try:
            connection.request(
                question.method,
                here.target,
                question.body,
                {"User-Agent": PROGRAM, **question.headers, **credentials},
            )
            with connection.getresponse() as said:
                headers = {name.lower(): value for name, value in said.getheaders()}
                return Response(here.host, said.status, headers, _body(said, here.host))
        finally:
            connection.close()


def _connection(here: Address) -> http.client.HTTPConnection:
    if not here.secure:
        return http.client.HTTPConnection(here.host, here.port, timeout=SILENT_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(
        here.host, here.port, timeout=SILENT_SECONDS, context=context
    )


def _body(said: http.client.HTTPResponse, host: str) -> bytes:
    pieces, size, until = [], 0, time.monotonic() + BODY_SECONDS
    while piece := said.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise CalendarError(
                f"The calendar at {host} is larger than {LARGEST // 1_000_000} MB: "
                "let it publish a shorter time."
            )
        if time.monotonic() > until:
            raise CalendarError(f"{host} sends the calendar too slowly.")
    if said.length:  # fewer bytes came than were announced
        raise CalendarError(f"{host} broke off in the middle of the calendar.")
    return b"".join(pieces)


def _credentials(access: CalendarAccess) -> dict[str, str]:
    """RFC 7617; in UTF-8, which servers have come to expect."""
    if not access.user and not access.password:
        return {}
    pair = f"{access.user}:{access.password}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}


@contextmanager
def _in_sentences(host: str) -> Iterator[None]:
    """What goes wrong on the way, without a word of what was asked."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CalendarError(
            f"The certificate of {host} is not valid ({error.verify_message})."
        ) from None
    except socket.gaierror:
        raise not_found(host) from None
    except TimeoutError:
        raise CalendarError(f"{host} does not answer in time.") from None
    except ConnectionRefusedError:
        raise CalendarError(f"Nothing answers at {host}: check the address and the port.") from None
    except http.client.HTTPException:
        raise CalendarError(f"What answers at {host} is no web server.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise CalendarError(f"{host} cannot be reached ({why}).") from None
