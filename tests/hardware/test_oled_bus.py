"""The very bytes that a display gets: luma and our pages on controllers emulated by register."""

import errno

import pytest
from PIL import Image
from smbus2 import i2c_msg

from hardware.emulated.i2c import EmulatedBus
from hardware.emulated.panel import OLED_ADDRESS, EmulatedPanel
from hardware.emulated.ssd1306 import EmulatedSsd1306
from hardware.oled_device import KINDS, open_i2c, pages
from hardware.oled_link import OledMissing
from hardware.picture import render

ANNA = [("Anna", "huge"), ("i samtale 3:12", "small")]
BO = [("Anna", "huge"), ("i samtale 3:13", "small")]


def bytes_of_a_picture(panel, image):
    with panel.open_oled() as display:
        display.display(render(ANNA, 128, display.height))
        panel.bus.transfers.clear()
        display.display(image)
        return [transfer.written for transfer in panel.bus.transfers if transfer.written]


@pytest.mark.parametrize(
    ("kind", "height"), [*((kind, 64) for kind in KINDS), ("ssd1306", 32), ("ssd1309", 32)]
)
def test_what_the_glass_shows_is_the_picture(kind, height):
    panel = EmulatedPanel(oled_kind=kind, height=height)
    with panel.open_oled() as display:
        for rows in (ANNA, BO, []):
            display.display(render(rows, 128, height))
            assert panel.picture() == render(rows, 128, height)
    assert panel.picture() is None


@pytest.mark.parametrize("height", [64, 32])
def test_over_spi_the_glass_shows_the_same(height):
    panel = EmulatedPanel(height=height, spi=True)
    with panel.open_oled() as display:
        display.display(render(ANNA, 128, height))
        assert panel.picture() == render(ANNA, 128, height)
    assert not panel.bus.transfers


def test_a_whole_picture_is_eight_pages_each_in_a_window_of_its_own():
    panel = EmulatedPanel()
    everything = Image.new("1", (128, 64), 1)
    sent = bytes_of_a_picture(panel, everything)
    expected = []
    for page in range(8):
        # 21h column 0 to 127, 22h page to page (SSD1306 data sheet, table 9-1), then the data.
        expected += [bytes([0x00, 0x21, 0, 127, 0x22, page, page]), b"\x40" + b"\xff" * 128]
    assert sent == expected


def test_an_sh1106_is_sent_pages_from_its_third_column():
    panel = EmulatedPanel(oled_kind="sh1106")
    sent = bytes_of_a_picture(panel, Image.new("1", (128, 64), 1))
    assert sent[0::2] == [bytes([0x00, 0xB0 + page, 0x02, 0x10]) for page in range(8)]


def test_only_pages_that_changed_are_sent():
    sent = bytes_of_a_picture(EmulatedPanel(), render(BO))
    changed = [
        page
        for page, (old, new) in enumerate(zip(pages(render(ANNA)), pages(render(BO)), strict=True))
        if old != new
    ]
    assert 1 <= len(changed) < 8
    assert [data[5] for data in sent[0::2]] == changed


def test_a_byte_is_eight_pixels_downwards_with_the_top_one_in_bit_0():
    image = Image.new("1", (128, 64))
    image.putpixel((0, 0), 1)
    image.putpixel((5, 15), 1)
    first, second, *others = pages(image)
    assert first == b"\x01" + bytes(127)
    assert second == bytes(5) + b"\x80" + bytes(122)
    assert not any(map(any, others))


def test_brightness_is_a_command_of_two_bytes():
    panel = EmulatedPanel()
    with panel.open_oled() as display:
        panel.bus.transfers.clear()
        display.contrast(0x01)
        assert panel.bus.transfers[0].written == b"\x00\x81\x01"
        assert panel.oled.contrast == 0x01


def test_a_display_that_does_not_answer_is_told_with_its_address():
    panel = EmulatedPanel()
    panel.bus.unplug(OLED_ADDRESS)
    with pytest.raises(
        OledMissing, match="no display answers at 0x3c on I2C bus 1: check its plug"
    ):
        panel.open_oled().__enter__()


def test_a_display_lost_in_use_lets_the_bus_go():
    panel = EmulatedPanel()
    opened = []

    def open_bus(port):
        opened.append(panel.open_bus(port))
        return opened[-1]

    def unplug_while_drawing():
        with open_i2c("ssd1306", 1, OLED_ADDRESS, open_bus=open_bus) as display:
            panel.bus.unplug(OLED_ADDRESS)
            display.display(render(ANNA))

    with pytest.raises(OledMissing, match="0x3c"):
        unplug_while_drawing()
    panel.bus.plug(OLED_ADDRESS)
    with pytest.raises(OSError, match="Bad file descriptor"):
        opened[0].read_byte(OLED_ADDRESS)


@pytest.mark.parametrize("speak", ["show", "display"])
def test_a_display_that_was_reset_says_so(speak):
    panel = EmulatedPanel()

    def reset_in_use():
        with panel.open_oled() as display:
            panel.oled.power_on()
            if speak == "show":
                display.show()
            else:
                display.display(render(ANNA))

    with pytest.raises(OledMissing, match="was reset: check its supply"):
        reset_in_use()


def test_a_board_that_cannot_be_read_is_not_believed_to_be_off():
    panel = EmulatedPanel()
    panel.oled.read = lambda count: b"\xff" * count
    with panel.open_oled() as display:
        display.show()
        display.display(render(ANNA))
        assert panel.picture() == render(ANNA)


def test_a_missing_bus_is_told_with_its_setting():
    with pytest.raises(OledMissing, match="I2C bus 987 cannot be opened: set dtparam=i2c_arm=on"):
        open_i2c("ssd1306", 987, 0x3C).__enter__()


def test_an_unknown_display_or_size_is_refused():
    with pytest.raises(ValueError, match="no display 'vfd'; there are ssd1306"):
        open_i2c("vfd", 1, 0x3C).__enter__()
    with pytest.raises(ValueError, match="no display of 96 x 16 pixels"):
        open_i2c("ssd1306", 1, 0x3C, 96, 16).__enter__()


# The emulator itself, against what the data sheet says.


@pytest.fixture
def chip():
    """An SSD1306 that is on, its memory clear, set up as luma sets it up."""
    chip = EmulatedSsd1306()
    chip.commands(bytes([0x8D, 0x14, 0x20, 0x00, 0xA1, 0xC8, 0xAF]))
    chip.data(bytes(1024))
    return chip


def lit(chip):
    image = chip.picture().convert("L").load()
    return {(x, y) for x in range(128) for y in range(64) if image[x, y]}


def test_the_memory_after_power_on_is_noise_and_the_glass_dark():
    chip = EmulatedSsd1306()
    assert chip.picture() is None
    assert chip.read(1) == b"\x40"
    chip.commands(bytes([0xAF]))
    assert chip.picture() is None, "without its charge pump (8D 14) the glass stays dark"
    chip.commands(bytes([0x8D, 0x14]))
    assert chip.read(1) == b"\x00"
    assert 0 < len(lit(chip)) < 128 * 64


def test_page_addressing_stays_on_its_page(chip):
    chip.commands(bytes([0x20, 0x02, 0xB3, 0x0E, 0x17]))  # page 3, column 7Eh
    chip.data(b"\x01\x01\x01")
    assert lit(chip) == {(126, 24), (127, 24), (0, 24)}


def test_vertical_addressing_goes_down_before_right(chip):
    chip.commands(bytes([0x20, 0x01, 0x21, 10, 11, 0x22, 2, 3]))
    chip.data(b"\x01\x02\x04\x08\x10")
    assert lit(chip) == {(11, 18), (11, 27), (10, 20)} | {(10, 25)}


def test_a_window_wraps_to_its_own_beginning(chip):
    chip.commands(bytes([0x21, 10, 11, 0x22, 2, 2]))
    chip.data(b"\x01\x02\x04")
    assert lit(chip) == {(10, 18), (11, 17)}


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([0xA7], "inverse"),
        ([0xA5], "all"),
        ([0xC0], {(3, 63)}),
        ([0x41], {(3, 63)}),
        ([0xD3, 0x02], {(3, 62)}),
    ],
)
def test_commands_that_change_how_memory_is_shown(chip, commands, expected):
    chip.commands(bytes([0x21, 3, 3, 0x22, 0, 0]))
    chip.data(b"\x01")
    chip.commands(bytes(commands))
    everything = {(x, y) for x in range(128) for y in range(64)}
    words = {"inverse": everything - {(3, 0)}, "all": everything}
    assert lit(chip) == (expected if isinstance(expected, set) else words[expected])


def test_segment_remap_counts_for_what_is_written_after_it(chip):
    chip.commands(bytes([0x21, 3, 3, 0x22, 0, 0, 0xA0]))
    assert lit(chip) == set()
    chip.data(b"\x01")
    assert lit(chip) == {(124, 0)}


def test_a_control_byte_may_announce_one_byte_only(chip):
    chip.write(bytes([0x80, 0xAE, 0xC0, 0x55, 0x00, 0xAF]))  # command, data, commands
    assert chip.on
    assert lit(chip) == {(0, 0), (0, 2), (0, 4), (0, 6)}


def test_wrong_com_pins_show_a_torn_picture():
    panel = EmulatedPanel(height=32)
    with panel.open_oled() as display:
        display.display(render(ANNA, 128, 32))
        panel.oled.commands(bytes([0xDA, 0x12]))
        assert panel.picture() != render(ANNA, 128, 32)


def test_the_bus_speaks_as_smbus2_does():
    bus = EmulatedBus({0x3C: EmulatedSsd1306()}).open(1)
    reading = i2c_msg.read(0x3C, 1)
    bus.i2c_rdwr(i2c_msg.write(0x3C, [0x00, 0xAF]), reading)
    assert list(reading) == [0x00]
    bus.write_i2c_block_data(0x3C, 0x00, [0xAE])
    assert bus.read_byte(0x3C) == 0x40
    with pytest.raises(OSError, match="Remote") as refused:
        bus.write_byte(0x20, 0)
    assert refused.value.errno == errno.EREMOTEIO
    with pytest.raises(ValueError, match="32"):
        bus.write_i2c_block_data(0x3C, 0x40, [0] * 33)
