"""Many callers hear a prompt at once: late packets, CPU, and memory; and the idle box."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass

from bench.box import Box
from bench.figures import Figure

from appliance.probe.rtp import Packet
from appliance.probe.telephone import ProbeCall, Telephone

LATE_MS = 30.0
CALLS_PER_SECOND = 25
SETTLE_SECONDS = 2.0
PATIENCE = 5.0
NS_PER_SAMPLE = 125_000
PACKETS_PER_SECOND = 50
LATENESS_NOTE = "against the earliest packet of its stream, by RTP time-stamp and kernel stamp"
RSS_GOAL_MB = 90
IDLE_GOAL = 1.0


@dataclass(frozen=True, slots=True)
class Streams:
    """What came in during the measured time: each stream's packets."""

    packets: tuple[list[Packet], ...]
    seconds: float

    @property
    def lost(self) -> int:
        """Gaps in the sequence numbers, in packets."""
        return sum(_lost(stream) for stream in self.packets)

    def lateness_ms(self) -> list[float]:
        """How late each packet came, against its stream's earliest by the RTP time-stamps."""
        return [late for stream in self.packets for late in lateness_ms(stream)]


def lateness_ms(stream: list[Packet]) -> list[float]:
    """Transit time of each packet beyond the least of its stream, in ms."""
    if not stream:
        return []
    start = stream[0]
    transit = [
        (p.at_ns - start.at_ns - (p.timestamp - start.timestamp) * NS_PER_SAMPLE) / 1e6
        for p in stream
    ]
    least = min(transit)
    return [each - least for each in transit]


def measure(
    telephone: Telephone, box: Box, uri: str, callers: int, seconds: float
) -> tuple[Figure, ...]:
    """Let `callers` hear a prompt for `seconds`; each of them sends audio as well."""
    calls = [_dial(telephone, uri, n) for n in range(callers)]
    try:
        answered = [call for call in calls if call.wait_for("answered", PATIENCE)]
        time.sleep(SETTLE_SECONDS)
        streams, cpu = _watch(answered, box, seconds)
        rss = box.rss_megabytes()
    finally:
        for call in calls:
            call.hang_up()
        for call in calls:
            call.wait_for("ended", PATIENCE)
    sound = _sound(f"{callers} callers: ", callers, streams)
    return (*sound, *_cost(f"{callers} callers: ", callers, streams, cpu, rss), _own(calls))


def _dial(telephone: Telephone, uri: str, n: int) -> ProbeCall:
    time.sleep(1 / CALLS_PER_SECOND)
    return telephone.dial(uri, f"+4710000{n:03}")


def _watch(calls: list[ProbeCall], box: Box, seconds: float) -> tuple[Streams, float]:
    before = [len(call.media.received) for call in calls]
    cpu, began = box.cpu_seconds(), time.monotonic()
    time.sleep(seconds)
    used, took = box.cpu_seconds() - cpu, time.monotonic() - began
    streams = tuple(call.media.received[n:] for call, n in zip(calls, before, strict=True))
    return Streams(streams, took), used


def _sound(whose: str, callers: int, streams: Streams) -> tuple[Figure, ...]:
    lateness = tuple(streams.lateness_ms())
    late = sum(each > LATE_MS for each in lateness)
    wanted = callers * streams.seconds * PACKETS_PER_SECOND
    # The measured time cuts each stream between two packets, hence one packet of doubt for each.
    lacking = max(0, round(wanted - len(lateness) - callers))
    note = f"{len(lateness)} packets came of {wanted:.0f}; {streams.lost} gaps in sequence"
    return (
        Figure(f"{whose}> {LATE_MS:g} ms late", "packets", (late,), 0, "max", note),
        Figure(f"{whose}lateness", "ms", lateness, LATE_MS, "max", LATENESS_NOTE),
        Figure(f"{whose}packets lacking", "packets", (lacking,), 0, "max"),
    )


def _cost(
    whose: str, callers: int, streams: Streams, cpu: float, rss: float
) -> tuple[Figure, Figure]:
    percent = 100 * cpu / streams.seconds
    note = f"{percent:.1f} % of a core in all"
    return (
        Figure(f"{whose}CPU per call", "% core", (percent / callers,), note=note),
        Figure(f"{whose}RSS", "MB", (rss,), RSS_GOAL_MB, "max"),
    )


def _own(calls: list[ProbeCall]) -> Figure:
    late = tuple(ns / 1e6 for call in calls for ns in call.media.lateness_ns)
    name = f"  {len(calls)} callers: our sending was late"
    return Figure(name, "ms", late, note="the measuring side's own, not the switchboard's")


def _lost(stream: list[Packet]) -> int:
    pairs = itertools.pairwise(stream)
    return sum(max(0, (later.sequence - one.sequence) % 65536 - 1) for one, later in pairs)


def idle(box: Box, seconds: float) -> tuple[Figure, Figure]:
    """CPU and memory of a box that nobody calls."""
    cpu, began = box.cpu_seconds(), time.monotonic()
    time.sleep(seconds)
    percent = 100 * (box.cpu_seconds() - cpu) / (time.monotonic() - began)
    return (
        Figure(f"idle CPU over {seconds:g} s", "% core", (percent,), IDLE_GOAL, "max"),
        Figure("idle RSS", "MB", (box.rss_megabytes(),), RSS_GOAL_MB, "max"),
    )


def afterwards(box: Box) -> Figure:
    """Memory just after many short calls: SIP keeps something of each for 64*T1 = 32 s."""
    note = "each ended call of the last half minute keeps its transactions (RFC 3261 section 17)"
    return Figure("RSS after the ramps", "MB", (box.rss_megabytes(),), note=note)
