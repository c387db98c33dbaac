"""Two modems as one: what the listener is told when either comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from hardware.modem.events import ModemEvent, ModemLost, ModemReady, ModemWarning
from hardware.modem.failover import Failover
from hardware.modem.questions import Question

FIRST, SPARE = ModemReady("Telenett", -71), ModemReady("Mobilnett", -83)


class Modem:
    """A modem that says what the test wants it to say."""

    def __init__(self, tell: Callable[[ModemEvent], None]) -> None:
        self.tell = tell
        self.sent: list[str] = []

    def start(self) -> None:
        pass

    def send(self, sms_id: str, number: str, text: str) -> None:
        self.sent.append(sms_id)

    def delete(self, sms_id: str) -> None:
        pass

    def remember(self, pieces: Iterable[str]) -> None:
        pass

    def ask(self, question: Question) -> None:
        pass

    def stop(self) -> None:
        pass


class Both:
    """The two modems, and what was told of them."""

    def __init__(self) -> None:
        self.told: list[ModemEvent] = []
        self.modems: list[Modem] = []
        self.failover = Failover(self.told.append, [self.make, self.make])
        self.first, self.spare = self.modems

    def make(self, tell: Callable[[ModemEvent], None]) -> Modem:
        self.modems.append(Modem(tell))
        return self.modems[-1]

    def news(self) -> list[ModemEvent]:
        """What was told since the last time, without warnings."""
        told = [event for event in self.told if not isinstance(event, ModemWarning)]
        self.told.clear()
        return told


@pytest.fixture
def both() -> Both:
    both = Both()
    both.first.tell(FIRST)
    both.spare.tell(SPARE)
    return both


def test_a_spare_that_comes_while_the_first_sends_is_no_news(both: Both) -> None:
    assert both.news() == [FIRST]


def test_a_first_that_is_ready_again_is_told_though_it_never_went(both: Both) -> None:
    both.news()
    both.first.tell(FIRST)
    assert both.news() == [FIRST]


def test_a_first_that_comes_back_sends_again(both: Both) -> None:
    both.first.tell(ModemLost("unplugged"))
    both.news()
    both.first.tell(FIRST)
    assert both.news() == [FIRST]
    both.failover.send("s1", "+4710000077", "Hei")
    assert (both.first.sent, both.spare.sent) == (["s1"], [])


def test_a_spare_that_goes_while_the_first_sends_is_a_warning_only(both: Both) -> None:
    both.news()
    both.spare.tell(ModemLost("unplugged"))
    assert both.told == [
        ModemWarning("spare", "The spare modem is lost, the other one sends: unplugged")
    ]


def test_where_the_first_goes_the_spare_is_the_modem(both: Both) -> None:
    both.news()
    both.first.tell(ModemLost("unplugged"))
    assert both.news() == [SPARE]
    both.spare.tell(ModemLost("no network"))
    assert both.news() == [ModemLost("unplugged")]
