"""People with browsers: at a desk or with a telephone, by day or by night, in their language."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from support.patience import PATIENCE
from support.web_process import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-prefers-reduced-motion"),
    *("--no-sandbox", "--disable-dev-shm-usage"),
]
"""Chromium then speaks to our page only, and needs neither root nor a large /dev/shm."""
SQUEEZED = """Array.from(document.querySelectorAll('caption,p,h1,h2,h3,label,dt,dd,td,li,a,button'))
    .filter(e => e.textContent.trim() && e.offsetWidth > 1 && e.offsetWidth < 40
        && e.offsetHeight > 3 * e.offsetWidth)
    .map(e => e.textContent.trim().slice(0, 40))"""
TOUCHING = """(() => {
    const seen = Array.from(document.querySelectorAll('main button, main .button'))
        .filter(e => e.offsetParent !== null && e.offsetWidth > 1)
        .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()]);
    const apart = (a, b) => Math.max(a.left - b.right, b.left - a.right,
                                     a.top - b.bottom, b.top - a.bottom);
    return seen.flatMap(([words, one], at) => seen.slice(at + 1)
        .filter(([_, other]) => apart(one, other) < 4).map(([more]) => words + ' | ' + more));
})()"""
"""Pairs of buttons with less than 4 pixels between them: a thumb presses the wrong one."""
REFUSED = re.compile("status of (401|409|422)")
WAIT_MILLISECONDS = 1000 * PATIENCE
expect.set_options(timeout=WAIT_MILLISECONDS)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Look:
    """What a page is looked at with."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    locale: str


DESK = Look("desk", 1280, 800, "light", "en-GB")
NIGHT_DESK = Look("desk-dark", 1280, 800, "dark", "nb-NO")
PHONE = Look("phone-dark", 360, 740, "dark", "nb-NO")
DAY_PHONE = Look("phone", 360, 740, "light", "en-GB")
THOROUGH = os.environ.get("SENTRALBORD_LOOKS") == "all"
LOOKS = [DESK, PHONE, NIGHT_DESK, DAY_PHONE] if THOROUGH else [DESK, PHONE]
"""Both widths, both themes, two languages."""


def is_seen_with(look: Look, endpoint: str) -> bool:
    """Whether this run looks closely at a page with that look: with all, or each page with one."""
    return THOROUGH or LOOKS[crc32(endpoint.encode()) % len(LOOKS)] == look


@dataclass
class Person:
    """Somebody who looks at the page; `url` is where it begins."""

    page: Page
    url: str
    complaints: list[str]

    def opens(self, path: str) -> Page:
        """Go to an address of the page."""
        answer = self.page.goto(self.url + path)
        assert answer, path
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def logs_in(self, name: str, password: str = PASSWORD) -> None:
        """By the form."""
        self.opens("/login")
        self.page.locator("input[name=name]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main button.main").click()
        expect(self.page.locator("header .me")).to_be_visible()

    def finds_nothing_wrong(self) -> None:
        """No rule of axe-core is broken on this page, and the page complained of nothing."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        broken = [told(rule) for rule in found.response["violations"]]
        assert not broken, f"{self.page.url}: " + "; ".join(broken)
        assert not self.complaints, self.complaints

    def need_not_scroll_sideways(self) -> None:
        """Everything fits the width (WCAG 2.2, 1.4.10)."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wider) <= 0, f"{self.page.url} is wider than the screen"

    def no_text_is_squeezed(self) -> None:
        """No text stands letter below letter because nothing is left of its width."""
        squeezed = self.page.evaluate(SQUEEZED)
        assert not squeezed, f"{self.page.url}: squeezed {squeezed}"

    def no_buttons_touch(self) -> None:
        """Every button stands clear of the others."""
        touching = self.page.evaluate(TOUCHING)
        assert not touching, f"{self.page.url}: touching {touching}"


def faults_in(kind: str, said: str) -> list[str]:
    """What the browser's console tells, but for forms that were refused, as they should be."""
    return [said] if kind == "error" and not REFUSED.search(said) else []


def told(rule: dict[str, Any]) -> str:
    """A broken rule, and where."""
    where = [node["html"][:160] for node in rule["nodes"][:3]]
    return f"{rule['id']} ({rule['help']}) at {where}"


@dataclass
class Visitors:
    """Opens browsers at the page; each log-in is done once and remembered."""

    browser: Browser
    url: str

    @contextmanager
    def stranger(self, look: Look = DESK, **more: Any) -> Iterator[Person]:
        """Somebody who is not logged in."""
        with self._context(look, **more) as context:
            yield self._person(context)

    @contextmanager
    def logged_in(self, name: str, look: Look = DESK) -> Iterator[Person]:
        """Somebody with an account."""
        with self._context(look) as context:
            person = self._person(context)
            person.logs_in(name)
            yield person

    @contextmanager
    def _context(self, look: Look, **more: Any) -> Iterator[BrowserContext]:
        context = self.browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,
            locale=look.locale,
            **more,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        try:
            yield context
        finally:
            context.close()

    def _person(self, context: BrowserContext) -> Person:
        page, complaints = context.new_page(), list[str]()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(faults_in(said.type, said.text)))
        return Person(page, self.url, complaints)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's browser; it sees our own pages only."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    try:
        yield browser
    finally:
        browser.close()
