"""An office with a Modem on an emulated one: what it sends, and what it hears of it."""

import queue

from support.patience import PATIENCE

from hardware.modem.at import Timings
from hardware.modem.driver import Modem
from hardware.modem.events import ModemClock, ModemReady, ModemWarning

CLIENT = "+4710000001"
READY = ModemReady("Emulated", -71, "Sentralbord Emulated modem")
SHORT = Timings(answer=1, prompt=0.1, silence=0.2, resync=0.5, busy=0.01)


class Office:
    """A Modem and what it told; `clock` and `warnings` are kept apart from the other events."""

    def __init__(self, port, **options):
        self.events = queue.Queue()
        self.clock = queue.Queue()
        self.warnings = queue.Queue()
        options = {"retry_seconds": 0.02, "timings": SHORT, "stop_grace_seconds": 0.1} | options
        self.modem = Modem(port, self._hear, **options)

    def _hear(self, event):
        match event:
            case ModemClock():
                self.clock.put(event)
            case ModemWarning():
                self.warnings.put(event)
            case _:
                self.events.put(event)

    def __enter__(self):
        self.modem.start()
        return self

    def __exit__(self, *_):
        self.modem.stop()

    def next(self):
        return self.events.get(timeout=PATIENCE)

    def next_of(self, kind):
        """The next event of a kind; others before it are passed over."""
        while not isinstance(event := self.next(), kind):
            pass
        return event

    def warning(self):
        return self.warnings.get(timeout=PATIENCE)

    def sends(self, text, sms_id="sms-1", number=CLIENT):
        self.modem.send(sms_id, number, text)
        return self.next()

    def ready(self):
        assert self.next() == READY
        return self
