"""One question to Microsoft and its answer, a JSON object; nothing leads to another place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from appliance.calendars.asking import Question, Response, asked_here
from appliance.calendars.caldav import NOT_READABLE as ODD
from appliance.calendars.graph_troubles import TOO_LARGE
from appliance.calendars.network import Network
from appliance.calendars.troubles import CalendarError
from appliance.common.foreign_json import OddJson, object_in

LOGIN, GRAPH = "https://login.microsoftonline.com", "https://graph.microsoft.com"
EMULATED = "SENTRALBORD_GRAPH_ON_LOOPBACK"
"""A port of this machine where tests have both of them."""

LARGEST = 4_000_000
"""Bytes of an answer: ten times what that many events take."""

OK = 200

Trouble = Callable[[Response, Mapping[str, Any]], CalendarError]


def hosts() -> tuple[str, str]:
    """Where the log-in is and where the calendars are."""
    port = os.environ.get(EMULATED, "")
    return (f"http://127.0.0.1:{port}",) * 2 if port.isdecimal() else (LOGIN, GRAPH)


def asked(
    network: Network, url: str, question: Question, authorization: str, trouble: Trouble
) -> Mapping[str, Any]:
    """The JSON object that is answered; raises CalendarError."""
    with asked_here(network, url, question, authorization) as response:
        body = _body(response)
    said: dict[str, Any] | None = None
    with suppress(OddJson):
        said = object_in(body)
    if response.status != OK:
        raise trouble(response, said or {})
    if said is None:
        raise CalendarError(ODD.format(host=response.host))
    return said


def odd(url: str) -> CalendarError:
    """What answers there answers otherwise than its published form says."""
    return CalendarError(ODD.format(host=host_of(url)))


def host_of(url: str) -> str:
    """The host of a URL, for sentences."""
    return urlsplit(url).hostname or ""


def _body(response: Response) -> bytes:
    body = b""
    for piece in response.pieces:
        body += piece
        if len(body) > LARGEST:
            raise CalendarError(TOO_LARGE.format(host=response.host, size=LARGEST // 1_000_000))
    return body
