"""Every setting that calls itself secret is out of the bundle, however the log has it."""

from __future__ import annotations

import pytest

from appliance.device import DeviceError, read_device
from appliance.support.masking import Masks, secret_fields

ADDRESS = "https://calendar.example.org/private-4f7a0b/Zx81-qwertz/basic.ics?key=Lm55-token"
DOCUMENT = {
    "trunk": {"password": "Sommer2026!"},
    "agents": {"kari": {"pin": "$argon2id$x", "calendar": {"url": ADDRESS, "password": "8.8.8.8"}}},
    "modem": {"pin": 7391, "spare": {"pin": "0042"}},
}


def test_what_is_secret_says_so_itself() -> None:
    assert secret_fields() >= {"password", "pin", "url"}


def test_no_table_has_a_secret_whatever_its_type() -> None:
    masked = Masks([DOCUMENT]).table(DOCUMENT)
    assert masked["trunk"] == {"password": "<secret>"}
    assert masked["modem"] == {"pin": "<secret>", "spare": {"pin": "<secret>"}}
    (kari,) = masked["agents"].values()
    assert kari == {"pin": "<secret>", "calendar": {"url": "<secret>", "password": "<secret>"}}


@pytest.mark.parametrize(
    "line",
    [
        "password=Sommer2026!x",
        "xSommer2026!_",
        "AT+CPIN=7391",
        'AT+CPIN="0042"',
        f"GET {ADDRESS}",
        "302 to /private-4f7a0b/other",
        "asked for key_Lm55-token_",
    ],
)
def test_no_line_has_a_secret_or_a_part_of_one(line: str) -> None:
    said = Masks([DOCUMENT]).text(line)
    assert "<secret>" in said
    for secret in ("Sommer2026", "7391", "0042", "4f7a0b", "Zx81", "Lm55"):
        assert secret not in said


def test_a_sim_pin_without_quotation_marks_is_not_said_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "device.toml"
    file.write_text("modem.pin = 7391\nmodem.spare.pin = 4242\n")
    with pytest.raises(DeviceError) as raised:
        read_device(file)
    assert "modem.pin: this must be text in quotation marks" in str(raised.value)
    assert "modem.spare.pin" in str(raised.value)
    assert "7391" not in str(raised.value)
    assert "4242" not in str(raised.value)


def test_a_description_of_the_modem_does_not_tell_the_pin(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "device.toml"
    file.write_text(
        'modem.pin = "7391"\nmodem.port = "a"\nmodem.spare = {port = "b", pin = "4242"}'
    )
    device = read_device(file)
    assert device.modem.pin == "7391"
    assert "7391" not in repr(device)
    assert "4242" not in repr(device)
