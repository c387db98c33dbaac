"""What the switchboard answers to a page that asked for something, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext

from appliance.control import ControlUnavailable
from web_config import trouble_words
from web_config.follower import OTHER_VERSION, STOPPED
from web_config.languages import N_
from web_config.sentences import Sentences

KNOWN = Sentences(
    (
        N_("There is nobody called %(who)s in the settings: %(known)s."),
        N_("There is nobody called %(who)s in the settings."),
        N_("The settings name no calendar of %(who)s."),
        N_("Say why: holiday, day off, or leave."),
        N_("This call is closed already, or nobody has answered it yet."),
        N_("This call is not yours."),
        N_("A fault inside: see the log."),
        N_("There is no such SMS that waits for a decision."),
        N_("There is no such SMS that waits."),
        N_("This SMS is just being written to the disk. Try again."),
        N_("The SMS is not sent, because it could not be stored: %(problem)s"),
        N_("Write the number with + and the country code."),
        N_("The number must have 4 to 15 digits."),
        N_("The SMS is empty."),
        N_("This number has asked for no more SMS (STOP)."),
        N_("The text is too long: %(n)s SMS."),
        N_("A call is under way, and a restart would cut off who speaks. Try again later."),
        N_("%(n)s calls are under way, and a restart would cut off who speaks. Try again later."),
        N_("The telephone of %(who)s rings."),
        N_("There is no firm called %(who)s in the settings."),
        N_("There is no trunk to dial by."),
        N_("This is no number that can be dialled: write it with + and the country code."),
        N_(
            "Numbers this short, emergency numbers too, are not dialled by the box: "
            "dial them on your own telephone."
        ),
        N_(
            "The settings do not let the office dial this number: it stands neither in them "
            "nor among the numbers that staff may dial."
        ),
        N_("This number is our own: the call would come back to the box."),
        N_("First say how the last call of %(who)s ended."),
        N_("%(who)s has a call already."),
        N_("The box is switching off."),
        N_("All lines of the box are in use. Try again in a moment."),
        N_("All lines out are in use. Try again in a moment."),
        N_("So many calls in so short a time are not dialled. Wait a while."),
        N_("This outcome does not fit this call."),
        N_("Nobody talks in this call now."),
        N_("Only who talks in the call, or a superior, may do this."),
        N_("%(who)s has no superior here."),
        N_("Somebody is asked already."),
        N_("The caller is on hold."),
        N_("The caller is back with the agent."),
        N_("The superior is called."),
        N_("The call is flagged as abuse."),
        N_("The call is marked as urgent."),
        N_("The settings stay as they were: %(problem)s"),
        N_("No settings are on trial."),
        N_("The settings are just going back to those before."),
    ),
    {"n": r"\d+"},
)
UNAVAILABLE = Sentences(
    (
        N_("the switchboard stopped before it answered"),
        N_("the switchboard stopped listening"),
        N_("the switchboard did not answer"),
        N_("what answers at the control socket is no switchboard"),
        N_("no answer came within %(n)s s"),
        N_("the connection to the switchboard broke"),
        N_(
            "the switchboard is not running (no socket at %(path)s): "
            "start it with `sentralbord run`"
        ),
        N_(
            "the switchboard is not running (nobody answers at %(path)s): "
            "start it with `sentralbord run`"
        ),
        N_("you may not use %(path)s: ask to be put into the group that owns it"),
        N_("the switchboard cannot be reached at %(path)s: %(why)s"),
        N_("too many programs use the control socket: close one of them"),
        N_("too many requests at once: wait for the answers"),
        N_("what came is no view"),
        STOPPED,
        OTHER_VERSION,
    ),
    {"n": r"[\d.]+"},
)


def in_words(reply: str) -> str:
    """Return what the switchboard answered; what is not known here stays English."""
    for sentences in (KNOWN, UNAVAILABLE):
        if found := sentences.understood(reply):
            source, values = found
            told = {name: _known(name, value) for name, value in values.items()}
            return str(gettext(source, **told))
    return reply


def why_silent(unavailable: ControlUnavailable) -> str:
    """Return why the switchboard did not answer at all."""
    return in_words(str(unavailable))


def _known(name: str, value: str) -> str:
    return trouble_words.in_words(value) if name == "problem" else value
