"""The schematic of a board: the header, and every part with the nets that it is wired to."""

from typing import Final

from hardware.lamp_pins import LampPins
from hardware.mcp23017 import PIN_NAMES
from hardware.wiring.board import Board, legs
from hardware.wiring.header import GPIO_AT, RESERVED, SUPPLY_AT
from hardware.wiring.svg import BLUE, FILL, INK, PAPER, SOFT, Point, Sheet
from hardware.wiring.symbols import COLOURS, flag, ground, led, push_button, resistor

MARGIN: Final = 30
ROW: Final = 24
TOP: Final = 96
HEADER_LEFT: Final = 190
HEADER_WIDTH: Final = 110
PARTS_LEFT: Final = 560
LAMP_CELL: Final = (236, 92)
CHIP_CELL: Final = (300, 330)
SHEETS: Final = {"eight": (1330, 720), "twenty_four": (1520, 910)}


def schematic(board: Board) -> Sheet:
    """Draw the whole sheet."""
    width, height = SHEETS[board.name]
    sheet = Sheet(width, height, f"Sentralbord: {board.title}")
    sheet.box((8, 8), (width - 16, height - 16), fill=PAPER, width=1)
    sheet.text((MARGIN, 44), f"Sentralbord front panel: {board.title}", 20, bold=True)
    sheet.text(
        (MARGIN, 66), "Nets with the same name are joined. Drawn from the pin map.", 11, ink=SOFT
    )
    draw_header(sheet, board)
    below = draw_lamps(sheet, board)
    draw_small_parts(sheet, board, below)
    return sheet


def draw_header(sheet: Sheet, board: Board) -> None:
    """The 40-pin header, each pin with its number, its GPIO, and what it serves."""
    uses = dict(board.users())
    sheet.text(
        (HEADER_LEFT + HEADER_WIDTH / 2, TOP - 8),
        "Raspberry Pi header",
        12,
        anchor="middle",
        bold=True,
    )
    sheet.box((HEADER_LEFT, TOP), (HEADER_WIDTH, 20 * ROW + 8), radius=4)
    for pin in range(1, 41):
        y = TOP + 4 + ROW * ((pin - 1) // 2) + ROW / 2
        draw_pin(sheet, pin, y, uses)


def draw_pin(sheet: Sheet, pin: int, y: float, uses: dict[int, str]) -> None:
    """One pin of the header with its name inside, and its net outside."""
    left = pin % 2 == 1
    gpio = GPIO_AT.get(pin)
    name = SUPPLY_AT.get(pin) or RESERVED.get(gpio or 0) or f"GPIO{gpio}"
    inner = HEADER_LEFT + (22 if left else HEADER_WIDTH - 22)
    edge = HEADER_LEFT if left else HEADER_LEFT + HEADER_WIDTH
    outward = -1 if left else 1
    sheet.circle((inner, y), 8.5, fill=PAPER)
    sheet.text((inner, y + 3.5), str(pin), 9, anchor="middle")
    sheet.line([(edge, y), (edge + outward * 12, y)])
    anchor = "end" if left else "start"
    used = uses.get(gpio) if gpio is not None else None
    ink = BLUE if used else SOFT
    at = edge + outward * 16
    sheet.text((at, y + 4), name, 11, anchor=anchor, ink=ink, bold=bool(used))
    if used:
        sheet.text((at + outward * 58, y + 4), used, 10, anchor=anchor)


def draw_lamps(sheet: Sheet, board: Board) -> float:
    """All lamps on GPIO, or the port expanders with one lamp as an example; return the y below."""
    if board.chips:
        return draw_chips(sheet, board)
    two = [(n, p) for n, p in board.lamps.items() if len(legs(p)) == 2]
    for index, (name, pins) in enumerate(two):
        corner = cell(index, 3, LAMP_CELL, (PARTS_LEFT, TOP - 14))
        nets = [(colour, f"GPIO{pin}") for colour, pin in legs(pins)]
        draw_lamp(sheet, corner, name, nets, board.lamp_ohms)
    return TOP + LAMP_CELL[1] * -(-len(two) // 3) + 8


def cell(index: int, columns: int, size: Point, corner: Point) -> Point:
    """Return the upper left corner of a place in a table."""
    row, column = divmod(index, columns)
    return corner[0] + column * size[0], corner[1] + row * size[1]


def draw_lamp(
    sheet: Sheet, corner: Point, name: str, nets: list[tuple[str, str]], ohms: int
) -> None:
    """A lamp: a resistor for each colour, and one leg to ground."""
    x, y = corner
    sheet.text((x + 4, y + 12), name, 11, bold=True)
    joint = x + 192
    for index, (colour, net) in enumerate(nets):
        height = y + 34 + 32 * index
        flag(sheet, (x + 72, height), net)
        end = led(sheet, resistor(sheet, (x + 72, height), f"{ohms} Ω"), colour)
        sheet.line([end, (joint, height)])
    last = y + 34 + 32 * (len(nets) - 1)
    sheet.line([(joint, y + 34), (joint, last + 4)])
    ground(sheet, (joint, last + 4))


def draw_chips(sheet: Sheet, board: Board) -> float:
    """Every port expander with its lamps, and the circuit of one lamp; return the y below."""
    for index, chip in enumerate(board.chips):
        draw_chip(sheet, board, chip, (PARTS_LEFT + index * CHIP_CELL[0], TOP - 14))
    y = TOP + CHIP_CELL[1] + 14
    on_chips = [pins for pins in board.lamps.values() if not isinstance(pins, LampPins)]
    sheet.text((PARTS_LEFT, y), f"{len(on_chips)} lamps on chips, as lamp1:", 12, bold=True)
    pins = [(colour, f"0x20 {pin}") for colour, pin in legs(board.lamps["lamp1"])]
    draw_lamp(sheet, (PARTS_LEFT, y + 8), "lamp1", pins, board.lamp_ohms)
    singles = [(n, p) for n, p in board.lamps.items() if isinstance(p, LampPins)]
    for index, (name, place) in enumerate(singles):
        corner = cell(index, 3, (220, 76), (PARTS_LEFT + 280, y - 14))
        nets = [(colour, f"GPIO{pin}") for colour, pin in legs(place)]
        draw_lamp(sheet, corner, name, nets, board.lamp_ohms)
    return y + 150


def draw_chip(sheet: Sheet, board: Board, chip: int, corner: Point) -> None:
    """One MCP23017: supply, bus, and address on its left, lamps on its right."""
    x, y = corner
    left, right = x + 72, x + 172
    sheet.text(
        ((left + right) / 2, y + 10), f"MCP23017 at {chip:#04x}", 12, anchor="middle", bold=True
    )
    sheet.box((left, y + 18), (right - left, 16 * 18 + 10), radius=4)
    straps = [(f"A{bit}", "3V3" if chip >> bit & 1 else "GND") for bit in range(3)]
    nets = [
        ("VDD", "3V3"),
        ("RESET", "3V3"),
        ("SCL", "SCL"),
        ("SDA", "SDA"),
        *straps,
        ("VSS", "GND"),
    ]
    for index, (name, net) in enumerate(nets):
        height = y + 36 + index * 36
        sheet.line([(left - 8, height), (left, height)])
        flag(sheet, (left - 8, height), net)
        sheet.text((left + 5, height + 4), name, 10)
    lamps = {
        pin: (name, colour)
        for name, pins in board.lamps.items()
        if not isinstance(pins, LampPins) and pins.chip == chip
        for colour, pin in legs(pins)
    }
    for index, pin in enumerate(PIN_NAMES):
        height = y + 32 + index * 18
        name, colour = lamps[pin]
        sheet.text((right - 5, height + 4), f"GP{pin}", 10, anchor="end")
        sheet.line([(right, height), (right + 12, height)])
        sheet.text((right + 16, height + 4), f"{name} {colour}", 10.5, ink=COLOURS[colour])


def draw_small_parts(sheet: Sheet, board: Board, top: float) -> None:
    """Display, buttons, single lamps, tone decoder, and notes."""
    draw_oled(sheet, board, (PARTS_LEFT, top + 8))
    draw_buttons(sheet, board, (PARTS_LEFT + 236, top + 8))
    if board.dtmf_data:
        draw_decoder(sheet, board, (PARTS_LEFT + 600, top + 8))
    if not board.chips:
        single = [(n, p) for n, p in board.lamps.items() if len(legs(p)) == 1]
        for index, (name, pins) in enumerate(single):
            nets = [(colour, f"GPIO{pin}") for colour, pin in legs(pins)]
            at = (PARTS_LEFT + 472, top + 4 + index * 80)
            draw_lamp(sheet, at, name, nets, board.lamp_ohms)
    draw_notes(sheet, board)


def draw_oled(sheet: Sheet, board: Board, corner: Point) -> None:
    """The display's four wires."""
    x, y = corner
    sheet.text((x, y + 8), "Display", 12, bold=True)
    sheet.box((x + 72, y + 20), (110, 4 * 30 + 4), radius=4)
    words = (board.oled_kind.upper(), "128x64", f"{board.oled_address:#04x}")
    for index, line in enumerate(words):
        sheet.text((x + 144, y + 66 + 16 * index), line, 10.5, anchor="middle", ink=SOFT)
    for index, (pin, net) in enumerate(
        (("VCC", "3V3"), ("GND", "GND"), ("SCL", "SCL"), ("SDA", "SDA"))
    ):
        height = y + 38 + 30 * index
        sheet.line([(x + 64, height), (x + 72, height)])
        flag(sheet, (x + 64, height), net)
        sheet.text((x + 78, height + 4), pin, 10)


def draw_buttons(sheet: Sheet, board: Board, corner: Point) -> None:
    """Buttons to ground; their pull-ups are the Pi's own."""
    x, y = corner
    sheet.text((x, y + 8), "Buttons", 12, bold=True)
    for index, (name, pin) in enumerate(board.buttons.items()):
        height = y + 40 + 30 * index
        flag(sheet, (x + 64, height), f"GPIO{pin}")
        end = push_button(sheet, (x + 64, height))
        sheet.line([end, (x + 130, height)])
        sheet.text((x + 140, height + 4), name.replace("_", " "), 11)
    last = y + 40 + 30 * (len(board.buttons) - 1)
    sheet.line([(x + 130, y + 40), (x + 130, last + 6)])
    ground(sheet, (x + 130, last + 6))


def draw_decoder(sheet: Sheet, board: Board, corner: Point) -> None:
    """The tone decoder with its parts as in the data sheet's single-ended circuit."""
    x, y = corner
    sheet.text((x, y + 8), "Tone decoder (3.3 V)", 12, bold=True)
    left, right = x + 72, x + 182
    sheet.box((left, y + 20), (right - left, 190), radius=4)
    sheet.text(((left + right) / 2, y + 192), "MT88L70", 12, anchor="middle", bold=True)
    nets = [("Q1", 0), ("Q2", 1), ("Q3", 2), ("Q4", 3)]
    outputs = [(name, f"GPIO{board.dtmf_data[bit]}") for name, bit in nets]
    outputs += [("StD", f"GPIO{board.dtmf_strobe}")]
    for index, (name, net) in enumerate(outputs):
        height = y + 40 + 30 * index
        sheet.text((right - 5, height + 4), name, 10, anchor="end")
        sheet.line([(right, height), (right + 10, height)])
        flag(sheet, (right + 10, height), net, points_right=False)
    inputs = [("VDD, TOE", "3V3"), ("VSS, INH", "GND"), ("IN-", "tone in")]
    for index, (name, net) in enumerate(inputs):
        height = y + 40 + 30 * index
        sheet.line([(left - 8, height), (left, height)])
        flag(sheet, (left - 8, height), net)
        sheet.text((left + 5, height + 4), name, 10)
    words = (
        "IN-: 100 nF and 100 kΩ from the line's",
        "isolating transformer; GS to IN- 100 kΩ;",
        "IN+ to VRef; OSC1-OSC2: 3.579545 MHz;",
        "St/GT to VDD 100 nF, to ESt 300 kΩ",
    )
    for index, line in enumerate(words):
        sheet.text((x, y + 232 + 14 * index), line, 10, ink=SOFT)


def draw_notes(sheet: Sheet, board: Board) -> None:
    """What the drawing does not show by itself."""
    notes = [
        "Common-cathode lamps. Red and green together give amber.",
        "SDA and SCL have 1.8 kΩ to 3V3 on the Pi: no more are needed.",
        "100 nF from VCC or VDD to GND close to each chip and to the display.",
        "Buttons close to ground; the Pi's own pull-ups hold them up.",
    ]
    top = TOP + 20 * ROW + 50
    sheet.box((MARGIN, top - 18), (500, 22 + 17 * len(notes)), fill=FILL, ink=FILL, radius=6)
    for index, note in enumerate(notes):
        sheet.text((MARGIN + 12, top + 4 + 17 * index), note, 11, ink=INK)
