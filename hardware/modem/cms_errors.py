"""What a +CMS ERROR means for the SMS and for the modem (3GPP TS 27.005 §3.2.5)."""

from enum import Enum, auto

NOT_READY = "modem not ready"
"""The reason of an SMS that no modem was there to send."""


class Verdict(Enum):
    """What may be done with an SMS that failed with some code."""

    RETRY = auto()
    PERMANENT = auto()
    SIM_ALARM = auto()  # the SMS is sound, the SIM card wants a person
    UNCERTAIN = auto()  # maybe sent


# 0-127 are causes of the network (TS 24.011 annex E-2), 300 and up are the modem's own.
_TEMPORARY_CAUSES = frozenset({22, 27, 38, 41, 42, 47})
_PERMANENT_MODEM_ERRORS = frozenset({303, 304, 305, 330})
_NETWORK_TIMEOUT = 332
_SIM_BUSY = 314  # which passes by itself
_SIM_ERRORS = frozenset(range(310, 319)) - {_SIM_BUSY}

_REASONS = {
    1: "nobody has this number",
    8: "the operator bars this subscription from sending: ask the operator",
    10: "calls and SMS are barred on this subscription: ask the operator",
    21: "the network rejected the SMS",
    28: "the recipient's subscription is unknown to the network",
    38: "the mobile network is out of order",
    41: "a temporary failure in the mobile network",
    42: "the mobile network is congested",
    47: "the mobile network has no resources free",
    304: "the modem did not understand the SMS",
    310: "the modem finds no SIM card: put it in and restart the modem",
    311: "the SIM card wants its PIN",
    312: "the SIM card wants its phone-to-SIM PIN",
    313: "the SIM card has failed: replace it",
    314: "the SIM card is busy",
    315: "the SIM card is of the wrong kind: replace it",
    316: "the SIM card is blocked and wants its PUK: unblock it in a telephone",
    317: "the SIM card wants its PIN2",
    318: "the SIM card is blocked and wants its PUK2",
    322: "the modem's SMS storage is full",
    330: "the service centre's number is unknown: ask the operator for it",
    331: "there is no mobile network",
    332: "the mobile network did not answer in time, so it may have been sent",
    500: "the modem reported an unknown error",
}


def verdict(code: int | None) -> Verdict:
    """Return what to do with an SMS refused with `code`; without a code it may be tried again."""
    if code is None or code in _TEMPORARY_CAUSES:
        return Verdict.RETRY
    if code in _SIM_ERRORS:
        return Verdict.SIM_ALARM
    if code == _NETWORK_TIMEOUT:
        return Verdict.UNCERTAIN
    if code < 300 or code in _PERMANENT_MODEM_ERRORS:
        return Verdict.PERMANENT
    return Verdict.RETRY


def reason(code: int) -> str:
    """Return the code in words for a person."""
    return f"{_REASONS.get(code, 'the SMS was refused')} (CMS error {code})"
