"""Whether sound still comes from each leg: a far end may be gone without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pjsua2 as pj

from appliance.core.model.ids import LegId
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_leg import LegSilent
from appliance.telephony.legs.legs import Leg


@dataclass(slots=True)
class _Beat:
    """So much has come, and since when (monotonic seconds) nothing more."""

    count: tuple[int, int]
    since: float


class Pulse:
    """What has come on each leg; everything belongs to the owner thread."""

    def __init__(self, every: float, inbox: Callable[[Event], None]) -> None:
        """`every` so many seconds it is looked."""
        self._every = every
        self._inbox = inbox
        self._due = 0.0
        self._beats: dict[LegId, _Beat] = {}

    def feel(self, legs: Iterable[Leg], now: float) -> None:
        """Tell of the legs from which nothing has come since the last look, if one is due."""
        if now < self._due:
            return
        self._due = now + self._every
        before, self._beats = self._beats, {}
        for leg in legs:
            count = _count(leg)
            if count is None:
                continue
            beat = before.get(leg.leg)
            if beat is None or beat.count != count:
                beat = _Beat(count, now)
            self._beats[leg.leg] = beat
            if now > beat.since:
                self._inbox(LegSilent(leg.leg, now - beat.since))


def _count(leg: Leg) -> tuple[int, int] | None:
    """RTP packets, and reports of RTCP on ours; None where nothing need come."""
    if not leg.confirmed or leg.ended or leg.held or leg.audio.port is None:
        return None
    try:
        counted = leg.getStreamStat(0)  # it owns what hangs from it
    except pj.Error:
        return None
    return counted.rtcp.rxStat.pkt, counted.rtcp.txStat.updateCount
