"""A transfer that we asked a far end for: REFER, and the NOTIFYs that tell how it goes."""

from __future__ import annotations

from collections.abc import Callable

import pjsua2 as pj

Told = Callable[[bool, int, str], None]
"""Whether the far end took it on itself; the status of what became of it, or of the refusal."""


class Referral:
    """One REFER (RFC 3515); `told` is called once, with its end."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._accepted = False
        self._over = False

    def heard(self, prm: pj.OnCallTransferStatusParam) -> None:
        """The answer to the REFER, or a NOTIFY.

        PJSIP tells acceptance as a status of 100; where no NOTIFY will come it is 200 at once.
        """
        final = prm.finalNotify or prm.statusCode >= 200
        if final:
            prm.cont = False
            self._end(self._accepted or prm.statusCode // 100 == 2, prm.statusCode, prm.reason)
        else:
            self._accepted = True

    def failed(self, reason: str) -> None:
        """The REFER could not be sent."""
        self._end(False, 500, reason)

    def _end(self, accepted: bool, code: int, reason: str) -> None:
        if not self._over:
            self._over = True
            self._told(accepted, code, reason)
