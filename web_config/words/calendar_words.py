"""Why a calendar could not be read: the sentences of its reader, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from appliance.common.sentences import Sentences
from web_config.words.languages import N_

KNOWN = Sentences(
    (
        N_("%(host)s asks for a user and a password, or those in the settings are wrong."),
        N_("%(host)s does not let the calendar be read: share it anew and use its new address."),
        N_("%(host)s has no calendar at this address: share it anew and use its new address."),
        N_("%(host)s has no calendar at this address any more: share it anew."),
        N_("%(host)s was asked too often; it is asked again later."),
        N_("%(host)s has a trouble of its own (status %(n)s); it is asked again later."),
        N_("%(host)s does not give the calendar (status %(n)s): check its address."),
        N_("%(host)s answers in a way that no calendar server does."),
        N_("%(host)s leads on to an address without https: not followed."),
        N_("%(host)s leads on from address to address without an end."),
        N_(
            "%(host)s is asked without https, so that everybody on the way could read the "
            "calendar. Use an address that begins with https://."
        ),
        N_("%(host)s leads on into the office's own network: not followed."),
        N_("%(host)s leads back into this box: it is not asked."),
        N_("%(host)s is the address of no machine: check the address."),
        N_("%(host)s names the entries of the calendar but does not give them: share it anew."),
        N_(
            "%(host)s gives only a part of the calendar because it holds too much: "
            "remove entries, or use a smaller calendar."
        ),
        N_(
            "%(host)s has an account or a folder at this address, not a calendar: use the "
            "address that the calendar itself has in the menu of its program."
        ),
        N_("%(host)s is not known to the network: check the address, and the network."),
        N_("%(host)s does not answer in time."),
        N_("%(host)s sends the calendar too slowly."),
        N_("%(host)s broke off in the middle of the calendar."),
        N_("%(host)s cannot be reached (%(why)s)."),
        N_("Nothing answers at %(host)s: check the address and the port."),
        N_("What answers at %(host)s is no web server."),
        N_("The certificate of %(host)s is not valid (%(why)s)."),
        N_("The calendar at %(host)s is larger than %(n)s MB: let it publish a shorter time."),
        N_(
            "What answers there is a web page, not a calendar; perhaps it asks for a log-"
            "in. Use the calendar's ICS address, or give a user and a password."
        ),
        N_(
            "What answers there is not a calendar. Use the address that the calendar's "
            "settings give for reading it in other programs (ICS, iCal)."
        ),
        N_("The calendar breaks off in the middle; it is read again soon."),
        N_("The calendar is malformed as a whole, and none of its entries can be trusted."),
        N_(
            "The calendar takes too long to work out: it holds repetitions that never come "
            "to an end. Remove them, or give the address of another calendar."
        ),
        N_("The calendar takes too long to fetch and to work out."),
        N_("The calendar is too large or too strange to be worked out by this box."),
        N_("The calendar is too large or too strange to be worked out by this box (%(why)s)."),
        N_("This is no address of a calendar: it must begin with https:// or webcal://."),
        N_(
            "To read a mailbox, the box needs the app that was registered for it: put its "
            "tenant, its id and its secret into the settings of the office."
        ),
        N_("%(host)s leads on to another place in the middle of the calendar: not followed."),
        N_("%(host)s does not give the calendar (status %(n)s); it is asked again later."),
        N_(
            "The secret of the app has expired: make a new one in Microsoft Entra, and put "
            "its value into the settings of the office."
        ),
        N_(
            "Microsoft does not accept the secret of the app: put the secret's value into "
            "the settings of the office, not its id."
        ),
        N_(
            "Microsoft knows no such app in this tenant: check the app's id and the tenant "
            "in the settings of the office."
        ),
        N_("Microsoft knows no such tenant: check the tenant in the settings of the office."),
        N_(
            "Microsoft does not let the app log in (AADSTS%(n)s): the administrator finds "
            "out why among the sign-ins in Microsoft Entra."
        ),
        N_(
            "Microsoft does not say when the owner of this mailbox is busy (%(code)s); it is "
            "asked again later."
        ),
        N_("Microsoft does not take what the app logged in with; it is asked again later."),
        N_(
            "Microsoft does not let the app read this mailbox: it needs the application "
            "permission Calendars.Read (or Calendars.ReadBasic.All), the administrator's "
            "consent, and a policy that covers the mailbox."
        ),
        N_(
            "Microsoft 365 has no such mailbox, or one without a calendar: check the "
            "mailbox in the settings of its owner."
        ),
    ),
    {"host": r"[\w.:-]+", "n": r"\d+", "code": r"[A-Za-z0-9?]+"},
)


def in_words(reason: str) -> str | None:
    """The reason in the language of whoever asks; None if it is not of a calendar."""
    found = KNOWN.understood(reason)
    return str(_(found[0], **found[1])) if found else None
