"""The display's thread on luma's dummy device, and luma's drivers on a bus that keeps the bytes."""

import errno
import queue
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import pytest
from luma.core.device import dummy
from PIL import Image

from hardware.emulated.panel import EmulatedOled
from hardware.oled import (
    FRAME_SECONDS,
    KINDS,
    Oled,
    OledFound,
    OledLost,
    OledMissing,
    open_device,
)
from hardware.picture import render

# luma.oled 3.16 reads pictures by a call that Pillow 14 will drop.
pytestmark = pytest.mark.filterwarnings("ignore:Image.Image.getdata is deprecated")

SECONDS = 10
ANNA, BO = [("Anna", "huge")], [("Bo", "huge")]


class WatchedDisplay(dummy):
    """A dummy that tells every picture with its time, and fails while it is unplugged."""

    def __init__(self):
        super().__init__(128, 64, mode="1")
        self.pictures, self.pings = queue.Queue(), queue.Queue()
        self.unplugged = False
        self.openings = 0

    @contextmanager
    def open(self):
        self.openings += 1
        yield self

    def display(self, image):
        self._answer()
        super().display(image)
        self.pictures.put((image, time.monotonic()))

    def show(self):
        self._answer()
        self.pings.put(None)

    def _answer(self):
        if self.unplugged:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")


@pytest.fixture
def display():
    return WatchedDisplay()


@pytest.fixture
def inbox():
    return queue.Queue()


@pytest.fixture
def oled(display, inbox):
    oled = Oled(display.open, inbox.put, retry_seconds=0.01)
    yield oled
    oled.close()


def next_picture(display):
    return display.pictures.get(timeout=SECONDS)[0]


def test_rows_are_shown_as_their_picture(oled, display):
    oled.show(ANNA)
    assert next_picture(display) == render(ANNA)


@pytest.mark.parametrize("equal", [ANNA, [("Anna ", "huge")]])
def test_an_equal_picture_is_a_ping_instead(oled, display, equal):
    oled.show(ANNA)
    assert next_picture(display) == render(ANNA)
    while not display.pings.empty():
        display.pings.get()
    oled.show(equal)
    display.pings.get(timeout=SECONDS)
    assert display.pictures.empty()


def test_rows_that_come_while_a_picture_must_wait_replace_it(display, inbox, monkeypatch):
    monkeypatch.setattr("hardware.oled.FRAME_SECONDS", 0.5)
    readings = queue.Queue()

    def clock():
        readings.put(None)
        return 0.0

    oled = Oled(display.open, inbox.put, clock=clock)
    display.pings.get(timeout=SECONDS)
    oled.show(ANNA)
    next_picture(display)
    oled.show(BO)
    for _ in range(4):  # at the start, before and after the picture, and now: Bo must wait
        readings.get(timeout=SECONDS)
    oled.show([("Cathrine", "huge")])
    assert next_picture(display) == render([("Cathrine", "huge")])
    oled.close()


def test_at_most_five_pictures_a_second_and_the_newest_wins(oled, display):
    started = time.monotonic()
    times = []
    for burst in range(3):
        for number in range(50):
            oled.show([(f"{burst}/{number}", "huge")])
        last = render([(f"{burst}/49", "huge")])
        while True:
            image, at = display.pictures.get(timeout=SECONDS)
            times.append(at)
            if image == last:
                break
    gaps = [late - early for early, late in pairwise(times)]
    assert min(gaps) >= FRAME_SECONDS * 0.95
    assert len(times) <= 2 + (time.monotonic() - started) / FRAME_SECONDS


def test_an_unplugged_display_is_reported_and_shows_the_newest_rows_when_it_is_back(
    oled, display, inbox
):
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    oled.show(BO)
    lost = inbox.get(timeout=SECONDS)
    assert isinstance(lost, OledLost)
    assert "Remote I/O error" in lost.reason
    oled.show([("Cathrine", "huge")])
    display.unplugged = False
    assert inbox.get(timeout=SECONDS) == OledFound()
    while next_picture(display) != render([("Cathrine", "huge")]):
        pass
    assert display.openings >= 2, "a display that was unplugged must be set up again"
    assert inbox.empty()


def test_the_same_picture_is_sent_again_after_a_loss(oled, display, inbox):
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    oled.show(BO)
    inbox.get(timeout=SECONDS)
    oled.show(ANNA)
    display.unplugged = False
    while next_picture(display) != render(ANNA):
        pass


def test_unplugging_is_noticed_while_nothing_is_drawn(display, inbox):
    oled = Oled(display.open, inbox.put, retry_seconds=0.01, alive_seconds=0.01)
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    assert isinstance(inbox.get(timeout=SECONDS), OledLost)
    display.unplugged = False
    assert inbox.get(timeout=SECONDS) == OledFound()
    assert next_picture(display) == render(ANNA)
    oled.close()


def test_a_display_that_is_missing_at_the_start_is_reported_once(inbox):
    tries = queue.Queue()

    @contextmanager
    def missing():
        tries.put(None)
        raise OledMissing("no display answers at 0x3c")
        yield

    oled = Oled(missing, inbox.put, retry_seconds=0.001)
    oled.show(ANNA)
    for _ in range(5):
        tries.get(timeout=SECONDS)
    oled.close()
    assert inbox.get(timeout=SECONDS) == OledLost("no display answers at 0x3c")
    assert inbox.empty()


def test_a_wedged_bus_never_holds_up_the_caller(display, inbox):
    wedged, release = threading.Event(), threading.Event()

    class Wedged(WatchedDisplay):
        def display(self, image):
            wedged.set()
            assert release.wait(SECONDS)
            super().display(image)

    device = Wedged()
    oled = Oled(device.open, inbox.put)
    oled.show(ANNA)
    assert wedged.wait(SECONDS)
    for _ in range(1000):
        oled.show(BO)
    assert device.pictures.empty(), "the bus was still wedged while show returned"
    release.set()
    assert next_picture(device) == render(ANNA)
    assert next_picture(device) == render(BO)
    oled.close()


def test_the_emulated_display_keeps_the_picture(inbox):
    emulated = EmulatedOled()
    assert emulated.picture() is None
    with emulated.open() as device:
        device.display(render(ANNA))
        assert emulated.picture() == render(ANNA)
    assert emulated.picture() is None


class KeepingBus:
    """What luma uses of smbus2.SMBus; it keeps commands and picture bytes."""

    failing = False

    def __init__(self, port):
        self.port = port
        self.commands, self.data = [], []
        self.closed = False
        KeepingBus.last = self

    def write_i2c_block_data(self, address, register, values):
        if self.failing:
            raise OSError(errno.EIO, "Input/output error")
        self.commands.append((address, register, values))

    def i2c_rdwr(self, message):
        if self.failing:
            raise OSError(errno.EIO, "Input/output error")
        self.data.append(bytes(message))

    def close(self):
        self.closed = True


@pytest.fixture
def bus(monkeypatch):
    monkeypatch.setattr("smbus2.SMBus", KeepingBus)
    monkeypatch.setattr(KeepingBus, "failing", False)
    return KeepingBus


def from_pages(data: bytes) -> Image.Image:
    """Read a display's memory: a byte is 8 pixels downwards (SSD1306 data sheet, 8.7)."""
    image = Image.new("1", (128, 64))
    for index, byte in enumerate(data):
        for bit in range(8):
            image.putpixel((index % 128, index // 128 * 8 + bit), byte >> bit & 1)
    return image


@pytest.mark.parametrize("kind", KINDS)
def test_the_bytes_on_the_bus_are_the_picture(bus, kind):
    with open_device(kind, 1, 0x3C) as device:
        bus.last.data.clear()
        device.display(render(ANNA))
        sent = b"".join(message[1:] for message in bus.last.data)
    assert bus.last.port == 1
    assert {address for address, _, _ in bus.last.commands} == {0x3C}
    assert from_pages(sent) == render(ANNA)
    assert bus.last.closed


def test_a_display_that_does_not_answer_is_told_with_its_address(bus, monkeypatch):
    monkeypatch.setattr(bus, "failing", True)
    with pytest.raises(
        OledMissing, match="no display answers at 0x3c on I2C bus 1: check its plug"
    ):
        open_device("ssd1306", 1, 0x3C).__enter__()
    assert bus.last.closed


def test_a_display_lost_in_use_lets_the_bus_go(bus, monkeypatch):
    def unplug_while_drawing():
        with open_device("ssd1306", 1, 0x3C) as device:
            monkeypatch.setattr(bus, "failing", True)
            device.display(render(ANNA))

    with pytest.raises(OledMissing, match="0x3c"):
        unplug_while_drawing()
    assert bus.last.closed


def test_a_missing_bus_is_told_with_its_setting():
    with pytest.raises(OledMissing, match="I2C bus 987 cannot be opened: set dtparam=i2c_arm=on"):
        open_device("ssd1306", 987, 0x3C).__enter__()


def test_an_unknown_display_is_refused():
    with pytest.raises(ValueError, match="no display 'vfd'; there are ssd1306"):
        open_device("vfd", 1, 0x3C).__enter__()
