"""What the page signs its forms with: made once by the box, so that a restart loses no form."""

from __future__ import annotations

import secrets

from appliance.store.store import Store


def web_secret(store: Store, name: str) -> str:
    """The secret of that name, made when it is first asked for. Raises StoreError."""
    with store.transaction() as db:
        row = {"name": name, "value": secrets.token_urlsafe(32)}
        db.table("web_secrets").insert(row, pk="name", ignore=True)
        return str(db.table("web_secrets").get(name)["value"])
