"""Whatever the settings call secret is secret to their form, their comparison, and their reader."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE
from support.planted import MARK, planted, secret_settings

from appliance.core.settings.directory import Office
from appliance.settings.document import parsed, written
from appliance.settings.secrets import keeping_secrets, without_secrets
from appliance.settings.shape import Kind, settings_of
from appliance.settings.structure import SECTIONS

from .documents import said

SUSPICIOUS = ("password", "secret", "token", "passphrase", "pin", "api_key", "credential")


def every_table() -> list[type]:
    found: list[type] = [Office, *SECTIONS.values()]
    for table in found:
        inner = [s.of for s in settings_of(table) if s.of]
        found.extend(each for each in inner if each not in found)
    return found


def test_a_setting_that_is_not_to_be_printed_is_a_secret_of_the_form_and_the_other_way_round() -> (
    None
):
    forms = {
        (table.__name__, setting.name)
        for table in every_table()
        for setting in settings_of(table)
        if setting.kind is Kind.SECRET
    }
    assert forms == secret_settings()
    assert ("Trunk", "password") in forms


def test_a_setting_whose_name_sounds_secret_is_one() -> None:
    for table in every_table():
        for setting in settings_of(table):
            named = setting.name.removesuffix("_until") == setting.name  # not the day of its end
            if named and any(word in setting.name.split("_") for word in SUSPICIOUS):
                assert setting.kind is Kind.SECRET, (table, setting.name)


def test_every_secret_is_left_out_and_kept() -> None:
    document, count = planted(OFFICE)
    assert count == 2 + 2 * 3, "Microsoft's and the trunk's; two colleagues' PINs and calendars"
    tables = parsed(document)
    assert MARK not in repr(without_secrets(tables))
    again = keeping_secrets(written(without_secrets(tables)), tables)
    assert parsed(again) == tables


SECRETS = sorted(secret_settings())


@pytest.mark.parametrize(
    "line",
    [
        f'calendar = "https://c.example/{MARK}"\n',
        f'calendar = ["https://c.example/{MARK}"]\n',
        f'calendar.url = "ftp://c.example/{MARK}"\n',
        f'calendar.url = ["{MARK}"]\n',
        f'calendar = {{url = "https://c.example", password = ["{MARK}"]}}\n',
        f'calendar = {{url = "https://c.example", password = "a\\n{MARK}"}}\n',
        f'pin = "{MARK}"\n',
        f'pin = ["{MARK}"]\n',
        f'trunk.password = {{is = "{MARK}"}}\n',
        f'trunk = "{MARK}"\n',
        f'trunks.a = "sip:user:{MARK}@host"\n',
        f'trunks = "{MARK}"\n',
    ],
)
def test_no_mistake_says_the_secret_back(line: str) -> None:
    if line.startswith("trunk"):
        problems = said(line + OFFICE.partition("[trunk]")[0])
    else:
        problems = said(OFFICE.replace('name = "Kari"\n', f'name = "Kari"\n{line}'))
    assert problems
    assert not problems[0].startswith("TOML"), problems
    assert MARK not in "\n".join(problems)
