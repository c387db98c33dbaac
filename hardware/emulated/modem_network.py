"""The network behind the emulated modem: who got which SMS, whole."""

import json
import os
import queue
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hardware.modem.fields import UserData, join_text
from hardware.modem.pdu import Submit


@dataclass(frozen=True)
class SentSms:
    """An SMS that left the modem whole; `at` is when its last part did, in UTC."""

    number: str
    text: str
    parts: int
    at: datetime


class Recipients:
    """Puts parts together and keeps what arrived, in order.

    With a `journal` each SMS is a line of JSON there (fields of SentSms), on disk before the
    modem says that the network took it.
    """

    def __init__(self, journal: Path | None) -> None:
        self._journal = journal
        self.sent: list[SentSms] = []
        self.unseen: queue.Queue[SentSms] = queue.Queue()
        self._incomplete: dict[tuple[str, int | None], dict[int, UserData]] = {}

    def accept(self, submit: Submit) -> None:
        """The network takes one part."""
        piece = submit.user_data
        key = (submit.number, piece.reference)
        pieces = self._incomplete.setdefault(key, {})
        pieces[piece.part] = piece
        if len(pieces) < piece.parts:
            return
        del self._incomplete[key]
        sms = SentSms(submit.number, join_text(pieces.values()), piece.parts, datetime.now(UTC))
        self._write_journal(sms)
        self.sent.append(sms)
        self.unseen.put(sms)

    def _write_journal(self, sms: SentSms) -> None:
        if self._journal is None:
            return
        entry = {"number": sms.number, "text": sms.text, "parts": sms.parts}
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(entry | {"at": sms.at.isoformat()}) + "\n")
            journal.flush()
            os.fsync(journal.fileno())
