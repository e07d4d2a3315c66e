"""Running the program as people do: as a process, in a folder, in an environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT, kitchen, make_directory

TODAY = "2026-11-21"


def bluepages(
    *arguments: str | Path, root: Path | None = None, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line; `root` becomes `--root`."""
    command = [sys.executable, "-m", "bluepages", *map(str, arguments)]
    if root is not None:
        command += ["--root", str(root)]
    return subprocess.run(
        command,
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "CI": "true", "GITHUB_STEP_SUMMARY": "", **environment},
    )


def git(root: Path, *arguments: str) -> str:
    """Run Git in `root`, as nobody in particular."""
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    run = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def repository(folder: Path, records: dict[str, object] | None = None) -> Path:
    """A directory that is a Git repository with one commit."""
    made = make_directory(folder, records or {"harbor-street-community-kitchen": kitchen()})  # type: ignore[arg-type]
    git(made, "init", "-q", "-b", "main")
    git(made, "add", "-A")
    git(made, "commit", "-q", "-m", "first")
    return made


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
