"""The file that describes the box: read whole, and refused in clear sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.device import DeviceError, LampPair, read_device


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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sip]\nprot = 5060", "sip.prot: there is no such setting; did you mean 'port'?"),
        ("[oled]\nkind = 'ssd1336'", "oled.kind"),
        ("[sip]\nport = '5060'", "sip.port: this must be a whole number, not '5060'"),
        ("[sip]\nport = 70000", "sip.port: a port lies between 0 and 65535"),
        ("[sip", "is not TOML"),
        ("[modem]\nkind = 'serial'", "modem.port: say where the modem is"),
        (
            "[panel]\nlamps.anna = {red = 5}\nlamps.bo = {red = 5}",
            "GPIO 5 is used by two lamps",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, text))
    assert sentence in str(refused.value)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as refused:
        read_device(written(tmp_path, "[sip]\nprot = 1\n[web]\nprt = 2"))
    assert len(str(refused.value).splitlines()) == 2


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="cannot be read: No such file"):
        read_device(tmp_path / "nothing.toml")
