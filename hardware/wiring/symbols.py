"""The symbols of a schematic: net flags, resistors, LEDs, push buttons, ground."""

from typing import Final

from hardware.wiring.svg import BLUE, GREEN, INK, PAPER, RED, Point, Sheet

COLOURS: Final = {"red": RED, "green": GREEN}
FLAG_WIDTH: Final = 62
RESISTOR: Final = 34
LED: Final = 16


def flag(sheet: Sheet, tip: Point, words: str, *, points_right: bool = True) -> None:
    """A net's name on a flag whose tip is where its wire begins."""
    x, y = tip
    back = -1 if points_right else 1
    far, near = x + back * FLAG_WIDTH, x + back * 7
    sheet.shape([(x, y), (near, y - 8), (far, y - 8), (far, y + 8), (near, y + 8)], "#e7eef6", BLUE)
    sheet.text(((far + near) / 2, y + 4), words, 10.5, anchor="middle", ink=BLUE)


def ground(sheet: Sheet, at: Point) -> None:
    """The ground symbol below a point."""
    x, y = at
    sheet.line([(x, y), (x, y + 6)])
    for half, down in ((8, 6), (5, 9.5), (2, 13)):
        sheet.line([(x - half, y + down), (x + half, y + down)])


def resistor(sheet: Sheet, start: Point, words: str) -> Point:
    """A resistor to the right of `start`; return its other end."""
    x, y = start
    sheet.line([start, (x + 8, y)])
    sheet.box((x + 8, y - 5), (RESISTOR - 16, 10), fill=PAPER)
    sheet.line([(x + RESISTOR - 8, y), (x + RESISTOR, y)])
    sheet.text((x + RESISTOR / 2, y - 8), words, 9, anchor="middle")
    return x + RESISTOR, y


def led(sheet: Sheet, anode: Point, colour: str) -> Point:
    """An LED to the right of its anode; return its cathode."""
    x, y = anode
    ink = COLOURS[colour]
    sheet.line([anode, (x + 8, y)])
    left, right = x + 8, x + 8 + LED
    sheet.shape([(left, y - 8), (left, y + 8), (right, y)], ink, ink)
    sheet.line([(right, y - 8), (right, y + 8)], ink, 2.2)
    for shift in (0, 7):
        start = (left + 5 + shift, y - 10)
        end = (start[0] + 6, start[1] - 7)
        sheet.line([start, end], ink, 1.1)
        sheet.shape([end, (end[0] - 4, end[1] + 1), (end[0] - 1, end[1] + 4)], ink, ink)
    sheet.line([(right, y), (right + 8, y)])
    return right + 8, y


def push_button(sheet: Sheet, start: Point) -> Point:
    """A normally open button to the right of `start`; return its other contact."""
    x, y = start
    sheet.line([start, (x + 10, y)])
    sheet.circle((x + 12, y), 2.2)
    sheet.circle((x + 36, y), 2.2)
    sheet.line([(x + 10, y - 8), (x + 38, y - 8)], INK, 1.8)
    sheet.line([(x + 24, y - 8), (x + 24, y - 15)])
    sheet.line([(x + 38, y), (x + 48, y)])
    return x + 48, y
