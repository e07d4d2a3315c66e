"""The samples of eight publishers, each imported once for all tests that look at what became of it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NamedTuple

from bluepages.federate.report import ImportReport
from bluepages.records.book import Book
from bluepages.records.load import load_book
from tests.federate.places import bring, directory, sample


class Set(NamedTuple):
    """A sample: its format, where it is, its mapping, its state, and how many rows it has at least."""

    form: str
    path: str
    mapping: str = ""
    state: tuple[str, str] = ("CA", "California")
    county: str = ""
    rows: int = 0
    providers: int = 1


DC = ("DC", "District of Columbia")
SETS = {
    "ohana": Set("ohana", "ohana-sample-csv", rows=486, providers=2),
    "baltimore": Set("ohana", "baltimore-icarol-ohana-csv", "", ("MD", "Maryland"), "baltimore", 15873, 350),
    "dc": Set("hsds", "dc-orservices-hsds2", "", DC, "washington", 25000, 320),
    "dc-older": Set("hsds", "dc-orservices-hsds2/hsds-header-export", "", DC, "washington", 10000, 150),
    "pantries": Set("csv", "la-foodoasis-pantries-csv/food-pantry.csv", "la-pantries", rows=343, providers=340),
    "pantries-tsv": Set("tsv", "la-foodoasis-pantries-csv/food-pantry.tsv", "la-pantries", rows=343, providers=340),
    "lunch": Set("csv", "la-foodoasis-pantries-csv/summer-lunch.redacted.csv", "summer-lunch", rows=70, providers=60),
    "grants": Set("csv", "sf-dcyf-cms-2013/dcyf_cms_05312013.csv", "dcyf", rows=609, providers=150),
    "linksf": Set("json", "sf-linksf-json/linksf.json", "linksf", rows=130, providers=70),
    "linksf-csv": Set("csv", "sf-linksf-json/locations.csv", "linksf-places", rows=89, providers=70),
    "skfids": Set("csv", "sf-dcyf-cms-2013/dcyf_skfids_sample.csv", "skfids", rows=1),
    "yaml": Set("yaml", "baynavigator-yaml/food.yml", "baynavigator", rows=28, providers=25),
    "yaml-points": Set("geojson", "baynavigator-yaml/programs.geojson", "baynavigator-points", rows=264, providers=130),
    "smc": Set("ohana-mongo", "smc-ohana-mongo-2014", rows=4775, providers=700),
    "markets": Set("json", "smc-ohana-mongo-2014/smc_farmers_markets.json", "farmers-markets", rows=20, providers=18),
}  # fmt: skip


@functools.cache
def imported(name: str, base: Path) -> tuple[Path, ImportReport]:
    """A sample in a directory of its own."""
    one = SETS[name]
    source = sample(one.path)
    root = directory(base / name, *one.state, [one.county] if one.county else ())
    return root, bring(root, one.form, source, one.mapping)


def book_of(name: str, base: Path) -> Book:
    return load_book(imported(name, base)[0])


def services(book: Book) -> list[Any]:
    return [service for provider in book.providers.values() for service in provider.services.values()]


def places(book: Book) -> list[Any]:
    return [place for provider in book.providers.values() for place in provider.locations.values()]


def numbers(book: Book) -> set[str]:
    found = {phone.number for provider in book.providers.values() for phone in provider.phones}
    return found | {phone.number for thing in (*services(book), *places(book)) for phone in thing.phones}
