"""The reference boards: pin maps that can be built, and drawings and lists that agree with them."""

import tomllib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from appliance.device import read_device
from appliance.device.front import RESERVED as RESERVED_BY_THE_BOX
from appliance.device.front import lamp_pins
from hardware import wiring
from hardware.lamp_pins import ChipPins, LampPins
from hardware.wiring.__main__ import drawn
from hardware.wiring.board import BOARDS, milliamps, problems_of, read_board
from hardware.wiring.header import GPIO_AT, RESERVED, SUPPLY_AT
from hardware.wiring.papers import FIRMWARE, bill, config_txt
from hardware.wiring.plate import button_places, lamp_places, size, window_left

FOLDER = Path(wiring.__file__).parent
FILES = dict(drawn())
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=BOARDS)
def board(request):
    return read_board(request.param)


@pytest.mark.parametrize("name", FILES)
def test_what_is_drawn_is_up_to_date(name):
    """If this fails: `python -m hardware.wiring`, and look at what changed."""
    assert (FOLDER / name).read_text(encoding="utf-8") == FILES[name]


def test_the_header_is_the_one_of_a_pi():
    assert sorted([*GPIO_AT, *SUPPLY_AT]) == list(range(1, 41))
    assert sorted(GPIO_AT.values()) == list(range(28))
    assert RESERVED.keys() == RESERVED_BY_THE_BOX.keys() == {0, 1, 2, 3, 14, 15}


def test_no_pin_is_used_twice_and_none_that_is_reserved(board):
    pins = [pin for pin, _ in board.users()]
    assert len(pins) == len(set(pins))
    assert not set(pins) & set(RESERVED)
    assert set(pins) <= set(GPIO_AT.values())


def test_the_small_board_uses_every_free_pin():
    pins = {pin for pin, _ in read_board("eight").users()}
    assert pins == set(range(28)) - set(RESERVED)


def test_staff_have_lamps_of_two_colours(board):
    staff = [pins for name, pins in board.lamps.items() if name.startswith("lamp")]
    assert len(staff) == {"eight": 8, "twenty_four": 24}[board.name]
    assert all(pins.red is not None and pins.green is not None for pins in staff)


def test_the_example_device_toml_is_the_pin_map(board):
    device = read_device(FOLDER / f"{board.name}-device.toml")
    assert lamp_pins(device.panel) == board.lamps
    assert device.buttons.pins == board.buttons
    assert (device.dtmf.data, device.dtmf.strobe) == (board.dtmf_data, board.dtmf_strobe)
    assert (device.oled.kind, device.oled.address) == (board.oled_kind, board.oled_address)
    assert device.panel.kind == device.buttons.kind == "gpio"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"buttons": {"status": 4}}, "GPIO 4 serves lamp1 red and button status."),
        ({"buttons": {"status": 2}}, "GPIO 2 carries SDA and cannot serve button status."),
        ({"buttons": {"status": 28}}, "GPIO 28 is not on the header"),
        ({"lamp_ohms": 330}, "All lamps on GPIO together take more than 50 mA."),
        (
            {"lamps": {f"l{n}": ChipPins(0x20, f"A{n}", f"B{n}") for n in range(8)}}
            | {"lamp_ohms": 100},
            "The lamps of chip 0x20 together take more than 125 mA.",
        ),
        ({"lamps": {"a": LampPins(5, None), "b": LampPins(5, None)}}, "GPIO 5 is given to lamp"),
    ],
)
def test_what_could_not_be_built_is_told(change, sentence):
    problems = list(problems_of(replace(read_board("eight"), **change)))
    assert any(sentence in problem for problem in problems), problems


def test_all_lamps_at_once_are_within_the_limits(board):
    assert not list(problems_of(board))
    assert 1.5 <= milliamps(board) <= 5.0, "bright enough, and not more than the pins give"


def texts(name):
    return [node.text for node in ElementTree.fromstring(FILES[name]).iter(f"{SVG}text")]


def test_every_net_is_drawn_at_the_header_and_at_its_part(board):
    words = texts(f"{board.name}-schematic.svg")
    for pin, user in board.users():
        assert words.count(f"GPIO{pin}") == 2, f"at the header and at {user}"
        assert user in words
    for chip in board.chips:
        assert f"MCP23017 at {chip:#04x}" in words


def test_every_lamp_and_button_has_a_hole_that_touches_no_other(board):
    holes = [(name, centre, 5.1) for name, centre in lamp_places(board)]
    holes += [(name, centre, 7.0) for name, centre in button_places(board)]
    assert sorted(name for name, _, _ in holes[: len(board.lamps)]) == sorted(board.lamps)
    assert len(holes) == len(board.lamps) + len(board.buttons)
    width, height = size(board)
    for index, (name, (x, y), wide) in enumerate(holes):
        assert wide < x < width - wide, name
        assert wide < y < height - wide, name
        for other, (other_x, other_y), other_wide in holes[index + 1 :]:
            apart = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
            assert apart > (wide + other_wide) / 2 + 3, f"{name} and {other}"
    beside = [x for name, (x, y), _ in holes if y < 35]
    assert min(beside) > window_left(board) + 32 + 6


def test_the_plate_is_drawn_to_scale_with_a_label_for_each_hole(board):
    root = ElementTree.fromstring(FILES[f"{board.name}-plate.svg"])
    assert root.get("width") == f"{float(root.get('viewBox').split()[2]):g}mm"
    words = texts(f"{board.name}-plate.svg")
    names = [*board.lamps, *(name.replace("_", " ") for name in board.buttons)]
    assert set(names) <= set(words)
    assert len(list(root.iter(f"{SVG}circle"))) == len(names) + 4


def test_the_bill_counts_what_the_pin_map_has():
    counts = {what: count for count, what, _ in bill(read_board("twenty_four"))}
    assert counts["MCP23017-E/SP, DIP 28, with socket"] == 3
    assert counts["Resistor 330 ohm, 0.25 W, 5 %"] == 2 * 24 + 5
    assert not any("MCP23017" in what for _, what, _ in bill(read_board("eight")))


def test_the_firmware_settings_are_for_a_fast_bus():
    settings = [line for line in config_txt().splitlines() if not line.startswith("#")]
    assert settings == [setting for setting, _ in FIRMWARE]
    assert "dtparam=i2c_arm_baudrate=400000" in settings


def test_the_pin_maps_are_read_with_the_names_that_device_toml_has():
    tables = tomllib.loads((FOLDER / "twenty_four.toml").read_text(encoding="utf-8"))
    assert tables["panel"]["lamps"]["lamp24"] == {"chip": 0x22, "red": "B6", "green": "B7"}
