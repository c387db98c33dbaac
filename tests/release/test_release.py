"""`make release`: made of a tagged commit with a dated change log, the same bytes each time."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "image-build" / "release"
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "little"
version = "1.2.3"
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["little"]
"""
DATED = "# Changes\n\n## 1.2.3 (2026-11-30)\n\n- It is there.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project, committed, as the script finds it."""
    folder = tmp_path / "project"
    (folder / "little").mkdir(parents=True)
    (folder / "image-build").mkdir()
    shutil.copy(SCRIPT, folder / "image-build" / "release")
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "little" / "__init__.py").write_text('"""Little."""\n')
    (folder / "CHANGELOG.md").write_text(DATED)
    (folder / ".gitignore").write_text("dist/\n")
    git(folder, "init", "-q")
    commit(folder)
    return folder


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All of it")


def release(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [folder / "image-build" / "release", sys.executable]
    return subprocess.run(command, capture_output=True, text=True)


def sums(folder: Path) -> dict[str, str]:
    lines = (folder / "dist" / "SHA256SUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_a_tagged_commit_becomes_sdist_wheel_and_checksums(project: Path) -> None:
    git(project, "tag", "v1.2.3")
    made = release(project)
    assert made.returncode == 0, made.stderr
    found = sums(project)
    assert set(found) == {"little-1.2.3.tar.gz", "little-1.2.3-py3-none-any.whl"}
    for name, digest in found.items():
        assert hashlib.sha256((project / "dist" / name).read_bytes()).hexdigest() == digest
    with tarfile.open(project / "dist" / "little-1.2.3.tar.gz") as sdist:
        assert "little-1.2.3/little/__init__.py" in sdist.getnames()
    assert release(project).returncode == 0
    assert sums(project) == found


def test_a_commit_without_the_tag_of_its_version_is_refused(project: Path) -> None:
    git(project, "tag", "v1.2.30")
    refused = release(project)
    assert (refused.returncode, "no tag v1.2.3," in refused.stderr) == (1, True)
    assert not (project / "dist").exists()


@pytest.mark.parametrize("heading", ["## 1.2.3 (not released)", "## 1x2x3 (2026-11-30)"])
def test_a_change_log_without_the_day_is_refused(project: Path, heading: str) -> None:
    (project / "CHANGELOG.md").write_text(f"# Changes\n\n{heading}\n")
    commit(project)
    git(project, "tag", "v1.2.3")
    refused = release(project)
    assert (refused.returncode, "no dated heading" in refused.stderr) == (1, True)


def test_what_is_not_committed_is_refused(project: Path) -> None:
    git(project, "tag", "v1.2.3")
    (project / "little" / "more.py").write_text("")
    refused = release(project)
    assert (refused.returncode, "not committed" in refused.stderr) == (1, True)
