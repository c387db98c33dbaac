"""The box's address on the display: told at the start, and again only when it is another one."""

from __future__ import annotations

import queue
from collections.abc import Iterator

from support.patience import PATIENCE

from appliance.core.protocol.events import DeviceFound, Event
from appliance.parts.network import AddressWatch


def test_the_address_is_told_when_it_changes() -> None:
    inbox: queue.Queue[Event] = queue.Queue()
    addresses: Iterator[str] = iter(["", "192.168.1.20", "192.168.1.20", "192.168.1.21", ""])
    last = ""

    def address() -> str:
        return next(addresses, last)

    watch = AddressWatch(inbox.put, address, look_seconds=0.001)
    told = [inbox.get(timeout=PATIENCE) for _ in range(3)]
    watch.close()
    assert told == [DeviceFound("address", at) for at in ("192.168.1.20", "192.168.1.21", "")]
    assert inbox.empty()
