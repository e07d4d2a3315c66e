"""A table as text: CSV (RFC 4180) in the encodings and with the separators that people really send."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Final

import msgspec

from bluepages.errors import Complaint

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_CELL: Final = 20_000
_DELIMITERS: Final = ",;\t|"


class Input(msgspec.Struct, frozen=True):
    """How the table is written; empty means: find out."""

    encoding: str = ""
    delimiter: str = ""


class Row(msgspec.Struct, frozen=True):
    """One row: `line` counts from 1, the header's; `cells` by column name, spaces at the ends taken off."""

    line: int
    cells: dict[str, str]


def read_rows(path: Path, how: Input) -> list[Row]:
    """All rows of the table at `path`. Raises `Complaint` where it cannot be read as one."""
    text = _decode(_read(path), how.encoding, path)
    delimiter = how.delimiter or _delimiter(text)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, path)
        rows = []
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, _cells(header, cells, line, path)))
    except csv.Error as error:
        raise Complaint(
            f"{path.name}:{reader.line_num}: this line is not CSV ({error}).",
            "Often a quotation mark is missing. Open the file in a spreadsheet and save it as CSV (UTF-8).",
        ) from None
    return rows


def _read(path: Path) -> bytes:
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


def _decode(source: bytes, encoding: str, path: Path) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if source.startswith(mark) and not encoding:
            encoding = name
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return source.decode(name)
        except LookupError:
            raise Complaint(
                f"There is no encoding {name}.", "In the mapping, write input: {encoding: utf-8}."
            ) from None
        except UnicodeDecodeError:
            continue
    raise Complaint(
        f"{path.name} is not text in {encoding or 'UTF-8 or Windows-1252'}.",
        "Save it as CSV (UTF-8), or name its encoding in the mapping: input: {encoding: ...}.",
    )


def _delimiter(text: str) -> str:
    """The separator that stands most often in the header."""
    header = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=header.count)


def _check_header(header: list[str], path: Path) -> None:
    if not any(header):
        raise Complaint(f"{path.name} is empty.", "Its first line names the columns.")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise Complaint(f"{path.name}:1: the column {twice[0]} stands twice.", "Give each column a name of its own.")


def _cells(header: list[str], cells: list[str], line: int, path: Path) -> dict[str, str]:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise Complaint(
            f"{path.name}:{line}: {len(cells)} cells, but the header has {len(header)} columns.",
            "A cell with a comma in it stands in quotation marks.",
        )
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {name: cell.strip() for name, cell in zip(header, padded, strict=False) if name}
