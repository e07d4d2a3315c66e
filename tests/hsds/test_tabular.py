"""The tabular package: complete, in order, and valid in frictionless with foreign keys on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bluepages.hsds.compile import compile_provider
from bluepages.hsds.context import NO_FACTS
from bluepages.hsds.datapackage import LEFT_EMPTY, datapackage
from bluepages.hsds.schemas import object_types
from bluepages.hsds.tabular import Tables, columns, count_left_empty
from tests.hsds.samples import CONTEXT, FACTS, PROVIDERS, csv_bytes


def tables(slugs: list[str] | None = None) -> Tables:
    made = Tables(CONTEXT.terms.by_id)
    for slug in slugs if slugs is not None else PROVIDERS:
        made.add(compile_provider(slug, PROVIDERS[slug], CONTEXT, FACTS.get(slug, NO_FACTS)))
    return made


def write(folder: Path, made: Tables) -> Path:
    for name in made.names():
        (folder / object_types()[name].path).write_bytes(csv_bytes(name, made.rows(name)))
    package = folder / "datapackage.json"
    package.write_text(json.dumps(datapackage(made.names(), "Test")))
    return package


def read(made: Tables, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(name, made.rows(name)).decode())))


def errors(package: Path) -> list[tuple[Any, ...]]:
    import frictionless

    report = frictionless.Package(str(package)).validate()
    return [tuple(row) for row in report.flatten(["name", "rowNumber", "fieldName", "type", "note"])]


@pytest.fixture(scope="module")
def everything() -> Tables:
    return tables()


def test_the_package_is_valid(tmp_path: Path, everything: Tables) -> None:
    assert errors(write(tmp_path, everything)) == []


def test_the_smallest_package_is_valid(tmp_path: Path) -> None:
    made = tables([])
    assert made.names() == ["location", "organization", "service"]
    assert errors(write(tmp_path, made)) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("service", "organization_id", "6f0c8b5e-7a51-4d0e-9a57-3f2f3c1d9b10", "foreign-key"),
        ("phone", "service_at_location_id", "6f0c8b5e-7a51-4d0e-9a57-3f2f3c1d9b10", "foreign-key"),
        ("attribute", "taxonomy_term_id", "", "constraint-error"),
        ("service", "status", "open", "constraint-error"),
        ("service", "assured_date", "yesterday", "type-error"),
        ("location", "latitude", "north", "type-error"),
        ("address", "id", "17", "type-error"),
    ],
)
def test_a_broken_package_is_found(tmp_path: Path, table: str, column: str, value: str, kind: str) -> None:
    package = write(tmp_path, tables(["harbor-street-community-kitchen"]))
    path = tmp_path / object_types()[table].path
    rows = list(csv.reader(path.read_text().splitlines(keepends=True)))
    rows[1][rows[0].index(column)] = value
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    assert kind in {row[3] for row in errors(package)}


def test_rows_are_sorted_and_each_id_stands_once(everything: Tables) -> None:
    for name in everything.names():
        ids = [row[0] for row in everything.rows(name)]
        assert ids == sorted(set(ids))
        assert all(len(row) == len(columns(name)) for row in everything.rows(name))


def test_every_nested_object_has_its_row(everything: Tables) -> None:
    found: dict[str, set[str]] = {name: set() for name in object_types()}

    def look(kind: str, obj: dict[str, Any]) -> None:
        found[kind].add(obj["id"])
        for name, value in obj.items():
            field = object_types()[kind].fields.get(name)
            for child in value if isinstance(value, list) else ():
                look(field.many if field else "service", child)
            if isinstance(value, dict) and field:
                look(field.one, value)

    for slug, provider in PROVIDERS.items():
        compiled = compile_provider(slug, provider, CONTEXT, FACTS.get(slug, NO_FACTS))
        for obj in compiled.services:
            look("service", obj)
        look("organization", compiled.organization)
    for name, ids in found.items():
        rows = {str(row[0]) for row in everything.rows(name)}
        assert ids <= rows
        if name != "taxonomy_term":
            assert ids == rows


def test_keys_say_what_nesting_says(everything: Tables) -> None:
    services = {row["id"]: row for row in read(everything, "service")}
    locations = {row["id"] for row in read(everything, "location")}
    for row in services.values():
        assert row["organization_id"]
    for row in read(everything, "service_at_location"):
        assert row["service_id"] in services and row["location_id"] in locations
    for row in read(everything, "phone"):
        parents = [name for name, value in row.items() if name.endswith("_id") and value]
        assert len(parents) == 1, row
    for row in read(everything, "attribute"):
        assert row["link_id"] in (services if row["link_entity"] == "service" else locations)


def test_unused_terms_are_not_packaged_and_broader_ones_are() -> None:
    made = tables(["safe-door"])
    codes = {row["code"]: row for row in read(made, "taxonomy_term")}
    assert sorted(codes) == ["bp:housing", "bp:housing.shelter"]
    assert codes["bp:housing.shelter"]["parent_id"] == codes["bp:housing"]["id"]
    assert {row["taxonomy_id"] for row in codes.values()} == {row["id"] for row in read(made, "taxonomy")}


def test_merged_tables_are_the_same(everything: Tables) -> None:
    slugs = list(PROVIDERS)
    made = tables(slugs[:2])
    made.merge(tables(slugs[2:]))
    assert [made.rows(name) for name in made.names()] == [everything.rows(name) for name in everything.names()]


def test_cells_never_start_a_formula(everything: Tables) -> None:
    descriptions = {row["description"] for row in read(everything, "organization")}
    assert any(text.startswith("'=1+1") for text in descriptions)
    assert any(row["number"].startswith("+1 ") for row in read(everything, "phone"))
    assert any(row["longitude"].startswith("-122") for row in read(everything, "location"))


def test_required_as_the_standard_has_it_but_for_what_is_left_empty() -> None:
    package = datapackage(object_types(), "Test")
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            ours = field.get("constraints", {}).get("required", False)
            theirs = object_types()[resource["name"]].fields[field["name"]]
            expected = theirs.required or theirs.tabular_required
            assert ours == (expected and (resource["name"], field["name"]) not in LEFT_EMPTY)
    assert len(package["resources"]) == 24


def test_only_ids_are_unique() -> None:
    for resource in datapackage(object_types(), "Test")["resources"]:
        unique = [f["name"] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("unique")]
        assert unique == ["id"]


def test_what_is_left_empty_is_counted(everything: Tables) -> None:
    assert count_left_empty(everything) == {
        "address.address_1": (1, 15),
        "address.city": (0, 15),
        "address.postal_code": (1, 15),
    }
