"""Every page, by day at a desk and by night on a telephone: no barrier, nothing off the screen.

Each page is looked at closely with one look; `make test-browser` takes all looks for all.
"""

from __future__ import annotations

import pytest
from browser.people import LOOKS, Look, Person, Visitors, is_seen_with
from browser.site_map import endpoint_of, is_public, links_of, plain_pages, valued_endpoints

pytestmark = pytest.mark.timeout(1800)
DOWNLOADS = ("attachment", "application/", "audio/", "image/")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_no_page_has_a_barrier(visitors: Visitors, look: Look) -> None:
    """Those that the routes name, then those that links lead to: one of each route."""
    with visitors.logged_in("installer-one", look) as person:
        waiting = [path for endpoint, path in plain_pages() if not is_public(endpoint)]
        seen: set[str] = set()
        problems: list[str] = []
        while waiting:
            path = waiting.pop()
            endpoint = endpoint_of(path)
            if endpoint is None or endpoint in seen or endpoint == "static":
                continue
            seen.add(endpoint)
            if is_page(person, path):
                problems += found_wrong(person) if is_seen_with(look, endpoint) else []
                waiting += links_of(person.page)
    assert not problems, "\n".join(problems)
    assert not valued_endpoints() - seen, "no link leads to these pages"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_no_page_for_strangers_has_a_barrier(visitors: Visitors, look: Look) -> None:
    with visitors.stranger(look) as person:
        problems = []
        for endpoint, path in plain_pages():
            if is_public(endpoint) and is_page(person, path):
                problems += found_wrong(person)
    assert not problems, "\n".join(problems)


def is_page(person: Person, path: str) -> bool:
    """Open an address; what is not HTML is no page."""
    kind = person.page.request.head(person.url + path).headers.get("content-type", "")
    if "text/html" not in kind:
        return False
    person.opens(path)
    return True


def found_wrong(person: Person) -> list[str]:
    """What is wrong with the page that is shown, so that one run tells of all pages."""
    found = []
    checks = (
        person.finds_nothing_wrong,
        person.need_not_scroll_sideways,
        person.no_text_is_squeezed,
        person.no_buttons_touch,
    )
    for look_at in checks:
        try:
            look_at()
        except AssertionError as wrong:
            found.append(str(wrong))
    person.complaints.clear()
    return found
