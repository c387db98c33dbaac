"""Microsoft's log-in and its Graph on loopback, after their published forms; no tenant was asked.

Forms: the client credentials grant of the Microsoft identity platform, and List calendarView and
calendar: getSchedule of Microsoft Graph 1.0.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from support.calendar_server import Quiet

from appliance.calendars.graph_asking import EMULATED
from appliance.core.model.calendar import GraphApp

TENANT = "fjordkontoret.example"
CLIENT = "00000000-0000-4000-8000-000000000001"
SECRET = "hemmelig~Verdi.1"
APP = GraphApp(TENANT, CLIENT, SECRET)
MAILBOX = "anna@example.com"
TOKEN = "eyJ.emulated.token"
AT_MOST = {"showAs", "start", "end", "isAllDay", "isCancelled", "isOrganizer", "responseStatus"}


def graph_event(begins: datetime, ends: datetime, **more: Any) -> dict[str, Any]:
    """An event as Graph tells it in UTC, with those of its properties that are asked for."""
    moments = {"start": begins, "end": ends}
    told = {
        name: {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
        for name, at in moments.items()
    }
    organizer = {"response": "organizer", "time": "0001-01-01T00:00:00Z"}
    return {
        "@odata.etag": 'W/"abc"',
        "id": "AAMk",
        "showAs": "busy",
        "isAllDay": False,
        "isCancelled": False,
        "isOrganizer": True,
        "responseStatus": organizer,
        **told,
        **more,
    }


def meeting_now(**more: Any) -> dict[str, Any]:
    """One that has just begun and lasts two hours."""
    now = datetime.now(UTC)
    return graph_event(now - timedelta(minutes=10), now + timedelta(hours=2), **more)


class GraphServer:
    """Holds one mailbox' events; a context manager.

    `page` events come at once. `aadsts` is the number by which the log-in refuses, `refusal` a
    status (and headers) of Graph, `view_refusal` one of its events only. `next_link` is told
    instead of the next page's address, `schedule` where only free and busy times may be seen.
    Tokens are good for `lifetime` seconds; those before `revoked` are not taken any more.
    """

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.page = 200
        self.aadsts = 0
        self.login_answer: tuple[int, bytes] | None = None
        self.login_headers: Mapping[str, str] = {}
        self.lifetime: object = 3599
        self.revoked = 0
        self.view_refusal = 0
        self.schedule: Any = {"availabilityView": "0", "scheduleItems": []}
        self.schedules_asked: list[Any] = []
        self.refusal: tuple[int, Mapping[str, str]] | None = None
        self.body: bytes | None = None
        self.next_link = ""
        self.asked: list[str] = []
        self.arrived = threading.Condition()
        self._http = Quiet(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """What makes the box ask here."""
        return {EMULATED: str(self._http.server_address[1])}

    @property
    def place(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def wait_for(self, times: int, seconds: float = 30.0) -> None:
        """Wait until calendars were asked for that often."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.views) >= times, seconds), self.asked

    @property
    def views(self) -> list[str]:
        """The questions for calendars."""
        return [asked for asked in self.asked if "calendarView" in asked]

    @property
    def log_ins(self) -> list[str]:
        """The questions for tokens."""
        return [asked for asked in self.asked if asked.endswith("/token")]

    def takes(self, authorization: str | None) -> bool:
        """Whether that is a token which was given and not revoked."""
        given = range(self.revoked, len(self.log_ins))
        return authorization in [f"Bearer {TOKEN}{number}" for number in given]

    def token(self, path: str, form: Mapping[str, list[str]]) -> tuple[int, Mapping[str, Any]]:
        """What the log-in says to a form."""
        right = {
            "grant_type": ["client_credentials"],
            "client_id": [CLIENT],
            "client_secret": [SECRET],
            "scope": ["https://graph.microsoft.com/.default"],
        }
        number = self.aadsts
        if path != f"/{TENANT}/oauth2/v2.0/token":
            number = 90002
        elif form.get("client_id") != right["client_id"]:
            number = 700016
        elif form.get("client_secret") != right["client_secret"]:
            number = 7000215
        elif form != right:
            number = 900144
        if number:
            words = f"AADSTS{number}: Told in words. Trace ID: 0000 Timestamp: 2026-07-01 08:00:00Z"
            return 401 if number >= 7000000 else 400, {
                "error": "invalid_client",
                "error_description": words,
                "error_codes": [number],
            }
        token = f"{TOKEN}{len(self.log_ins) - 1}"
        return 200, {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token}

    def view(self, path: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """What Graph says to a question for a calendar."""
        found = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(found.query).items()}
        if not self.takes(headers.get("Authorization")):
            return 401, {"error": {"code": "InvalidAuthenticationToken", "message": "."}}
        if self.view_refusal:
            return self.view_refusal, {"error": {"code": "ErrorAccessDenied", "message": "."}}
        if found.path != f"/v1.0/users/{MAILBOX}/calendarView":
            return 404, {"error": {"code": "ErrorInvalidUser", "message": "."}}
        narrow = set(asked.get("$select", "id").split(",")) <= AT_MOST
        utc = headers.get("Prefer") == 'outlook.timezone="UTC"'
        if not (narrow and utc and {"startDateTime", "endDateTime"} <= asked.keys()):
            return 400, {"error": {"code": "BadRequest", "message": "."}}
        skip = int(asked.get("$skip", 0))
        size = min(self.page, int(asked.get("$top", 10)))
        told: dict[str, Any] = {"value": self.events[skip : skip + size]}
        if skip + size < len(self.events):
            bare = path.partition("&$skip=")[0]
            told["@odata.nextLink"] = self.next_link or f"{self.place}{bare}&$skip={skip + size}"
        return 200, told

    def told_schedule(
        self, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, Any]]:
        """What Graph says of when somebody is busy."""
        asked = json.loads(body)
        self.schedules_asked.append(asked)
        if not self.takes(headers.get("Authorization")):
            return 401, {"error": {"code": "InvalidAuthenticationToken", "message": "."}}
        if path != f"/v1.0/users/{MAILBOX}/calendar/getSchedule":
            return 404, {"error": {"code": "ErrorInvalidUser", "message": "."}}
        utc = headers.get("Prefer") == 'outlook.timezone="UTC"'
        zones = [asked[name]["timeZone"] for name in ("startTime", "endTime")]
        if not (utc and zones == ["UTC", "UTC"] and asked["schedules"] == [MAILBOX]):
            return 400, {"error": {"code": "BadRequest", "message": "."}}
        if isinstance(self.schedule, int):
            return self.schedule, {"error": {"code": "ErrorAccessDenied", "message": "."}}
        return 200, {"value": [{"scheduleId": MAILBOX, **self.schedule}]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.note()
                if not self.path.endswith("/token"):
                    status, said = server.told_schedule(self.path, self.headers, body)
                    self.answer(status, json.dumps(said).encode(), {})
                    return
                status, said = server.token(self.path, parse_qs(body.decode()))
                answer = server.login_answer or (status, json.dumps(said).encode())
                self.answer(*answer, server.login_headers)

            def do_GET(self) -> None:
                self.note()
                if server.refusal:
                    self.answer(server.refusal[0], b'{"error": {}}', server.refusal[1])
                    return
                status, said = server.view(self.path, self.headers)
                self.answer(status, server.body or json.dumps(said).encode(), {})

            def note(self) -> None:
                with server.arrived:
                    server.asked.append(self.path)
                    server.arrived.notify_all()

            def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
