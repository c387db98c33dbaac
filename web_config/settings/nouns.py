"""The tables of the settings that are lists of entries, each with its pages."""

from __future__ import annotations

from web_config.settings.entries import blueprint_of
from web_config.settings.noun import Noun

CLIENTS = Noun("clients", ("sms_to", "phrase"), first=("name", "phrase", "sms_to"))
LINES = Noun("lines", ("number", "client", "menu", "language"))
LOOPS = Noun("loops", ("members", "roles", "strategy"))
STAFF = Noun("agents", ("address", "extension", "languages", "roles"))
PARTNERS = Noun("partners", ("number", "language", "confirm"))
HOURS = Noun("hours", ("weekly",))
ANNOUNCEMENTS = Noun("announcements", ("texts", "active"))
CONTACTS = Noun("contacts", ("number",))

clients = blueprint_of(CLIENTS)
lines = blueprint_of(LINES)
loops = blueprint_of(LOOPS)
staff = blueprint_of(STAFF)
partners = blueprint_of(PARTNERS)
hours = blueprint_of(HOURS)
announcements = blueprint_of(ANNOUNCEMENTS)
contacts = blueprint_of(CONTACTS)

BLUEPRINTS = (clients, lines, loops, staff, partners, hours, announcements, contacts)
