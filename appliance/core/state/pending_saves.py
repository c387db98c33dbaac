"""What is on its way to the disk: a record that the disk refuses is kept and tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from appliance.core.model.ids import CallRecord, Receipt, TimerId
from appliance.core.protocol.commands import Command, Save, StartTimer

RETRY = TimerId("save_again")
RETRY_SECONDS = 15.0
MOST_REFUSED = 2000
"""So many refused acts are kept in memory; beyond, the oldest mere call records are let go."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Acts without a receipt; `refused` are those that the disk did not take."""

    pending: Mapping[Receipt, Save] = field(default_factory=dict)
    refused: frozenset[Receipt] = frozenset()
    reason: str = ""


def handed_over(ledger: Ledger, save: Save) -> Ledger:
    """A Save goes to the store."""
    return replace(ledger, pending={**ledger.pending, save.receipt: save})


def confirmed(ledger: Ledger, receipt: Receipt) -> tuple[Ledger, Save | None]:
    """The store has it: the act, and the ledger without it."""
    save = ledger.pending.get(receipt)
    refused = ledger.refused - {receipt}
    pending = dict(ledger.pending)
    pending.pop(receipt, None)
    return Ledger(pending, refused, ledger.reason if refused else ""), save


def refused(ledger: Ledger, receipt: Receipt, reason: str) -> tuple[Ledger, list[Command]]:
    """The disk did not take it: keep it, try again soon, unless it was to be tried but once."""
    save = ledger.pending.get(receipt)
    if save is None:
        return ledger, []
    if save.once:
        return confirmed(ledger, receipt)[0], []
    ledger = replace(ledger, refused=ledger.refused | {receipt}, reason=reason)
    return _trimmed(ledger), [StartTimer(RETRY, RETRY_SECONDS)]


def try_again(ledger: Ledger) -> tuple[Ledger, list[Command]]:
    """Everything that was refused goes to the store once more, in its old order."""
    again: list[Command] = [
        save for receipt, save in ledger.pending.items() if receipt in ledger.refused
    ]
    return replace(ledger, refused=frozenset()), again


def _trimmed(ledger: Ledger) -> Ledger:
    if len(ledger.refused) <= MOST_REFUSED:
        return ledger
    oldest = next((r for r, s in ledger.pending.items() if r in ledger.refused and _mere(s)), None)
    return confirmed(ledger, oldest)[0] if oldest else ledger


def _mere(save: Save) -> bool:
    return all(isinstance(record, CallRecord) for record in save.records)
