"""Where a value stands in a canonical file, without reading all of it.

The canonical form puts each key of the first two levels on a line of its own, indented by two spaces a level; so the
lines of one service can be found by their first characters, and only they are parsed. A notice on each of many
thousand records costs little then. A property test compares the answers with those of the whole tree.
"""

from __future__ import annotations

from bluepages.problems import Path
from bluepages.records.tree import Marks, parse
from bluepages.records.write import key as written

_LEVELS = 2


def place_in(text: str, path: Path, *, key: bool = False) -> tuple[int, int] | None:
    """Line and column of the value (or the key) at `path` of canonical `text`; None where that is not so simple."""
    lines = text.split("\n")
    first, last, depth = 0, len(lines), 0
    for step in path[:_LEVELS]:
        if not isinstance(step, str):
            break
        head = " " * (2 * depth) + written(step) + ":"
        found = next((at for at in range(first, last) if _starts(lines[at], head)), None)
        if found is None:
            return None
        first, last, depth = found, _end(lines, found, last, depth), depth + 1
        if len(lines[first]) > len(head):
            break  # its value begins on the line itself
    if not depth:
        return None
    root, problems = parse("\n".join(lines[first:last]), "")
    if root is None or problems:
        return None
    line, column = Marks(root).at(path[depth - 1 :], key=key)
    return line + first, column


def _starts(line: str, head: str) -> bool:
    return line.startswith(head) and line[len(head) : len(head) + 1] in ("", " ")


def _end(lines: list[str], first: int, last: int, depth: int) -> int:
    """The line after those that belong to the key on line `first`."""
    pad = " " * (2 * depth)
    at = first + 1
    while at < last and (not lines[at] or lines[at].startswith((pad + " ", pad + "-"))):
        at += 1
    return at
