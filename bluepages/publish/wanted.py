"""`Wanted`: what a portal should show, in no portal's own terms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
import orjson

CellType = Literal["text", "numeric", "bool", "date", "timestamp"]
Cell = str | float | bool | None
Row = tuple[Cell, ...]


class Column(msgspec.Struct, frozen=True):
    """A column of the table: its name on the portal and ours, its type, and what it means."""

    name: str
    ours: str
    type: CellType
    label: str
    notes: str


class File(msgspec.Struct, frozen=True):
    """A file to upload. `role` is how it is known again, whatever its title becomes."""

    role: str
    title: str
    filename: str
    format: str
    mimetype: str
    description: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


class Wanted(msgspec.Struct, frozen=True):
    """All of it. `fields` and `custom` are what is said of the data set, by our names; `rows` are by key."""

    name: str
    fields: dict[str, str]
    custom: dict[str, str]
    tags: tuple[str, ...]
    files: tuple[File, ...]
    table_title: str
    table_about: str
    columns: tuple[Column, ...]
    rows: dict[str, Row]
    commit: str
    schema_version: str

    @property
    def key(self) -> str:
        """The name of the column that identifies a row."""
        return self.columns[0].name

    def file(self, role: str) -> File:
        """The file of that role."""
        return next(file for file in self.files if file.role == role)


def schema_version(columns: Iterable[tuple[str, str]]) -> str:
    """A short name for a list of columns and types; another list has another. What an approval is given to."""
    text = orjson.dumps(sorted(columns))
    return f"s-{hashlib.sha256(text).hexdigest()[:12]}"


def rows_digest(names: Sequence[str], rows: Mapping[str, Row]) -> str:
    """One hash over all cells of a table, whatever the order of its rows and columns."""
    order = sorted(range(len(names)), key=names.__getitem__)
    plain = list(order) == list(range(len(names)))
    made = hashlib.sha256(orjson.dumps([names[at] for at in order]))
    for key in sorted(rows):
        row = rows[key]
        made.update(orjson.dumps(row if plain else [row[at] for at in order]))
    return made.hexdigest()


def words_digest(words: Mapping[str, object]) -> str:
    """One hash over names and what is said under them."""
    return hashlib.sha256(orjson.dumps(dict(sorted(words.items())))).hexdigest()
