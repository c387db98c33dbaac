"""No calendar's address leads back into the box or the office, by a redirection or by a name."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, OSLO, ics

from appliance.calendars import network
from appliance.calendars.address import Address
from appliance.calendars.document import sift
from appliance.calendars.fetching import fetch
from appliance.calendars.network import Network, Place
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import CalendarAccess

WINDOW = Window.around(NOW, OSLO)
PATH = "/kari.ics"
OUTSIDE = "93.184.216.34"
LookUp = Callable[[str, int], tuple[Place, ...]]


def stands_for(*ips: str, port: int = 0) -> LookUp:
    """A look-up that names these machines; who is asked there is at this port on loopback."""
    there = ("127.0.0.1", port)
    return lambda *_: tuple(Place(socket.AF_INET, ip_address(ip), there) for ip in ips)


def refusal(url: str) -> str:
    with pytest.raises(CalendarError) as raised:
        fetch(CalendarAccess(url), WINDOW, {}, lambda pieces: sift(pieces, WINDOW))
    return str(raised.value)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CalendarServer:
    """A server of the internet, as far as the box can tell."""
    server = CalendarServer(tls=tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", server.certificate)
    real = network._looked_up

    def looked_up(host: str, port: int) -> tuple[Place, ...]:
        outside = host == "127.0.0.1" and port == server.port
        return stands_for(OUTSIDE, port=port)(host, port) if outside else real(host, port)

    monkeypatch.setattr(network, "_looked_up", looked_up)
    return server


@pytest.mark.parametrize(
    "there",
    [
        *("https://127.0.0.1/", "https://192.168.1.1/admin", "https://10.0.0.1/", "https://[::1]/"),
        *(
            "https://[fd00::1]/",
            "https://169.254.169.254/",
            "https://localhost/",
            "https://0x7f.1/",
        ),
        *(
            "https://[::ffff:192.168.1.1]/",
            "https://[64:ff9b::192.168.1.1]/",
            "https://100.64.0.1/",
        ),
        *("https://2130706433/", "https://[2002:c0a8:101::]/", "https://0.0.0.0/"),
    ],
)
def test_nobody_outside_leads_into_the_office(outside: CalendarServer, there: str) -> None:
    with outside as server:
        server.pages[PATH] = Page(status=302, headers={"Location": there})
        said = refusal(server.url(PATH))
        assert any(words in said for words in ("own network", "no machine", "back into this box"))
        assert len(server.asked) == 1


def test_nobody_outside_leads_to_a_server_of_the_office(
    outside: CalendarServer, tmp_path: Path
) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    with outside as server, CalendarServer(tls=folder, host="127.0.0.2") as inside:
        inside.pages[PATH] = Page(ics())
        server.pages[PATH] = Page(status=307, headers={"Location": inside.url(PATH)})
        assert "leads on into the office's own network" in refusal(server.url(PATH))
        assert inside.asked == []


@pytest.mark.parametrize("ips", [("127.0.0.1",), (OUTSIDE, "127.0.0.1"), ("::1",)])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_strangers_name_that_means_this_box_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, scheme: str, ips: tuple[str, ...]
) -> None:
    monkeypatch.setattr(network, "_looked_up", stands_for(*ips))
    assert "leads back into this box" in refusal(f"{scheme}://calendar.example.com/x.ics")


@pytest.mark.parametrize("ip", ["::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::"])
def test_this_box_is_known_also_where_its_address_is_dressed_up(
    monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (ip, 443, 0, 0))]
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *_, **__: found)
    assert "leads back into this box" in refusal("https://calendar.example.com/x.ics")


@pytest.mark.parametrize("ip", ["224.0.0.1", "255.255.255.255", "0.0.0.0", "ff02::1", "::"])
def test_what_is_no_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch, ip: str) -> None:
    monkeypatch.setattr(network, "_looked_up", stands_for(ip))
    assert "the address of no machine" in refusal("https://calendar.example.com/x.ics")


def test_a_name_that_changes_its_address_is_looked_up_once(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First near, so that it may be asked in the clear; a moment later it would be far away."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else OUTSIDE
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(network.socket, "getaddrinfo", getaddrinfo)
    server.pages[PATH] = Page(status=302, headers={"Location": "/next"})
    server.pages["/next"] = Page(ics())
    url = server.url(PATH).replace("127.0.0.1", "calendar.local")
    assert fetch(CalendarAccess(url), WINDOW, {}, lambda pieces: sift(pieces, WINDOW))
    assert asked == ["calendar.local"]
    assert server.asked[-1][2]["host"] == f"calendar.local:{server.port}"


def test_in_the_clear_only_where_every_machine_of_a_name_is_near(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = Address.of("http://nextcloud.office.example/x")
    monkeypatch.setattr(network, "_looked_up", stands_for("192.168.1.5"))
    assert Network().places(address)
    monkeypatch.setattr(network, "_looked_up", stands_for("192.168.1.5", OUTSIDE))
    with pytest.raises(CalendarError, match="without https"):
        Network().places(address)


def test_within_the_office_a_server_may_lead_on(server: CalendarServer) -> None:
    here = Address.of(server.url(PATH))
    Network().check_led(here, Address.of("https://127.0.0.2/x"))
