"""INVITE to 200 OK of a caller who rings just behind a packet that is made to keep the box busy."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Iterator
from dataclasses import replace

from bench.box import Box
from bench.figures import Figure, milliseconds
from bench.setup_rate import GOAL_MS, set_up_ns
from support.odd_invites import OddInvite

from appliance.probe.telephone import Telephone

HEADERS = (
    *("Diversion", "History-Info", "P-Asserted-Identity", "Remote-Party-ID", "Privacy"),
    *("From", "To", "Contact"),
)
UNITS = (" ", '"', "<", ",", "\\", "\t", "(", "a ", "<sip:a@b>,", '" "', ";a=", "@")
"""What is repeated: blanks, and whatever a reader could begin with anew at every place."""
LENGTHS = (7_000, 60_000)
"""Characters: what PJSIP takes in (8,000 bytes), and what fits into a datagram at all."""
APART_SECONDS = 0.1
PATIENCE = 30.0
FLAT = 1.5
"""A caller may wait so many times as long behind a hostile packet as behind an ordinary call."""
NOTE = (
    "the caller's INVITE is sent right behind the packet, so it waits until that is read; where it "
    "is a call all the same, it waits as long as behind any other call, which the row before tells"
)


def packets(uri: str, port: int, every: int = 1) -> list[bytes]:
    """INVITEs with a header of thousands of awkward characters; every `every`-th of them."""
    kinds = [("Diversion", " ", 7_000), *itertools.product(HEADERS, UNITS, LENGTHS)]
    return [
        written(uri, port, number, *kind)
        for number, kind in enumerate(kinds)
        if number % every == 0
    ]


def written(uri: str, port: int, number: int, header: str, unit: str, length: int) -> bytes:
    """One of them, a call to a line of ours."""
    value = f"<sip:+4710000098@127.0.0.1>{unit * (length // len(unit))}x"
    line = f"{header}: {value}"
    own = (line,) if header in ("From", "To", "Contact") else ()
    odd = OddInvite(own, () if own else (line,), uri)
    return odd.written(f"hostile{number}-{time.monotonic_ns()}", port)


def measure(box: Box, uri: str, every: int) -> Iterator[Figure]:
    """The same calls without a packet before each of them, with an ordinary and a hostile one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, Telephone() as caller:
        sock.bind(("127.0.0.1", 0))
        own = sock.getsockname()[1]
        sent = packets(uri, own, every)
        usual = [
            OddInvite(uri=uri).written(f"usual{number}-{time.monotonic_ns()}", own)
            for number in range(min(40, len(sent)))
        ]
        yield from _calls(caller, uri, sock, [b""] * min(100, len(sent)), box.port, "no packet")
        behind, lost = _calls(caller, uri, sock, usual, box.port, "one ordinary INVITE")
        yield from (replace(behind, goal=None), lost)
        after, lost = _calls(caller, uri, sock, sent, box.port, "one hostile packet")
        yield from (replace(after, goal=max(GOAL_MS, FLAT * behind.p95), note=NOTE), lost)


def _calls(
    caller: Telephone, uri: str, sock: socket.socket, before: list[bytes], port: int, whose: str
) -> tuple[Figure, Figure]:
    times, unanswered = [], 0
    for packet in before:
        if packet:
            sock.sendto(packet, ("127.0.0.1", port))
        call = caller.dial(uri, "+4710000102", media=False)
        answered = call.wait_for("answered", PATIENCE)
        took = set_up_ns(call) if answered else None
        unanswered += took is None
        times += [] if took is None else [took]
        call.hang_up()
        time.sleep(APART_SECONDS)
    name = f"{whose}: the next caller's INVITE -> 200"
    return (
        Figure(name, "ms", milliseconds(times), GOAL_MS),
        Figure(f"  {whose}: calls without 200", "calls", (unanswered,), 0, "max"),
    )
