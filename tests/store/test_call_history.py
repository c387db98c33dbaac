"""Closed calls are found by the caller's number, however whoever asks has written it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store.records import call

from appliance.core.model.ids import CallId
from appliance.store.reports.calls import CallHistory, Wanted
from appliance.store.store import Store

OSLO, UTRECHT = "+4710000139", "+31100000146"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory):
    """A call of each number, and one of a caller who withheld it."""
    folder: Path = tmp_path_factory.mktemp("history")
    callers = {"oslo": OSLO, "utrecht": UTRECHT, "withheld": None}
    with Store(folder / "db", folder / "media") as store:
        store.migrate()
        for id, number in callers.items():
            store.save([replace(call(id), id=CallId(id), caller=number)])
        yield CallHistory(store)


@pytest.mark.parametrize(
    "written",
    [
        "+47 10 00 01 39",
        "004710000139",
        "00+47 (10) 00-01-39",
        "(+47) (0) 10.00.01.39#",
        "10000139",
        "010000139",
        "0139",
        "tlf. 10000139",
        "\u202a+47\u00a010000139\u202c",
    ],
)
def test_a_caller_is_found_as_people_write_the_number(history: CallHistory, written: str) -> None:
    assert [row["id"] for row in history.page(Wanted(caller=written))] == ["oslo"]


@pytest.mark.parametrize("written", ["0100000146", "+31 (0)100000146", "0031 100 000 146"])
def test_the_0_that_is_dialled_at_home_is_no_part_of_it(history: CallHistory, written: str) -> None:
    assert [row["id"] for row in history.page(Wanted(caller=written))] == ["utrecht"]


def test_a_0_in_a_few_digits_of_it_counts(history: CallHistory) -> None:
    """Somebody remembers the middle or the end of a number: "00146" is not "146"."""
    assert [row["id"] for row in history.page(Wanted(caller="00146"))] == ["utrecht"]
    assert history.page(Wanted(caller="99146")) == []
    assert history.page(Wanted(caller="0039")) == []


@pytest.mark.parametrize("written", ["", "%", "_", "kari", "\u0661\u0663\u0669", "\x00x"])
def test_no_digit_is_no_condition(history: CallHistory, written: str) -> None:
    """Signs of SQL are none either, nor are digits that no keyboard here has."""
    found = [row["id"] for row in history.page(Wanted(caller=written))]
    assert found == ["withheld", "utrecht", "oslo"]
