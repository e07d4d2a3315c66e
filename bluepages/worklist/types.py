"""The values of the work lists. Dates, never ages: pages stay the same from day to day unless something happens."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from bluepages.records.leads import Lead

Group = Literal["hours", "phone", "address", "eligibility"]
GROUPS: Final[tuple[Group, ...]] = ("hours", "phone", "address", "eligibility")
"""What a check covers and what grows old apart from the rest."""

Doubt = Literal["review", "question", "link", "duplicate", "never", "aged", "no_hours", "no_point"]
"""Why a record is on the list."""


class Item(msgspec.Struct, frozen=True):
    """One thing to do about a record.

    `about` is what it is about: the reason of a review, the field of a question, a web address, the other record of a
    look-alike, a group of fields, or the key of a service or place. `text` are the words of a question, `rule` the
    reason of a likeness, `date` since when, `url` where it is talked about.
    """

    doubt: Doubt
    about: str = ""
    text: str = ""
    rule: str = ""
    date: str = ""
    url: str = ""


class Row(msgspec.Struct, frozen=True):
    """One record with all that is to do about it, the most urgent first.

    `checked` has, by group, the day on which a person last checked it in every service that has it (`""`: never).
    `sensitive`: for people in danger, where a mistake hurts soonest. `source` is the date of its oldest source.
    """

    slug: str
    items: tuple[Item, ...]
    checked: dict[Group, str]
    risk: int
    sensitive: bool = False
    source: str = ""

    @property
    def doubts(self) -> frozenset[Doubt]:
        return frozenset(item.doubt for item in self.items)


class Pair(msgspec.Struct, frozen=True):
    """Two records that may be one, and why (a rule of the checks)."""

    one: str
    other: str
    rule: str


class CountyWork(msgspec.Struct, frozen=True):
    """Everything to do in one county, or for `statewide`.

    `rows` are the records, the most urgent first; `records` counts all that are listed, `never` those that nobody has
    checked. `gaps` are needs for which nothing is listed, top needs before those below them.
    """

    county: str
    rows: tuple[Row, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()
    records: int = 0
    never: int = 0

    def having(self, *doubts: Doubt) -> tuple[Row, ...]:
        """The rows with one of these."""
        wanted = frozenset(doubts)
        return tuple(row for row in self.rows if row.doubts & wanted)
