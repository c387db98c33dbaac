"""Dates on the page: the reader's language, as the office's country writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.web_browser import Box

from web_config.words.dates import moment_of

NOON = datetime(2026, 11, 9, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "language", "written"),
    [
        ("NO", "en", "09/11/2026, 13:05"),
        ("US", "en", "11/9/26, 1:05\u202fPM"),
        ("NO", "nb", "09.11.2026, 13:05"),
        ("DK", "da", "09.11.2026 13.05"),
        ("NL", "nl", "09-11-2026, 13:05"),
        ("SE", "sv", "2026-11-09 13:05"),
        ("NO", "sv", "2026-11-09 13:05"),
    ],
)
def test_no_date_is_american_where_nobody_writes_so(
    box: Box, country: str, language: str, written: str
) -> None:
    zone = 'time_zone = "Europe/Oslo"'
    with box.store() as store:
        store.publish(f'[office]\nname = "x"\ncountry = "{country}"\n{zone}\n', "test")
    with box.app.test_request_context("/", headers={"Accept-Language": language}):
        assert moment_of(NOON, "short") == written
