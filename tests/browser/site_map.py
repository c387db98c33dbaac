"""Every page there is: those of the routes without values, and those that a walk finds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from support.web_browser import Box
from werkzeug.exceptions import HTTPException

from web_config.kit.access import needs

LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.href)"
NO_PAGES = {
    "static",
    "panel.events",
    "partner.events",
    "partner.card",
    "backups.file",
    "prompts.recording",
    "spoken.sound",
}


def web_app() -> Flask:
    """The application, for its routes only."""
    with tempfile.TemporaryDirectory() as folder:
        box = Box(Path(folder), Path(folder) / "control")
        box.close()
        return box.app


APP = web_app()


def plain_pages() -> list[tuple[str, str]]:
    """Endpoint and address of every route that is read and needs no value."""
    return sorted(
        (rule.endpoint, rule.rule)
        for rule in APP.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint not in NO_PAGES
    )


def valued_endpoints() -> set[str]:
    """The routes that are read and need a value: an id, a number."""
    return {
        rule.endpoint
        for rule in APP.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.arguments and rule.endpoint not in NO_PAGES
    }


def is_public(endpoint: str) -> bool:
    """Whether a stranger sees it."""
    return needs(APP, endpoint) is None


def endpoint_of(address: str) -> str | None:
    """The route of an address."""
    try:
        return APP.url_map.bind("localhost").match(urlsplit(address).path, "GET")[0]
    except HTTPException:
        return None


def links_of(page: Page) -> list[str]:
    """The addresses that a page leads to, on this site."""
    here = urlsplit(page.url)
    found = (urlsplit(address) for address in page.evaluate(LINKS))
    return sorted({link.path for link in found if link.netloc == here.netloc})
