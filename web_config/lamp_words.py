"""What the page calls each lamp pattern, and the sign that stands for it without colours."""

from flask_babel import lazy_gettext as _l

LAMP_WORDS = {
    "free": _l("Free"),
    "ringing": _l("Ringing"),
    "busy": _l("Busy"),
    "away": _l("Away"),
    "wrap_up": _l("Wrap-up"),
    "logged_out": _l("Logged out"),
    "fault": _l("Fault"),
}
LAMP_SIGNS = {
    "free": "✓",
    "ringing": "☎\ufe0e",  # as a letter, not as a coloured picture
    "busy": "–",
    "away": "…",
    "wrap_up": "✎\ufe0e",
    "logged_out": "×",
    "fault": "!",
}
