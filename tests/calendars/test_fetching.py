"""A calendar is fetched over the network: what is asked, what is refused, and in which words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, OSLO, event, ics
from support.ports import free_port

from appliance.calendars import asking
from appliance.calendars.document import sift
from appliance.calendars.fetching import Fetched, fetch
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import CalendarAccess

CALENDAR = ics(event("DTSTART:20260325T100000", "DURATION:PT1H"))
WINDOW = Window.around(NOW, OSLO)
SECRET = "/private-5ecret/basic.ics"


def whole(pieces: Iterator[bytes]) -> bytes:
    """The document, if it is one."""
    document = b"".join(pieces)
    sift([document], WINDOW)
    return document


def fetched(url: str, user: str = "", password: str = "") -> Fetched[bytes]:
    found = fetch(CalendarAccess(url, user, password), WINDOW, {}, whole)
    assert found is not None
    return found


def refusal(url: str, user: str = "", password: str = "") -> str:
    with pytest.raises(CalendarError) as raised:
        fetched(url, user, password)
    words = str(raised.value)
    assert "5ecret" not in words
    assert words.endswith(".")
    return words


def test_the_document_comes_as_it_is(server: CalendarServer) -> None:
    server.pages[SECRET] = Page(CALENDAR)
    assert fetched(server.url(SECRET)).document == CALENDAR


def test_an_unchanged_calendar_is_not_sent_again(server: CalendarServer) -> None:
    day = "Wed, 25 Mar 2026 08:00:00 GMT"
    server.pages[SECRET] = Page(CALENDAR, headers={"etag": '"one"', "last-modified": day})
    access = CalendarAccess(server.url(SECRET))
    first = fetch(access, WINDOW, {}, whole)
    assert first is not None
    assert fetch(access, WINDOW, first.marks, whole) is None
    assert server.asked[-1][2]["if-none-match"] == '"one"'
    assert server.asked[-1][2]["if-modified-since"] == day
    server.pages[SECRET] = Page(CALENDAR, headers={"etag": '"two"'})
    assert fetch(access, WINDOW, first.marks, whole) == Fetched(CALENDAR, {"etag": '"two"'})


def test_the_user_and_the_password_are_sent_to_their_server(server: CalendarServer) -> None:
    server.pages[SECRET] = Page(CALENDAR, user="kari")
    assert fetched(server.url(SECRET), "kari", "blåbær").document == CALENDAR
    assert server.asked[-1][2]["authorization"] == "Basic a2FyaTpibMOlYsOmcg=="
    assert "user and a password" in refusal(server.url(SECRET))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "asks for a user and a password"),
        (403, "does not let the calendar be read"),
        (404, "has no calendar at this address"),
        (410, "any more"),
        (418, "status 418"),
        (429, "asked too often"),
        (500, "a trouble of its own (status 500)"),
        (503, "a trouble of its own (status 503)"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(server: CalendarServer, status: int, words: str) -> None:
    server.pages[SECRET] = Page(status=status)
    assert words in refusal(server.url(SECRET))
    assert refusal(server.url(SECRET)).startswith("127.0.0.1 ")


def test_a_redirection_within_the_place_is_followed(server: CalendarServer) -> None:
    server.pages["/old"] = Page(status=301, headers={"Location": SECRET})
    server.pages[SECRET] = Page(CALENDAR)
    assert fetched(server.url("/old")).document == CALENDAR


def test_a_circle_of_redirections_ends(server: CalendarServer) -> None:
    server.pages[SECRET] = Page(status=302, headers={"Location": SECRET})
    assert "without an end" in refusal(server.url(SECRET))


def test_a_redirection_to_another_place_without_https_is_not_followed(
    server: CalendarServer,
) -> None:
    with CalendarServer() as other:
        other.pages[SECRET] = Page(CALENDAR)
        server.pages[SECRET] = Page(status=302, headers={"Location": other.url(SECRET)})
        assert "without https" in refusal(server.url(SECRET), "kari", "5ecret")
        assert other.asked == []


def test_https_and_webcal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CalendarServer(tls=tmp_path) as secure:
        secure.pages[SECRET] = Page(CALENDAR)
        assert "certificate of 127.0.0.1 is not valid" in refusal(secure.url(SECRET))
        monkeypatch.setenv("SSL_CERT_FILE", secure.certificate)
        assert fetched(secure.url(SECRET)).document == CALENDAR
        assert fetched(secure.url(SECRET).replace("https", "webcal")).document == CALENDAR


def test_a_redirection_to_https_is_followed_without_the_password(
    server: CalendarServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CalendarServer(tls=tmp_path, host="127.0.0.2") as secure:
        monkeypatch.setenv("SSL_CERT_FILE", secure.certificate)
        secure.pages["/next"] = Page(CALENDAR)
        server.pages[SECRET] = Page(status=308, headers={"Location": secure.url("/next")})
        assert fetched(server.url(SECRET), "kari", "5ecret").document == CALENDAR
        assert "authorization" in server.asked[-1][2]
        assert "authorization" not in secure.asked[-1][2]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "calendar",
        "/private-5ecret.ics",
        "ftp://calendar.example/5ecret",
        "file:///etc/5ecret",
        "https://",
        "https://calendar.example:port/5ecret",
        "http://[5ecret/",
    ],
)
def test_what_is_no_address_is_not_asked(url: str) -> None:
    assert "must begin with https://" in refusal(url)


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860::1]"])
def test_plain_http_across_the_internet_is_refused(host: str) -> None:
    assert "without https" in refusal(f"http://{host}{SECRET}")


def test_an_unknown_host() -> None:
    assert "not known to the network" in refusal(f"https://calendar.invalid{SECRET}")
    assert "not known to the network" in refusal(f"http://calendar.invalid{SECRET}")


def test_nobody_there() -> None:
    assert "Nothing answers" in refusal(f"http://127.0.0.1:{free_port(socket.SOCK_STREAM)}{SECRET}")


def test_something_that_is_no_web_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 mail.example ready\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        assert "no web server" in refusal(f"http://127.0.0.1:{port}{SECRET}")
        greeter.join()


def test_a_server_that_says_nothing(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SILENT_SECONDS", 0.2)
    server.pages[SECRET] = Page(CALENDAR[:30], announced=1000, hang=True)
    assert "does not answer in time" in refusal(server.url(SECRET))


def test_a_calendar_that_is_cut_off(server: CalendarServer) -> None:
    server.pages[SECRET] = Page(CALENDAR, announced=len(CALENDAR) + 10)
    assert "broke off" in refusal(server.url(SECRET))


def test_a_calendar_that_is_too_large(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LARGEST", 1_000_000)
    server.pages[SECRET] = Page(b"x" * 1_000_001)
    assert "larger than 1 MB" in refusal(server.url(SECRET))


def test_an_address_with_letters_of_its_own(server: CalendarServer) -> None:
    server.pages["/kalender%20f%C3%B8r/p%C3%A5ske.ics?n%C3%B8kkel=1%2F2"] = Page(CALENDAR)
    address = server.url("/kalender før/påske.ics?nøkkel=1%2F2")
    assert fetched(address).document == CALENDAR
