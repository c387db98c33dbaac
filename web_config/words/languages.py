"""The languages of the page: which one a person reads, and the catalogues in which it is kept."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel

from web_config.ground.zone import zone

SOURCE = "en"
LANGUAGES = {
    "nb": "Norsk bokmål",
    "da": "Dansk",
    "sv": "Svenska",
    "nl": "Nederlands",
    "en": "English",
}
"""Code -> what its readers call it. English is the language of the source."""

TRANSLATED = tuple(code for code in LANGUAGES if code != SOURCE)
"""Those that have catalogues to fill."""

ALSO = {"no": "nb", "nn": "nb"}
"""What browsers say too (RFC 5646) for a language that we have."""


def N_(words: str) -> str:
    """Mark words for the catalogues that are translated where they are shown."""
    return words


FOLDER = Path(__file__).parents[1] / "translations"


def speak(app: Flask) -> None:
    """Let `app` answer in the language of whoever asks."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled())
    Babel(app, default_locale=SOURCE, locale_selector=chosen, timezone_selector=zone)
    app.jinja_env.globals.update(languages=LANGUAGES, language=chosen)


def chosen() -> str:
    """Return the language for this request: the account's, the one picked, or the browser's."""
    if not has_request_context():
        return SOURCE
    account = g.get("account")
    for wish in (account and account.language, session.get("language")):
        if wish in LANGUAGES:
            return str(wish)
    wanted = request.accept_languages.best_match([*LANGUAGES, *ALSO], SOURCE)
    return ALSO.get(wanted, wanted)


@cache
def compiled() -> Path:
    """Return a folder with the catalogues as gettext reads them, made once for this process."""
    folder = Path(_folder().name)
    for language in LANGUAGES:
        target = folder / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, merged(language))
    return folder


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sentralbord-words-")


def merged(language: str) -> Catalog:
    """Return all catalogues of a language as one: each room of the page has a file of its own."""
    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        for message in read(path):
            if message.id:
                whole[message.id] = message
    return whole


def read(path: Path) -> Catalog:
    """Return one file of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)
