"""A call by SIPp, which is not ours, on the front panel: the levels and bytes that parts would get.

What the drivers send is written to a file by the emulated pins and wires; here it is fed to chips
of the test's own. From the first ring to the end of wrap-up nothing else of the box is looked at
for lamps and glass.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest
from support.baresip import Baresip
from support.little_office import NORDLYS
from support.panel_replay import ReplayedPanel
from support.sipp import Sipp, needs_keys

from hardware.lamps import TICK_SECONDS
from hardware.mcp23017 import IODIR, OLAT, SETTINGS

pytestmark = pytest.mark.peers

PANEL = {
    "kind": "emulated",
    "lamps": {
        "anna": {"red": 5, "green": 6},
        "bo": {"chip": 0x20, "red": "A0", "green": "A1"},
        "line:Nordlys Rør": {"chip": 0x20, "red": "B0"},
        "fault": {"red": 7},
    },
}
ANNA, BO, LINE = ("GPIO5", "GPIO6"), ("0x20 A0", "0x20 A1"), ("0x20 B0",)
GREEN, RED, AMBER, DARK = [False, True], [True, False], [True, True], [False, False]


@pytest.fixture
def panel(tmp_path):
    return ReplayedPanel(tmp_path / "trace", chips=[0x20])


@pytest.fixture
def tables(tmp_path):
    return {"panel": {**PANEL, "trace": str(tmp_path / "trace")}, "oled": {"kind": "emulated"}}


@needs_keys
def test_a_call_is_followed_on_lamps_and_glass_from_ring_to_wrap_up(
    make_box, tmp_path, panel, tables
):
    with Baresip(tmp_path, "anna") as anna:
        box = make_box(anna=anna.address, tables=tables)
        panel.comes_to(lambda: panel.levels(*ANNA, *BO) == GREEN + GREEN)
        panel.shows(lambda: box.is_idle()["rows"])
        assert panel.levels(*LINE) == [False]
        with Sipp(tmp_path, box.host, NORDLYS) as caller:
            box.stands("menu")
            panel.comes_to(lambda: panel.levels(*LINE) == [True])
            panel.shows(lambda: box.stands("menu")["rows"])
            caller.presses("1")
            anna.is_rung()
            box.stands("ringing")
            panel.comes_to(lambda: panel.levels(*ANNA) == AMBER)
            panel.shows(lambda: box.stands("ringing")["rows"])
            seen = len(panel.edges)
            panel.comes_to(lambda: len(panel.edges) >= seen + 8)
            flashes_in_step(panel.edges[seen:])
            anna.answers()
            box.stands("talking")
            panel.comes_to(lambda: panel.levels(*ANNA) == RED)
            panel.comes_to(lambda: panel.levels(*LINE) == [True])
            panel.shows(lambda: box.stands("talking")["rows"])
            caller.hangs_up()
            caller.ends_well()
        panel.shows(lambda: box.stands("wrap-up")["rows"])
        panel.comes_to(lambda: panel.levels(*ANNA) == RED)
        anna.presses("1")
        anna.waits_for("CALL_CLOSED")
        box.is_idle()
        panel.comes_to(lambda: panel.levels(*ANNA, *BO, *LINE) == [*GREEN, *GREEN, False])
        panel.shows(lambda: box.is_idle()["rows"])
        assert box.stop() == 0
    panel.comes_to(lambda: panel.levels(*ANNA, *BO, *LINE) == [*DARK, *DARK, False])
    assert panel.oled.picture() is None, "switched off with its switchboard"
    the_bytes_are_those_of_the_data_sheets(panel)


@needs_keys
def test_a_member_of_staff_who_lets_it_ring_is_free_again_and_the_message_is_shown(
    make_box, tmp_path, panel, tables
):
    box = make_box(tables=tables, ring=0.5, wait=0.8)
    with Sipp(tmp_path, box.host, NORDLYS) as caller:
        box.stands("menu")
        caller.presses("2")
        panel.comes_to(lambda: panel.levels(*BO) == AMBER)
        box.stands("message")
        panel.comes_to(lambda: panel.levels(*BO) == GREEN)
        panel.shows(lambda: box.stands("message")["rows"])
        caller.hangs_up()
        caller.ends_well()
    panel.shows(lambda: box.is_idle()["rows"])
    assert any("tapte" in row["text"] for row in box.is_idle()["rows"])


def flashes_in_step(edges):
    """Both colours of a ringing lamp change together, every 200 ms, on the common clock."""
    times = {name: [edge.at_ns for edge in edges if edge.name == name] for name in ANNA}
    for red, green in zip(*times.values(), strict=False):
        assert abs(red - green) < TICK_SECONDS * 1e9 / 2
    between = [(later - earlier) / 1e9 for earlier, later in pairwise(times[ANNA[0]])]
    assert abs(median(between) - 2 * TICK_SECONDS) < TICK_SECONDS / 2, "two ticks on, two off"


def the_bytes_are_those_of_the_data_sheets(panel):
    """MCP23017: every register set, levels before directions. SSD1306: off, set up, on, pages."""
    chip = [sent.written for sent in panel.transfers if sent.address == 0x20 and sent.written]
    assert chip[0] == b"\x05\x00", "IOCON in bank 1"
    assert chip[1] == bytes([OLAT, 0, 0])
    assert chip[2] == bytes([IODIR, *SETTINGS])
    glass = [sent.written for sent in panel.transfers if sent.address == 0x3C and sent.written]
    assert glass[0] == b"\x00\xe3", "no operation: is anybody there?"
    set_up = next(sent for sent in glass if 0xAE in sent and len(sent) > 10)
    assert bytes([0xA8, 63]) in set_up
    assert bytes([0x8D, 0x14]) in set_up
    pages = [sent for sent in glass if sent[0] == 0x40]
    assert {len(page) for page in pages} == {129}, "a page of 128 columns behind its control byte"
    assert b"\x00\xae" in glass[-17:], "off at the end, then cleared page by page"
