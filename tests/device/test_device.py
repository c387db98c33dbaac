"""The file that describes the box: read whole, and refused in clear sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.device import DeviceError, read_device
from appliance.device.front import LampPair, lamp_pins
from appliance.device.sip import PRIVATE
from hardware.encoder import EncoderPins
from hardware.lamp_pins import ChipPins, LampPins


def written(folder: Path, text: str) -> Path:
    path = folder / "device.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_a_box_with_the_usual_ports_and_no_hardware(tmp_path: Path) -> None:
    device = read_device(written(tmp_path, ""))
    assert (device.sip.port, device.modem.kind, device.oled.kind) == (5060, "none", "none")


def test_parts_are_read_and_folders_count_from_the_file(tmp_path: Path) -> None:
    text = """
    [folders]
    data = "data"
    [panel]
    kind = "gpio"
    lamps.anna = {red = 17, green = 27}
    """
    device = read_device(written(tmp_path, text))
    assert device.database == tmp_path / "data" / "sentralbord.db"
    assert device.panel.lamps["anna"] == LampPair(17, 27)


def test_all_mistakes_are_told_at_once_whatever_kind_they_are(tmp_path: Path) -> None:
    text = """
    [sip]
    port = "5060"
    prot = 1
    address6 = "here"
    allow = ["10.0.0.1/8"]
    [web]
    port = 70000
    [modem]
    kind = "serial"
    [backup]
    keep = 0
    [what]
    """
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, text))
    told = [line.partition("device.toml: ")[2] for line in str(refused.value).splitlines()]
    assert [line.partition(": ")[0] for line in told] == [
        *("sip.port", "sip.prot", "what"),
        *("web.port", "sip.allow", "sip.address6", "backup", "modem.port"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sip]\nprot = 5060", "sip.prot: there is no such setting; did you mean 'port'?"),
        ("[oled]\nkind = 'ssd1336'", "oled.kind"),
        (
            "[modem]\nkind = 'pigeon'",
            "modem.kind: this must be one of 'serial', 'emulated', 'none', not 'pigeon'",
        ),
        ("[sip]\nport = '5060'", "sip.port: this must be a whole number, not '5060'"),
        ("[sip]\nport = 70000", "sip.port: a port lies between 0 and 65535"),
        ("[sip]\nallow = ['10.0.0.1/8']", "sip.allow: '10.0.0.1/8' is no network such as"),
        ("[sip]\ntls_port = 5061", "sip.tls_port: calls by TLS need sip.certificate"),
        ("[sip", "is not TOML"),
        ("[modem]\nkind = 'serial'", "modem.port: say where the modem is"),
        (
            "[panel]\nlamps.anna = {red = 5}\nlamps.bo = {red = 5}",
            "GPIO 5 is given to lamp 'anna' and 'bo'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, text))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", None),
        ("address = '127.0.0.1'\nallow = ['127.0.0.0/8']", ("127.0.0.0/8",)),
        ("address = '0.0.0.0'", PRIVATE),
        ("address = '0.0.0.0'\nallow = []", ()),
        ("address = '192.168.1.2'\nallow = ['0.0.0.0/0']", ("0.0.0.0/0",)),
    ],
)
def test_who_may_call(tmp_path: Path, text: str, allowed: tuple[str, ...] | None) -> None:
    assert read_device(written(tmp_path, f"[sip]\n{text}")).sip.allowed == allowed


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, "[sip]\nprot = 1\n[web]\nprt = 2"))
    assert len(str(refused.value).splitlines()) == 2


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="cannot be read: No such file"):
        read_device(tmp_path / "nothing.toml")


FRONT = """
[panel]
kind = "gpio"
lamps.anna = {red = 17, green = 27}
lamps.bo = {chip = 0x20, red = "A0", green = "A1"}
lamps."line:nordlys" = {chip = 0x21, red = "B7", active_high = false}
lamps.fault = {red = 22}
[oled]
kind = "sh1106"
bus = "spi"
[buttons]
kind = "gpio"
pins = {status = 5, lamp_test = 6}
hold_seconds = 4
encoder = {a = 7, b = 13}
power_off = ["systemctl", "poweroff"]
[dtmf]
kind = "mt8870"
data = [16, 20, 21, 26]
strobe = 12
line = "+4710000001"
"""


def test_the_whole_front_panel_is_read(tmp_path: Path) -> None:
    device = read_device(written(tmp_path, FRONT))
    assert lamp_pins(device.panel) == {
        "anna": LampPins(17, 27),
        "bo": ChipPins(0x20, "A0", "A1"),
        "line:nordlys": ChipPins(0x21, "B7", None, active_high=False),
        "fault": LampPins(22, None),
    }
    assert (device.oled.bus, device.oled.dc, device.oled.reset) == ("spi", 24, 25)
    assert device.buttons.pins == {"status": 5, "lamp_test": 6}
    assert device.buttons.hold_seconds == 4.0
    assert device.buttons.encoder == EncoderPins(7, 13)
    assert device.buttons.power_off == ("systemctl", "poweroff")
    assert (device.dtmf.data, device.dtmf.strobe) == ((16, 20, 21, 26), 12)
    assert device.dtmf.line == "+4710000001"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lamps.bo = {chip = 0x20, red = 'C0'}", "panel.lamps: lamp 'bo': a chip has pins A0"),
        ("lamps.bo = {chip = 0x3C, red = 'A0'}", "from 0x20 to 0x27, not 0x3c"),
        ("lamps.bo = {chip = 0x20, red = 5}", "a chip has pins A0 to B7, not a GPIO number"),
        ("lamps.bo = {red = 'A0'}", "which chip has this pin? Say chip = 0x20"),
        ("lamps.bo = {}", "'bo' has neither a red nor a green pin"),
        ("lamps.bo = {red = true}", "panel.lamps.bo.red: this must be a GPIO number"),
        ("lamps.bo = {red = 2}", "panel.lamps.bo: GPIO 2 is needed for the I2C bus"),
        ("lamps.bo = {red = 0}", "panel.lamps.bo: GPIO 0 is needed for the ID chip"),
        ("lamps.bo = {red = 28}", "panel.lamps.bo: the header has GPIO 0 to 27, not 28"),
        (
            "lamps.bo = {red = 5}\n[buttons]\npins.status = 5",
            "GPIO 5 is used twice: by panel.lamps.bo and buttons.pins.status",
        ),
        (
            "lamps.bo = {red = 11}\n[oled]\nkind = 'ssd1306'\nbus = 'spi'",
            "GPIO 11 is used twice: by panel.lamps.bo and oled",
        ),
        ("[dtmf]\nkind = 'mt8870'\ndata = [1, 2]", "dtmf.data: name the four pins Q1 to Q4"),
        ("[oled]\nheight = 48", "oled.height: there are 128x64 and 128x32, not 128x48"),
        (
            "[buttons]\npins.status = 5\nencoder = {a = 5, b = 6}",
            "GPIO 5 is used twice: by buttons.pins.status and buttons.encoder",
        ),
        ("[dtmf]\nkind = 'mt8870'\ndata = [4, 5, 6, 7]\nstrobe = 8", "dtmf.line: name the line"),
        ("[buttons]\nhold_seconds = 'long'", "buttons.hold_seconds: this must be a number"),
    ],
)
def test_what_cannot_be_wired_is_said_with_its_place(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, f"[panel]\n{text}"))
    assert sentence in str(refused.value)
