"""A settings file that is none of ours, and a draft that cannot be shown."""

from __future__ import annotations

import io

import pytest
from support.settings_office import in_force, installer, kari, office
from support.web_browser import Box, Browser

from appliance.store.revisions import Draft

__all__ = ["installer", "kari", "office"]

HOSTILE = {
    "a dotted key of 900 parts": ".".join("a" * 900) + " = 1",
    "a number of 30,000 digits": "[office]\nmax_calls = " + "9" * 30_000,
    "a number of 30,000 digits by sixteen": "[office]\nmax_calls = 0x" + "f" * 30_000,
    "tables in each other": "x = " + "{a = " * 90 + "1" + "}" * 90,
    "lists in each other": "x = " + "[" * 900 + "]" * 900,
    "a day before all days": "[hours.usual]\ndays = [0001-01-01]",
    "no number": "[office]\nring_seconds = nan",
    "for ever": "[office]\nring_seconds = inf\nmax_calls = -1",
    "a clock": "[office]\nname = 09:00:00",
}
PAGES = ["/settings/", "/settings/review/", "/settings/prompts/", "/settings/office/"]
PAGES += ["/settings/overflow/", "/settings/history/", "/settings/review/document"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_or_shown_and_never_an_error(
    office: Box, installer: Browser, text: str
) -> None:
    file = (io.BytesIO(text.encode()), "settings.toml")
    answer = installer.post("/settings/review/document", data={"file": file, "agreed": "yes"})
    assert answer.status_code in (303, 422)
    for page in PAGES:
        assert installer.get(page).status_code == 200, page
    assert installer.post("/settings/review/publish").status_code == 303
    assert in_force(office)[0].revision == 1


def test_a_draft_of_before_that_cannot_be_read_says_so_and_is_discarded(
    office: Box, kari: Browser
) -> None:
    """The reader has become stricter since it was kept."""
    with office.store() as store:
        store.keep_draft(Draft("kari", 1, HOSTILE["a dotted key of 900 parts"], 0))
    review = kari.get("/settings/review/").text
    assert "a name has more than 16 parts" in review
    assert "Throw my draft away" in review
    kari.post("/settings/review/publish")
    assert in_force(office)[0].revision == 1
    kari.post("/settings/review/discard")
    assert "16 parts" not in kari.get("/settings/review/").text


def test_whatever_else_keeps_a_draft_from_being_shown_it_can_be_discarded(
    office: Box, kari: Browser, monkeypatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("a fault of ours that nobody has thought of")

    office.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("web_config.settings.review.sentences", broken)
    kari.post("/settings/loops/of/insurance", data={"wait_seconds": "61"})
    answer = kari.get("/settings/review/")
    assert answer.status_code == 500
    assert 'action="/settings/review/discard"' in answer.text
    assert kari.post("/settings/review/discard").status_code == 303
    with office.store() as store:
        assert store.draft("kari") is None
    assert "discard" not in office.stranger().get("/settings/review/").text
