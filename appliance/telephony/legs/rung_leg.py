"""A leg that we ring: it notices whether anybody is there, and where the far end sends us."""

from __future__ import annotations

import logging
import re

import pjsua2 as pj

from appliance.telephony.engine.engine import hang_up
from appliance.telephony.legs.contacts import contacts
from appliance.telephony.legs.legs import Leg, guarded

log = logging.getLogger(__name__)

SILENT = "nothing answers there"
EXTENSION_REQUIRED = 421
"""RFC 3261 section 21.4.16."""
RELIABLE = re.compile(r"^require:[^\r\n]*\b100rel\b", re.IGNORECASE | re.MULTILINE)
"""RFC 3262 section 3."""


class RungLeg(Leg):
    """An outgoing leg; where nobody is, RFC 3261 would wait for 32 s."""

    heard = False
    """Whether the far end has said anything, be it 100."""
    moved: tuple[int, str] | None = None
    """The status that sent us elsewhere; PJSIP ends such a call as 487."""

    @guarded
    def onCallTsxState(self, prm: pj.OnCallTsxStateParam) -> None:
        """A transaction has changed: at first our INVITE's."""
        self._hear(prm.e)

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        """As for every leg; a final answer is told of here before its transaction is."""
        self._hear(prm.e)
        super().onCallState(prm)

    def _hear(self, event: pj.SipEvent) -> None:
        told = event.body.tsxState
        if event.type != pj.PJSIP_EVENT_TSX_STATE or told.type != pj.PJSIP_EVENT_RX_MSG:
            return
        self.heard = True
        code = told.tsx.statusCode
        if code // 100 == 3 and not self.confirmed:
            self.moved = (code, told.tsx.statusText)
            self.forwards = contacts(told.src.rdata.wholeMsg)
        elif code == EXTENSION_REQUIRED and not self.confirmed:
            self.wants_reliability = bool(RELIABLE.search(told.src.rdata.wholeMsg))

    def end(self, code: int, reason: str) -> None:
        """Over, with the status that the far end gave."""
        super().end(*(self.moved or (code, reason)))

    def give_up_if_silent(self) -> None:
        """Somebody else may be there; this leg ends as timed out."""
        if self.heard or self.ended:
            return
        self.end(pj.PJSIP_SC_REQUEST_TIMEOUT, SILENT)
        try:
            hang_up(self)
        except pj.Error as error:
            log.info("a silent leg could not be hung up: %s", error.reason)


def required(extension: str) -> pj.SipHeader:
    """A header that insists on an extension (RFC 3261 section 20.32)."""
    header = pj.SipHeader()
    header.hName, header.hValue = "Require", extension
    return header
