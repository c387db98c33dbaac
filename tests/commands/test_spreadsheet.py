"""Files for spreadsheets: whatever a firm is called, nothing is calculated when they are opened."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path

import pytest

from appliance.common.spreadsheet import table

ROOT = Path(__file__).parents[2]
CODE = [file for room in ("appliance", "web_config") for file in (ROOT / room).rglob("*.py")]


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://192.0.2.1/","Kari")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\uff1d1+1",
        "|calc",
        "%0A",
    ],
)
def test_a_formula_is_a_text(name: str) -> None:
    ((written, number),) = csv.reader(io.StringIO(table([(name, -7)]), newline=""))
    assert written == f"'{name}".replace("\r", " ")
    assert number == "-7", "a number is a number"


@pytest.mark.parametrize("name", ["", "Nordlys Rør", "Å=B", "3 = 4", 'Vann, "Vind" og\nVarme'])
def test_a_name_is_written_as_it_is(name: str) -> None:
    assert next(csv.reader(io.StringIO(table([(name,)]), newline="")), [""])[0] == name


def writes(file: Path) -> bool:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    used = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    return bool(used & {"csv.writer", "csv.DictWriter"})


def test_there_is_one_writer() -> None:
    writers = [file.relative_to(ROOT).as_posix() for file in CODE if writes(file)]
    assert writers == ["appliance/common/spreadsheet.py"]
