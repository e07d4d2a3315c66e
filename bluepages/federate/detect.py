"""What a source is, how full it is, and a first draft of its mapping file."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import msgspec

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input, Table
from bluepages.federate.drafting import Column, draft
from bluepages.federate.guess import day_of, field_of, heading_words, no_phone, of_a_contact, of_people, shared_firsts
from bluepages.federate.headings import read_as, table_of
from bluepages.federate.hsdsjson import items_of
from bluepages.federate.package import Package, open_package
from bluepages.federate.tables import load_json

_SHAPES: Final = (
    ("e-mail address", re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)),
    ("web address", re.compile(r"(?:https?[:/]|www\.).+|[\w-]+\.(?:org|com|gov|net|edu|us)(?:/.*)?", re.IGNORECASE)),
    ("ZIP code", re.compile(r"\d{5}(?:-\d{4})?")),
    ("telephone", re.compile(r"\D{0,3}\d{3}\D{0,3}\d{3}\D{0,2}\d{4}(?:\D.*)?")),
    ("point", re.compile(r"(?:.*\n)*\s*(?:POINT ?Z? ?)?[(\[]\s*-?\d+\.\d+[\s,;]+-?\d+\.\d+[^\n]*", re.IGNORECASE)),
    ("date", re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}/\d{1,2}/\d{2,4}")),
    ("number", re.compile(r"-?\d+(?:\.\d+)?")),
    ("yes or no", re.compile(r"(?:yes|no|y|n|x|true|false)", re.IGNORECASE)),
)
_ENDINGS: Final = {"tsv": "tsv", "xlsx": "xlsx", "json": "json", "geojson": "geojson", "yaml": "yaml", "yml": "yaml",
                   "ndjson": "json", "jsonl": "json"}  # fmt: skip


_OLDEST: Final = frozenset({"regular_schedule", "regular_schedules", "services_taxonomy", "service_taxonomy"})
"""Names of tables that HSDS 1 alone has."""
_SECOND: Final = frozenset({"schedule", "schedules", "service_attribute", "service_attributes", "taxonomy_term",
                            "taxonomy_terms"})  # fmt: skip
"""Names of tables that came with HSDS 2; 3 has some of them, and others of its own."""


class Found(msgspec.Struct, frozen=True):
    """What a source is. `format` is what `bluepages import` calls it, `""` for nothing that can be read."""

    format: str
    what: str
    tables: tuple[tuple[str, int], ...] = ()
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()
    mapping: str = ""

    def text(self) -> str:
        """The report for a person."""
        lines = [f"This is {self.what}."]
        if self.format:
            how = "--mapping FILE --plan" if self.mapping else "--source ID --plan"
            lines.append(f"Try it with: bluepages import {self.format} SOURCE {how}")
        lines += [f"  {rows:7} rows  {name}" for name, rows in self.tables]
        if self.columns:
            lines.append("Columns (filled, different values, what they look like, our field):")
            lines += [
                f"  {column.name[:44]:44} {100 * column.filled // max(column.rows, 1):3}% {column.different:6}  "
                f"{column.looks:15} {column.field or '-'}" for column in self.columns
            ]  # fmt: skip
        lines += [f"Note: {note}" for note in self.notes]
        return "\n".join(lines) + "\n"


def detect(path: Path, how: Input | None = None) -> Found:
    """What is at `path`. Raises `Complaint` where nothing can be read."""
    if path.is_dir() and (path / "directory.yaml").is_file():
        return Found("bluepages", "another directory of this kind")
    package = open_package(path)
    kinds = {
        name: kind for name in package.files if (kind := table_of(name)) and name.endswith((".csv", ".tsv", ".txt"))
    }
    if len({*kinds.values()} & {"organizations", "services", "locations"}) >= 2:
        return _tables(package, kinds)
    if _is_mongo(package):
        return Found("ohana-mongo", "an export of Ohana's early database", _rows(package))
    for name, source in package.files.items():
        if name.endswith((".json", ".ndjson", ".jsonl")):
            found = _hsds_json(source, name)
            if found:
                return found
    if len(package.files) > 1:
        names = ", ".join(sorted(package.files)[:8])
        return Found("", f"a folder of {len(package.files)} tables that are no package; name one of them: {names}")
    (name,) = package.files
    return table_found(package.table(name, how))


def table_found(table: Table) -> Found:
    """What a single table is: its columns, and a mapping to begin with."""
    rows = [row for row in table.rows if not row.trouble]
    shared = shared_firsts(table.header)
    columns = tuple(_column(name, [row.cells.get(name, "") for row in rows], shared) for name in table.header)
    contacts = any(of_people(column.name) and "contact" in column.name.casefold() for column in columns)
    people = [
        column.name for column in columns
        if of_people(column.name) or (contacts and of_a_contact(column.name) and column.field in ("phone", "email"))
    ]  # fmt: skip
    columns = tuple(msgspec.structs.replace(c, field="") if c.name in people else c for c in columns)
    chosen = _chosen(columns)
    taken = {column.field for column in chosen}
    notes = [*table.notes]
    broken = [row for row in table.rows if row.trouble]
    if broken:
        first = broken[0]
        notes.append(f"Lines that are no rows: {len(broken)}. The first is line {first.line}: {first.trouble}")
    if people:
        notes.append(f"These columns may hold people's own data and are not mapped: {', '.join(people)}")
    if "name" not in taken:
        notes.append(
            "No column looks like a name. In the mapping file, write under columns: name: and the right heading"
        )
    ending = table.name.rpartition(".")[2].lower()
    form = _ENDINGS.get(ending, "csv")
    return Found(form, "one table", ((table.name, len(rows)),), tuple(chosen), tuple(notes), draft(table.name, chosen))


def _chosen(columns: tuple[Column, ...]) -> list[Column]:
    """The columns with each field at most once: a heading that says it before cells that only look like it."""
    taken: dict[str, str] = {}
    for rank in (2, 1, 0):
        for column in columns:
            if column.field and column.sure + (heading_words(column.name) == column.field) == rank:
                taken.setdefault(column.field, column.name)
    for field in ("organization", "service_name"):  # what the rows are named after, where nothing else is a name
        if "name" not in taken and field in taken:
            taken["name"] = taken.pop(field)
    names = {name: field for field, name in taken.items()}
    return [msgspec.structs.replace(column, field=names.get(column.name, "")) for column in columns]


def _column(name: str, cells: list[str], shared: frozenset[str] = frozenset()) -> Column:
    filled = [cell for cell in cells if cell]
    looks = _looks(filled)
    field = field_of(name, shared) if filled and day_of(name)[0] < 0 else ""  # hours of one day are not all
    field = "" if field == "date" and looks == "yes or no" else field  # `verified: true`
    field = "" if field in ("name", "organization") and looks == "number" else field  # `ParentAgency`: its number
    sure = bool(field)
    if not field and looks in _BY_LOOKS and not (looks == "telephone" and no_phone(name)):
        field = _BY_LOOKS[looks]
    example = Counter(filled).most_common(1)[0][0][:40] if filled else ""
    return Column(name, len(filled), len(set(filled)), looks, field, example, len(cells), sure)


_BY_LOOKS: Final = {"telephone": "phone", "e-mail address": "email", "ZIP code": "zip", "point": "point"}


def _looks(cells: list[str]) -> str:
    """What most of the cells look like."""
    shape = next(
        (word for word, shape in _SHAPES if cells and sum(map(bool, map(shape.fullmatch, cells))) >= 0.8 * len(cells)),
        "text",
    )
    return shape if cells else "nothing"


def _tables(package: Package, kinds: dict[str, str]) -> Found:
    headers: dict[str, tuple[str, ...]] = {}
    counts: list[tuple[str, int]] = []
    coverage: list[Column] = []
    notes = claims(package)
    for name in sorted(kinds):
        try:
            table = package.table(name)
        except Complaint as complaint:
            notes.append(f"{name} could not be read: {complaint.message}")
            continue
        headers[kinds[name]] = headers.get(kinds[name], ()) + table.header
        coverage += _coverage(name, kinds[name], table)
        counts.append((name, len(table.rows)))
    columns = {kind: {column.casefold() for column in header} for kind, header in headers.items()}
    inner = sorted(kind for kind, names in columns.items() if any(name.endswith("_recordid") for name in names))
    if inner:
        notes.append(
            f"The headings of {', '.join(inner)} are those of an application, not of the standard; they are understood."
        )
    services = columns.get("services", set())
    if "accepted_payments" in services or ("location_id" in services and "taxonomy_ids" in services):
        return Found("ohana", "a package of Ohana CSV", tuple(counts), tuple(coverage), tuple(notes))
    stems = {name.rpartition(".")[0].casefold() for name in kinds}
    if stems & _OLDEST:
        version = "1.1"
    elif stems & {"address", "addresses", "attribute", "attributes"} or "website" in columns.get(
        "organizations", set()
    ):
        version = "3"
    elif stems & _SECOND:
        version = "2.0"
    else:
        version = "1.1"
    missing = [
        kind
        for kind in ("organizations", "services", "locations", "at", "addresses", "phones", "schedules")
        if kind not in columns
    ]
    if missing:
        notes.append(f"It has no table of {', '.join(missing)}.")
    return Found(
        "hsds", f"a package of tables, nearest to HSDS {version}", tuple(counts), tuple(coverage), tuple(notes)
    )


def _coverage(name: str, kind: str, table: Table) -> list[Column]:
    """How full each column of a package's table is, and what it is read as (`-`: the standard has no such column)."""
    rows = [row for row in table.rows if not row.trouble]
    names = read_as(kind, table.header)
    found = []
    for column in table.header:
        cells = [cell for row in rows if (cell := row.cells.get(column, ""))]
        example = Counter(cells).most_common(1)[0][0][:40] if cells else ""
        field = names.get(column, "")
        found.append(Column(f"{name}: {column}", len(cells), len({*cells}), _looks(cells), field, example, len(rows)))
    return found


def claims(package: Package) -> list[str]:
    """Where `datapackage.json` and the files disagree."""
    if "datapackage.json" not in package:
        return []
    try:
        document = load_json(package.files["datapackage.json"], "datapackage.json")
    except Complaint as complaint:
        return [complaint.message]
    resources = document.get("resources") if isinstance(document, dict) else None
    if not isinstance(resources, list):
        return ["datapackage.json names no resources."]
    named = [item for item in resources if isinstance(item, dict)]
    paths = [str(item.get("path", "")).rpartition("/")[2] for item in named]
    gone = [path for path in paths if path and path not in package]
    wrong = []
    for item, path in zip(named, paths, strict=True):
        fields = item.get("schema", {}).get("fields", []) if isinstance(item.get("schema"), dict) else []
        names = {str(field.get("name", "")) for field in fields if isinstance(field, dict)}
        if path in package and names and path.endswith(".csv"):
            try:
                header = set(package.table(path).header)
            except Complaint:
                continue
            if header - names:
                wrong.append(path)
    notes = []
    if gone:
        notes.append(
            f"datapackage.json names {len(paths)} files, {len(gone)} of which are not there: {', '.join(gone[:6])}"
        )
    if wrong:
        notes.append(f"datapackage.json gives other columns than the files have: {', '.join(wrong)}")
    return notes


def _is_mongo(package: Package) -> bool:
    source = package.files.get("locations.json") or package.files.get("organizations.json") or b""
    return b'"$oid"' in source[:2000]


def _rows(package: Package) -> tuple[tuple[str, int], ...]:
    return tuple((name, source.count(b"\n") + 1) for name, source in sorted(package.files.items()))


def _hsds_json(source: bytes, name: str) -> Found | None:
    try:
        document = load_json(source, name)
    except Complaint:
        return None
    items = [item for item in items_of(document) if isinstance(item, dict)][:50]
    signs = {
        "service_at_locations",
        "organization_id",
        "organization_identifiers",
        "services",
        "organization",
        "service_areas",
    }
    fits = [item for item in items if "id" in item and "name" in item and _standard(item, signs)]
    if items and len(fits) * 2 > len(items):
        return Found("hsds-json", "HSDS 3 in JSON", ((name, len(items_of(document))),))
    return None


def _standard(item: dict[str, Any], signs: set[str]) -> bool:
    nested = any(isinstance(item.get(sign), list | dict) for sign in signs)
    return nested and not any(str(key).startswith(("__", "$")) or key in ("objectId", "_id") for key in item)
