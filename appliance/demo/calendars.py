"""The calendars of the demo's staff: made up, served on this machine, read as real ones are."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

STAFF = ("jonas", "tom", "ingrid")
"""Jonas is in a meeting, Tom is away all day, Ingrid's course is shown as free."""

BEGAN = timedelta(minutes=10)
MEETING = timedelta(hours=2)
DAY = timedelta(days=1)
SECOND = "%Y%m%dT%H%M%SZ"
DOCUMENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Fjordkontoret//Demo//NO\r
BEGIN:VEVENT\r
UID:{uid}@fjordkontoret.invalid\r
{when}\r
X-MICROSOFT-CDO-BUSYSTATUS:{shown}\r
END:VEVENT\r
END:VCALENDAR\r
"""


def with_calendars(office: str, port: int) -> str:
    """The document of the office, in which calendars at this port are named."""
    named = (f'\n[agents.{each}.calendar]\nurl = "{_url(each, port)}"\n' for each in STAFF)
    return office + "".join(named)


def _url(agent: str, port: int) -> str:
    return f"http://127.0.0.1:{port}/{agent}.ics"


class DemoCalendars:
    """Serves the calendars at a port of this machine; the meeting begins before it does.

    A free port is taken where somebody has the `wanted` one.
    """

    def __init__(self, wanted: int, zone: ZoneInfo) -> None:
        self._zone, self._began = zone, datetime.now(UTC) - BEGAN
        self._http = self._listening(wanted)
        self.port = int(self._http.server_address[1])
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def _listening(self, wanted: int) -> ThreadingHTTPServer:
        try:
            return ThreadingHTTPServer(("127.0.0.1", wanted), self._handler())
        except OSError:
            return ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    def close(self) -> None:
        """Serve no more."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def document(self, agent: str) -> str:
        """Somebody's calendar as it is today."""
        today = datetime.now(self._zone).date()
        all_day = f"DTSTART;VALUE=DATE:{today:%Y%m%d}\r\nDTEND;VALUE=DATE:{today + DAY:%Y%m%d}"
        ends = self._began + MEETING
        when, shown = {
            "jonas": (f"DTSTART:{self._began:{SECOND}}\r\nDTEND:{ends:{SECOND}}", "BUSY"),
            "tom": (all_day, "OOF"),
            "ingrid": (all_day, "FREE"),
        }[agent]
        return DOCUMENT.format(uid=agent, when=when, shown=shown)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        calendars = self

        class Handler(BaseHTTPRequestHandler):
            """Gives the calendars of those who have one."""

            def do_GET(self) -> None:
                """Answer with somebody's calendar."""
                agent = self.path.removeprefix("/").removesuffix(".ics")
                if agent not in STAFF:
                    self.send_error(HTTPStatus.NOT_FOUND)
                    return
                body = calendars.document(agent).encode()
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "text/calendar; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the demo's terminal shows the panel."""

        return Handler


@contextmanager
def read_by(device: Path) -> Iterator[None]:
    """Have the calendars read by the office process of the box at `device`."""
    with device.with_name("office.log").open("ab") as log:
        office = subprocess.Popen(
            [sys.executable, "-m", "appliance", "office", "--device", str(device)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is the demo's to pass on
        )
    try:
        yield
    finally:
        office.terminate()
        office.wait()
