"""What each client has used in a month, for the bill (office.md A8)."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.common.spreadsheet import table
from appliance.store.reports.usage import Usage, usage
from web_config.ground import arguments
from web_config.ground.settings_in_force import directory, office_time
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, requires

blueprint = Blueprint("usage", __name__, url_prefix="/usage")
audit.tell_as({"usage.read": _l("Read the usage of the clients")})


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show a month, this one unless another is asked for."""
    month = asked_month()
    audit.was_read("usage.read", f"{month:%Y-%m}")
    return render_template(
        "calls/usage.html",
        rows=rows(month),
        month=f"{month:%Y-%m}",
        before=f"{last_month(month):%Y-%m}",
    )


@blueprint.get("/usage.csv")
@requires(Role.SUPERIOR)
def as_csv() -> Response:
    """The same as a file for the accounts."""
    month = asked_month()
    audit.was_read("usage.read", f"{month:%Y-%m}")
    heads = [_("Client"), _("Calls"), _("Answered"), _("Messages"), _("Abandoned")]
    more = [_("Minutes of talk"), _("Parts of SMS"), _("Outgoing")]
    file = table([heads + more, *map(cells, rows(month))], delimiter=";")
    response = Response("\ufeff" + file, mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename=usage-{month:%Y-%m}.csv"
    return response


def cells(row: tuple[str, Usage]) -> tuple[object, ...]:
    """Return a row of the file."""
    name, used = row
    counted = (used.calls, used.answered, used.messages, used.abandoned)
    return name, *counted, used.minutes, used.sms_parts, used.outgoing


def asked_month() -> datetime:
    """Return the first moment of the month of the request, by the office's clock."""
    return arguments.month("month", office_time())


def next_month(month: datetime) -> datetime:
    """Return the first moment of the month after."""
    year, number = divmod(month.year * 12 + month.month, 12)
    return month.replace(year=year, month=number + 1)


def last_month(month: datetime) -> datetime:
    """Return the first moment of the month before."""
    year, number = divmod(month.year * 12 + month.month - 2, 12)
    return month.replace(year=year, month=number + 1)


def rows(month: datetime) -> list[tuple[str, Usage]]:
    """Return each client's name and usage, those of unknown lines under a name of their own.

    Who has used nothing stands at the end: on a bill, a firm that is missing looks forgotten.
    """
    used = usage(store().query, month, next_month(month))
    counted = {each.client for each in used}
    idle = [Usage(client) for client in directory().clients if client not in counted]
    found = [(name_of(each.client), each) for each in used]
    unused = [(name_of(each.client), each) for each in idle]
    return found + sorted(unused, key=lambda row: row[0].casefold())


def name_of(client: str | None) -> str:
    """Return the client's name as the settings have it now, else its id."""
    known = directory().clients.get(client or "")
    return known.name if known else client or _("Unknown line")
