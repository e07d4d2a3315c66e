"""The reference reader: PyYAML's events, made into a tree that knows line and column of every key and value.

Only plain data passes: no anchors, aliases, tags, merge keys, second documents or duplicate keys, at most `MAX_DEPTH`
levels and `MAX_NODES` values. Scalars stay text; `bluepages.records.typed` gives them their types by the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import yaml

from bluepages.problems import Path, Problem

MAX_DEPTH: Final = 20
MAX_NODES: Final = 20_000
_MAX_PROBLEMS: Final = 50


class Node(msgspec.Struct):
    """One value of the file: where it starts and ends (offsets; lines and columns count from 1)."""

    line: int
    column: int
    start: int
    end: int


class Scalar(Node):
    """Text as written; `plain` when it stands without quotes and not as a block."""

    text: str
    plain: bool


class Sequence(Node):
    """A list."""

    items: list[Node]


class Mapping(Node):
    """A map; `entries` keeps the order of the file."""

    entries: dict[str, tuple[Scalar, Node]]


class _RefusedError(Exception):
    """Stops the reading; carries the problem to be told."""

    def __init__(self, rule: str, mark: Any, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.mark, self.message, self.hint = rule, mark, message, hint


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Read one document; never raises. The tree is `None` where nothing can be made of the text.

    Duplicate keys are reported and the first one kept, so that the other problems of the file are still found.
    """
    builder = _Builder(file)
    try:
        root = builder.document(yaml.parse(text, Loader=yaml.SafeLoader))
    except _RefusedError as refused:
        builder.report(refused.rule, refused.mark, refused.message, refused.hint)
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        what = _plain(error)
        builder.report("P101", error.problem_mark or error.context_mark, *what)
        return None, builder.problems
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        builder.report("P101", None, "This is not YAML that can be read.", _LOOK)
        return None, builder.problems
    return root, builder.problems


class _Builder:
    """Builds the tree from events without recursion, so that no depth of nesting can exhaust the stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.count = 0

    def report(self, rule: str, mark: Any, message: str, hint: str, field: str = "") -> None:
        line, column = _place(mark)
        self.problems.append(Problem(rule, "error", self.file, line, field, message, hint, (), column))

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        stack: list[tuple[Node, Scalar | None, bool]] = []
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError("P103", event.start_mark, "A second document starts here (---).", _ONE)
                if event.version or event.tags:
                    raise _RefusedError("P103", event.start_mark, "A YAML directive (%) stands here.", "Delete it.")
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                node, _, _ = stack.pop()
                node.end = _offset(event.end_mark)
                if not stack:
                    root = node
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            node = self._node(event)
            if not stack:
                root = node
            else:
                self._place(stack, node)
            if isinstance(node, Mapping | Sequence):
                if len(stack) >= MAX_DEPTH:
                    raise _RefusedError("P104", event.start_mark, f"Nested more than {MAX_DEPTH} levels deep.", _LOOK)
                stack.append((node, None, True))
        return root

    def _node(self, event: yaml.NodeEvent) -> Node:
        mark = event.start_mark
        self.count += 1
        if self.count > MAX_NODES:
            raise _RefusedError("P104", mark, f"More than {MAX_NODES} values in one file.", "Split the file.")
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError("P103", mark, "An alias (*name) stands here.", _STAR)
        if event.anchor:
            raise _RefusedError("P103", mark, "An anchor (&name) stands here.", _STAR)
        place = (*_place(mark), _offset(mark), _offset(event.end_mark))
        if isinstance(event, yaml.ScalarEvent):
            if event.tag:
                raise _RefusedError("P103", mark, "A tag (!name) stands here.", _STAR)
            return Scalar(*place, event.value, event.style is None)
        assert isinstance(event, yaml.CollectionStartEvent)
        if event.tag:
            raise _RefusedError("P103", mark, "A tag (!name) stands here.", _STAR)
        return Mapping(*place, {}) if isinstance(event, yaml.MappingStartEvent) else Sequence(*place, [])

    def _place(self, stack: list[tuple[Node, Scalar | None, bool]], node: Node) -> None:
        parent, key, keep = stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        assert isinstance(parent, Mapping)
        if key is None:
            self._key(stack, parent, node)
            return
        if keep:
            parent.entries[key.text] = (key, node)
        stack[-1] = (parent, None, True)

    def _key(self, stack: list[tuple[Node, Scalar | None, bool]], parent: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            mark = yaml.Mark("", node.start, node.line - 1, node.column - 1, None, 0)
            raise _RefusedError("P101", mark, "A list or map stands where a name should be.", _LOOK)
        if node.plain and node.text == "<<":
            mark = yaml.Mark("", node.start, node.line - 1, node.column - 1, None, 0)
            raise _RefusedError("P103", mark, "A merge key (<<) stands here.", "Write the values out.")
        first = parent.entries.get(node.text)
        if first is not None and len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(
                Problem(
                    "P102", "error", self.file, node.line, _short(node.text),
                    f"{_short(node.text)} stands here twice; it was first written in line {first[0].line}.",
                    "Keep one of the two, or join them.", (), node.column,
                )
            )  # fmt: skip
        stack[-1] = (parent, node, first is None)


class Marks:
    """Where keys and values of a tree stand."""

    def __init__(self, root: Node | None) -> None:
        self._root = root

    def at(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `path` (or of its key); of its nearest parent where it does not exist."""
        node, place = self._root, (self._root.line, self._root.column) if self._root else (0, 0)
        for step in path:
            if isinstance(node, Mapping) and step in node.entries:
                name, node = node.entries[str(step)]
                place = (name.line, name.column) if key or not isinstance(node, Scalar) else (node.line, node.column)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = (node.line, node.column)
            else:
                break
        return place


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar | None, Node]]:
    """Every value below `node` with its path and key, in the order of the file."""
    if isinstance(node, Mapping):
        for name, (key, value) in node.entries.items():
            yield (*path, name), key, value
            yield from walk(value, (*path, name))
    elif isinstance(node, Sequence):
        for position, value in enumerate(node.items):
            yield (*path, position), None, value
            yield from walk(value, (*path, position))


_LOOK = "Compare it with the example in CONTRIBUTING.md; two spaces for each level, and a space after each colon."
_ONE = "One file holds one provider: put the second one in a file of its own."
_STAR = "Write the value out, and put text that starts with & * or ! in quotes."


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a PyYAML mark, from 1; 0 where there is none."""
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _offset(mark: Any) -> int:
    return int(mark.index) if mark else 0


def _short(text: str) -> str:
    clean = " ".join(text.split())
    return clean if len(clean) <= 60 else clean[:57] + "..."


def _plain(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """PyYAML's complaint in words for people; never quotes the file, which may hold what must not be repeated."""
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, message, hint in _WORDS:
        if sign in said:
            return message, hint
    return "From here on this is not YAML that can be read.", _LOOK


_WORDS = (
    ("cannot start any token", "A character stands here that cannot start a value.",
     "Use spaces instead of tabs, and put text that starts with a special sign in quotes."),
    ("mapping values are not allowed", "There is a second colon on this line.",
     'Put the text in quotes: name: "A: B".'),
    ("quoted scalar", "A quotation mark is opened here or before and never closed.", "Close it."),
    ("could not find expected ':'", "A line without a colon stands here or just before.",
     "Write name: value; indent the further lines of a long text."),
    ("expected <block end>", "The indentation does not fit what stands above.", _LOOK),
    ("expected ',' or", "A list or map in [ ] or { } is not closed, or a comma is missing.", "Add it."),
    ("did not find expected", "A list or map in [ ] or { } is not closed, or a comma is missing.", "Add it."),
)  # fmt: skip
