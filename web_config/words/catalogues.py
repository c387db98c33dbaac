"""`python -m web_config.words.catalogues AREA`: enter new words into the files AREA.po."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import appliance.core.words
from web_config.words.languages import FOLDER, TRANSLATED, read

HERE = Path(__file__).parents[1]
MARKED = Path(appliance.core.words.__file__).parent
"""Where the core marks words that the page has in its catalogues."""
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2)}

HEADER = r"""# The page in {language}: {area}.
{remarks}msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
"""Without dates: they would differ at every merge."""

Words = str | tuple[str, ...]
"""A message as the source has it: English, or its singular and plural."""


def spoken() -> dict[Words, list[tuple[str, int]]]:
    """Return all words that the source of page and core marks, and in which files they stand."""
    found: dict[Words, list[tuple[str, int]]] = {}
    of_page = extract_from_dir(str(HERE), METHODS, OPTIONS, keywords=KEYWORDS)
    of_core = extract_from_dir(str(MARKED), METHODS[:1], keywords={"N_": None})
    for file, line, words, _comments, _context in (*of_page, *of_core):
        found.setdefault(words, []).append((file, line))
    return found


def files(language: str) -> dict[Path, Catalog]:
    """Return the catalogues of a language."""
    return {path: read(path) for path in sorted((FOLDER / language).glob("*.po"))}


def enter(area: str) -> Iterator[str]:
    """Add what is in no catalogue to those of `area`, drop what nobody says; tell what was done."""
    source = spoken()
    for language in TRANSLATED:
        known = files(language)
        target = FOLDER / language / f"{area}.po"
        whole = {message.id for catalogue in known.values() for message in catalogue}
        catalogue = known.get(target) or Catalog(locale=language)
        added = [words for words in source if words not in whole]
        for words in added:
            catalogue.add(words)
        gone = [message.id for message in catalogue if message.id and message.id not in source]
        for old in gone:
            catalogue.delete(old)
        save(catalogue, target)
        counts = f"{len(added)} new, {len(gone)} gone, {empty(catalogue)} to do"
        yield f"{target.relative_to(HERE)}: {counts}"


def empty(catalogue: Catalog) -> int:
    """Count what is not translated."""
    return sum(1 for message in catalogue if message.id and not is_translated(message))


def is_translated(message: Message) -> bool:
    """Tell whether every form of a message has words, and nobody doubts them."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not message.fuzzy and all(forms)


def save(catalogue: Catalog, path: Path) -> None:
    """Write a file of a language, in an order that keeps differences small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = HEADER.format(language=path.parent.name, area=path.stem, remarks=remarks(path))
    with path.open("wb") as file:
        file.write(head.encode())
        write_po(file, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)


def remarks(path: Path) -> str:
    """Return what people wrote at the head of a file below its title, such as a glossary."""
    lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
    return "".join(takewhile(lambda line: line.startswith("#"), lines[1:]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(*enter(sys.argv[1]), sep="\n")
