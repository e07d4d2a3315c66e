"""The one column table: names, kinds and examples hold together, and its quick way equals the plain one."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bluepages.export import COLUMNS, TABLES, Column, Field
from bluepages.export.columns import cells, table
from bluepages.export.fields import table_schema
from bluepages.export.row import Row, Words
from bluepages.hsds.schemas import object_types
from bluepages.model import Provider
from tests.export.editions import edition_of, golden
from tests.strategies import providers

FIELDS = [(table, field) for table, fields in TABLES for field in fields]


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=lambda x: x if isinstance(x, str) else x.name)
def test_each_field_says_what_it_is(table: str, field: Field) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", field.name)
    assert len(field.name) < 30
    assert field.label
    assert field.meaning.endswith((".", ")."))
    assert field.example, "an example helps more than a definition"
    match field.type:
        case "number" | "integer":
            float(field.example)
        case "boolean":
            assert field.example in ("true", "false")
        case "date":
            date.fromisoformat(field.example)
        case "datetime":
            datetime.fromisoformat(field.example)
        case _ if field.values:
            assert field.example in field.values


def test_names_are_unique_and_the_id_is_first() -> None:
    for _, fields in TABLES:
        names = [field.name for field in fields]
        assert len(set(names)) == len(names)
        assert names[0] == "id"
        assert fields[0].required


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.hsds_path], ids=lambda c: c.name)
def test_hsds_paths_name_what_the_standard_has(column: Column) -> None:
    for path in column.hsds_path.split(", "):
        kind, *steps = [step.partition("[")[0] for step in path.split(".")]
        for step in steps:
            field = object_types()[kind].fields[step]
            kind = field.many or field.one
        assert not kind or kind in object_types()


def test_schema_has_every_column_in_order() -> None:
    schema = table_schema(COLUMNS, "id")
    assert [field["name"] for field in schema["fields"]] == [column.name for column in COLUMNS]
    assert all(field["title"] and field["description"] for field in schema["fields"])


def test_the_documents_name_no_column_that_is_gone() -> None:
    text = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", text))
    known = (
        {"modified_after", *(field.name for _, field in FIELDS)}
        | set(object_types())
        | {f"{kind}s" for kind in object_types()}
    )
    assert named - known == set()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(providers())
def test_the_quick_rows_equal_the_plain_ones(provider: Provider) -> None:
    edition = edition_of({"some-slug": provider, "twin": provider})
    offers = [offer for found in edition.offers.values() for offer in found]
    words = Words(edition)
    assert list(table(edition, words, offers)) == [cells(Row(edition, words, offer)) for offer in offers]


def test_row_ids_are_those_of_the_records_module() -> None:
    edition = golden()
    words = Words(edition)
    for slug, offers in edition.offers.items():
        for offer in offers:
            provider, service, place = offer.provider, offer.service_key, offer.location_key
            wanted = (
                edition.ids.service_at_location(slug, provider, service, place)
                if place
                else edition.ids.service(slug, provider, service)
            )
            assert Row(edition, words, offer).id == wanted
