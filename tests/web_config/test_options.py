"""The command line of the web process, and what its unit of systemd says there."""

from __future__ import annotations

import configparser
import io
from pathlib import Path

import pytest
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from web_config.options import parsed

ROOT = Path(__file__).parents[2]
DEVICE = """
[folders]
data = "/data"
runtime = "/run/box"
[web]
host = "::"
port = 80
https_port = 443
names = ["desk.example.invalid"]
"""


def unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "systemd" / "sentralbord-web.service")
    return parser["Service"]


def test_the_unit_serves_what_the_file_of_the_box_says(tmp_path):
    (tmp_path / "device.toml").write_text(DEVICE)
    words = unit()["ExecStart"].split()
    assert words[1:3] == ["-m", "web_config"]
    words[words.index("/etc/sentralbord/device.toml")] = str(tmp_path / "device.toml")
    options = parsed(words[3:])
    assert (options.host, options.port, options.https_port) == ("::", 80, 443)
    assert options.database == Path("/data/sentralbord.db")
    assert options.control == Path("/run/box/control")
    site = options.site()
    assert site.secure
    assert not site.open_door, "the demo's open door is no part of a real box"
    assert site.names == ("desk.example.invalid",)
    assert site.certificates
    assert site.certificates.folder == Path("/var/lib/sentralbord-web")


def test_the_unit_gives_the_page_a_user_of_its_own_and_little_else():
    service = unit()
    assert service["User"] == "sentralbord-web"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == "CAP_NET_BIND_SERVICE"
    written = service["ReadWritePaths"].replace("-/", "/").split()
    assert all(Path(path).parts[1] in ("var", "media") for path in written)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name the box by --device"),
        (["--device", "nowhere.toml"], "cannot be read"),
        (["--device", "device.toml", "--host", "192.0.2.1"], "by HTTPS only"),
        (["--device", "device.toml", "--https-port", "443"], "needs --certificates"),
        (
            ["--device", "device.toml", "--host", "::", "--demo-without-password"],
            "only with --host",
        ),
    ],
)
def test_what_cannot_be_is_a_sentence(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "device.toml").write_text("")
    with pytest.raises(SystemExit) as ended:
        parsed(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_by_itself_a_box_is_served_to_its_own_machine_only(tmp_path):
    (tmp_path / "device.toml").write_text("")
    options = parsed(["--device", str(tmp_path / "device.toml")])
    assert (options.host, options.port, options.https_port) == ("127.0.0.1", 8080, None)
    assert not options.open_door


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_come_in_send_large_forms(tmp_path, role):
    """Forms are read before the door is checked: a stranger's must not fill memory or disk."""
    box = Box(tmp_path, tmp_path / "control")
    try:
        big = {"chain": (io.BytesIO(b"x" * 100_000), "c.pem"), "key": (io.BytesIO(b"x"), "k.pem")}
        answer = box.logged_in(role).post("/certificate/", data=big)
        assert answer.status_code == (409 if role is Role.INSTALLER else 413)
    finally:
        box.close()
