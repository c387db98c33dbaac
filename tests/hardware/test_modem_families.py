"""Modems of other makers: where they put reports and SMS, how they tell, and busy SIM cards."""

from __future__ import annotations

import time

import pytest
from support.modem_office import CLIENT, READY, Office

from hardware.emulated.modem import EmulatedModem
from hardware.emulated.modem_families import (
    KEEPS_ITS_BUFFER,
    NO_REPORTS,
    OWN_ERRORS,
    OWN_MEMORY,
    PLAIN,
    PROMPTS_IN_ECHO,
    STORES_REPORTS,
)
from hardware.modem import notifications
from hardware.modem.at import Timings
from hardware.modem.cms_errors import Verdict, verdict
from hardware.modem.events import ModemLost, SmsAccepted, SmsReceived, SmsRefused, SmsReported

ENDLESS = Timings(answer=600, prompt=600, silence=600, resync=5)
"""Whoever waits for a silence waits in vain."""
DELIVERED = SmsReported(CLIENT, 1, delivered=True, status=0)


def empty(emulated: EmulatedModem) -> bool:
    """Wait until nothing lies in any memory."""
    until = time.monotonic() + 10
    while emulated.stored and time.monotonic() < until:
        time.sleep(0.01)
    return emulated.stored == 0


@pytest.mark.parametrize("family", [PLAIN, STORES_REPORTS, KEEPS_ITS_BUFFER, OWN_MEMORY])
def test_delivery_reports_come_from_every_family(family):
    with (
        EmulatedModem(family=family) as emulated,
        Office(emulated.port, delivery_reports=True) as office,
    ):
        office.ready()
        assert office.sends("Hei") == SmsAccepted("sms-1", (1,))
        assert office.next() == DELIVERED
        assert office.sends("Hopp", "sms-2") == SmsAccepted("sms-2", (2,))
        assert office.next_of(SmsReported).reference == 2
        assert empty(emulated)
        assert office.warnings.empty()


def test_reports_that_were_stored_before_the_start_are_told():
    with EmulatedModem(family=STORES_REPORTS) as emulated:
        with Office(emulated.port, delivery_reports=True) as office:
            office.ready()
            emulated.faults.keeps_deleted = True
            assert office.sends("Hei") == SmsAccepted("sms-1", (1,))
            assert office.next() == DELIVERED
        assert emulated.stored == 1
        emulated.faults.keeps_deleted = False
        with Office(emulated.port, delivery_reports=True) as office:
            office.ready()
            assert office.next() == DELIVERED
            assert empty(emulated)


def test_a_modem_that_passes_no_reports_on_is_a_warning_that_says_what_to_do():
    with EmulatedModem(family=NO_REPORTS) as emulated:
        with Office(emulated.port, delivery_reports=True) as office:
            office.ready()
            warning = office.warning()
            assert (warning.subject, warning.sentence) == ("reports", notifications.NO_REPORTS)
        with Office(emulated.port, delivery_reports=False) as office:
            office.ready()
            assert office.warnings.empty(), "nobody asked for reports"


@pytest.mark.parametrize("text", ["Takk", "æøå{€}" * 60])
def test_an_sms_in_another_memory_than_the_chosen_one_is_read_and_deleted(text):
    with EmulatedModem(family=OWN_MEMORY) as emulated, Office(emulated.port) as office:
        office.ready()
        emulated.receive(CLIENT, text)
        received = office.next()
        assert (received.text, received.problem) == (text, "")
        office.modem.delete(received.sms_id)
        assert empty(emulated)


def test_what_lay_in_another_memory_before_the_start_is_told():
    with EmulatedModem(family=OWN_MEMORY) as emulated:
        emulated.receive(CLIENT, "while nobody listened")
        with Office(emulated.port) as office:
            office.ready()
            assert office.next_of(SmsReceived).text == "while nobody listened"


@pytest.mark.parametrize("family", [OWN_ERRORS, PROMPTS_IN_ECHO])
def test_an_own_way_to_refuse_or_to_prompt_costs_no_time(family):
    """Given a modem that also knows no +CCID and no +CPINR, then it is ready and sends."""
    with EmulatedModem(family=family, pin="1234") as emulated:
        emulated.faults.hides_card = emulated.faults.hides_pin_retries = True
        with Office(emulated.port, pin="1234", timings=ENDLESS) as office:
            office.ready()
            assert office.sends("Hei") == SmsAccepted("sms-1", (1,))
            assert emulated.wait_for_sms(5).text == "Hei"


@pytest.mark.parametrize(
    ("offered", "values"),
    [
        ("(0-2),(0,1),(0),(0,1),(0)", "2,1,0,1,0"),
        ("(0,1,2),(0,1,2,3),(0,2),(0,2),(0,1)", "2,1,0,2,0"),
        ("(0-3),(0-3),(0,2),(0-2),(1)", "2,1,0,1,1"),
        ("(1,2),(0,1),(0),(0),(1)", "2,1,0,0,1"),
        ("(3),(1),0,(1),(0)", "3,1,0,1,0"),
        ("(0-999999999),(1),(0),(1),(0)", "2,1,0,1,0"),
    ],
)
def test_the_best_of_what_is_offered(offered, values):
    assert notifications.chosen(offered) == values


@pytest.mark.parametrize("offered", ["", "(0-2)", "(a),(b),(c),(d),(e)", "((((", "()" * 5])
def test_an_offer_that_is_not_understood_leaves_the_usual_ones(offered):
    assert notifications.chosen(offered) is None


def test_a_busy_sim_card_is_waited_for():
    with EmulatedModem() as emulated:
        emulated.faults.sim_busy = 5
        with Office(emulated.port) as office:
            assert office.next() == READY
            assert emulated.faults.sim_busy == 0
            assert office.sends("Hei") == SmsAccepted("sms-1", (1,))


def test_a_sim_card_that_stays_busy_is_not_to_be_replaced():
    with EmulatedModem() as emulated:
        emulated.faults.sim_busy = 10_000
        with Office(emulated.port) as office:
            lost = office.next()
            assert isinstance(lost, ModemLost)
            assert lost.reason == "The SIM card is busy: it is asked again by itself."
            emulated.faults.sim_busy = 0
            assert office.next() == READY


def test_an_sms_that_found_the_card_busy_goes_later_and_the_modem_stays():
    assert verdict(314) is Verdict.RETRY
    with EmulatedModem() as emulated, Office(emulated.port) as office:
        office.ready()
        emulated.faults.cms_error = 314
        refused = office.sends("Hei")
        assert isinstance(refused, SmsRefused)
        assert (refused.retryable, refused.reason) == (True, "the SIM card is busy (CMS error 314)")
        emulated.faults.cms_error = None
        assert office.sends("Hei") == SmsAccepted("sms-1", (1,))
