"""Let a person hear a WAV file at the machine on which a command runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

PLAYER = ("aplay", "-q", "--")
"""Of Debian's alsa-utils."""


def play_aloud(path: Path) -> None:
    """Play a file to its end; where there is no player or no loudspeaker, say where it lies."""
    try:
        ended = subprocess.run((*PLAYER, str(path)), capture_output=True, text=True)
    except FileNotFoundError:
        click.echo(f"{path}\nNo player is installed here (apt install alsa-utils).")
        return
    if ended.returncode:
        complaint = ended.stderr.strip().splitlines()[-1:] or ["no loudspeaker?"]
        click.echo(f"{path}\nIt cannot be played here: {complaint[0]}")
