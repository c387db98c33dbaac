"""HTTPS: the box's own certificate, its exchange, the redirect, and clients that say nothing."""

from __future__ import annotations

import contextlib
import http.client
import io
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.certificate import certificate
from support.patience import PATIENCE
from support.ports import free_port
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from web_config.box.papers import checked, self_signed
from web_config.ground.certificates import Certificates, UnusableCertificate
from web_config.server import redirect_to

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def https_process(folder: Path, plain: int) -> Iterator[int]:
    """Run the web process with a certificate of its own; yields the port of HTTPS."""
    command = [sys.executable, "-m", "web_config", "--control", str(folder / "control")]
    command += ["--database", str(folder / "db"), "--media", str(folder / "media")]
    command += ["--port", str(plain), "--https-port", "0", "--certificates", str(folder / "tls")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            greeting = process.stdout.readline()
            address = re.search(r"https://127\.0\.0\.1:(\d+)/", greeting)
            assert address, greeting
            yield int(address[1])
            process.terminate()
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()


def trusting(folder: Path) -> ssl.SSLContext:
    """A browser that was told to trust the box's own certificate."""
    context = ssl.create_default_context(cafile=folder / "tls" / "own.pem")
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def get(connection: http.client.HTTPConnection, path: str) -> http.client.HTTPResponse:
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    answer.read()
    return answer


def test_the_box_serves_https_with_a_certificate_of_its_own(tmp_path):
    plain = free_port(socket.SOCK_STREAM)
    with https_process(tmp_path, plain) as port:
        assert (tmp_path / "tls" / "own.pem").stat().st_mode & 0o777 == 0o600
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        browser = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=PATIENCE, context=trusting(tmp_path)
        )
        answer = get(browser, "/login")
        assert answer.status == 200, "clients that never shake hands hold nobody up"
        assert answer.headers["Strict-Transport-Security"]
        assert answer.headers["Server"] == "Sentralbord"
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-sentralbord=a.")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        browser.close()
        for connection in silent:
            connection.close()
        redirected = http.client.HTTPConnection("127.0.0.1", plain, timeout=PATIENCE)
        moved = get(redirected, "/login?next=/a")
        assert moved.status == 308
        assert moved.headers["Location"] == f"https://localhost:{port}/login?next=/a"
        redirected.close()


def test_old_tls_is_refused(tmp_path):
    with https_process(tmp_path, free_port(socket.SOCK_STREAM)) as port:
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with (
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            pytest.raises((ssl.SSLError, ConnectionError)),
        ):
            old.wrap_socket(plain, server_hostname="localhost")


@pytest.mark.parametrize(
    ("host", "path", "location"),
    [
        ("localhost", "/", "https://localhost/"),
        ("192.0.2.7:80", "/a?b=c&d=e", "https://192.0.2.7/a?b=c&d=e"),
        ("[2001:db8::7]", "/x y", "https://[2001:db8::7]/x%20y"),
        ("localhost", "//evil.example/", "https://localhost/evil.example/"),
        ("localhost", "/\r\nSet-Cookie: a=b", "https://localhost/%0D%0ASet-Cookie:%20a=b"),
        ("evil.example", "/", None),
        ("localhost@evil.example", "/", None),
    ],
)
def test_the_redirect_leads_to_this_box_and_nowhere_else(host, path, location):
    said = {}
    path, _, query = path.partition("?")
    environ = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_PORT": "80"}
    environ |= {"wsgi.url_scheme": "http", "REQUEST_METHOD": "GET", "SERVER_NAME": "x"}
    redirect_to(443, {"localhost"})(environ, lambda status, headers: said.update(headers))
    assert said.get("Location") == location


@pytest.fixture
def papers(tmp_path):
    made = certificate(tmp_path, "192.0.2.7")
    return made.certificate.read_bytes(), made.private_key.read_bytes()


def other_key(tmp_path: Path) -> bytes:
    folder = tmp_path / "other"
    folder.mkdir()
    return certificate(folder, "192.0.2.8").private_key.read_bytes()


def test_an_uploaded_certificate_is_checked(tmp_path, papers):
    chain, key = papers
    now = datetime.now(UTC)
    assert checked(chain, key, now).count(b"BEGIN CERTIFICATE") == 1
    wrong = {
        "no certificate": (b"hello", key, now),
        "no key": (chain, b"hello", now),
        "other key": (chain, other_key(tmp_path), now),
        "expired": (chain, key, now + timedelta(days=2)),
        "too early": (chain, key, now - timedelta(days=2)),
        "wrong order": (chain + unlike(tmp_path), key, now),
    }
    for reason, upload in wrong.items():
        with pytest.raises(UnusableCertificate, match=reason):
            checked(*upload)


def unlike(tmp_path: Path) -> bytes:
    """A certificate that has issued nothing."""
    return self_signed(["elsewhere.invalid"], []).split(b"-----END PRIVATE KEY-----\n")[1]


def test_the_installer_exchanges_the_certificate_and_goes_back(tmp_path, papers):
    kept = Certificates(tmp_path / "tls")
    kept.make_ready({"sentralbord.local"})
    box = Box(tmp_path, tmp_path / "control", certificates=kept)
    used: list[Path] = []
    box.app.extensions["exchange_certificate"] = used.append
    browser = box.logged_in(Role.INSTALLER)
    assert "sentralbord.local" in browser.get("/certificate/").text
    chain, key = papers
    upload = {"chain": (io.BytesIO(chain), "c.pem"), "key": (io.BytesIO(chain), "k.pem")}
    refused = browser.post("/certificate/", data=upload)
    assert refused.status_code == 422
    assert "The second file holds no private key" in refused.text
    assert kept.is_own
    upload = {"chain": (io.BytesIO(chain), "c.pem"), "key": (io.BytesIO(key), "k.pem")}
    assert browser.post("/certificate/", data=upload).status_code == 303
    assert used == [kept.folder / "uploaded.pem"]
    assert kept.facts().names == ("192.0.2.7",)
    shown = browser.get("/certificate/").text
    assert "PRIVATE KEY-----" not in shown
    assert browser.post("/certificate/own").status_code == 303
    assert kept.is_own
    box.close()


def test_other_machines_are_never_served_in_the_clear(tmp_path):
    command = [sys.executable, "-m", "web_config", "--control", str(tmp_path / "c")]
    command += ["--database", str(tmp_path / "db"), "--media", str(tmp_path), "--host", "0.0.0.0"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert "by HTTPS only" in ended.stderr
    tls = ["--https-port", "0", "--certificates", str(tmp_path / "tls")]
    ended = subprocess.run(
        [*command, *tls, "--demo-without-password"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ended.returncode == 2
    assert "only with --host 127.0.0.1" in ended.stderr
