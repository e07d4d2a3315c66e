"""A table as text: CSV (RFC 4180) in the encodings and with the separators that people really send.

Whatever can be read is read: lone CR line ends, a heading that stands twice or is blank, titles above the headings, a
second line of headings. What was done about it is in the notes; a row that cannot be trusted says so in `trouble`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from bluepages.errors import Complaint
from bluepages.federate.textfile import decode

MAX_BYTES: Final = 256 * 1024 * 1024
MAX_CELL: Final = 200_000
_DELIMITERS: Final = ",;\t|"
_TITLES: Final = 5
"""So many lines above the headings may be a title."""
_LOOK: Final = 50
"""So many rows are looked at to tell a second line of headings from a row."""


class Input(msgspec.Struct, frozen=True):
    """How the table is written; empty means: find out.

    `sheet` is that of a workbook, `path` where the list stands in a JSON or YAML document, `explode` a field of each
    row that holds a list of rows of its own.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    path: str = ""
    explode: str = ""


class Row(msgspec.Struct, frozen=True):
    """One row: `line` counts from 1, the header's; `cells` by column name, spaces at the ends taken off.

    `trouble` says why the row cannot be used; `table` which of several tables it is from.
    """

    line: int
    cells: dict[str, str]
    trouble: str = ""
    table: str = ""


class Table(msgspec.Struct, frozen=True):
    """The headings, all rows, and what had to be done to read them."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_rows(path: Path, how: Input) -> list[Row]:
    """All rows of the table at `path`. Raises `Complaint` where it cannot be read as one."""
    return list(read_csv(read_bytes(path), path.name, how).rows)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises `Complaint`."""
    try:
        with path.open("rb") as stream:
            source = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Complaint(f"There is no file {path}.", "Check the name.") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from None
    if len(source) > MAX_BYTES:
        raise Complaint(f"{path} is larger than {MAX_BYTES // 2**20} MB.", "Split it into smaller files.")
    return source


def read_csv(source: bytes, name: str, how: Input) -> Table:
    """The table in `source`. Raises `Complaint` where it cannot be read as one."""
    read = decode(source, name, how.encoding)
    notes = list(read.notes)
    delimiter = how.delimiter or _delimiter(read.text)
    return from_cells(name, _records(read.text, delimiter, name, notes), notes)


def _records(text: str, delimiter: str, name: str, notes: list[str]) -> list[tuple[int, list[str]]]:
    """Lines of cells with their numbers; strictly by the standard where that works."""
    csv.field_size_limit(MAX_CELL)
    try:
        return list(_cells(text, delimiter, strict=True))
    except csv.Error as error:
        first = str(error)
    try:
        found = list(_cells(text, delimiter, strict=False))
    except csv.Error as error:
        first = str(error)
        found = []
    open_quote = "unexpected end of data" in first or "field larger" in first
    if not found or open_quote:
        raise Complaint(
            f"{name}: this is not CSV ({first}).",
            "Often a quotation mark is missing. Open the file in a spreadsheet and save it as CSV (UTF-8).",
        )
    notes.append(f"its quotation marks are not those of CSV ({first}); they were read as they stand")
    return found


def _cells(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The separator that stands most often in the first lines; where that is not clear, clevercsv is asked."""
    lines = [line for line in re.split(r"[\r\n]+", text[:20_000]) if line.strip(" ,;\t|")][:_TITLES]
    counts = Counter({sign: max((line.count(sign) for line in lines), default=0) for sign in _DELIMITERS})
    (best, most), (_, second) = counts.most_common(2)
    if most and most >= 2 * second:
        return best
    if not most:
        return ","
    import clevercsv

    try:
        found = clevercsv.Sniffer().sniff(text[:20_000], delimiters=_DELIMITERS)
    except clevercsv.Error:
        return best
    return str(found.delimiter) if found and found.delimiter else best


def from_cells(name: str, lines: Iterable[tuple[int, list[str]]], notes: list[str]) -> Table:
    """Lines of cells become a table: headings found and made unique, rows that are none set apart."""
    found = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    at = _heading(found)
    if at is None:
        raise Complaint(f"{name} is empty.", "Its first line names the columns.")
    seconds = _second_heading(found[at][1], found[at + 1 : at + 1 + _LOOK])
    names = _joined(found[at][1], found[at + 1][1]) if seconds and seconds == found[at + 1][0] else found[at][1]
    header = _unique(_widened(names, found[at + 1 :], name, notes), found[at + 1 :], notes)
    rows = [Row(number, {}, "a title above the headings") for number, _ in found[:at]]
    said = [cell.strip().casefold() for cell in found[at][1]]
    for number, cells in found[at + 1 :]:
        trouble = ""
        if [cell.strip().casefold() for cell in cells] == said:
            trouble = "the headings once more"
        elif number == seconds:
            trouble = "a second line of headings"
        elif any(cell.strip() for cell in cells[len(header) :]):
            trouble = f"it has {len(cells)} cells, but the headings {len(header)}"
        padded = [*cells, *[""] * (len(header) - len(cells))]
        values = {column: tidy(cell) for column, cell in zip(header, padded, strict=False) if column}
        rows.append(Row(number, values, trouble))
    return Table(name, tuple(column for column in header if column), tuple(rows), tuple(notes))


def tidy(cell: str) -> str:
    """A cell without what spreadsheets put round it: spaces of all kinds, and the apostrophe against dates."""
    plain = cell.strip(" \t\r\n\u00a0\ufeff\u200b")
    return plain[1:] if len(plain) > 1 and plain[0] == "'" and (plain[1].isdigit() or plain[1] in "+-=") else plain


def _heading(found: list[tuple[int, list[str]]]) -> int | None:
    """Where the headings stand: the first line, or the first full one below a title."""
    if not found:
        return None
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in found[: _TITLES + 1]]
    if filled[0] == 1 and max(filled) >= 3:
        first = next(at for at, number in enumerate(filled) if number >= 3)
        return first + _is_group_line(found[first:])
    return int(_is_group_line(found))


def _is_group_line(found: list[tuple[int, list[str]]]) -> bool:
    """Whether the first line only groups columns (`Where`, `When`, merged cells) and the second names each of them."""
    if len(found) < 4:
        return False
    groups, names = ([cell.strip() for cell in cells] for _, cells in found[:2])
    width = _width(names)
    blank = width - sum(1 for cell in groups[:width] if cell)
    told = [cell for cell in names if cell]
    below = found[2:12]
    digits = sum(1 for _, cells in below if any(sign.isdigit() for cell in cells for sign in cell))
    return (
        blank >= 2 and blank * 4 >= width >= _width(groups) and len(told) >= width - 1 >= 2
        and not any(sign.isdigit() for cell in told for sign in cell) and max(map(len, told)) <= 40
        and len({*map(str.casefold, told)}) == len(told) and digits * 2 > len(below)
    )  # fmt: skip


def _widened(cells: list[str], rows: list[tuple[int, list[str]]], name: str, notes: list[str]) -> list[str]:
    """The headings, with nameless ones added where nearly all rows have the same number of cells too many."""
    widths = Counter(_width(row) for _, row in rows)
    wide = sum(number for width, number in widths.items() if width > len(cells))
    if len(rows) < 3 or wide * 2 <= len(rows):
        return cells
    width, number = widths.most_common(1)[0]
    if number < 0.9 * len(rows):
        raise Complaint(
            f"{name}: most rows have more cells than the headings.",
            "Is the separator right? In the mapping, write input: {delimiter: ';'}.",
        )
    notes.append(f"its rows have {width} cells but the headings {len(cells)}; the further cells have no names")
    return [*cells, *[""] * (width - len(cells))]


def _joined(first: list[str], second: list[str]) -> list[str]:
    """Headings on two lines with merged cells (`Address` over `Street`, `City`): the lower names its own columns."""
    below = [*second, *[""] * (len(first) - len(second))]
    merged = any(not one.strip() and two.strip() for one, two in zip(first, below, strict=False))
    if not merged or any(re.fullmatch(r"\(.*\)", cell.strip()) or len(cell) > 40 for cell in below):
        return first
    return [two if two.strip() else one for one, two in zip(first, below, strict=False)]


def _width(cells: list[str]) -> int:
    """Cells up to the last that holds anything."""
    return max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)


def _unique(cells: list[str], rows: list[tuple[int, list[str]]], notes: list[str]) -> list[str]:
    """Names of columns: one that stands twice is numbered, a blank one is named where anything stands below it."""
    used = [False] * len(cells)
    for _, row in rows:
        for at, cell in enumerate(row[: len(used)]):
            used[at] = used[at] or bool(cell.strip())
    header: list[str] = []
    for at, cell in enumerate(cells):
        name = " ".join(tidy(cell).split())
        if not name:
            header.append(f"column {at + 1}" if used[at] else "")
            if used[at]:
                notes.append(f'column {at + 1} has no heading; it is called "column {at + 1}"')
            continue
        number, wanted = 1, name
        while wanted in header:
            number += 1
            wanted = f"{name} ({number})"
        if wanted != name:
            notes.append(f'the column {name} stands twice; the further one is called "{wanted}"')
        header.append(wanted)
    return header


def _second_heading(header: list[str], rows: list[tuple[int, list[str]]]) -> int:
    """The number of the line below the headings where it only explains them (instructions, units), else 0."""
    number, first = rows[0] if rows else (0, [])
    told = [cell.strip() for cell in first if cell.strip()]
    if len(told) >= 2 and all(re.fullmatch(r"\(.*\)", cell) for cell in told):
        return number
    if len(rows) < 4:
        return 0
    signs = 0
    for at in range(min(len(header), len(first))):
        below = [row[at].strip() for _, row in rows[1:] if at < len(row) and row[at].strip()]
        with_digits = sum(1 for cell in below if any(sign.isdigit() for sign in cell))
        if len(below) < 3 or with_digits < 0.8 * len(below) or not first[at].strip():
            continue
        if any(sign.isdigit() for sign in first[at]):
            return 0
        signs += 1
    return number if signs >= 2 else 0
