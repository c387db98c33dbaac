"""The unit of the office process: its command is understood, and it may do little."""

from __future__ import annotations

import configparser
from pathlib import Path

import click

from appliance.box import Box
from appliance.commands import main

SYSTEMD = Path(__file__).parents[2] / "systemd"


def service() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(SYSTEMD / "sentralbord-office.service")
    return parser["Service"]


def test_the_command_of_the_unit_is_one_of_ours() -> None:
    program, *words = service()["ExecStart"].split()
    assert program == "/opt/sentralbord/bin/sentralbord"
    context = click.Context(main, obj=Box(Path()))
    command = main.get_command(context, words[0])
    assert command
    assert command.make_context(words[0], words[1:], parent=context)
    assert context.obj.path == Path(), "the file of the box holds the PIN of its SIM card"


def test_the_unit_is_another_user_who_may_do_little_and_comes_after_calls() -> None:
    unit = service()
    assert unit["User"] == "sentralbord-office"
    assert "u sentralbord-office " in (SYSTEMD / "sentralbord.sysusers").read_text()
    assert unit["CapabilityBoundingSet"] == ""
    assert unit["NoNewPrivileges"] == "yes"
    assert unit["ProtectSystem"] == "strict"
    assert unit["Group"] == "sentralbord-office", "the store and the control socket are others'"
    assert "ReadWritePaths" not in unit
    assert int(unit["Nice"]) > 0
    assert unit["Restart"] == "always"
