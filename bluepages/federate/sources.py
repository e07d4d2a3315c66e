"""One import, whatever its format: fetch, read, plan. The formats by the names that the command line knows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from bluepages.errors import Complaint
from bluepages.federate.assemble import Rules
from bluepages.federate.csvfile import Input, Table, read_bytes
from bluepages.federate.detect import Found, claims, detect, table_found
from bluepages.federate.directory import read_directory
from bluepages.federate.fetch import Fetcher
from bluepages.federate.flow import plan_graph
from bluepages.federate.graph import Graph
from bluepages.federate.hsdsjson import items_of, read_api, read_hsds_json
from bluepages.federate.journal import Journal
from bluepages.federate.licences import check_licence
from bluepages.federate.mapping import Mapping, load_mapping
from bluepages.federate.ohanamongo import read_ohana_mongo
from bluepages.federate.package import Package, open_package, unzip
from bluepages.federate.plan import plan_import
from bluepages.federate.portals import KINDS, read_portal
from bluepages.federate.report import ImportReport
from bluepages.federate.tables import load_json, read_table
from bluepages.federate.tabular import read_tables
from bluepages.records.book import Book

TABLES: Final = ("csv", "tsv", "xlsx", "json", "geojson", "yaml", *KINDS)
PACKAGES: Final = ("ohana", "hsds", "hsds-json", "ohana-mongo", "bluepages")
FORMATS: Final = (*TABLES, *PACKAGES)


class Wish(msgspec.Struct, frozen=True):
    """What is to be imported: `source` is a path or a web address, `name` an id of data/sources.yaml."""

    format: str
    source: str
    name: str = ""
    mapping: Path | None = None
    date: str = ""


def is_address(source: str) -> bool:
    """Whether a source is fetched over the network."""
    return source.startswith(("https://", "http://"))


def plan(
    wish: Wish, book: Book, today: datetime.date, fetcher: Fetcher | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> ImportReport:  # fmt: skip
    """What the import would do; nothing is written but pages of a portal that are kept for a next run."""
    mapping = load_mapping(wish.mapping, book) if wish.mapping else None
    name = wish.name or (mapping.source.id if mapping else "")
    if mapping and wish.name and mapping.source.id and mapping.source.id != wish.name:
        raise Complaint(
            f"{mapping.file} is for the source {mapping.source.id}, not {wish.name}.", "Name the other mapping."
        )
    if name:
        check_licence(book, name, words=wish.format in PACKAGES or bool(mapping and "about" in mapping.columns))
    if wish.format in TABLES:
        return _table(wish, mapping, name, book, today, fetcher, progress)
    if not name:
        raise Complaint(
            "Say whose data it is: --source ID, an id of data/sources.yaml.", "It must stand there with its licence."
        )
    rules = _rules(wish, mapping, name, book, today)
    _not_too_old(mapping, name, rules, book)
    progress("Reading")
    if wish.format == "bluepages":
        graph, made = read_directory(Path(wish.source), book, rules, Journal())
        return plan_graph(graph, rules, book, wish.source, today, progress, made)
    return plan_graph(_graph(wish, fetcher, progress), rules, book, _title(wish), today, progress)


def look(wish: Wish, fetcher: Fetcher | None = None) -> Found:
    """What a source is (`bluepages import detect`)."""
    if not is_address(wish.source):
        return detect(Path(wish.source))
    for kind, sign in (("arcgis", "Server/"), ("ckan", "/dataset/"), ("ckan", "datastore_search")):
        if sign in wish.source:
            found = table_found(read_portal(kind, wish.source, Input(), _need(fetcher)))
            return msgspec.structs.replace(found, format=kind, what=f"a table of a portal ({kind})")
    return table_found(read_table(_need(fetcher).get(wish.source), wish.source.rpartition("/")[2] or "data", Input()))


def _title(wish: Wish) -> str:
    return wish.source.partition("?")[0].rstrip("/").rpartition("/")[2] or wish.source


def _need(fetcher: Fetcher | None) -> Fetcher:
    if fetcher is None:
        raise Complaint("This source is on the network.", "It cannot be asked here.")
    return fetcher


def _table(
    wish: Wish, mapping: Mapping | None, name: str, book: Book, today: datetime.date, fetcher: Fetcher | None,
    progress: Callable[[str], None],
) -> ImportReport:  # fmt: skip
    if mapping is None:
        raise Complaint("A table needs a mapping file: --mapping FILE.", "bluepages import detect SOURCE drafts one.")
    progress("Reading")
    table = _read(wish, mapping.input, book, fetcher, progress)
    if name and not mapping.source.id and not mapping.source.patterns:
        mapping = msgspec.structs.replace(mapping, source=msgspec.structs.replace(mapping.source, id=name))
    if wish.date:
        mapping = msgspec.structs.replace(mapping, constants={"date": wish.date, **mapping.constants})
    rows, notes = list(table.rows), table.notes
    del table
    return plan_import(rows, mapping, book, _title(wish), today=today, notes=notes, progress=progress)


def _read(wish: Wish, how: Input, book: Book, fetcher: Fetcher | None, progress: Callable[[str], None]) -> Table:
    if wish.format in KINDS:
        kept = book.root / ".bluepages" / "fetch"
        return read_portal(wish.format, wish.source, how, _need(fetcher), kept, progress)
    ending = {"yaml": "yaml", "csv": "csv", "tsv": "tsv", "xlsx": "xlsx"}.get(wish.format, "json")
    if is_address(wish.source):
        return read_table(_need(fetcher).get(wish.source), f"{_title(wish)}.{ending}", how)
    path = Path(wish.source)
    known = path.suffix.lower() in (
        ".csv",
        ".tsv",
        ".txt",
        ".xlsx",
        ".json",
        ".geojson",
        ".ndjson",
        ".jsonl",
        ".yml",
        ".yaml",
    )
    return read_table(read_bytes(path), path.name if known else f"{path.name}.{ending}", how)


def _rules(wish: Wish, mapping: Mapping | None, name: str, book: Book, today: datetime.date) -> Rules:
    date = wish.date or book.vocabulary.sources[name].date
    day = mapping.as_of if mapping and mapping.as_of else today.isoformat()
    if mapping is None:
        return Rules(name, date, day)
    return Rules(
        name, date, day, mapping.needs, mapping.default_need, mapping.statuses, mapping.areas, mapping.county,
        frozenset(mapping.confidential), mapping.skip, mapping.read_names,
    )  # fmt: skip


def _not_too_old(mapping: Mapping | None, name: str, rules: Rules, book: Book) -> None:
    """A package past its longest age is a list of leads, and not imported as records (DESIGN 9)."""
    limits = book.vocabulary.sources[name].longest_age_years
    limit = limits.get(mapping.age_class) if mapping else None
    limit = limit or (min(limits.values()) if limits else None)
    if limit and rules.date and rules.date < f"{int(rules.as_of[:4]) - limit}{rules.as_of[4:]}"[: len(rules.date)]:
        raise Complaint(
            f"{name} is of {rules.date}, and its longest age is {limit} years.",
            "Older data is not published as it stands.",
        )


def _graph(wish: Wish, fetcher: Fetcher | None, progress: Callable[[str], None]) -> Graph:
    if wish.format == "hsds-json":
        if is_address(wish.source) and not wish.source.partition("?")[0].endswith((".json", ".ndjson", ".jsonl")):
            return read_api(wish.source, _need(fetcher), progress)
        package = _package(wish, fetcher)
        document = [item for name in sorted(package.files) if name.endswith((".json", ".ndjson", ".jsonl"))
                    for item in items_of(load_json(package.files[name], name))]  # fmt: skip
        return read_hsds_json(document, _title(wish))
    package = _package(wish, fetcher)
    if wish.format == "ohana-mongo":
        return read_ohana_mongo(package)
    graph = read_tables(package, wish.format)
    graph.notes = claims(package) + graph.notes
    return graph


def _package(wish: Wish, fetcher: Fetcher | None) -> Package:
    if not is_address(wish.source):
        return open_package(Path(wish.source))
    source = _need(fetcher).get(wish.source)
    if source.startswith(b"PK\x03\x04"):
        return unzip(source, _title(wish))
    return Package(_title(wish), {_title(wish): source})
