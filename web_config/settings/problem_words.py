"""What is wrong with settings, in the language of the page: the check itself speaks English."""

from __future__ import annotations

from flask_babel import gettext

from appliance.common.sentences import Sentences
from web_config.words.languages import N_

SENTENCES = (
    N_("this needs some text"),
    N_("this must be one line without control characters"),
    N_("this needs the words that callers shall hear"),
    N_("this must be true or false, without quotation marks, not %(value)s"),
    N_("this must be a number of seconds, not %(value)s"),
    N_("this must lie between %(least)s and %(most)s, or be 0 for ever"),
    N_("this must lie between %(least)s and %(most)s seconds"),
    N_("this must be a whole number, not %(value)s"),
    N_("this must lie between %(least)s and %(most)s"),
    N_("'%(value)s' is not a language of the box (%(known)s)"),
    N_("'%(value)s' is not a country code such as NO, DK, NL or GB"),
    N_("'%(value)s' is not a weekday (%(known)s)"),
    N_("'%(value)s' is not a transport (%(known)s)"),
    N_("'%(value)s' is not %(what)s (%(known)s)"),
    N_("'%(value)s' is not %(what)s"),
    N_("an extension is one to six digits, such as 21"),
    N_("this is the digits that a number begins with, such as 2"),
    N_("a key is one of 0 to 9, * or #"),
    N_("'%(value)s' is no day such as 2027-05-17"),
    N_("'%(value)s' is no span such as 08:00-16:00"),
    N_("'%(value)s' is no span such as 22:00-07:00"),
    N_("'%(value)s' ends before it begins; write two spans across midnight"),
    N_("'%(value)s' is no time zone such as Europe/Oslo"),
    N_("the mark is one to four digits, such as 111"),
    N_("'%(value)s' cannot be read as a telephone number"),
    N_(
        "'%(value)s' is neither a SIP address such as sip:kari@192.0.2.10:5060"
        " nor a telephone number"
    ),
    N_("'%(value)s' is no SIP address such as sip:kari@192.0.2.10:5060"),
    N_("this must be a host or host:port, such as sip.example.org:5060"),
    N_("this must be a user name without spaces, such as 10000001"),
    N_("this must be one line of text in quotation marks"),
    N_("this must be text in quotation marks, not %(value)s"),
    N_("this must be a table of settings"),
    N_("this must be a list of tables in double brackets"),
    N_("this needs keys, such as [menus.main.keys.1]"),
    N_('this must be texts by language: {nb = "...", en = "..."}'),
    N_('this must be spans by weekday: {mon = ["08:00-16:00"]}'),
    N_('%(day)s must be a list such as ["08:00-16:00"]'),
    N_("no line, rule, overflow, or person keeps these hours"),
    N_("no line belongs to this client"),
    N_("no loop overflows to this partner"),
    N_("nobody can be called back: say with office.outgoing which numbers may be dialled"),
    N_("this setting is missing"),
    N_("there is no such setting"),
    N_("there is no such setting; the name in [%(path)s] is the id"),
    N_("a name in brackets has at most 40 letters a-z, digits, - or _"),
    N_("there is no [%(path)s]"),
    N_("callers must hear which keys choose a language"),
    N_("when closed, it leads to loop, menu, or message"),
    N_("%(number)s is the number of [lines.%(line)s] too; a number has one line"),
    N_("the menu has no key %(key)s"),
    N_("say with loop who takes over if nobody answers there"),
    N_("a key leads to exactly one of loop, menu, say, message = true, or repeat = true"),
    N_("a caller who presses nothing goes round for ever (%(way)s)"),
    N_("a loop needs at least one member, else nobody ever answers"),
    N_("%(member)s stands here more than once"),
    N_("it leads to one of loop, partner, and number, not to several"),
    N_("nobody has the role '%(role)s'"),
    N_("no loop asks for the role '%(role)s'"),
    N_("a number is reached by a trunk, and there is no [trunk]"),
    N_("a telephone number is reached by a trunk, and there is no [trunk]"),
    N_("this number points back into the box"),
    N_("[agents.%(agent)s] has this extension too"),
    N_("no line and no key leads to this menu"),
    N_("no key leads to this loop"),
    N_("this name belongs to the table [trunk]"),
    N_("to register, we need the user name of the account"),
    N_("a password needs the user name that it belongs to"),
    N_("without a password the provider will turn us away if it asks for one"),
    N_('without transport = "tls" whoever listens can read the keys of the voice'),
    N_("there is no recording '%(name)s'"),
    N_("nothing is filled in for '%(name)s' here"),
    N_("this rule always holds: those below it never do"),
    N_("the line has no hours that could be told"),
    N_("say with announce_seconds how often callers hear it"),
    N_('this must be a list such as ["one", "two"], not %(value)s'),
    N_("this must hold tables such as [%(path)s]"),
    N_("this must be a table such as [%(path)s]"),
    N_("this is not TOML: %(error)s"),
    N_("this is too large to read: %(error)s"),
    N_("this has more than %(most)s characters"),
    N_("a name has more than %(most)s parts"),
    N_("tables lie more than %(most)s deep in each other"),
    N_("there are more than %(most)s values"),
    N_("a whole number has more than 18 digits"),
    N_("this must be the line that `sentralbord settings pin` prints"),
    N_("this must be the address of a calendar, beginning with https://"),
    N_("this needs the address of a calendar, or a mailbox"),
    N_("this goes with no address: a calendar lies in one place"),
    N_("to read mailboxes, we need graph_tenant, graph_client and graph_secret in [office]"),
    N_("this must be an e-mail address, such as kari@example.com"),
    N_("this must be the tenant's id or domain, such as example.onmicrosoft.com"),
    N_("this must be the app's id, such as 00000000-0000-0000-0000-000000000000"),
    N_("a line for the staff has no such setting"),
    N_("no member of staff has a PIN (`sentralbord settings pin`): nobody gets in"),
    N_('there is no line of kind "staff" where this PIN would count'),
    N_("no member has the skill '%(skill)s': nobody is ever rung"),
    N_("callers leave a message after %(n)s s, so this never happens"),
    N_("a loop cannot overflow to itself"),
    N_("callers come round (%(way)s) and leave a message then"),
    N_("somebody cannot be called into a call of their own"),
    N_("'%(name)s' is no recording: %(error)s"),
    N_("Returned by itself: no registration of %(trunks)s within a minute."),
    N_("Returned by itself: the switchboard failed twice within a minute."),
)
"""Every sentence of the check, with what it fills in; the first that fits counts."""
KNOWN = Sentences(SENTENCES)

HINT = N_("did you mean '%(name)s'?")


def in_words(sentence: str) -> str:
    """Return a sentence of the check in the language of the page; as it is if it is a new one."""
    said, _, suggested = sentence.partition("; did you mean '")
    words = _translated(said) or said
    if suggested:
        return f"{words}; {gettext(HINT, name=suggested.removesuffix(chr(39) + '?'))}"
    return words


def _translated(sentence: str) -> str:
    found = KNOWN.understood(sentence)
    return str(gettext(found[0], **found[1])) if found else ""
