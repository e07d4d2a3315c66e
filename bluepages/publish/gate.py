"""The gate: nothing is published while anything speaks against it, and what cannot be looked at speaks against it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Final

from bluepages.enrich.history import is_whole
from bluepages.export.address_standard import STANDARD
from bluepages.publish.approval import approval_stops
from bluepages.publish.beside import Beside
from bluepages.publish.interface import Stop
from bluepages.publish.privacy import scan
from bluepages.publish.settings import Settings
from bluepages.publish.streets import sought
from bluepages.publish.wanted import Wanted

_HEADER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,28}", re.ASCII)
"""The statewide guide: letters, digits, `.`, `-`, `_`, under 30 characters; no portal takes a leading `_`."""

_BREAK: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
MOST: Final = 10


def gate(
    wanted: Wanted,
    settings: Settings,
    root: FilePath,
    today: datetime.date,
    beside: Beside | None = None,
    built: bytes = b"",
) -> list[Stop]:
    """Every reason not to publish this. `beside` has begun to look at the large files; `built` is the table's."""
    found = [*header_stops(wanted), *dictionary_stops(wanted), *disclaimer_stops(wanted)]
    found += standard_stops(wanted, settings)
    secret = sought(root)
    if secret.any and not is_whole(root):
        found.append(
            Stop(
                "history",
                "The Git history is not whole here, so earlier addresses of hidden places cannot be looked for.",
                "Fetch all of it: git fetch --unshallow",
            )
        )
    looked = (lambda content: beside.found(content, secret.streets, secret.ids)) if beside else (lambda content: None)
    found += scan(wanted, secret.streets, secret.ids, looked, built)
    if settings.approval:
        found += approval_stops(root, settings.record, wanted.schema_version, today)
        if not wanted.custom.get("program_contact_email"):
            hint = "Set contact_email in directory.yaml: a role's mailbox."
            found.append(Stop("contact", "The data set has no contact.", hint))
    return found


def header_stops(wanted: Wanted) -> Iterator[Stop]:
    """Column names that a portal, or the statewide guide, does not take."""
    names = [column.name for column in wanted.columns]
    for name in names:
        if not _HEADER.fullmatch(name):
            yield Stop("header", f"The column name {name[:40]!r} is not one that portals take.",
                       "Letters, digits, '.', '-' and '_', under 30 characters: portals.*.columns")  # fmt: skip
    twins = sorted({name for name in names if [other.lower() for other in names].count(name.lower()) > 1})
    if twins:
        yield Stop("header", f"Column names are there twice: {', '.join(twins)}.", "See portals.*.columns.")
    if names.index(wanted.key) != 0 or wanted.columns[0].ours != "id":
        yield Stop("header", "The first column is not the identifier.", "Build again.")
    broken = (
        0
        if _one_line_a_row(wanted)
        else sum(
            1 for row in wanted.rows.values() if _BREAK.search("".join([cell for cell in row if isinstance(cell, str)]))
        )
    )
    if broken:
        yield Stop("cells", f"{broken} rows have a line break or a control character in a cell.", "Build again.")


def _one_line_a_row(wanted: Wanted) -> bool:
    """Whether the file shows at a glance that no cell holds a line break or a control character."""
    content = next((file.content for file in wanted.files if file.role == "csv"), b"")
    if content.count(b"\n") != len(wanted.rows) + 1 or len(content.translate(None, _CONTROLS)) != len(content):
        return False
    return not any(sign in content for sign in _SEPARATORS)


_CONTROLS: Final = bytes([*range(10), *range(11, 32), 127])
_SEPARATORS: Final = ("\u2028".encode(), "\u2029".encode())


def dictionary_stops(wanted: Wanted) -> Iterator[Stop]:
    """Columns that nobody explained."""
    for column in wanted.columns:
        if not column.label.strip() or not column.notes.strip():
            yield Stop("dictionary", f"The column {column.name} has no label or no meaning.",
                       "Describe it in bluepages/export/columns.py.")  # fmt: skip


def disclaimer_stops(wanted: Wanted) -> Iterator[Stop]:
    """The disclaimer stands in the description, in the dictionary and beside each file, or nothing goes out."""
    said = wanted.custom.get("liability_statement", "")
    if not said.strip():
        yield Stop("disclaimer", "There is no disclaimer.", "Set disclaimer in directory.yaml; docs/directory.md.")
        return
    places = {
        "the description": wanted.fields.get("notes", ""),
        "the dictionary": wanted.file("dictionary").content.decode("utf-8", "replace"),
        "the table": wanted.table_about,
        "README.txt": " ".join(wanted.file("readme").content.decode("utf-8", "replace").split()),
    }
    for place, text in places.items():
        if said not in text and said.replace('"', '""') not in text:
            yield Stop("disclaimer", f"The disclaimer is not in {place}.", "Leave it in; it must travel with the data.")


def standard_stops(wanted: Wanted, settings: Settings) -> Iterator[Stop]:
    """What breaks the state's Address Format Standard, whose observance is a condition of publication."""
    if not settings.entry.address_standard:
        return
    at = {column.ours: place for place, column in enumerate(wanted.columns)}
    rules = [(column, at[column.ours], re.compile(column.form or ".*", re.ASCII)) for column in STANDARD
             if column.ours in at and column.ours not in ("latitude", "longitude")]  # fmt: skip
    county, fips = at.get("county"), at.get("county_fips")
    count = 0
    for key, row in wanted.rows.items():
        found = []
        for column, place, form in rules:
            cell = row[place]
            if cell is None:
                continue
            text = str(cell)
            if column.longest and len(text) > column.longest:
                found.append(f"{column.theirs} is longer than {column.longest} characters")
            elif column.form and not form.fullmatch(text):
                found.append(f"{column.theirs} is not written as the standard wants it")
        if county is not None and fips is not None and row[county] is not None and row[fips] is None:
            found.append("County_FIPS is missing")
        if found:
            count += 1
            if count <= MOST:
                yield Stop("address-standard", f"Row {key}: {'; '.join(found)}.", "Correct the address in its record.")
    if count > MOST:
        yield Stop("address-standard", f"... and {count - MOST} more rows.")
