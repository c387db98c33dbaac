"""Asking telephones whether they are there: OPTIONS (RFC 3261 section 11)."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pjsua2 as pj

from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.telephony.engine.engine import Engine
from appliance.telephony.network.addresses import host_of, is_ipv6, target_uri

log = logging.getLogger(__name__)


class Inquiries:
    """Who was asked; everything belongs to the owner thread."""

    def __init__(self, engine: Engine, inbox: Callable[[Event], None]) -> None:
        self._engine = engine
        self._inbox = inbox
        self._asked: dict[str, set[str]] = {}

    def ask(self, command: LookFor) -> None:
        """Ask once; a telephone that is not there is never told of. Raises pj.Error."""
        uri = target_uri(command.uri)
        own = self._engine.account6 if is_ipv6(host_of(uri)) else self._engine.account
        own.answered = self._answered
        self._asked.setdefault(_address(uri), set()).add(command.agent)
        prm = pj.SendRequestParam()
        prm.method = "OPTIONS"
        prm.txOption.targetUri = uri
        own.sendRequest(prm)

    def _answered(self, request: str) -> None:
        """Whatever a telephone answers to `request`, it is there."""
        _, _, rest = request.partition(" ")
        for agent in self._asked.pop(_address(rest.partition(" ")[0]), ()):
            self._inbox(TelephoneFound(agent))


def _address(uri: str) -> str:
    """A URI without its parameters: by it the question is known again."""
    return uri.strip("<> ").partition(";")[0].lower()
