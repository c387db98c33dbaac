"""Change one operator, number, or branch at a time, and see whether a test fails (docs/mutants.md).

Cosmic Ray does it, in a copy of the checkout, so that nothing here is ever left changed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[2]
PARTS = tomllib.loads((TOP / "tests/mutants/parts.toml").read_text())
TOOLS = TOP / ".venv/mutants/bin"
SECONDS = 180.0
"""So long the tests may take for one change; who hangs by it has seen it."""
FOR_TYPES_ONLY = "core/ReplaceBinaryOperator_BitOr_.*"
"""Most `|` stand in annotations, which are never evaluated."""


def copied(to: Path) -> None:
    """Every file that git knows or would add, as it stands now."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=TOP, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (TOP / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, to / name)


def configuration(modules: list[str], tests: list[str], copy: Path) -> str:
    """What Cosmic Ray reads: what is changed, and which command sees it."""
    command = [str(TOP / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    environment = ["env", f"PYTHONPATH={copy}", "PYTHONDONTWRITEBYTECODE=1"]
    return f"""
[cosmic-ray]
module-path = {modules}
timeout = {SECONDS}
excluded-modules = []
test-command = {shlex.join([*environment, *command, *tests])!r}
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = [{FOR_TYPES_ONLY!r}]
"""


def run(modules: list[str], tests: list[str]) -> None:
    """Make every change once; what no test saw is shown as a difference, then the figure."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        copied(copy)
        (copy / "mutants.toml").write_text(configuration(modules, tests, copy))

        def tool(name: str, *arguments: str) -> None:
            environment = {**os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}"}
            subprocess.run([TOOLS / name, *arguments], cwd=copy, env=environment, check=True)

        tool("cosmic-ray", "init", "mutants.toml", "mutants.sqlite")
        tool("cr-filter-operators", "mutants.sqlite", "mutants.toml")
        tool("cosmic-ray", "baseline", "mutants.toml")
        tool("cosmic-ray", "exec", "mutants.toml", "mutants.sqlite")
        tool("cr-report", "--surviving-only", "--show-diff", "mutants.sqlite")
        print("survived, in percent: ", end="", flush=True)
        tool("cr-rate", "mutants.sqlite")


def main() -> None:
    """Read the part, or single modules and tests, from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=[*PARTS])
    parser.add_argument("--module", action="append", help="only this file of the part")
    parser.add_argument("--tests", action="append", help="only these tests")
    wanted = parser.parse_args()
    part = PARTS[wanted.part]
    try:
        run(wanted.module or part["modules"], wanted.tests or part["tests"])
    except subprocess.CalledProcessError as error:
        sys.exit(f"{Path(error.cmd[0]).name} ended with {error.returncode}: see above")


if __name__ == "__main__":
    main()
