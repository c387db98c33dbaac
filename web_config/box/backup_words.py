"""What backup and restore said of themselves, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext

from appliance.common.sentences import Sentences
from web_config.words import trouble_words
from web_config.words.languages import N_

KNOWN = Sentences(
    (
        N_("The scheduled backup was not made: %(problem)s"),
        N_("The restore is not done: %(problem)s"),
        N_("This is no backup of Sentralbord. Choose a file that `sentralbord backup` has made."),
        N_("The backup is cut short: copy it again from where it was kept, or take an older one."),
        N_("The backup is damaged: copy it again from where it was kept, or take an older one."),
        N_("The passphrase does not open this backup. Try again; mind capital letters."),
        N_(
            "The backup was made by a newer version of Sentralbord (%(version)s). "
            "Update this box, then restore again."
        ),
        N_(
            "The disk has %(free)s MB free, and %(what)s needs %(needed)s MB. "
            "Make room, then try again."
        ),
        N_(
            "Opening this backup needs %(needed)s MB of memory, and %(free)s MB are free: it was "
            "made by an earlier version. Restore it on a larger machine, and make a new backup "
            "there."
        ),
        N_("The backup says that it holds %(what)s, which is more than any office has."),
        N_(
            "The backup holds a file called %(name)s, which would lie elsewhere than in the data "
            "folder. Nothing was restored."
        ),
        N_("The backup holds a file and a folder of one name: %(name)s. Nothing was restored."),
        N_(
            "The backup was made by a newer version of Sentralbord. Update this box, then restore "
            "again."
        ),
        N_("The database in the backup is not as any version of Sentralbord makes it: %(name)s."),
        N_("The database in the backup holds more than any office has: %(what)s."),
        N_(
            "The database in the backup names a recording %(name)s, which would lie elsewhere "
            "than among the recordings. Nothing was restored."
        ),
        N_("Another backup or restore is under way. Wait until it is done, then try again."),
        N_(
            "No scheduled backup can be made before it has a passphrase: "
            "set one on the page, or with `sentralbord backup --set-passphrase`."
        ),
        N_(
            "The folder for backups, %(folder)s, is not there. Plug in the stick, or make the "
            "folder."
        ),
        N_(
            "No stick is plugged in at %(folder)s: it lies on the same disk as the data. "
            "Plug one in."
        ),
        N_("No backups are scheduled: device.toml has no [backup] with a kind and a folder."),
        N_("There has been no backup since %(day)s. Look at the stick and at the box's timer."),
        N_("%(file)s has changed while the backup was made. Try again."),
        N_("The scheduled backups open with this passphrase from now on."),
        N_(
            "It starts with the restored data. %(n)s files, %(size)s MB, of %(day)s, "
            "by version %(version)s."
        ),
        N_("Restored. %(n)s files, %(size)s MB, of %(day)s, by version %(version)s."),
        N_("%(file)s: %(n)s files, %(size)s MB, of %(day)s, by version %(version)s."),
        N_("%(file)s: %(n)s files, %(size)s MB."),
        N_("%(problem)s (%(place)s)"),
    ),
    {
        "n": r"\d+",
        "size": r"[\d.]+",
        "free": r"-?\d+",
        "needed": r"\d+",
        "file": r"\S+",
        "place": "/.+",
    },
)


def in_words(said: str) -> str:
    """Return what a backup said; the store's own troubles may stand in it."""
    found = KNOWN.understood(said)
    if found is None:
        return trouble_words.in_words(said)
    source, values = found
    told = {name: in_words(v) if name == "problem" else v for name, v in values.items()}
    return str(gettext(source, **told))
