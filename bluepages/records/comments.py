"""Comments of a file, each tied to the value it stands before or behind, so that a rewrite can carry it along."""

from __future__ import annotations

import bisect
import re

import msgspec

from bluepages.problems import Path
from bluepages.records.tree import Node, Scalar, walk


class Comment(msgspec.Struct, frozen=True):
    """Whole-line comments that stand before a value, and the one behind it on its line; each begins with `#`."""

    before: tuple[str, ...] = ()
    behind: str = ""


Comments = dict[Path, Comment]
"""Comments by the path of their value; those after the last value stand at the empty path."""

_SIGN = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*")


def find_comments(text: str, root: Node | None) -> Comments:
    """All comments of `text`, whose tree is `root`."""
    if "#" not in text:
        return {}
    places = _places(root)
    starts = [start for start, _ in places]
    lines = _line_starts(text)
    before: dict[Path, list[str]] = {}
    behind: dict[Path, list[str]] = {}
    for start, end in _gaps(text, root):
        for match in _SIGN.finditer(text, start, end):
            at, words = match.start(), match.group().rstrip()
            line = lines[bisect.bisect_right(lines, at) - 1]
            following = bisect.bisect_right(starts, at)
            alone = not text[line:at].strip()
            if not alone and following:
                behind.setdefault(_outermost(places, following - 1, line), []).append(words)
            else:
                path = places[following][1] if following < len(places) else ()
                before.setdefault(path, []).append(words)
    return {path: Comment(tuple(before.get(path, ())), " ".join(behind.get(path, ()))) for path in {*before, *behind}}


def _places(root: Node | None) -> list[tuple[int, Path]]:
    """Start and path of each key or list item, in the order of the file; of those at one place the outermost."""
    found: dict[int, Path] = {}
    for path, key, value in walk(root) if root else ():
        found.setdefault((key or value).start, path)
    return sorted(found.items())


def _outermost(places: list[tuple[int, Path]], index: int, line: int) -> Path:
    """The first value that starts on the line of the comment, or else the last one that starts before it."""
    path = places[index][1]
    while index > 0 and places[index - 1][0] >= line:
        index -= 1
        if len(places[index][1]) <= len(path):
            path = places[index][1]
    return path


def _gaps(text: str, root: Node | None) -> list[tuple[int, int]]:
    """The stretches of `text` between scalars; only there can a `#` begin a comment."""
    spans: list[tuple[int, int]] = []
    for _, key, value in walk(root) if root else ():
        spans += [(node.start, node.end) for node in (key, value) if isinstance(node, Scalar)]
    if isinstance(root, Scalar):
        spans.append((root.start, root.end))
    gaps, at = [], 0
    for start, end in sorted(spans):
        gaps.append((at, max(at, start)))
        at = max(at, end)
        if text[start : start + 1] in ("|", ">"):  # a comment may stand behind the sign of a block
            gaps.append((start, text.find("\n", start) if "\n" in text[start:end] else end))
    gaps.append((at, len(text)))
    return gaps


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]
