"""The pictures of the page; `make pictures` keeps those of the documentation in docs/web.

With SENTRALBORD_LOOKS=all and SENTRALBORD_PICTURES=FOLDER, every page is taken, to be looked at.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browser.people import DESK, NIGHT_DESK, PHONE, THOROUGH, Look, Visitors
from browser.site_map import endpoint_of, is_public, links_of, plain_pages
from browser.test_every_page import is_page
from browser.test_live import put_through
from support.running_box import RunningBox

from appliance.probe.telephone import Telephone

IN_THE_DOCUMENTATION = {
    "overview.page",
    "menus.page",
    "loops.entry",
    "simulator.page",
    "cards.card",
}
IN_THE_DOCUMENTATION |= {"stories.page", "prompts.page", "backups.page"}
KEPT = os.environ.get("SENTRALBORD_PICTURES", "")


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where pictures go."""
    album = Path(KEPT) if KEPT else tmp_path
    album.mkdir(parents=True, exist_ok=True)
    return album


def test_the_front_panel_during_a_call(
    box: RunningBox, visitors: Visitors, desk: Telephone, album: Path
) -> None:
    with Telephone() as caller:
        call, kari = put_through(box, caller, desk)
        for look in (DESK, NIGHT_DESK, PHONE):
            with visitors.logged_in("superior-one", look) as person:
                person.opens("/").screenshot(path=album / f"panel-{look.name}.png", full_page=True)
        call.hang_up()
        box.stands("wrap-up")
        kari.press("1")
        box.is_idle()
    assert (album / "panel-phone-dark.png").stat().st_size > 5_000


@pytest.mark.skipif(not KEPT, reason="only when pictures are to be kept")
@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_every_page(visitors: Visitors, look: Look, album: Path) -> None:
    with visitors.stranger(look) as stranger, visitors.logged_in("installer-one", look) as person:
        waiting, seen = [path for _, path in plain_pages()], set[str]()
        while waiting:
            endpoint = endpoint_of(path := waiting.pop())
            if endpoint is None or endpoint in seen or endpoint == "static":
                continue
            seen.add(endpoint)
            who = stranger if is_public(endpoint) else person
            if not is_page(who, path):
                continue
            if THOROUGH or endpoint in IN_THE_DOCUMENTATION:
                picture = album / f"{endpoint}-{look.name}.png"
                who.page.screenshot(path=picture, full_page=THOROUGH)
            waiting += links_of(who.page)
