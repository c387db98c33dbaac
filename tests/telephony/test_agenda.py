"""Acts by their time, and objects that are let go late."""

from __future__ import annotations

import weakref

from appliance.telephony.engine.agenda import Agenda, Retired


class Thing:
    pass


def test_acts_are_done_in_order_when_due() -> None:
    agenda, done = Agenda(), []
    agenda.add(2.0, lambda: done.append("second"))
    agenda.add(1.0, lambda: done.append("first"))
    agenda.add(3.0, lambda: done.append("third"))
    assert agenda.seconds_to_next(0.5, 10.0) == 0.5
    agenda.do_due(2.0)
    assert done == ["first", "second"]
    assert agenda.seconds_to_next(5.0, 10.0) == 0.0


def test_nothing_to_do_leaves_the_bound() -> None:
    assert Agenda().seconds_to_next(0.0, 0.1) == 0.1


def test_what_is_forgotten_is_let_go() -> None:
    """What an act holds of PJSIP must be gone before the library is."""
    agenda, thing = Agenda(), Thing()
    held = weakref.ref(thing)
    agenda.add(1.0, thing.__repr__)
    del thing
    agenda.clear()
    assert held() is None
    assert len(agenda) == 0


def test_an_act_may_add_another_one_that_is_due() -> None:
    agenda, done = Agenda(), []
    agenda.add(1.0, lambda: agenda.add(1.0, lambda: done.append("second")))
    agenda.do_due(1.0)
    assert done == ["second"]


def test_a_retired_object_lives_for_its_grace() -> None:
    retired, thing = Retired(), Thing()
    alive = weakref.ref(thing)
    retired.keep(thing, 10.0)
    del thing
    retired.release(10.0 + Retired.GRACE_SECONDS - 0.01)
    assert alive() is not None
    retired.release(10.0 + Retired.GRACE_SECONDS)
    assert alive() is None
