"""Why a calendar could not be read is said in the language of the page."""

from __future__ import annotations

import pytest

from appliance.calendars import address, caldav, child, document, fetching, graph_troubles, series
from web_config.words.calendar_words import KNOWN

HOST = {"host": "calendar.example", "status": 503, "kind": "MemoryError"}


@pytest.mark.parametrize(
    "sentence",
    [
        *fetching.REFUSALS.values(),
        *(fetching.TROUBLE, fetching.REFUSAL, caldav.NOT_READABLE, address.NO_ADDRESS),
        *(caldav.NO_DATA, caldav.NO_CALENDAR_ITSELF),
        *(document.WEB_PAGE, document.NO_CALENDAR, document.BREAKS_OFF, document.MALFORMED),
        *(series.TAKES_TOO_LONG, child.TOO_LONG, child.CRASHED),
        *graph_troubles.LOGIN_TROUBLES.values(),
        *graph_troubles.MAILBOX_TROUBLES.values(),
        *(graph_troubles.NO_APP, graph_troubles.ELSEWHERE, graph_troubles.OTHER),
        *(graph_troubles.TOO_LARGE.format(host="calendar.example", size=4),),
        graph_troubles.LOGIN_OTHER.format(number=53003),
        graph_troubles.SCHEDULE_OTHER.format(code="ErrorX"),
        graph_troubles.SCHEDULE_OTHER.format(code="?"),
        str(address.not_found("calendar.example")),
        "calendar.example leads on into the office's own network: not followed.",
        "calendar.example leads back into this box: it is not asked.",
        "calendar.example is the address of no machine: check the address.",
        "The certificate of calendar.example is not valid (certificate has expired).",
        "calendar.example cannot be reached (No route to host).",
    ],
)
def test_every_reason_of_the_reader_is_known(sentence: str) -> None:
    assert KNOWN.understood(sentence.format(**HOST))
