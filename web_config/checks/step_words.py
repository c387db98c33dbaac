"""What the page calls the steps of a test call and what they found; see appliance/probe."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.common.sentences import Sentences
from appliance.core.model.verdict import Verdict
from web_config.words import reply_words
from web_config.words.languages import N_

STEPS: dict[str, Any] = {
    "switchboard": _l("The switchboard answers"),
    "switchboard gives a test line": _l("The switchboard gives a test line"),
    "call is answered": _l("The call is answered"),
    "menu is heard": _l("The menu is heard"),
    "key 1 rings the agent": _l("Key 1 rings the agent"),
    "agent sees number and mark": _l("The agent sees the number and the office's mark"),
    "caller hears the agent": _l("The caller hears the agent"),
    "agent hears the caller": _l("The agent hears the caller"),
    "caller hangs up": _l("The caller hangs up"),
    "agent is asked how it ended": _l("The agent is asked how it ended"),
    "agent's key 1 ends the call": _l("The agent's key 1 ends the call"),
    "second call is answered": _l("The second call is answered"),
    "menu is heard again": _l("The menu is heard again"),
    "key 2 leads to the tone": _l("Key 2 leads to the tone"),
    "message is spoken": _l("A message is spoken"),
    "message is taken": _l("The message is taken"),
    "switchboard hangs up": _l("The switchboard hangs up"),
    "SMS goes out of the modem": _l("The SMS goes out of the modem"),
}
FOUND = Sentences(
    (
        N_("200 OK after %(time)s"),
        N_("INVITE %(time)s after the key"),
        N_("%(time)s after the answer"),
        N_("%(time)s after the caller went"),
        N_("%(time)s after the hash key"),
        N_("tone %(time)s after the key"),
        N_("%(n)s s of %(hz)s Hz"),
        N_("answered from card"),
        N_("The switchboard gives no test line: %(reply)s"),
        N_("The switchboard refused the call with %(n)s: look at its log"),
        N_(
            "No answer from %(place)s within %(n)s s: look at whether the switchboard runs,"
            " and at the SIP port in device.toml"
        ),
        N_(
            "%(who)s heard nothing within %(n)s s (%(packets)s packets of audio came): look at the"
            " prompts (speech) and at whether a firewall blocks the RTP ports"
        ),
        N_(
            "No INVITE reached the agent's telephone within %(n)s s: look at whether keys arrive"
            " (RFC 4733) and at the log of the switchboard"
        ),
        N_(
            "The agent's telephone shows %(shown)s instead of the caller's number with"
            ' "-%(mark)s" behind it: look at `mark` in the settings of the office'
        ),
        N_(
            "%(who)s (%(packets)s packets came, none with the %(hz)s Hz tone): look at the bridge"
            " in the log, and at whether a firewall blocks the RTP ports"
        ),
        N_("The switchboard did not answer BYE: look at its log"),
        N_("The agent pressed 1 and the call stays up: look at the log"),
        N_(
            "No %(hz)s Hz tone within %(n)s s of key 2: look at the sounds of the house and at"
            " the log of the switchboard"
        ),
        N_("The call was cut while the message was spoken: look at the log"),
        N_("The call still stands %(n)s s after its farewell"),
        N_("No SMS went out within %(n)s s: look at the modem, its SIM card, and the outbox"),
        N_("The far end takes no telephone events; the call is %(state)s"),
        N_("Key %(digit)s was not sent: the call is %(state)s"),
        N_("No tone could be sent: the call is %(state)s"),
        N_("The test telephone broke: %(error)s"),
    ),
    {
        **{"n": r"[\d.]+", "hz": r"\d+", "packets": r"\d+", "time": r"[\d.]+(?: ms)?"},
        **{"place": r"\S+", "digit": ".", "state": r"\S+"},
    },
)
"""What a step found, or why it failed and where to look."""
PEOPLE: dict[str, Any] = {
    "The caller": _l("The caller"),
    "The agent": _l("The agent"),
    "After the message the caller": _l("After the message the caller"),
    "The caller does not hear the agent": _l("The caller does not hear the agent"),
    "The agent does not hear the caller": _l("The agent does not hear the caller"),
}
STATES: dict[str, Any] = {
    "calling": _l("calling"),
    "ringing": _l("ringing"),
    "answered": _l("answered"),
    "ended": _l("over"),
}


def found(detail: str, verdict: Verdict | None = None) -> str:
    """Return what a step found, in the language of the page; numbers and names as they are."""
    known = None if verdict else FOUND.understood(detail)
    if known is None:
        return reply_words.told(verdict or detail)
    source, values = known
    return str(_(source, **{name: _known(name, value) for name, value in values.items()}))


def _known(name: str, value: str) -> str:
    match name:
        case "who":
            return str(PEOPLE.get(value, value))
        case "state":
            return str(STATES.get(value, value))
        case "reply":
            return reply_words.told(value)
    return value
