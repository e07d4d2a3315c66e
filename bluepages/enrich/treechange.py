"""What a change does to the tree, as Git itself knows it: every path with its mode, however many there are."""

from __future__ import annotations

import subprocess
from pathlib import Path as FilePath

from bluepages.checks.treerules import Change
from bluepages.enrich.history import merge_base
from bluepages.errors import Complaint


def changes_since(root: FilePath, revision: str) -> list[Change]:
    """Every path below `root` that differs between `revision` and now: what is committed, and what is not yet."""
    base = merge_base(root, revision)
    found = {change.path: change for change in _raw(root, "HEAD") + _raw(root, base, "HEAD")}
    return [found[path] for path in sorted(found)]


def paths_now(root: FilePath) -> list[str]:
    """All files below `root` that Git knows at HEAD."""
    return [path for path in _git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", ".").split("\0") if path]


def _raw(root: FilePath, *revisions: str) -> list[Change]:
    """`git diff --raw -z`: `:<old mode> <new mode> <old> <new> <status>`, then the path."""
    said = _git(root, "diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--ignore-submodules=none",
                "--relative", *revisions, "--", ".").split("\0")  # fmt: skip
    return [
        Change(path, head.split(" ")[1], head[1:].split(" ")[0])
        for head, path in zip(said[::2], said[1::2], strict=False)
        if head.startswith(":")
    ]


def _git(root: FilePath, *arguments: str) -> str:
    """What Git answers; names that are not UTF-8 keep their bytes (`surrogateescape`)."""
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *arguments]
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        raise Complaint("Git cannot say what changed here.", "Run it inside of a repository with its history.")
    return run.stdout.decode("utf-8", "surrogateescape")
