"""Changes of fields in a file's text: comments stay with their values, the result is canonical.

One mechanism serves `--fix`, proposals and imports: the edits change the data and the paths of the comments, and the
canonical writer does the rest. A file that was canonical changes only in the lines that the edits touch.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable
from typing import Any

from bluepages.problems import ABSENT, Edit, Path
from bluepages.records.comments import Comments
from bluepages.records.schema import Schema
from bluepages.records.write import write
from bluepages.records.yamlfile import Document


def apply_edits(source: bytes, schema: Schema, edits: Iterable[Edit], file: str = "record.yaml") -> str:
    """The canonical text of a file after `edits`, applied in order.

    Raises `ValueError` where the file cannot be read, or an edit's parent does not exist and cannot be made.
    """
    document = Document(source, file, schema)
    if not isinstance(document.data, dict) or any(problem.rule == "P102" for problem in document.problems):
        raise ValueError(f"{file} cannot be edited before it can be read.")
    data, comments = copy.deepcopy(document.data), dict(document.comments)
    for edit in edits:
        if edit.rename is not None:
            _rename(data, comments, edit.path, edit.rename)
        elif edit.value is ABSENT:
            _remove(data, comments, edit.path)
        else:
            _set(data, edit.path, edit.value)
    return write(data, schema, comments)


def _set(data: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value; missing maps on the way are made, and a list grows by an index equal to its length."""
    parent: Any = data
    for step, following in itertools.pairwise(path):
        if isinstance(step, str) and isinstance(parent, dict):
            parent = parent.setdefault(step, [] if isinstance(following, int) else {})
        else:
            parent = _child(parent, step)
    last = path[-1]
    match parent, last:
        case dict(), str():
            parent[last] = value
        case list(), int() if last < len(parent):
            parent[last] = value
        case list(), int() if last == len(parent):
            parent.append(value)
        case _:
            raise ValueError(f"There is no place for {path!r}.")


def _remove(data: dict[str, Any], comments: Comments, path: Path) -> None:
    """Take a value away, and the list or map around it when that is empty then (an empty one is never valid)."""
    parent: Any = data
    for step in path[:-1]:
        parent = _child(parent, step)
    _child(parent, path[-1])
    del parent[path[-1]]
    for place in [place for place in comments if place[: len(path)] == path]:
        del comments[place]
    if isinstance(parent, list):
        _shift(comments, path)
    if not parent and len(path) > 1:
        _remove(data, comments, path[:-1])


def _shift(comments: Comments, path: Path) -> None:
    """Comments of the items after a removed one follow their items."""
    depth, gone = len(path) - 1, path[-1]
    later: list[tuple[int, Path]] = []
    for place in comments:
        step = place[depth] if place[:depth] == path[:depth] and len(place) > depth else ""
        if isinstance(step, int) and isinstance(gone, int) and step > gone:
            later.append((step, place))
    for step, place in sorted(later):
        comments[(*place[:depth], step - 1, *place[depth + 1 :])] = comments.pop(place)


def _rename(data: dict[str, Any], comments: Comments, path: Path, name: str) -> None:
    """Give a key a new name at its old place; refuses a name that is taken."""
    parent: Any = data
    for step in path[:-1]:
        parent = _child(parent, step)
    _child(parent, path[-1])
    if not isinstance(parent, dict) or name in parent:
        raise ValueError(f"{name} is already there.")
    items = [(name if key == path[-1] else key, value) for key, value in parent.items()]
    parent.clear()
    parent.update(items)
    for place in [place for place in comments if place[: len(path)] == path]:
        comments[(*path[:-1], name, *place[len(path) :])] = comments.pop(place)


def _child(parent: Any, step: str | int) -> Any:
    if isinstance(parent, dict) and step in parent:
        return parent[step]
    if isinstance(parent, list) and isinstance(step, int) and 0 <= step < len(parent):
        return parent[step]
    raise ValueError(f"There is no {step!r} here.")
