"""Dates as the office's country writes them, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from flask import Flask
from flask_babel import get_timezone

from appliance.store.troubles import StoreError
from web_config.ground.settings_in_force import directory
from web_config.words.languages import chosen

ELSEWHERE = {"en": "en_GB"}
"""A language whose own habit is that of a country in which no box stands."""


def write_dates(app: Flask) -> None:
    """Let the templates of `app` write dates so."""
    app.jinja_env.filters.update(dateformat=day_of, datetimeformat=moment_of)


def day_of(day: date, how: str = "medium") -> str:
    """Return a day; `how`: short, medium, long, or full."""
    return str(format_date(day, how, locale=locale_of_dates()))


def moment_of(at: datetime, how: str = "medium") -> str:
    """Return a moment by the office's clock."""
    return str(format_datetime(at, how, tzinfo=get_timezone(), locale=locale_of_dates()))


def locale_of_dates() -> Locale:
    """Return the reader's language as it is written in the office's country, if anybody does."""
    language = chosen()
    try:
        return Locale.parse(f"{language}_{directory().office.country}")
    except (StoreError, UnknownLocaleError, ValueError):
        return Locale.parse(ELSEWHERE.get(language, language))
