"""A line for the staff, and the PINs of its members, as they stand in the settings."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from settings.documents import OFFICE, said

from appliance.commands.settings import settings
from appliance.common.pin_hash import hashed, is_right
from appliance.core.settings.checks import check
from appliance.core.settings.lines import LineKind
from appliance.settings.differences import differences
from appliance.settings.document import read, write

STAFF = '\n[lines.staff]\nkind = "staff"\nnumber = "100 00 009"\n'
HASH = "$argon2id$v=19$m=19456,t=2,p=1$GbZzWF/6xNUynbhZ4ciEoA$" + "A" * 43


def with_pin(pin: str) -> str:
    return OFFICE.replace('name = "Kari"', f'name = "Kari"\npin = "{pin}"') + STAFF


def test_a_staff_line_needs_neither_client_nor_menu() -> None:
    office = read(with_pin(HASH))
    assert office.lines["staff"].kind is LineKind.STAFF
    assert read(write(office)) == office
    assert check(office) == ()


def test_a_staff_line_that_nobody_can_use_is_warned_about() -> None:
    assert [str(problem) for problem in check(read(OFFICE + STAFF))] == [
        "lines.staff.kind: no member of staff has a PIN (`sentralbord settings pin`): "
        "nobody gets in"
    ]
    without = read(with_pin(HASH).replace(STAFF, ""))
    assert [problem.path for problem in check(without)] == ["agents.kari.pin"]


def test_what_a_staff_line_cannot_have_is_refused() -> None:
    text = with_pin(HASH) + 'menu = "main"\n'
    assert said(text) == ["lines.staff.menu: a line for the staff has no such setting"]


@pytest.mark.parametrize("name", ["client", "menu", "language"])
def test_any_other_line_needs_them(name: str) -> None:
    (line,) = (line for line in OFFICE.splitlines() if line.startswith(f"{name} = "))
    assert said(OFFICE.replace(line, "")) == [f"lines.one.{name}: this setting is missing"]


@pytest.mark.parametrize(
    "pin", ["4711", "$argon2id$v=19$m=999999,t=2,p=1$GbZzWF/6xNUynbhZ4ciEoA$" + "A" * 43]
)
def test_a_pin_that_is_no_hash_is_refused_and_not_repeated(pin: str) -> None:
    (problem,) = said(with_pin(pin))
    assert problem == (
        "agents.kari.pin: this must be the line that `sentralbord settings pin` prints"
    )


def test_a_pin_that_changes_is_told_without_its_hash() -> None:
    told = differences(read(with_pin(HASH)), read(with_pin(HASH.replace("A" * 43, "B" * 43))))
    assert told == ["Member of staff Kari: PIN for the staff line is replaced."]


def test_the_command_prints_the_hash_of_a_pin_that_was_typed_twice() -> None:
    done = CliRunner().invoke(settings, ["pin"], input="8402\n8402\n")
    line = done.output.strip().splitlines()[-1]
    assert line.startswith('pin = "$argon2id$')
    assert is_right(line[7:-1], "8402")
    assert "8402" not in done.output
    assert said(with_pin(line[7:-1])) == []


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "1234", "0000", "9876", "٤٧١١"])
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    done = CliRunner().invoke(settings, ["pin", "--pin", pin])
    assert done.exit_code == 1
    assert "$argon2id" not in done.output


def test_two_hashes_of_one_pin_differ() -> None:
    one, other = hashed("8402"), hashed("8402")
    assert one != other
    assert is_right(one, "8402")
    assert not is_right(one, "8403")
    assert not is_right("no hash", "8402")
