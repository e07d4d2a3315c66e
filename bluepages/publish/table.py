"""services.csv as a portal takes it: its columns under the portal's names, typed cells, and the file to download."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from bluepages.checks.personal import MAIL_HOSTS
from bluepages.config import Portal
from bluepages.errors import OURS, Complaint
from bluepages.export import COLUMNS
from bluepages.export.address_standard import SHORTER, portal_name
from bluepages.export.cells import lines, unguard
from bluepages.export.fields import Field, FieldType
from bluepages.publish.wanted import Cell, CellType, Column, Row

TYPES: Final[dict[FieldType, CellType]] = {
    "string": "text", "number": "numeric", "integer": "numeric", "boolean": "bool", "date": "date",
    "datetime": "timestamp",
}  # fmt: skip


def read_rows(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of services.csv, as our records say them: without the guard against formulas."""
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    header = next(reader, [])
    if not any(sign in content for sign in _GUARDS):
        return header, list(reader)
    return header, [_unguarded(row) if "\0'" in "\0".join(["", *row]) else row for row in reader]


def _unguarded(row: list[str]) -> list[str]:
    return [unguard(cell) if cell[:1] == "'" else cell for cell in row]


_GUARDS: Final = (b",'", b"\n'", b"\"'")
"""How a cell begins that may have an apostrophe too many."""


def names_of(header: Sequence[str], entry: Portal) -> dict[str, str]:
    """Our column names to those on the portal: the address standard's, and what the configuration says over it."""
    return {ours: portal_name(ours, entry) for ours in header}


def columns_of(header: Sequence[str], entry: Portal) -> tuple[Column, ...]:
    """The table's columns, each described; one that the column table does not know is text without a word."""
    known: dict[str, Field] = {field.name: field for field in COLUMNS}
    names = names_of(header, entry)
    return tuple(_column(ours, names[ours], known.get(ours)) for ours in header)


def _column(ours: str, name: str, field: Field | None) -> Column:
    if field is None:
        return Column(name, ours, "text", "", "")
    values = f" Values: {', '.join(field.values)}." if field.values else ""
    example = f" Example: {field.example}" if field.example else ""
    return Column(name, ours, TYPES[field.type], field.label, f"{field.meaning}{values}{example}")


def prepared(
    header: Sequence[str], rows: Iterable[Sequence[str]], entry: Portal
) -> tuple[list[Sequence[str]], list[int]]:
    """The rows as the portal should have them: streets abbreviated, private mailboxes left out where that is asked.
    The places of those that this changed come along."""
    shorter = [(at, SHORTER[name]) for at, name in enumerate(header) if name in SHORTER and entry.address_standard]
    mails = [at for at, name in enumerate(header) if name == "email" and entry.personal_mailboxes == "leave-out"]
    made, changed = list(rows), []
    for place, row in enumerate(made):
        better = {at: text for at, shorten in shorter if row[at] and (text := shorten(row[at])) != row[at]}
        better.update((at, "") for at in mails if row[at].rpartition("@")[2].lower() in MAIL_HOSTS)
        if better:
            made[place] = [better.get(at, cell) for at, cell in enumerate(row)]
            changed.append(place)
    return made, changed


def csv_bytes(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], ours: bytes = b"", changed: Sequence[int] | None = None
) -> bytes:
    """The file to download: the same rows under the portal's names. Where our own file is known, and which rows are
    not as they stand there, all other lines are taken from it."""
    names = [column.name for column in columns]
    there = ours.split(b"\n")
    if changed is None or len(there) != len(rows) + 2:
        return lines([names, *rows])
    new = lines([names, *(rows[place] for place in changed)]).split(b"\n")
    for place, line in zip((0, *(place + 1 for place in changed)), new, strict=False):
        there[place] = line
    return b"\n".join(there)


def typed(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> dict[str, Row]:
    """The rows by key, every cell of its column's type; raises `Complaint` for what is of another, or a key twice."""
    try:
        cells = zip(*rows, strict=True)  # a column at a time, which is quick: most are plain text
        read = [_read(column.type, each) for column, each in zip(columns, cells, strict=True)] if rows else []
    except ValueError:
        bad = next((c.name for row in rows for c, cell in zip(columns, row, strict=False) if not _fits(c, cell)), "?")
        raise Complaint(f"services.csv has a {bad} that is not of its type.", "Build again.", OURS) from None
    made = dict(zip((row[0] for row in rows), zip(*read, strict=True), strict=True))
    if len(made) != len(rows):
        raise Complaint("services.csv has an id twice.", "Build again; if that does not help, it is our fault.", OURS)
    return made


def _read(type_: CellType, cells: Iterable[str]) -> list[Cell]:
    reader = _READERS[type_]
    return [cell or None for cell in cells] if reader is _text else [reader(cell) if cell else None for cell in cells]


def _fits(column: Column, cell: str) -> bool:
    if not cell:
        return True
    try:
        _READERS[column.type](cell)
    except ValueError:
        return False
    return True


def _truth(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(cell)
    return cell == "true"


def _day(cell: str) -> str:
    return date.fromisoformat(cell).isoformat()


def _moment(cell: str) -> str:
    return datetime.fromisoformat(cell.removesuffix("Z")).isoformat(timespec="seconds")


def _text(cell: str) -> str:
    return cell


_READERS: Final[Mapping[CellType, Callable[[str], Cell]]] = {
    "text": _text, "numeric": float, "bool": _truth, "date": _day, "timestamp": _moment,
}  # fmt: skip
