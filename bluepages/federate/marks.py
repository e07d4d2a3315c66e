"""What a row says of itself in any of its columns, mapped or not: that its place is not to be told, that it is not for
the public, which of its telephones are private, and who works there.

Many lists say so in a column of flags (`PhysicalAddressIsPrivate`, `CONFIDENTIAL`, `PUBLISH`) which no mapping file
names: nobody would look for it among our fields. It counts all the same (DESIGN 3, rules 3 and 6).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from bluepages.federate.csvfile import Row
from bluepages.federate.guess import heading_words, of_people
from bluepages.federate.journal import Journal
from bluepages.federate.spots import HIDDEN, SOMEBODYS_HOME

WITHHELD: Final = "the source says that it is not to be published"
_PLACE: Final = "(?:location|address|site|place|facility|shelter)"
_WHOSE: Final = f"(?:(?:is|the|has|physical|street|agency|program|{_PLACE}) )*"
_FLAG: Final = "(?: (?:flag|indicator|yn|y n))?"
_STREET: Final = "(?: physical| site| street)? (?:address|location)"
_HIDE: Final = re.compile(
    rf"{_WHOSE}(?:confidential(?:ity)?|confidenti|undisclosed)(?: {_PLACE})?{_FLAG}"
    rf"|{_WHOSE}(?:address|location) (?:is )?(?:private|hidden|unlisted|suppressed|not public){_FLAG}"
    rf"|(?:is )?(?:private|hide|hidden|suppress|withhold|mask){_STREET}{_FLAG}"
)
"""Headings under which anything but a no hides the place."""
_TELL: Final = re.compile(rf"(?:show|display|publish|list){_STREET}|(?:address|location) (?:is )?public")
"""Headings under which a no hides the place."""
_SHUT: Final = re.compile(
    r"(?:do not|don t|not to be|no) (?:publish|list|share|release)(?:ed)?|internal(?: use)?(?: only)?"
    r"|not (?:for )?public|is (?:hidden|internal|unlisted)|private (?:listing|record|entry)|unlisted"
)
"""Headings under which a yes keeps the row from the public."""
_OPEN: Final = re.compile(
    r"publish(?:able|ed)?(?: (?:yn|y n|flag|online|to (?:web|odp|public)))?|is publi(?:c|shed)|public (?:yn|y n|flag)"
    r"|(?:ok|okay|permission|consent|approved|cleared) (?:to|for) (?:publish|publication|list|share|release)"
    r"|include in directory"
)
"""Headings under which a no keeps the row from the public."""
_NO: Final = re.compile(r"n|no|f|false|0|0\.0|never|none|not (?:confidential|private|hidden).*|non confidential|public")
_YES: Final = re.compile(r"y|yes|t|true|1|1\.0|x|always|private|confidential|hidden|suppressed|undisclosed")
_REFUSED: Final = re.compile(r"n|no|f|false|0|0\.0|never|do not .*|private|confidential|internal|not .*")
_LINE: Final = re.compile(r"(.*(?:phone|tel|fax|mail)[a-z0-9 ]*?) ?is ?(?:private|confidential|unlisted)")


class Marks(msgspec.Struct, frozen=True):
    """What one row says of itself."""

    hidden: bool = False
    withheld: bool = False


class MarkReader:
    """Reads the marks of the rows of one table with this header. `used` are the columns that a mapping names."""

    def __init__(self, header: Collection[str], used: Collection[str], journal: Journal) -> None:
        words = {column: heading_words(column) for column in header}
        self.journal = journal
        self.flags = [column for column in header if _kind(column)]
        self.shut, self.open = (
            [column for column, said in words.items() if pattern.fullmatch(said)] for pattern in (_SHUT, _OPEN)
        )
        self.rest = [column for column in header if column not in used]  # what is mapped is judged with its record
        self.people = [column for column in header if of_people(column) and column not in used]
        self.lines = {column: _lines_of(match[1], words) for column, said in words.items()
                      if (match := _LINE.fullmatch(said))}  # fmt: skip

    def read(self, row: Row) -> tuple[Row, Marks]:
        """The row without what it calls private, and its marks."""
        cells = row.cells
        hidden = hides({column: cells.get(column, "") for column in self.flags})
        withheld = any(_fits(_YES, cells.get(column, "")) for column in self.shut) or any(
            _fits(_REFUSED, cells.get(column, "")) for column in self.open
        )
        hidden = hidden or bool(HIDDEN.search("\n".join([cells.get(column, "") for column in self.rest])))
        hidden = hidden or bool(SOMEBODYS_HOME.search("\n".join(cells.values())))
        for column in self.people:
            if cells.get(column):
                self.journal.hide("names, telephones and mailboxes of staff")
        private = [
            line for flag, lines in self.lines.items() if _set(cells.get(flag, "")) for line in lines if cells.get(line)
        ]
        if private:
            self.journal.private["telephones and mailboxes that the source calls private"] += len(private)
            row = msgspec.structs.replace(row, cells={**cells, **dict.fromkeys(private, "")})
        return row, Marks(hidden, withheld)


def hides(cells: Mapping[str, str]) -> bool:
    """Whether a row, or a place or an address of a package, is called private by one of its own columns."""
    return any(
        (_kind(column) == "hide" and _set(cell)) or (_kind(column) == "tell" and _fits(_REFUSED, cell))
        for column, cell in cells.items()
    )


@functools.lru_cache(maxsize=4096)
def _kind(column: str) -> str:
    said = heading_words(column)
    return "hide" if _HIDE.fullmatch(said) else "tell" if _TELL.fullmatch(said) else ""


def _lines_of(start: str, words: dict[str, str]) -> list[str]:
    """The columns of which `Phone1IsPrivate` speaks: those that begin like it, but for the flag itself."""
    begin = start.replace(" ", "")
    found = []
    for column, said in words.items():
        plain = said.replace(" ", "")
        if plain.startswith(begin) and not _LINE.fullmatch(said) and not plain[len(begin) : len(begin) + 1].isdigit():
            found.append(column)
    return found


def plain_words(cell: str) -> str:
    """A cell in small letters, its signs as spaces, as flags and states are compared."""
    return re.sub(r"[^a-z0-9.]+", " ", cell.casefold()).strip(" .")


def _set(cell: str) -> bool:
    """Whether a flag for hiding is set: what is neither empty nor a no counts, since a mistake here is for ever."""
    return bool(plain := plain_words(cell)) and not _NO.fullmatch(plain)


def _fits(pattern: re.Pattern[str], cell: str) -> bool:
    return bool(pattern.fullmatch(plain_words(cell)))
