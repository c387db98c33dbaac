"""Every route of the page, with an address that it matches."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from support.web_browser import Box, Browser
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

READING = {"GET", "HEAD", "OPTIONS"}
NUMBERS = {"IntegerConverter": 1, "RowConverter": 1, "FloatConverter": 1.5}


class Route(NamedTuple):
    """A view, how it is asked, and where."""

    endpoint: str
    method: str
    address: str

    def ask(self, browser: Browser) -> TestResponse:
        """Ask it as a browser does, an empty form with its token; read all but a stream."""
        answer = getattr(browser, self.method.lower())(self.address)
        if answer.mimetype != "text/event-stream":
            answer.get_data()
        answer.close()
        return answer


def every_route() -> list[Route]:
    """All routes but those of static files."""
    with tempfile.TemporaryDirectory() as folder:
        box = Box(Path(folder), Path(folder) / "control")
        try:
            return sorted(
                Route(rule.endpoint, method, _address(rule, box))
                for rule in box.app.url_map.iter_rules()
                for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
                if rule.endpoint != "static"
            )
        finally:
            box.close()


def _address(rule: Rule, box: Box) -> str:
    values = {
        name: NUMBERS.get(type(rule._converters[name]).__name__, "x") for name in rule.arguments
    }
    adapter = box.app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


ROUTES = every_route()
CHANGING = [route for route in ROUTES if route.method not in READING]
