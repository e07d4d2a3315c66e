"""CSV as we write it: UTF-8 without a byte-order mark, LF line ends, commas, quotes where RFC 4180 wants them.

No cell holds a line break or a control character, and no cell can start a formula in a spreadsheet: text that begins
with `=`, `+`, `-` or `@` (or their full-width twins) gets an apostrophe before it, unless the whole cell is a number
or a telephone number. Text that has apostrophes before such a sign gets one more, so that taking away one always
gives back what the record says (`unguard`). `docs/data.md` tells this to those who read the files.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

Cell = str | int | float

_BREAKS: Final = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_CONTROL: Final = re.compile(rf" *[{_BREAKS}][ {_BREAKS}]*")
_STARTS: Final = "=+\\-@＝＋－＠"
_GUARDED: Final = re.compile(f"'*[{_STARTS}]")
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?|\+[0-9]+ [0-9]+(?:-[0-9]+)*"
_HARMLESS: Final = re.compile(_NUMBER)
"""A number, an E.164 telephone number (RFC 3966 without its scheme), or one as HSDS has it, `+1 510-555-0142`."""

_MARK: Final = "`"
"""What cells are joined with to look at many at once: printable, and rare in what people write."""

_SUSPECT: Final = re.compile(rf"{_MARK}(?:[ '=@＝＋－＠]|(?!(?:{_NUMBER}){_MARK})[+-])")


def clean(text: str) -> str:
    """`text` on one line: line breaks, tabs and control characters become single spaces, none at the ends."""
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return text.strip()


def guard(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _GUARDED.match(text) and not _HARMLESS.fullmatch(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def safe(cell: Cell) -> Cell:
    """A cell as it may be written; numbers are left as they are."""
    return guard(clean(cell)) if type(cell) is str else cell


def lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as lines of a CSV file, every cell made safe.

    Nearly all rows are safe already: all of them are looked at in one go, then each row, and cells only where a row
    has something to look at.
    """
    if not _harmless(cell for row in rows for cell in row):
        rows = [row if _harmless(row) else [safe(cell) for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _harmless(cells: Iterable[Cell]) -> bool:
    """Whether `safe` would surely leave all these cells as they are; when in doubt, no."""
    texts = [cell for cell in cells if type(cell) is str]
    text = _MARK.join(["", *texts, ""])
    return (
        text.isprintable()
        and f" {_MARK}" not in text
        and text.count(_MARK) == len(texts) + 1
        and not _SUSPECT.search(text)
    )
