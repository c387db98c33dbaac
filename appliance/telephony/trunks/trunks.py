"""The trunks in use: accounts of PJSIP that come, change, and go without touching calls."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pjsua2 as pj

from appliance.core.model.trouble import Trouble, TrunkTrouble
from appliance.core.protocol.commands import UseTrunks
from appliance.core.protocol.events import Event, TrunkDown, TrunkUp
from appliance.core.settings.trunks import Trunk
from appliance.telephony.config import SipConfig
from appliance.telephony.engine.agenda import Agenda
from appliance.telephony.engine.engine import Engine, Incoming
from appliance.telephony.network.reflections import Reflections
from appliance.telephony.network.six import goes_over_ipv6
from appliance.telephony.trunks.refusals import retry_after
from appliance.telephony.trunks.trunk_account import TrunkAccount, trunk_config
from appliance.telephony.trunks.whereabouts import Whereabouts
from appliance.telephony.trunks.why_down import tries_again, why_down

log = logging.getLogger(__name__)

AGAIN_SECONDS = 300.0
"""A registrar that has refused is asked again: somebody may have put it right there."""


class Trunks:
    """The account of each trunk; everything belongs to the owner thread.

    `in_use` tells whether a leg still has this account, which then is kept until it has ended.
    """

    def __init__(
        self,
        engine: Engine,
        config: SipConfig,
        agenda: Agenda,
        inbox: Callable[[Event], None],
        in_use: Callable[[pj.Account], bool],
        incoming: Incoming,
    ) -> None:
        self._engine = engine
        self._config = config
        self._agenda = agenda
        self._inbox = inbox
        self._in_use = in_use
        self._incoming = incoming
        self._accounts: dict[str, TrunkAccount] = {}
        self._retired: list[TrunkAccount] = []
        self.whereabouts = Whereabouts(engine.wake)
        self._reflections = Reflections(engine.wake)
        self._seen_as: dict[str, str] = {}

    def use(self, command: UseTrunks) -> None:
        """Make the accounts such as these trunks need."""
        wanted = {trunk.id: trunk for trunk in command.trunks}
        for name in self._accounts.keys() - wanted.keys():
            self._retire(name)
        for trunk in wanted.values():
            self._use(trunk)
        self.whereabouts.seek(command.trunks, command.neighbours)
        self._reflections.ask(trunk.stun for trunk in command.trunks)
        self.let_go()

    def _use(self, trunk: Trunk) -> None:
        account = self._accounts.get(trunk.id)
        if account and account.trunk == trunk:
            return
        if goes_over_ipv6(trunk) and not self._config.address6:
            self._inbox(TrunkDown(trunk.id, Trouble(TrunkTrouble.NO_IPV6, {"trunk": trunk.id})))
            return
        try:
            self._engine.open_transport(trunk.transport)
            config = self._config_of(trunk)
            if account:
                account.trunk, account.trusted = trunk, trunk.trusted
                account.modify(config)
                self._register_again(account, trunk)
            else:
                account = TrunkAccount(trunk, self._incoming, self._told)
                account.create(config)
                self._accounts[trunk.id] = account
        except pj.Error as error:
            log.error("trunk %s cannot be set up: %s", trunk.id, error.reason)
            values = {"trunk": trunk.id, "error": error.reason}
            self._inbox(TrunkDown(trunk.id, Trouble(TrunkTrouble.NOT_SET_UP, values)))
            return
        if not trunk.registrar:
            self._inbox(TrunkUp(trunk.id))

    def _config_of(self, trunk: Trunk) -> pj.AccountConfig:
        seen_as = self._seen_as[trunk.id] = self._reflections.by(trunk.stun)
        own = replace(self._config, port=self._engine.port)
        return trunk_config(trunk, own, self._engine.host, seen_as)

    def follow(self) -> None:
        """Between polls: tell the trunks of another address from where the internet sees us."""
        for name, account in self._accounts.items():
            if self._seen_as.get(name, "") != self._reflections.by(account.trunk.stun):
                try:
                    account.modify(self._config_of(account.trunk))
                except pj.Error as error:
                    log.error("trunk %s cannot follow our address: %s", name, error.reason)

    def _told(
        self, account: TrunkAccount, code: int, reason: str, seconds: int, message: str
    ) -> None:
        trunk = account.trunk
        if not trunk.registrar:
            return
        if code // 100 == 2 and seconds > 0:
            self._inbox(TrunkUp(trunk.id))
        elif code // 100 != 2:
            self._inbox(TrunkDown(trunk.id, why_down(trunk, code, reason, message)))
            if not tries_again(code):
                again = partial(self._register_again, account, trunk)
                later = retry_after(message) or AGAIN_SECONDS
                self._agenda.add(time.monotonic() + later, again)

    def _register_again(self, account: TrunkAccount, trunk: Trunk) -> None:
        if account.retired or account.trunk != trunk or not trunk.registrar:
            return
        try:
            account.setRegistration(True)
        except pj.Error as error:
            log.debug("trunk %s registers already: %s", trunk.id, error.reason)

    def account(self, name: str) -> TrunkAccount | None:
        """The account of a trunk; None for one that is not in use."""
        return self._accounts.get(name)

    def chosen(self, host: str, port: int) -> int | None:
        """The id of the account of the trunk that calls from there; None for no trunk."""
        here = [
            account
            for account in self._accounts.values()
            if host in self.whereabouts.of_trunk(account.trunk.id)
        ]
        same_port = (a for a in here if a.trunk.host.endswith(f":{port}"))
        account = next(same_port, here[0] if here else None)
        return account.getId() if account else None

    def _retire(self, name: str) -> None:
        account = self._accounts.pop(name)
        account.retired = True
        self._retired.append(account)
        if account.trunk.registrar:
            try:
                account.setRegistration(False)
            except pj.Error as error:
                log.debug("trunk %s was not registered: %s", name, error.reason)

    def let_go(self) -> None:
        """Let go the accounts of former trunks whose last call has ended."""
        for account in [each for each in self._retired if not self._in_use(each)]:
            self._retired.remove(account)
            account.shutdown()

    def stop(self) -> None:
        """Unregister and let everything go."""
        self.whereabouts.stop()
        self._reflections.stop()
        for account in (*self._accounts.values(), *self._retired):
            account.retired = True
            if account.isValid():
                account.shutdown()
        self._accounts.clear()
        self._retired.clear()
