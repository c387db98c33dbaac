"""The secret by which mailboxes are read is told of before it ends: on a Friday, 20 November."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import Language
from appliance.core.protocol.commands import Show
from appliance.core.words.faults import told

APP = {"graph_tenant": "fjord.example", "graph_client": "id", "graph_secret": "hemmelig"}


def until(day: str, **changes: str) -> World:
    base = office()
    settled = replace(base.office, **{**APP, "graph_secret_until": day, **changes})  # type: ignore[arg-type]
    return World(replace(base, office=settled))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", ()),
        ("2026-12-21", ()),
        ("2026-12-20", ("Hemmeligheten til postboksene utløper 20.12: lag en ny.",)),
        ("2026-11-20", ("Hemmeligheten til postboksene utløper 20.11: lag en ny.",)),
        ("2026-11-19", ("Hemmeligheten til postboksene utløp 19.11: lag en ny.",)),
        ("2025-01-19", ("Hemmeligheten til postboksene utløp 19.01: lag en ny.",)),
    ],
)
def test_it_is_told_from_thirty_days_before(day: str, said: tuple[str, ...]) -> None:
    world = until(day)
    assert world.view.faults == said
    assert all(day[:4] in detail for detail in world.view.details)


def test_it_is_told_when_the_day_comes() -> None:
    world = until("2026-12-21")
    assert world.view.faults == ()
    world.passes(15 * 3600)
    assert "Hemmeligheten til postboksene utløper 21.12: lag en ny." in world.view.faults


@pytest.mark.parametrize("missing", APP)
def test_who_reads_no_mailbox_is_told_nothing(missing: str) -> None:
    assert until("2026-11-19", **{missing: ""}).view.faults == ()


def test_a_box_that_does_not_know_the_day_says_nothing() -> None:
    world = until("2026-11-19")
    moment = replace(world.now(), clock_set=False)
    (show,) = world.switchboard.look(moment)
    assert isinstance(show, Show)
    assert show.view.faults == ()


@pytest.mark.parametrize(
    ("language", "ends", "over"),
    [
        ("da", "udløber", "udløb "),
        ("nb", "utløper", "utløp "),
        ("sv", "går ut", "gick ut"),
        ("nl", "verloopt", "verliep"),
        ("en", "ends on", "ended on"),
    ],
)
def test_in_every_language(language: Language, ends: str, over: str) -> None:
    for day, words in (("2026-12-01", ends), ("2026-11-01", over)):
        (trouble,) = until(day).view.troubles
        assert words in told(trouble, language)
