"""What Git knows of the provider files: when each was last changed, and what the build stands on.

Only dates and names are taken, never earlier text: a place that is confidential now was not always so (DESIGN 3,
rule 3). Git is asked, never written to.
"""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path as FilePath

import msgspec

from bluepages.errors import Complaint
from bluepages.records.load import PROVIDERS


class History(msgspec.Struct, frozen=True):
    """The past of a directory. `changed` and `added` are times (RFC 3339, UTC) by file; `clean` that HEAD is all.

    `complete` is false for a shallow clone, whose dates would all be the last commit's: then there are none.
    """

    commit: str = ""
    clean: bool = False
    complete: bool = False
    changed: dict[str, str] = {}
    added: dict[str, str] = {}


def read_history(root: FilePath) -> History:
    """The history of the directory at `root`; an empty one outside of Git."""
    commit = _git(root, "rev-parse", "--verify", "-q", "HEAD")
    if not commit:
        return History()
    clean = _git(root, "status", "--porcelain", "--", ".") == ""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if shallow != "false":
        return History(commit, clean)
    log = _git(root, "log", "--format=%x01%ct", "--name-only", "-z", "--relative", "--", PROVIDERS) or ""
    changed: dict[str, str] = {}
    added: dict[str, str] = {}
    for part in log.split("\x01")[1:]:
        seconds, _, names = part.partition("\n") if "\n" in part else part.partition("\0")
        when = _moment(seconds.strip("\0\n "))
        for name in names.replace("\n", "\0").split("\0"):
            if name:
                changed.setdefault(name, when)
                added[name] = when
    return History(commit, clean, True, changed, added)


def changed_since(root: FilePath, revision: str) -> frozenset[str]:
    """Files below `root` that differ between `revision` and the working tree, new ones included, relative to `root`.

    The comparison starts at the merge base, so that what others did to `revision` meanwhile is not blamed on this
    branch. Raises `Complaint` where Git does not know `revision`.
    """
    base = merge_base(root, revision)
    names = _git(root, "diff", "--name-only", "-z", "--no-renames", "--relative", base, "--", ".") or ""
    fresh = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".") or ""
    return frozenset(name for name in (names + "\0" + fresh).split("\0") if name)


def resolve(root: FilePath, revision: str) -> str:
    """The commit that `revision` names; raises `Complaint` where Git does not know it."""
    commit = _git(root, "rev-parse", "--verify", "-q", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise Complaint(
            f"Git does not know the revision {revision}.",
            "Name a branch, tag or commit of this repository; in a shallow clone, fetch it first.",
        )
    return commit.splitlines()[-1]


def merge_base(root: FilePath, revision: str, head: str = "HEAD") -> str:
    """The commit from which `head` and `revision` went apart; raises `Complaint` where Git does not know them."""
    commit = resolve(root, revision)
    return _git(root, "merge-base", commit, resolve(root, head)) or commit


def files_at(root: FilePath, commit: str, folder: str) -> dict[str, bytes]:
    """All files below `folder` as they were at `commit`, by name relative to `root`."""
    listing = _git(root, "ls-tree", "-r", "-z", "--format=%(objecttype) %(objectname) %(path)", commit, "--", folder)
    wanted = [line.split(" ", 2) for line in (listing or "").split("\0") if line.startswith("blob ")]
    if not wanted:
        return {}
    run = subprocess.run(
        ["git", "-C", str(root), "cat-file", "--batch"],
        input="".join(f"{name}\n" for _, name, _ in wanted).encode(),
        capture_output=True,
        check=True,
    )
    found: dict[str, bytes] = {}
    at = 0
    for _, _, path in wanted:
        end = run.stdout.index(b"\n", at)
        size = int(run.stdout[at:end].split()[2])
        found[path] = run.stdout[end + 1 : end + 1 + size]
        at = end + size + 2
    return found


def _moment(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _git(root: FilePath, *arguments: str) -> str | None:
    """What Git answers, or `None` where it has none: no repository, no such thing, no Git."""
    try:
        run = subprocess.run(
            ["git", "-C", str(root), "-c", "core.quotepath=off", *arguments], capture_output=True, check=False
        )
    except OSError:
        return None
    return run.stdout.decode("utf-8", "replace").strip("\n") if run.returncode == 0 else None
