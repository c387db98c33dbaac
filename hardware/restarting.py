"""The last word of a switchboard that died: drawn on the real display by the unit's stop hook.

`python -m hardware.restarting --oled ssd1306 --lamp-chip 0x20 "switchboard restarting"`
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial

from hardware.i2c import I2cMissing, OpenBus, open_bus
from hardware.layout import Rows
from hardware.mcp23017 import ExpanderFault, Mcp23017
from hardware.oled_device import KINDS, OledDevice, open_i2c
from hardware.oled_link import OledMissing
from hardware.picture import render


def show(open_oled: Callable[[], AbstractContextManager[OledDevice]], rows: Rows) -> None:
    """Draw `rows` and leave them on the display when this program ends; raises OledMissing."""
    with open_oled() as display:
        display.persist()
        display.display(render(rows, display.width, display.height))


def put_out(chips: Sequence[int], open_bus: OpenBus = open_bus, i2c_port: int = 1) -> None:
    """Put out the lamps of these port expanders, which burn on when the program that lit them dies.

    Lamps on GPIO are dark already: the kernel has taken their pins back. A chip that does not
    answer is left. Raises I2cMissing.
    """
    if not chips:
        return
    bus = open_bus(i2c_port)
    try:
        for address in chips:
            with suppress(ExpanderFault):  # the next start reports it
                Mcp23017(bus, address).start(0)
    finally:
        bus.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show it; a missing display is said and is not a failure of the stop hook."""
    options = parsed(arguments)
    oled = partial(open_i2c, options.oled, options.i2c_port, options.address, 128, options.height)
    try:
        put_out(options.lamp_chip, i2c_port=options.i2c_port)
        show(oled, [(options.text, "large", False)])
    except (OledMissing, I2cMissing) as error:
        print(error, file=sys.stderr)
    return 0


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Say on the display that the box starts anew.")
    parser.add_argument("text", nargs="?", default="restarting")
    parser.add_argument("--oled", choices=list(KINDS), default="ssd1306")
    parser.add_argument("--height", type=int, choices=(64, 32), default=64)
    parser.add_argument("--i2c-port", type=int, default=1)
    parser.add_argument("--address", type=partial(int, base=0), default=0x3C)
    parser.add_argument(
        "--lamp-chip",
        type=partial(int, base=0),
        action="append",
        default=[],
        help="address of a port expander whose lamps are to go dark; may be given again",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
