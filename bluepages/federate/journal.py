"""What an import did to the values on their way in, so that nothing is mended, left out or held back in silence."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec

from bluepages.federate.persons import Persons

SHOWN: Final = 200
"""So much of a doubtful value is kept."""


class Doubt(msgspec.Struct, frozen=True):
    """A value that was left out of its field: where it stands, which field, why, and the value itself where it may be
    shown (never what is private).
    """

    table: str
    line: int
    field: str
    reason: str
    value: str = ""

    def words(self) -> str:
        """Field and reason, without keys that people chose: what the report counts."""
        return f"{self.field.rpartition('.')[2]}: {self.reason}"

    def __str__(self) -> str:
        where = f"{self.table}:{self.line}" if self.line else self.table
        return f"{where} {self.field}: {self.reason}{f': {self.value}' if self.value else ''}"


class Journal:
    """Counts what was mended and what is private; lists what is doubtful. `persons` tells names from other words."""

    def __init__(self) -> None:
        self.persons = Persons()
        self.mended: Counter[str] = Counter()
        self.private: Counter[str] = Counter()
        self.unmapped: Counter[str] = Counter()
        self.doubts: list[Doubt] = []
        self.notes: list[str] = []

    def mend(self, what: str) -> None:
        """Something that was sure was put right."""
        self.mended[what] += 1

    def hide(self, what: str) -> None:
        """Something private was left out or held back; what it says is told nowhere."""
        self.private[what] += 1

    def doubt(self, where: tuple[str, int], field: str, reason: str, value: str = "") -> None:
        """A value that is not sure was left out."""
        self.doubts.append(Doubt(where[0], where[1], field, reason, value[:SHOWN]))
