"""The display's thread on luma's dummy device: what is drawn when, and what is reported."""

import errno
import queue
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import pytest
from luma.core.device import dummy
from support.patience import PATIENCE

from hardware.oled import MOST_A_SECOND, SHIFT_SECONDS, STALLED, Oled, OledFound, OledLost
from hardware.oled_device import BRIGHT, DIM
from hardware.oled_link import OledMissing
from hardware.picture import ORBIT, render

ANNA, BO = [("Anna", "huge")], [("Bo", "huge")]


class WatchedDisplay(dummy):
    """A dummy that tells every picture with its time, and fails while it is unplugged."""

    def __init__(self):
        super().__init__(128, 64, mode="1")
        self.pictures, self.pings = queue.Queue(), queue.Queue()
        self.levels = queue.Queue()
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

    def contrast(self, level):
        self.levels.put(level)

    def _answer(self):
        if self.unplugged:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")


@pytest.fixture
def display():
    return WatchedDisplay()


@pytest.fixture
def inbox():
    return queue.Queue()


STARTED = [0.0]


@pytest.fixture(autouse=True)
def _clock_starts_with_the_test():
    STARTED[0] = time.monotonic()


def early():
    """A clock that has just been started: the picture stays at its first place in the orbit."""
    return time.monotonic() - STARTED[0]


@pytest.fixture
def oled(display, inbox):
    oled = Oled(display.open, inbox.put, retry_seconds=0.01, clock=early)
    yield oled
    oled.close()


class StandingClock:
    """A clock that goes on only when it is told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def slow_oled(display, inbox, clock):
    oled = Oled(display.open, inbox.put, clock=clock, alive_seconds=0.01)
    yield oled
    oled.close()


def next_picture(display):
    return display.pictures.get(timeout=PATIENCE)[0]


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
    display.pings.get(timeout=PATIENCE)
    assert display.pictures.empty()


def test_rows_that_come_while_a_picture_must_wait_replace_it(slow_oled, display):
    for number in range(MOST_A_SECOND):
        slow_oled.show([(f"{number}", "huge")])
        assert next_picture(display) == render([(f"{number}", "huge")])
    slow_oled.show(BO)
    slow_oled.show([("Cathrine", "huge")])
    assert next_picture(display) == render([("Cathrine", "huge")])


def test_a_scene_goes_out_at_once_though_another_has_just_been_drawn(slow_oled, display, clock):
    """The clock stands still: no time passes between the two."""
    slow_oled.show(ANNA)
    next_picture(display)
    slow_oled.show(BO)
    assert next_picture(display) == render(BO)


def test_at_most_five_pictures_a_second_and_the_newest_wins(oled, display):
    started = time.monotonic()
    times = []
    for burst in range(3):
        for number in range(50):
            oled.show([(f"{burst}/{number}", "huge")])
        last = render([(f"{burst}/49", "huge")])
        while True:
            image, at = display.pictures.get(timeout=PATIENCE)
            times.append(at)
            if image == last:
                break
    later = times[MOST_A_SECOND:]
    assert all(late - early >= 0.95 for early, late in zip(times, later, strict=False))
    assert len(times) <= MOST_A_SECOND * (2 + (time.monotonic() - started))


def test_an_unplugged_display_is_reported_and_shows_the_newest_rows_when_it_is_back(
    oled, display, inbox
):
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    oled.show(BO)
    lost = inbox.get(timeout=PATIENCE)
    assert isinstance(lost, OledLost)
    assert "Remote I/O error" in lost.reason
    oled.show([("Cathrine", "huge")])
    display.unplugged = False
    assert inbox.get(timeout=PATIENCE) == OledFound()
    while next_picture(display) != render([("Cathrine", "huge")]):
        pass
    assert display.openings >= 2, "a display that was unplugged must be set up again"
    assert inbox.empty()


def test_the_same_picture_is_sent_again_after_a_loss(oled, display, inbox):
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    oled.show(BO)
    inbox.get(timeout=PATIENCE)
    oled.show(ANNA)
    display.unplugged = False
    while next_picture(display) != render(ANNA):
        pass


def test_unplugging_is_noticed_while_nothing_is_drawn(display, inbox):
    oled = Oled(display.open, inbox.put, retry_seconds=0.01, alive_seconds=0.01, clock=early)
    oled.show(ANNA)
    next_picture(display)
    display.unplugged = True
    assert isinstance(inbox.get(timeout=PATIENCE), OledLost)
    display.unplugged = False
    assert inbox.get(timeout=PATIENCE) == OledFound()
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
        tries.get(timeout=PATIENCE)
    oled.close()
    assert inbox.get(timeout=PATIENCE) == OledLost("no display answers at 0x3c")
    assert inbox.empty()


def test_a_wedged_bus_never_holds_up_the_caller(display, inbox):
    wedged, release = threading.Event(), threading.Event()

    class Wedged(WatchedDisplay):
        def display(self, image):
            wedged.set()
            assert release.wait(PATIENCE)
            super().display(image)

    device = Wedged()
    oled = Oled(device.open, inbox.put, clock=early)
    oled.show(ANNA)
    assert wedged.wait(PATIENCE)
    for _ in range(1000):
        oled.show(BO)
    assert device.pictures.empty(), "the bus was still wedged while show returned"
    release.set()
    assert next_picture(device) == render(ANNA)
    assert next_picture(device) == render(BO)
    oled.close()


LONG = [("Nordlys Rør, Bad og Varme", "normal", True), ("14:05", "small")]


def test_the_picture_goes_round_its_orbit_a_place_a_minute(slow_oled, display, clock):
    slow_oled.show(ANNA)
    for minute in range(5):
        clock.now = minute * SHIFT_SECONDS
        assert next_picture(display) == render(ANNA, shift=ORBIT[minute % 4])
    assert display.pictures.empty()


def test_a_row_that_is_too_long_scrolls_from_when_it_was_first_shown(slow_oled, display, clock):
    clock.now = 30.0
    slow_oled.show(LONG)
    assert next_picture(display) == render(LONG)
    for elapsed in (2.2, 2.4, 7.0):
        clock.now = 30.0 + elapsed
        slow_oled.show(LONG)  # the same rows again: they do not begin anew
        assert next_picture(display) == render(LONG, elapsed=elapsed)
    ticking = [LONG[0], ("14:06", "small")]
    clock.now = 30.0 + 7.2
    slow_oled.show(ticking)  # only a row that stands is another one
    assert next_picture(display) == render(ticking, elapsed=7.2)
    slow_oled.show([("Sol, vind og vann over hele landet", "normal", True)])
    assert next_picture(display) == render([("Sol, vind og vann over hele landet", "normal", True)])


def test_a_row_scrolls_on_by_itself_at_most_five_times_a_second(display, inbox):
    oled = Oled(display.open, inbox.put, clock=early)
    oled.show(LONG)
    times = [display.pictures.get(timeout=PATIENCE)[1] for _ in range(4)]
    assert times[1] - times[0] >= 2.0 * 0.95, "it rests before it moves"
    assert min(late - soon for soon, late in pairwise(times)) >= 0.19
    oled.close()


def test_a_dimmed_view_changes_the_brightness_and_not_the_picture(slow_oled, display):
    slow_oled.show(ANNA)
    assert display.levels.get(timeout=PATIENCE) == BRIGHT
    next_picture(display)
    slow_oled.show(ANNA, dim=True)
    assert display.levels.get(timeout=PATIENCE) == DIM
    slow_oled.show(ANNA)
    assert display.levels.get(timeout=PATIENCE) == BRIGHT
    assert display.pictures.empty()
    assert display.levels.empty()


def test_a_hanging_bus_is_reported_and_found_when_it_lets_go(inbox):
    wedged, release = threading.Event(), threading.Event()

    class Wedged(WatchedDisplay):
        def display(self, image):
            wedged.set()
            assert release.wait(PATIENCE)
            super().display(image)

    device = Wedged()
    oled = Oled(device.open, inbox.put, stall_seconds=0.05, clock=early)
    oled.show(ANNA)
    assert inbox.get(timeout=PATIENCE) == OledLost(STALLED)
    assert wedged.is_set()
    release.set()
    assert inbox.get(timeout=PATIENCE) == OledFound()
    assert next_picture(device) == render(ANNA)
    oled.close()
    assert inbox.empty()
