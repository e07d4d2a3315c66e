"""The tree that a change would leave behind (P911 to P916): plain files, in their places, under names all systems know.

Pure: what changed is read from Git by `enrich.treechange`, never from a list that somebody pages through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from bluepages.problems import Problem
from bluepages.records.ids import RESERVED, is_slug
from bluepages.rules import RULES

PROVIDERS: Final = "data/providers/"
_PLAIN: Final = ("100644", "000000")
_LINK, _MODULE = "120000", "160000"
_KEPT: Final = frozenset({"README.md", ".keep", ".gitkeep"})
_HIDDEN = re.compile(
    '[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd\\\\:*?"<>|]'
)
_PROGRAM: Final = (
    "bluepages/", "schema/", "site/", "tools/", "tests/", ".github/", ".ci/", "build.py", "directory.yaml", "Makefile",
    "pyproject.toml", "package.json", "package-lock.json", "requirements",
)  # fmt: skip
"""What runs, or says how; a change to it is read with other eyes than one to a record."""


class Change(msgspec.Struct, frozen=True):
    """One path that differs: its mode in Git afterwards (`000000`: gone) and before."""

    path: str
    mode: str
    before: str = "000000"


def check_tree(changes: Sequence[Change], paths: Iterable[str], most: int) -> list[Problem]:
    """What is wrong with a change; `paths` are all files there are afterwards, `most` how many it may touch."""
    found = [problem for change in changes if change.mode != "000000" for problem in _one(change)]
    found += _collisions([change.path for change in changes if change.mode != "000000"], paths)
    if len(changes) > most:
        message = f"This change touches {len(changes)} files; at most {most} may be changed at once."
        found.append(_problem("P915", "", message))
    records = [change for change in changes if change.path.startswith(PROVIDERS)]
    program = next((change.path for change in changes if change.path.startswith(_PROGRAM)), "")
    if records and program:
        found.append(_problem("P916", shown(program), "The records change, and so does what checks or shows them."))
    return found


def _one(change: Change) -> Iterator[Problem]:
    path, name = change.path, shown(change.path)
    if change.mode in (_LINK, _MODULE):
        yield _problem(
            "P911", name, f"This is {'a link' if change.mode == _LINK else 'another repository'}, not a file."
        )
    elif change.mode not in _PLAIN and path.startswith("data/"):
        yield _problem("P912", name, "This file is marked as a program that can be run.")
    wrong = _name_fault(path)
    if wrong:
        yield _problem("P913", name, wrong)


def _name_fault(path: str) -> str:
    """What is wrong with a path; records have one place each, and no name may mean something to a system."""
    if _HIDDEN.search(shown(path)) or unicodedata.normalize("NFC", path) != path:
        return "The name holds a sign that is hidden, or that some systems do not allow."
    parts = path.split("/")
    if any(part != part.strip(" ") or part.endswith(".") or part.split(".")[0].lower() in _DEVICES for part in parts):
        return "Some systems cannot keep a file of this name."
    if len(path.encode("utf-8", "surrogateescape")) > 200:
        return "The name is longer than some systems allow."
    if not path.lower().startswith(PROVIDERS):
        return ""
    inner = path.removeprefix(PROVIDERS).split("/")
    stem, dot, kind = inner[-1].rpartition(".")
    if inner[-1] in _KEPT and len(inner) <= 2:
        return ""
    if len(inner) != 2 or not is_slug(inner[0]) or not is_slug(stem) or f"{dot}{kind}" != ".yaml":
        return "A record is data/providers/<county>/<name>.yaml, in small letters, digits and hyphens."
    return ""


_DEVICES: Final = RESERVED - {"index", "constructor", "prototype", "proto", "404"}


def _collisions(changed: Iterable[str], paths: Iterable[str]) -> Iterator[Problem]:
    """Paths that are one and the same on a system that does not tell large letters from small ones."""
    by_key: dict[str, list[str]] = {}
    for path in paths:
        by_key.setdefault(folded(path), []).append(path)
    folders: dict[str, set[str]] = {}
    for path in {found for group in by_key.values() for found in group}:
        for at in (i for i, sign in enumerate(path) if sign == "/"):
            folders.setdefault(folded(path[:at]), set()).add(path[:at])
    for path in changed:
        above = [path[:at] for at, sign in enumerate(path) if sign == "/"]
        twins = [each for each in by_key.get(folded(path), ()) if each != path]
        twins += [each for folder in above for each in folders.get(folded(folder), ()) if each != folder]
        twins += [each for each in by_key if each == folded(path) and each in folders]
        if twins:
            yield _problem("P914", shown(path), f"On many systems this is the same as {shown(twins[0])}.")


def folded(path: str) -> str:
    """The path as systems see it that do not tell large letters from small ones."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def shown(path: str) -> str:
    """A path that is fit to be printed, whatever it is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _problem(rule: str, file: str, message: str) -> Problem:
    found = RULES[rule]
    return Problem(found.code, found.level, file, 0, "", message, found.advice)
