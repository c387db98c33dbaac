"""A trouble as a fact, which whoever shows it says in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Trouble:
    """`code` has a sentence in words/faults.py, words/trouble_details.py, or both.

    `values` are names, counts, words quoted as they came, and the trouble behind this one.
    """

    code: str
    values: Mapping[str, str | Trouble] = field(default_factory=dict)


Reason = Trouble | str
"""What is wrong with a part: a fact, or words of its own that nobody has a code for."""


class TrunkTrouble(StrEnum):
    """Why a trunk cannot be used.

    Values: `trunk`, the `host` that was asked, the `user` of the account, and the registrar's
    `answer`, a status and its phrase (RFC 3261 section 7.2).
    """

    REFUSED = "trunk.refused"
    AUTH_INT = "trunk.auth_int"
    TOO_OFTEN = "trunk.too_often"
    UNKNOWN_USER = "trunk.unknown_user"
    SILENT = "trunk.silent"
    OTHER_TIME = "trunk.other_time"
    NOT_FOUND = "trunk.not_found"
    NO_SERVICE = "trunk.no_service"
    NOT_TAKEN = "trunk.not_taken"
    NO_IPV6 = "trunk.no_ipv6"
    NOT_SET_UP = "trunk.not_set_up"
    """With PJSIP's own words in `error`."""
    CALL_FAILED = "carrier.call_failed"
    """It is registered, but has not carried a call."""
