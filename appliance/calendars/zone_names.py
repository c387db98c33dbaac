"""What programs call a time zone: by IANA's names, by those of Windows, by cities, by an offset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MICROSOFT = "tzone://microsoft/"
UNIVERSAL = frozenset({"utc", "z", "gmt", "zulu", "coordinated universal time"})
SUMMER = (" daylight time", " summer time")
LONGEST = 200


@cache
def named(name: str) -> tzinfo | None:
    """The zone that a name means for certain; None if it is not known here."""
    plain = _plain(name)
    if plain in UNIVERSAL:
        return UTC
    return _of_names(plain) or _of_cities(plain)


@cache
def named_by_offset(name: str) -> tzinfo | None:
    """UTC+01:00 and the like, a guess: some programs name zones with summer time so."""
    plain = _plain(name)
    offset = _offset(plain) if plain else None
    return None if offset is None else timezone(offset)


def _plain(name: str) -> str:
    plain = name[:LONGEST].replace("\\", "").strip(" \t\"'").casefold()
    return plain.removeprefix(MICROSOFT)


def _of_names(plain: str) -> ZoneInfo | None:
    """IANA's, perhaps behind a path (/example.org/20260101_1/Europe/Oslo), or a Windows name."""
    parts = plain.replace(" ", "_").strip("/").split("/")
    tails = ["/".join(parts[at:]) for at in range(len(parts)) if at == 0 or len(parts) - at >= 2]
    standard = plain
    for summer in SUMMER:
        standard = standard.replace(summer, " standard time")
    found = next((IANA[tail] for tail in tails if tail in IANA), None) or WINDOWS.get(standard)
    return ZoneInfo(found) if found else None


def _of_cities(plain: str) -> ZoneInfo | None:
    """Windows' words for people: (UTC+01:00) Amsterdam, Berlin, Bern, Rome."""
    head, closed, cities = plain.partition(")")
    if not closed:
        return None
    if _is_universal(head) and cities.strip() in UNIVERSAL:
        return ZoneInfo("UTC")
    offset = _offset(head.lstrip("("))
    for city in cities.replace(" ", "_").split(","):
        zone = CITIES.get(city.strip("_"))
        if zone and offset is not None and _standard(ZoneInfo(zone)) == offset:
            return ZoneInfo(zone)
    return None


def _is_universal(head: str) -> bool:
    return head.lstrip("(").strip() in UNIVERSAL


def _offset(text: str) -> timedelta | None:
    """The offset of "utc+01:00", "gmt+0100", "gmt+01.00", "utc"; None if it is none."""
    rest = text.strip().removeprefix("utc").removeprefix("gmt").strip()
    if not rest:
        return timedelta(0)
    digits = rest[1:].replace(":", "").replace(".", "")
    if rest[0] not in "+-" or not (digits.isascii() and digits.isdigit()) or len(digits) > 4:
        return None
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return -size if rest[0] == "-" else size


def _standard(zone: ZoneInfo) -> timedelta | None:
    """The offset of winter, which Windows names a zone by."""
    year = (datetime(2026, month, 1, tzinfo=zone) for month in (1, 7))
    return min((at.utcoffset() or timedelta(0) for at in year), default=None)


IANA: Mapping[str, str] = {name.casefold(): name for name in available_timezones()}
WINDOWS: Mapping[str, str] = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
CITIES: Mapping[str, str] = {
    name.rpartition("/")[2].casefold(): name
    for name in sorted(available_timezones(), reverse=True)
    if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
}
