"""What the page calls the steps of a test call; see appliance/probe/scenes.py."""

from typing import Any

from flask_babel import lazy_gettext as _l

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
