"""The scan of everything that would be published: hidden places, numbers and mailboxes of people, secrets.

It looks at cells, at texts and into archives, and names the row and the column, never a value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import orjson

from bluepages.checks.personal import is_suspect, rules_in
from bluepages.checks.streets import is_map_link, streets_in
from bluepages.export import TABLES
from bluepages.publish.interface import Stop
from bluepages.publish.wanted import Column, Row, Wanted
from bluepages.rules import RULES

FORBIDDEN: Final = (
    "place_note", "address_1", "address_2", "zip", "zip_4", "latitude", "longitude", "coordinates_approximate",
    "transportation", "accessibility", "location_name",
)  # fmt: skip
"""What a row of a confidential place must leave empty; city and county may stand."""

MOST: Final = 10
"""Findings told of each kind."""

TOO_LARGE: Final = 200_000_000
_KNOWN: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\+1[0-9]{10}\b", re.ASCII)
"""Our own ids and telephone numbers in their one form. They look like much else, and are in every line."""

_NOT_LOOKED_AT: Final = ("id", "organization_id", "service_id", "location_id", "latitude", "longitude")


def scan(wanted: Wanted, streets: re.Pattern[str] | None, hidden_ids: frozenset[str]) -> Iterator[Stop]:
    """Every reason not to publish. `hidden_ids` are the ids of places that must have no point and no street."""
    yield from _most(confidential_rows(wanted.columns, wanted.rows, hidden_ids))
    yield from _most(personal(wanted.columns, wanted.rows))
    if streets is not None:
        yield from _most(hidden_streets(wanted.columns, wanted.rows, streets))
    for file in wanted.files:
        yield from _most(_file(file.filename, file.content, streets, hidden_ids))


def _most(found: Iterator[Stop]) -> Iterator[Stop]:
    """The first few, and how many more."""
    for count, stop in enumerate(found, 1):
        if count > MOST:
            rest = 1 + sum(1 for _ in found)
            yield Stop(stop.code, f"... and {rest} more of this kind.")
            return
        yield stop


def confidential_rows(columns: Sequence[Column], rows: Mapping[str, Row], hidden: frozenset[str]) -> Iterator[Stop]:
    """Rows of places that are hidden and say more than city and county."""
    at = {column.ours: place for place, column in enumerate(columns)}
    marked, place = at.get("confidential"), at.get("location_id")
    if marked is None or place is None:
        yield Stop("confidential", "The table does not say which places are confidential.", "Build again.")
        return
    empty = [at[name] for name in FORBIDDEN if name in at]
    for key, row in rows.items():
        secret = row[marked] is True or row[place] in hidden
        if not secret:
            continue
        said = [columns[where].name for where in empty if row[where] is not None]
        if said:
            yield Stop("confidential", f"Row {key} is of a hidden place and has {', '.join(said)}.", _WITHHOLD)
        said = [
            columns[where].name
            for where, cell in enumerate(row)
            if isinstance(cell, str) and where not in empty and (streets_in(cell) or is_map_link(cell))
        ]
        if said:
            told = f"Row {key} is of a hidden place, and a text may give it away: {', '.join(said)}."
            yield Stop("confidential", told, _WITHHOLD)


_WITHHOLD: Final = "Correct the record and tell a steward in private (SECURITY.md); do not repeat it anywhere."


def personal(columns: Sequence[Column], rows: Mapping[str, Row]) -> Iterator[Stop]:
    """Social Security and card numbers, dates of birth, passwords, private mailboxes, hidden text."""
    looked = [at for at, column in enumerate(columns) if column.type == "text" and column.ours not in _NOT_LOOKED_AT]
    for key, row in rows.items():
        cells = [cell for at in looked if (cell := row[at]) is not None]
        if not is_suspect(_KNOWN.sub(" ", "\n".join(map(str, cells)))):
            continue
        for at in looked:
            cell = row[at]
            if cell is not None:
                for rule in rules_in(str(cell)):
                    yield _broken(rule, f"Row {key}, column {columns[at].name}")


def _broken(rule: str, where: str) -> Stop:
    title = RULES[rule].title
    return Stop("personal", f"{where}: {title[:1].lower()}{title[1:]} ({rule}).", RULES[rule].advice)


def hidden_streets(columns: Sequence[Column], rows: Mapping[str, Row], streets: re.Pattern[str]) -> Iterator[Stop]:
    """Cells with a street that a hidden place has, or had. Another provider may be next door: a person decides."""
    for key, row in rows.items():
        if streets.search(" ~ ".join([cell for cell in row if isinstance(cell, str)])):
            names = [columns[at].name for at, cell in enumerate(row) if isinstance(cell, str) and streets.search(cell)]
            yield Stop(
                "hidden-street", f"Row {key} names a street that must stay hidden ({', '.join(names)}).", _WITHHOLD
            )


def _file(name: str, content: bytes, streets: re.Pattern[str] | None, hidden: frozenset[str]) -> Iterator[Stop]:
    """One file, or each file of an archive."""
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(member.file_size for member in archive.infolist()) > TOO_LARGE:
                    yield Stop("archive", f"{name} is too large to be looked into.")
                    return
                for member in archive.namelist():
                    yield from _file(f"{name}/{member}", archive.read(member), streets, hidden)
        except (zipfile.BadZipFile, OSError):
            yield Stop("archive", f"{name} cannot be opened, so nobody can say what is in it.", "Build again.")
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield Stop("encoding", f"{name} is not UTF-8.", "Build again.")
        return
    if streets is not None and streets.search(_without_examples(name, text)):
        yield Stop("hidden-street", f"{name} names a street that must stay hidden.", _WITHHOLD)
    if name.endswith(".geojson"):
        yield from _points(name, text, hidden)
    if name.endswith((".csv", ".geojson")) and not name.endswith("dictionary.csv"):
        yield from _lines(name, text)


def _without_examples(name: str, text: str) -> str:
    """Descriptions of columns without their invented examples, one of which may be somebody's street all the same."""
    if name.endswith(("dictionary.csv", "datapackage.json")):
        for _, fields in TABLES:
            for field in fields:
                text = text.replace(field.example, " ") if field.example else text
    return text


def _points(name: str, text: str, hidden: frozenset[str]) -> Iterator[Stop]:
    try:
        features = orjson.loads(text)["features"]
        ids = {str(feature.get("id")) for feature in features}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Stop("geojson", f"{name} is no GeoJSON.", "Build again.")
        return
    if ids & hidden:
        yield Stop("confidential", f"{name} has a point of {len(ids & hidden)} hidden places.", _WITHHOLD)


_EXAMPLES: Final = re.compile(r"meta_table_description|taxonomy")


def _lines(name: str, text: str) -> Iterator[Stop]:
    """People's own data in files beside the table, line by line."""
    text = _KNOWN.sub(" ", text)
    if _EXAMPLES.search(name) or not is_suspect(text):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if is_suspect(line):
            for rule in rules_in(line):
                yield _broken(rule, f"{name}, line {number}")
