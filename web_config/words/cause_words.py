"""What modems, providers, and telephones say of a failure, in the language of the page.

A provider or a modem may say anything: what is in no list here is quoted as it came, and the page
says whose words they are.
"""

from __future__ import annotations

import re

from flask_babel import gettext as _

from appliance.common.sentences import Sentences
from appliance.core.words.faults import OURS
from web_config.words.languages import N_
from web_config.words.sip_words import PHRASES, PLAIN

ANSWER = re.compile(r"([1-6]\d\d)(?: (.*))?", re.DOTALL)
"""A status code and the words beside it (RFC 3261 section 7.2)."""

MODEM = Sentences(
    (
        N_("The modem on %(port)s was unplugged: check its cable and power."),
        N_("The modem on %(port)s takes no more: restart it."),
        N_("There is no modem on %(port)s: check its cable and power."),
        N_("%(port)s may not be opened: add the user to the group dialout."),
        N_("Another program uses %(port)s: stop it (often ModemManager)."),
        N_("%(port)s does not open as a serial port (%(error)s): check device.toml."),
        N_("No modem answers on any serial port: check its power and cable."),
        N_("There is no serial port with a modem: check its cable and power."),
        N_("No modem is set up: name its port under [modem] in device.toml."),
        N_("The modem restarted: check its power if this comes back."),
        N_("The modem does not answer: restart it, and check port and speed."),
        N_("The modem does not take %(command)s (%(error)s): is it a GSM modem?"),
        N_("The modem is set up anew after a command by hand."),
        N_("The modem is stopped."),
        N_("The modem cannot send: %(reason)s."),
        N_("The mobile network refuses the SIM card: ask the operator."),
        N_("The modem finds no mobile network: check its antenna and the SIM card."),
        N_("The SIM card wants its PIN: set it in device.toml, or switch it off."),
        N_("The SIM card has only %(n)s PIN tries left: unlock it in a telephone first."),
        N_("The SIM card is blocked and wants its PUK: unblock it in a telephone."),
        N_("The SIM card did not take the PIN: correct it in device.toml, then restart."),
        N_("The SIM card did not take the PIN: correct it in device.toml, then delete %(file)s."),
        N_("The modem finds no SIM card: put it in and restart the modem."),
        N_("The SIM card is busy: it is asked again by itself."),
        N_(
            "This modem passes no delivery reports on: set delivery_reports = false under [modem] "
            "in device.toml, or take another modem."
        ),
        N_("The SIM card is not ready (%(error)s): check that it sits well, or replace it."),
        N_("The PIN is not tried, because that cannot be noted on the disk (%(error)s)."),
        N_("The number is not international: write it with + and the country code."),
        N_("The text is too long: %(n)s parts, at most %(most)s."),
        N_("Character %(n)s of the text is half of a surrogate pair."),
        N_("The network could not deliver it (status %(n)s): check number and telephone."),
        N_("%(reason)s (CMS error %(n)s)"),
        N_("%(n)s of %(most)s parts were accepted, then it failed: %(reason)s"),
        N_("%(reason)s before the text was handed over"),
        N_("%(reason)s after the text was handed over: it may have been sent"),
        N_("the modem answered without a message reference"),
        N_("the modem answered %(error)s"),
        N_("the modem restarted"),
        N_("the modem fell silent"),
        N_("modem not ready"),
        N_("the switchboard stopped"),
        N_("the port was lost"),
        N_("nobody has this number"),
        N_("the operator bars this subscription from sending: ask the operator"),
        N_("calls and SMS are barred on this subscription: ask the operator"),
        N_("the network rejected the SMS"),
        N_("the recipient's subscription is unknown to the network"),
        N_("the mobile network is out of order"),
        N_("a temporary failure in the mobile network"),
        N_("the mobile network is congested"),
        N_("the mobile network has no resources free"),
        N_("the modem did not understand the SMS"),
        N_("the modem finds no SIM card: put it in and restart the modem"),
        N_("the SIM card wants its PIN"),
        N_("the SIM card wants its phone-to-SIM PIN"),
        N_("the SIM card has failed: replace it"),
        N_("the SIM card is busy"),
        N_("the SIM card is of the wrong kind: replace it"),
        N_("the SIM card is blocked and wants its PUK: unblock it in a telephone"),
        N_("the SIM card wants its PIN2"),
        N_("the SIM card is blocked and wants its PUK2"),
        N_("the modem's SMS storage is full"),
        N_("the service centre's number is unknown: ask the operator for it"),
        N_("there is no mobile network"),
        N_("the mobile network did not answer in time, so it may have been sent"),
        N_("the modem reported an unknown error"),
        N_("the SMS was refused"),
    ),
    {"n": r"\d+", "most": r"\d+", "port": r"\S+"},
)


def of_modem(said: str) -> str:
    """Return what the modem said; words that it got from elsewhere are quoted."""
    if not said:
        return ""
    return _told(MODEM, said) or str(_("the modem said: “%(said)s”", said=said))


def of_provider(said: str) -> str:
    """Return a provider's answer to a call, such as "503 Service Unavailable"."""
    words, own = _answer(said)
    if not own or said.startswith(OURS):
        return f"{words}: “{own}”" if own else words
    told = str(_("the provider said: “%(said)s”", said=own))
    return f"{words}; {told}" if words else told


def of_telephone(said: str) -> str:
    """Return how a telephone, or whoever carries calls to it, answered: "486 Busy Here"."""
    words, own = _answer(said)
    return (f"{words}: “{own}”" if own else words) if words else said


def _told(sentences: Sentences, said: str) -> str:
    found = sentences.understood(said)
    if found is None:
        return ""
    source, values = found
    told = {name: _inner(sentences, name, value) for name, value in values.items()}
    return str(_(source, **told))


def _inner(sentences: Sentences, name: str, value: str) -> str:
    return (_told(sentences, value) if name == "reason" else "") or value


def _answer(said: str) -> tuple[str, str]:
    """Return a status in words ("" for none), and what its sender said in words of their own."""
    if not (found := ANSWER.fullmatch(said)):
        return "", said
    code, phrase = int(found[1]), (found[2] or "").strip()
    words = f"{PLAIN[code]} ({code})" if code in PLAIN else str(code)
    return words, "" if phrase.casefold() in PHRASES else phrase
