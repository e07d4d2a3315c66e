"""The scan of everything that would be published: hidden places, numbers and mailboxes of people, secrets.

It looks at cells, at texts and into archives, and names the row and the column, never a value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import orjson

from bluepages.checks.personal import is_suspect, rules_in
from bluepages.checks.streets import is_map_link, streets_in
from bluepages.export import TABLES
from bluepages.publish.interface import Stop
from bluepages.publish.suspects import OWN, lines_to_look_at
from bluepages.publish.wanted import Cell, Column, Row, Wanted
from bluepages.rules import RULES

FORBIDDEN: Final = (
    "place_note", "address_1", "address_2", "zip", "zip_4", "latitude", "longitude", "coordinates_approximate",
    "transportation", "accessibility", "location_name",
)  # fmt: skip
"""What a row of a confidential place must leave empty; city and county may stand."""

MOST: Final = 10
"""Findings told of each kind."""

TOO_LARGE: Final = 200_000_000
_KNOWN: Final = re.compile(OWN, re.ASCII)
_NOT_LOOKED_AT: Final = ("id", "organization_id", "service_id", "location_id", "latitude", "longitude")


def scan(
    wanted: Wanted, streets: re.Pattern[str] | None, hidden_ids: frozenset[str],
    looked: Callable[[bytes], list[Stop] | None] = lambda content: None, built: bytes = b"",
) -> Iterator[Stop]:  # fmt: skip
    """Every reason not to publish. `hidden_ids` are the ids of places that must have no point and no street.

    `looked` says what was found in a file already, `None` where it has still to be looked at; `built` is the table's
    file as the build wrote it, most of whose lines go out.
    """
    yield from first_of(confidential_rows(wanted.columns, wanted.rows, hidden_ids))
    yield from first_of(personal(wanted.columns, wanted.rows))
    if streets is not None:
        yield from first_of(hidden_streets(wanted.columns, wanted.rows, streets))
    files = Files(streets, hidden_ids)
    tables = [file for file in wanted.files if file.filename.endswith((".csv", ".zip"))]
    for file in wanted.files:
        if file not in tables:
            yield from first_of(files.look(file.filename, file.content))
    if looked(built) == []:
        files.trust(built)
    for file in tables:
        known = looked(file.content)
        yield from first_of(files.look(file.filename, file.content)) if known is None else known


def first_of(found: Iterator[Stop]) -> Iterator[Stop]:
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
    bad = {cell: rules for cell in _suspects(_cells(rows, looked)) if (rules := _rules_of(cell))}
    if not bad:
        return
    for key, row in rows.items():
        if not bad.keys().isdisjoint(row):
            for at in looked:
                for rule in bad.get(str(row[at]), ()):
                    yield _broken(rule, f"Row {key}, column {columns[at].name}")


def _cells(rows: Mapping[str, Row], places: Iterable[int]) -> list[str]:
    """What stands in these columns, each text once: most of it stands in many rows."""
    found: set[Cell] = set()
    columns = list(zip(*rows.values(), strict=True))
    for at in places if columns else ():
        found.update(columns[at])
    return [cell for cell in found if isinstance(cell, str)]


def _suspects(cells: Sequence[str]) -> list[str]:
    """Those that deserve a look."""
    text = "\n".join(cells)
    found = [cell for _, cell in lines_to_look_at(text.encode("utf-8", "surrogatepass"))]
    if text.count("\n") >= len(cells):
        found += [cell for cell in cells if "\n" in cell]
    return found


def _rules_of(cell: str) -> tuple[str, ...]:
    return tuple(rules_in(cell)) if is_suspect(_KNOWN.sub(" ", cell)) else ()


def _broken(rule: str, where: str) -> Stop:
    title = RULES[rule].title
    return Stop("personal", f"{where}: {title[:1].lower()}{title[1:]} ({rule}).", RULES[rule].advice)


def hidden_streets(columns: Sequence[Column], rows: Mapping[str, Row], streets: re.Pattern[str]) -> Iterator[Stop]:
    """Cells with a street that a hidden place has, or had. Another provider may be next door: a person decides."""
    cells = _cells(rows, range(len(columns)))
    if not streets.search(" ~ ".join(cells)):
        return
    bad = {cell for cell in cells if streets.search(cell)}
    for key, row in rows.items():
        if not bad.isdisjoint(row):
            names = [columns[at].name for at, cell in enumerate(row) if cell in bad]
            yield Stop(
                "hidden-street", f"Row {key} names a street that must stay hidden ({', '.join(names)}).", _WITHHOLD
            )


class Files:
    """Looks at files, and at each file of an archive. A line that lies in several of them is looked at once."""

    def __init__(self, streets: re.Pattern[str] | None, hidden: frozenset[str]) -> None:
        self._streets, self._hidden = streets, hidden
        self._seen: set[bytes] = set()
        self._bad: dict[bytes, tuple[str, ...]] = {}

    def trust(self, content: bytes) -> None:
        """Nothing spoke against any line of this file."""
        self._seen.update(content.split(b"\n"))

    def look(self, name: str, content: bytes) -> Iterator[Stop]:
        """What speaks against one file."""
        if name.endswith(".zip"):
            yield from self._archive(name, content)
            return
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            yield Stop("encoding", f"{name} is not UTF-8.", "Build again.")
            return
        if name.endswith(".geojson"):
            yield from _points(name, text, self._hidden)
        told = name.endswith(("dictionary.csv", "datapackage.json"))
        if told or not name.endswith((".csv", ".geojson")):
            if self._streets is not None and self._streets.search(_without_examples(text) if told else text):
                yield _street_in(name)
            return
        yield from self._lines(name, content.split(b"\n"))

    def _archive(self, name: str, content: bytes) -> Iterator[Stop]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(member.file_size for member in archive.infolist()) > TOO_LARGE:
                    yield Stop("archive", f"{name} is too large to be looked into.")
                    return
                for member in archive.namelist():
                    yield from self.look(f"{name}/{member}", archive.read(member))
        except (zipfile.BadZipFile, OSError):
            yield Stop("archive", f"{name} cannot be opened, so nobody can say what is in it.", "Build again.")

    def _lines(self, name: str, lines: list[bytes]) -> Iterator[Stop]:
        """Streets, and people's own data, line by line."""
        new = [line for line in dict.fromkeys(lines) if line not in self._seen]
        self._seen.update(new)
        text = b"\n".join(new)
        for _, line in lines_to_look_at(text):
            known = _KNOWN.sub(" ", line)
            if is_suspect(known) and (rules := tuple(rules_in(known))):
                self._bad[line.encode("utf-8")] = rules
        if self._streets is not None:
            whole = text.decode("utf-8")
            for match in self._streets.finditer(whole):
                first, last = whole.rfind("\n", 0, match.start()) + 1, whole.find("\n", match.end())
                for line in whole[first : last if last >= 0 else None].split("\n"):
                    key = line.encode("utf-8")
                    self._bad[key] = (*self._bad.get(key, ()), _STREET)
        found = [(number, rule) for number, line in enumerate(lines, 1) for rule in self._bad.get(line, ())]
        if any(rule == _STREET for _, rule in found):
            yield _street_in(name)
        if not _EXAMPLES.search(name):
            yield from (_broken(rule, f"{name}, line {number}") for number, rule in found if rule != _STREET)


_STREET: Final = "street"
_EXAMPLES: Final = re.compile(r"meta_table_description|taxonomy")


def _street_in(name: str) -> Stop:
    return Stop("hidden-street", f"{name} names a street that must stay hidden.", _WITHHOLD)


def _without_examples(text: str) -> str:
    """Descriptions of columns without their invented examples, one of which may be somebody's street all the same."""
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
