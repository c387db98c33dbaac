"""A leg that a trunk carries: given up soon where the trunk says nothing at all."""

from __future__ import annotations

import logging

import pjsua2 as pj

from appliance.telephony.engine import hang_up
from appliance.telephony.legs import Leg, guarded

log = logging.getLogger(__name__)

SILENT = "the trunk does not answer"


class TrunkLeg(Leg):
    """An outgoing leg that notices whether anybody is there; RFC 3261 would wait for 32 s."""

    heard = False
    """Whether the trunk has said anything, be it 100."""

    @guarded
    def onCallTsxState(self, prm: pj.OnCallTsxStateParam) -> None:
        """A transaction has changed: at first our INVITE's."""
        self.heard = self.heard or prm.e.body.tsxState.tsx.statusCode >= 100

    def give_up_if_silent(self) -> None:
        """Another trunk may be there; this leg ends as timed out."""
        if self.heard or self.ended:
            return
        self.end(pj.PJSIP_SC_REQUEST_TIMEOUT, SILENT)
        try:
            hang_up(self)
        except pj.Error as error:
            log.info("a silent leg could not be hung up: %s", error.reason)
