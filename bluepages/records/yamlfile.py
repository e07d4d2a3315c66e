"""One YAML file, read strictly: data typed by its schema, every problem with its line, and its canonical text.

The fast reader (ryaml with jsonschema-rs) decides only where nothing speaks against it: the bytes hold nothing that
YAML readers disagree on, and the data fits the schema at once. In every other case the reference reader decides.
"""

from __future__ import annotations

import functools
from pathlib import Path as FilePath
from typing import Any

import ryaml

from bluepages.problems import Path, Problem
from bluepages.records import engines
from bluepages.records.comments import Comments, find_comments
from bluepages.records.scan import MAX_BYTES, find_hidden, scan
from bluepages.records.schema import Schema
from bluepages.records.tree import Marks, Node, parse, walk
from bluepages.records.typed import typed
from bluepages.records.write import write


class Document:
    """A file that was read: `data` is `None` where nothing could be made of it; `problems` says why."""

    def __init__(self, source: bytes, file: str, schema: Schema | None) -> None:
        self.file = file
        self.schema = schema
        self.fits = False
        self._source = source
        self._scan = scan(source, file)
        self.problems: list[Problem] = list(self._scan.problems)
        self.data: Any = None
        if self._scan.text is not None and not self._read_fast():
            self._read_reference()

    def _read_fast(self) -> bool:
        text = self._scan.text
        if text is None or self._scan.doubtful or self.schema is None or not engines.fast():
            return False
        try:
            data = ryaml.loads(text)  # type: ignore[attr-defined]
            self.fits = self.schema.is_valid(data)
        except Exception:  # whatever the fast readers say, the reference decides and finds the words
            return False
        self.data = data if self.fits else None
        return self.fits

    def _read_reference(self) -> None:
        root, problems = self._tree
        self.problems += problems
        if self._find_hidden(root):
            return  # as where the bytes hold such a character: nothing is made of the file
        self.data = typed(root, self.schema)
        self.fits = self.schema is None or self.schema.is_valid(self.data)

    def _find_hidden(self, root: Node | None) -> bool:
        """Control characters that came in as escapes, which the scan of the bytes cannot see; whether there are any."""
        before = len(self.problems)
        for _path, key, value in walk(root) if root else ():
            for node in (key, value):
                found = find_hidden(getattr(node, "text", ""))
                if node and found:
                    hint = "Delete it, or type the text again."
                    self.problems.append(Problem("P106", "error", self.file, node.line, "", found[1], hint))
        return len(self.problems) > before

    @functools.cached_property
    def _tree(self) -> tuple[Node | None, list[Problem]]:
        return parse(self._scan.text or "", self.file)

    @functools.cached_property
    def _marks(self) -> Marks:
        return Marks(self._tree[0])

    @property
    def source(self) -> bytes:
        """The bytes of the file as they were given."""
        return self._source

    @property
    def readable(self) -> bool:
        """Whether the file could be read as YAML at all."""
        return self._scan.text is not None and (self.data is not None or self._tree[0] is not None)

    @property
    def comments(self) -> Comments:
        """The comments of the file by the path of their value."""
        text = self._scan.text or ""
        return find_comments(text, self._tree[0]) if "#" in text else {}

    def at(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or the key) at `path`, from 1; of its nearest parent where it is missing."""
        return self._marks.at(path, key=key)

    def canonical(self) -> str | None:
        """The canonical text of the file, or `None` where its data is not a map."""
        if self.schema is None or not isinstance(self.data, dict):
            return None
        return write(self.data, self.schema, self.comments)

    @property
    def is_canonical(self) -> bool:
        """Whether the file's bytes are its canonical text."""
        if self.schema is None or not isinstance(self.data, dict):
            return True
        if write(self.data, self.schema).encode() == self._source:  # then it has no comments either
            return True
        return "#" in (self._scan.text or "") and (self.canonical() or "").encode() == self._source


def read_bytes(path: FilePath, root: FilePath) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file below `root`, at most one more than is allowed; or the problem that kept them away."""
    file = path.relative_to(root).as_posix()
    try:
        hint = "Put a real file in its place."
        if path.is_symlink():
            return None, [Problem("P108", "error", file, 0, "", "This is a link to another file.", hint)]
        if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
            return None, [Problem("P109", "error", file, 0, "", "This is not an ordinary file.", hint)]
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1), []
    except FileNotFoundError:
        return None, [Problem("P109", "error", file, 0, "", "There is no such file.", "Check the name.")]
    except OSError as error:
        why = f"The file cannot be read: {error.strerror or 'unknown reason'}."
        return None, [Problem("P109", "error", file, 0, "", why, "Check its permissions.")]


def read_yaml(path: FilePath, root: FilePath, schema: Schema | None = None) -> tuple[Any, list[Problem]]:
    """Data of a file and its problems; without a schema, plain numbers and booleans are taken for what they look."""
    source, problems = read_bytes(path, root)
    if source is None:
        return None, problems
    document = Document(source, path.relative_to(root).as_posix(), schema)
    return document.data, document.problems
