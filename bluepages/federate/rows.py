"""Rows of a table under a mapping: which columns are read and which are not, and what a row says of itself as a whole
(that it is private, closed, or no row at all), before anything is made of it.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from bluepages.errors import Complaint
from bluepages.federate import clean
from bluepages.federate.csvfile import Row
from bluepages.federate.fields import Facts, read_facts
from bluepages.federate.guess import heading_words
from bluepages.federate.journal import Journal
from bluepages.federate.mapping import Mapping
from bluepages.federate.marks import WITHHELD, MarkReader, plain_words
from bluepages.federate.persons import Persons
from bluepages.federate.states import STATES
from bluepages.records.book import Book

TOTAL: Final = "it counts the rows above"
_TOTAL: Final = re.compile(r"(?:grand |sub)?[- ]?totals?:?|(?:total )?(?:count|number)(?: of \w+)?:?", re.IGNORECASE)
HEADING: Final = "it holds nothing but a name: a heading between the rows?"
_CLOSED: Final = re.compile(
    r"(?:permanently |now |has |is )?(?:closed?|inactive|defunct|dissolved|deactivated|discontinued|terminated|revoked"
    r"|expired|archived|deleted|removed|merged|cerrado)(?: permanently)?|out of business|no longer (?:.*)"
    r"|not (?:active|open|operating|in operation|operational)|ceased.*"
)
_PAUSED: Final = re.compile(r"temporar(?:y|ily) (?:closed?|closure|suspended|inactive)|suspended|on hold|paused")
_OPEN_QUESTION: Final = re.compile(r"is (?:active|open)|active(?: (?:indicator|flag))?")
_IS_CLOSED: Final = re.compile(r"is closed")


def as_named(rows: list[Row], mapping: Mapping) -> list[Row]:
    """The rows with the mapping's own spelling of columns, where only capitals differ."""
    spelled = _spelled(mapping)
    first = next((row for row in rows if not row.trouble), None)
    if first is None or all(name in first.cells for name in spelled if name):
        return rows
    by_small = {name.casefold(): name for name in spelled if name and name not in first.cells}
    names = {cell: by_small.get(cell.casefold(), cell) for cell in first.cells}
    return [
        msgspec.structs.replace(row, cells={names.get(key, key): cell for key, cell in row.cells.items()})
        for row in rows
    ]


def check_columns(rows: list[Row], mapping: Mapping, source: str) -> None:
    """Raises `Complaint` where the mapping names a column that the table does not have."""
    missing = [
        column for column in (*mapping.columns.values(), *mapping.week.values()) if rows and column not in rows[0].cells
    ]
    if missing:
        raise Complaint(
            f'{source} has no column "{missing[0]}", which {mapping.file} names.',
            f"It has: {', '.join(rows[0].cells)}.",
        )


def read_all(rows: list[Row], mapping: Mapping, book: Book, journal: Journal) -> tuple[list[Row], list[Facts]]:
    """Rows without what they call private, and their fields; what a row says of itself stands over the mapping."""
    header = tuple(rows[0].cells) if rows else ()
    used = {name for name in _spelled(mapping) if name}
    reader = MarkReader(header, used, journal)
    kept: list[Row] = []
    facts: list[Facts] = []
    secret: set[tuple[str, str]] = set()
    for row in rows:
        alone = len(header) > 2 and sum(map(bool, row.cells.values())) == 1
        row, marks = reader.read(row)
        fact = read_facts(row, mapping, book.vocabulary, journal)
        _away(fact, book, journal)
        if marks.hidden or marks.withheld:
            secret.add(_door(fact))
        if marks.hidden:
            fact = _hidden(fact, journal)
        if marks.withheld:
            fact = msgspec.structs.replace(fact, trouble=WITHHELD)
        elif _counts(row, mapping.columns["name"]):
            fact = msgspec.structs.replace(fact, trouble=TOTAL)
        elif alone and row.cells.get(mapping.columns["name"]) and not fact.trouble:
            fact = msgspec.structs.replace(fact, trouble=HEADING)
        kept.append(row)
        facts.append(fact)
    secret.discard(("", ""))
    facts = [_hidden(fact, journal) if secret and _door(fact) in secret else fact for fact in facts]
    texts = [column for column in header if column not in reader.people]
    names, staff = (fact.fields["name"] for fact in facts), _staff(rows, reader.people)
    journal.persons = Persons.of(book.vocabulary, names, staff, book.config.state_name)
    journal.persons.hear(cell for row in kept for column in texts if " " in (cell := row.cells.get(column, "")))
    unread = [column for column in header if column not in used and not _is_weekly(column, mapping)]
    if unread:
        named = ", ".join(unread)
        journal.notes.append(f"columns that the mapping does not read: {named[:600]}{'…' if len(named) > 600 else ''}")
    return kept, _without_closed(facts, mapping, journal)


def _counts(row: Row, name: str) -> bool:
    """Whether a row is the sum below a list: `Total, 3`."""
    rest = [cell for column, cell in row.cells.items() if cell and column != name]
    return bool(_TOTAL.fullmatch(row.cells.get(name, "").strip())) and all(
        re.fullmatch(r"[\d.,%$ ]+", cell) for cell in rest
    )


def _hidden(fact: Facts, journal: Journal) -> Facts:
    """The row with its place held back; its telephone goes to its services."""
    if fact.recipe.confidential:
        return fact
    phone = "service" if fact.recipe.phone == "place" else fact.recipe.phone
    journal.hide("places that their rows call confidential")
    recipe = msgspec.structs.replace(fact.recipe, confidential=True, phone=phone)
    return msgspec.structs.replace(fact, recipe=recipe)


def _away(fact: Facts, book: Book, journal: Journal) -> None:
    """A row of another state says so in its address; none of our counties has it."""
    said = clean.text(fact.fields.get("state", ""))
    letters = STATES.get(said.casefold(), said.upper())
    if letters in STATES.values() and letters != book.config.state:
        fact.fields["away"] = letters
        journal.doubt(("", fact.line), "county", "a place in another state: who it serves here is not known", letters)


def _door(fact: Facts) -> tuple[str, str]:
    """Street and telephone: what another row shares with a hidden one would give it away. Blank where either is."""
    street = clean.street_key(fact.fields.get("street", ""))
    phone = re.sub(r"\D", "", fact.fields.get("phone", ""))[-10:]
    return (street, phone) if street and phone else ("", "")


def _spelled(mapping: Mapping) -> list[str]:
    """All columns that a mapping names."""
    spans = [name for span in mapping.timetable for name in (span.day, span.opens, span.closes)]
    return [*mapping.columns.values(), *spans, *mapping.week.values()]


def _is_weekly(column: str, mapping: Mapping) -> bool:
    return column.startswith("geometry.") or bool(mapping.weekly.field and column.startswith(mapping.weekly.field))


def _staff(rows: list[Row], people: list[str]) -> set[str]:
    """Words of the names in columns of people."""
    cells = (row.cells.get(column, "") for row in rows for column in people)
    return {word for cell in cells if cell and "@" not in cell for word in re.findall(r"[a-z]{3,}", cell.casefold())}


def _without_closed(facts: list[Facts], mapping: Mapping, journal: Journal) -> list[Facts]:
    """Rows that their source calls closed are left out; a column in which every row is closed says nothing."""
    column = mapping.columns.get("status", "")
    if not column:
        return facts
    said = [_status(fact.fields.get("status", ""), column, mapping) for fact in facts]
    known = [word for word in said if word]
    if len(known) > 10 and all(word == "closed" for word in known):
        journal.notes.append(f"every row is closed by its {column}: that column tells nothing and was left out")
        return facts
    changed = []
    for fact, word in zip(facts, said, strict=True):
        if word == "closed" and not fact.trouble:
            told = " ".join(fact.fields["status"].split())[:60]
            fact = msgspec.structs.replace(fact, trouble=f"the source says that it is closed ({column}: {told})")
        elif word == "paused":
            services: dict[str, Any] = {
                key: {"status": "temporarily closed", **body} for key, body in fact.recipe.services.items()
            }
            recipe = msgspec.structs.replace(fact.recipe, services=services)
            fact = msgspec.structs.replace(fact, recipe=recipe)
        changed.append(fact)
    return changed


def _status(cell: str, column: str, mapping: Mapping) -> str:
    """`closed`, `paused`, `open` for anything else that is said, `""` for nothing."""
    said = mapping.statuses.get(cell, cell)
    plain = plain_words(said)
    heading = heading_words(column)
    if _OPEN_QUESTION.fullmatch(heading) and plain in ("no", "n", "false", "f", "0"):
        return "closed"
    if _IS_CLOSED.fullmatch(heading) and plain in ("yes", "y", "true", "t", "1"):
        return "closed"
    if _PAUSED.fullmatch(plain):
        return "paused"
    return "closed" if _CLOSED.fullmatch(plain) else "open" if plain else ""
