"""What Git knows of the provider files: when each was last changed, and what the build stands on.

Only dates and names are taken, never earlier text: a place that is confidential now was not always so (DESIGN 3,
rule 3). Git is asked, never written to.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import Final, Literal

import msgspec

from bluepages.errors import Complaint
from bluepages.records.load import PROVIDERS

Kind = Literal["added", "changed", "closed", "verified", "flagged"]


class Change(msgspec.Struct, frozen=True):
    """Something that happened to the record `slug` (its present name) at `time` (RFC 3339, UTC; a day for `flagged`).

    `fields` are the names of what changed, without the keys that people chose; `commit` is `""` where following it
    would show what a confidential place once was.
    """

    time: str
    slug: str
    kind: Kind
    fields: tuple[str, ...] = ()
    commit: str = ""


Changes = dict[str, tuple[Change, ...]]
"""By present slug, the newest first."""


Stale = dict[str, dict[str, frozenset[tuple[str, ...]]]]
"""Translated texts older than what they translate, by slug and language, as ways into the record."""

MADE: Final = ("_site", ".bluepages")
"""Folders that the program itself writes into a directory; no input of a build lies there but the list of reviews."""


class History(msgspec.Struct, frozen=True):
    """The past of a directory. `changed` and `added` are times (RFC 3339, UTC) by file; `clean` that HEAD is all;
    `changes` what happened to each record, by slug, the newest first (`bluepages.enrich.changes`); `stale` which
    translations were left behind (`bluepages.enrich.translated`); `secret` are names of records that have, or had, a
    place that must stay hidden (`bluepages.enrich.secrets`).

    `complete` is false for a shallow clone, whose dates would all be the last commit's: then there are none.
    """

    commit: str = ""
    clean: bool = False
    complete: bool = False
    changed: dict[str, str] = {}
    added: dict[str, str] = {}
    changes: Changes = {}
    stale: Stale = {}
    secret: frozenset[str] = frozenset()


class Version(msgspec.Struct, frozen=True):
    """One file as one commit left it: the objects that hold it before and after, `""` for none."""

    file: str
    before: str
    after: str


class Commit(msgspec.Struct, frozen=True):
    """What one commit of the main line did to the provider files; `time` is RFC 3339, UTC."""

    name: str
    time: str
    versions: tuple[Version, ...]


class Past(msgspec.Struct, frozen=True):
    """Everything that Git says of the directory's past in one reading, newest first."""

    history: History
    commits: tuple[Commit, ...] = ()


def read_history(root: FilePath) -> History:
    """The history of the directory at `root`; an empty one outside of Git."""
    return read_past(root).history


def read_past(root: FilePath) -> Past:
    """The past of the directory at `root`, as its main line tells it: what a merge brought counts from the merge on."""
    commit = _git(root, "rev-parse", "--verify", "-q", "HEAD")
    if not commit:
        return Past(History())
    clean = is_clean(root)
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return Past(History(commit, clean))
    log = _git(
        root, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%x01%H %ct", "-z",
        "--relative", "--", PROVIDERS,
    ) or ""  # fmt: skip
    commits = tuple(_commit(part) for part in log.split("\x01")[1:])
    changed: dict[str, str] = {}
    added: dict[str, str] = {}
    for each in commits:
        for version in each.versions:
            changed.setdefault(version.file, each.time)
            added[version.file] = each.time
    return Past(History(commit, clean, True, changed, added), commits)


def _commit(part: str) -> Commit:
    """A commit of `git log --raw -z`: its name and time, then `:modes objects status` and the file, by turns."""
    head, *rest = (piece.strip("\n") for piece in part.split("\0"))
    rest = [piece for piece in rest if piece]
    if "\n" in head:  # the first file stands on the head's own lines
        head, _, first = head.partition("\n")
        rest.insert(0, first.strip("\n"))
    name, _, seconds = head.partition(" ")
    versions = []
    for told, file in zip(rest[::2], rest[1::2], strict=True):
        _, _, before, after, _ = told.split(" ")
        versions.append(Version(file, before.strip("0") and before, after.strip("0") and after))
    return Commit(name, _moment(seconds), tuple(versions))


def is_clean(root: FilePath) -> bool:
    """Whether the working tree is HEAD and nothing else; what builds and publications write there does not count."""
    return _git(root, "status", "--porcelain", "--", ".", *(f":(exclude){name}" for name in MADE)) == ""


def head(root: FilePath) -> str:
    """The commit that is checked out; `""` outside of Git."""
    return (_git(root, "rev-parse", "--verify", "-q", "HEAD") or "").strip()


def is_whole(root: FilePath) -> bool:
    """Whether all of the past is here: a shallow clone knows only its end."""
    return _git(root, "rev-parse", "--is-shallow-repository") == "false"


def texts_of(root: FilePath, slugs: Sequence[str]) -> list[bytes]:
    """Every version that any commit up to HEAD has of the records with these names, wherever they lay; each once.

    For one use alone: to see that nothing that must stay hidden goes out. None of it may be shown.
    """
    paths = [f":(glob){PROVIDERS}/*/{slug}.yaml" for slug in slugs]
    log = _git(root, "log", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "-z", "--relative", "--", *paths)
    names: dict[str, None] = {}
    for piece in (log or "").split("\0"):
        told = piece.strip("\n").split(" ")
        if len(told) == 5 and told[0].startswith(":"):
            names.update((each, None) for each in told[2:4] if each.strip("0"))
    return list(objects(root, list(names)).values())


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


def newcomers(root: FilePath, base: str, head: str) -> int:
    """How many authors of the commits from `base` to `head` have none before; none where the history is not whole."""
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return 0
    fresh = set((_git(root, "log", "--format=%ae", f"{base}..{head}") or "").split("\n")) - {""}
    if not fresh:
        return 0
    known = set((_git(root, "log", "--format=%ae", base) or "").split("\n"))
    return len(fresh - known)


def files_at(root: FilePath, commit: str, folder: str) -> dict[str, bytes]:
    """All files below `folder` as they were at `commit`, by name relative to `root`."""
    listing = _git(root, "ls-tree", "-r", "-z", "--format=%(objecttype) %(objectname) %(path)", commit, "--", folder)
    wanted = [line.split(" ", 2) for line in (listing or "").split("\0") if line.startswith("blob ")]
    if not wanted:
        return {}
    contents = objects(root, [name for _, name, _ in wanted])
    return {path: contents[name] for _, name, path in wanted}


def objects(root: FilePath, names: Sequence[str]) -> dict[str, bytes]:
    """The contents of Git's objects by name, all asked at once; those that Git does not have are missing."""
    if not names:
        return {}
    run = subprocess.run(
        ["git", "-C", str(root), "cat-file", "--batch"],
        input="".join(f"{name}\n" for name in names).encode(),
        capture_output=True,
        check=True,
    )
    found: dict[str, bytes] = {}
    at = 0
    for name in names:
        end = run.stdout.index(b"\n", at)
        head = run.stdout[at:end].split()
        if len(head) < 3:  # "... missing"
            at = end + 1
            continue
        size = int(head[2])
        found[name] = run.stdout[end + 1 : end + 1 + size]
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
