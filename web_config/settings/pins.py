"""The PIN of a member of staff: typed as digits, kept as a hash only, and never shown."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext as _

from appliance.common.pin_hash import hashed, why_not


def sealed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a form with the hash in place of a PIN; one that will not do is left."""
    pin = values.get("pin")
    if not isinstance(pin, str) or pin.startswith("$"):
        return values
    if why_not(pin):
        words = _("The PIN stays as it was: choose four to eight digits, no row, not all alike.")
        flash(words, "warn")
        return {name: value for name, value in values.items() if name != "pin"}
    return {**values, "pin": hashed(pin)}
