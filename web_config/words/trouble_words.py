"""What is wrong, in the language of whoever reads the page; the store's own words too."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import gettext as _

from appliance.core.model.trouble import Trouble
from appliance.core.words import faults as fault_words
from appliance.core.words import trouble_details
from appliance.core.words.numbers import readable
from web_config.words import calendar_words, cause_words
from web_config.words.languages import N_

TROUBLES = (
    N_(
        "The disk is full, so nothing more can be stored. "
        "Delete what is no longer needed, or fit a larger card."
    ),
    N_("The disk can only be read. Restart the box; if it stays so, the card is worn: replace it."),
    N_("The box may not write its data. Let the folder and the files in it belong to the service."),
    N_("Another programme holds the database. Close it; the box tries again by itself."),
    N_("The database is damaged. Restore the newest backup, and check the card."),
    N_("The card does not answer as it should. Save what is on it, and replace it."),
    N_("The database cannot be opened. Check that the data disk is there and may be written."),
    N_("A row points to another that does not exist; none of them was stored."),
    N_(
        "The database was made by a newer release of Sentralbord. Update this box: until then not "
        "everything may be stored."
    ),
    N_("The database has no tables yet. Start the switchboard once, or import settings."),
)


def in_words(trouble: Exception | str) -> str:
    """Return what the store said in the language of whoever asks, where it is one of these."""
    return str(_(said)) if (said := str(trouble)) else ""  # the catalogue's head has no name


def told(trouble: Trouble) -> str:
    """Return the sentence about a trouble in the language of whoever reads the page."""
    return fault_words.told(trouble, reader())


def detail(trouble: Trouble) -> str:
    """Return in full what a part says of itself; the words of a provider are quoted."""
    return trouble_details.detail(trouble, _filled, _quoted)


def _filled(source: str, **values: str) -> str:
    return str(_(source, **values))


def _quoted(name: str, said: str) -> str:
    match name:
        case "answer":
            return cause_words.of_provider(said)
        case "number":
            return readable(said, reader())
        case "problem":
            return calendar_words.in_words(said) or in_words(said)
    return said


def reader() -> str:
    """Return the language of whoever reads, as the tables of the core know it."""
    return str(get_locale())
