"""What stands in the repository's own `data/*.yaml`."""

from __future__ import annotations

import csv

import msgspec
import pytest

from bluepages.records.schema import Schema
from bluepages.records.vocabularies import load_vocabulary, vocabulary_schema
from bluepages.vocabulary import (
    Accessibility,
    Audience,
    County,
    Language,
    Need,
    Operator211,
    SourceInfo,
    Steward,
    Vocabulary,
)
from bluepages.vocabulary.patterns import cited_source, read_patterns

from .conftest import FACTS, ROOT


def test_files_have_no_problem() -> None:
    assert load_vocabulary(ROOT)[1] == []


def test_california_has_its_58_counties(vocabulary: Vocabulary) -> None:
    fips = [county.fips for county in vocabulary.counties.values()]
    assert fips == [f"{number:03}" for number in range(1, 116, 2)]
    assert list(vocabulary.counties) == sorted(vocabulary.counties)
    assert vocabulary.counties["san-luis-obispo"].name == "San Luis Obispo"


def test_every_county_says_who_answers_211(vocabulary: Vocabulary) -> None:
    for county in vocabulary.counties.values():
        operator = county.operator_211
        assert operator is not None, county.slug
        assert bool(operator.phone) != operator.none_known, county.slug
        assert operator.note or operator.url, county.slug
    none_known = [slug for slug, c in vocabulary.counties.items() if c.operator_211 and c.operator_211.none_known]
    assert none_known == ["amador", "el-dorado"]


def test_neighbours_are_mutual(vocabulary: Vocabulary) -> None:
    for slug, county in vocabulary.counties.items():
        assert county.neighbours, slug
        for other in county.neighbours:
            assert slug in vocabulary.counties[other].neighbours


@pytest.mark.parametrize(
    ("slug", "neighbours"),
    [
        ("san-francisco", ("alameda", "marin", "san-mateo")),
        ("del-norte", ("humboldt", "siskiyou")),
        ("orange", ("los-angeles", "riverside", "san-bernardino", "san-diego")),
    ],
)
def test_known_neighbours(vocabulary: Vocabulary, slug: str, neighbours: tuple[str, ...]) -> None:
    assert vocabulary.counties[slug].neighbours == neighbours


def test_needs_form_a_tree_of_two_levels(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.top_needs()) == 12
    assert sum(len(vocabulary.needs_under(top.id)) for top in vocabulary.top_needs()) == 91
    for need in vocabulary.needs.values():
        assert set(need.label) == {"en", "es"} == set(need.synonyms)
        assert need.open_eligibility


@pytest.mark.shared
@pytest.mark.skipif(not FACTS.exists(), reason="the facts that stand beside the project are not here")
def test_needs_say_what_the_facts_say(vocabulary: Vocabulary) -> None:
    with (FACTS / "needs.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    elsewhere = {"211"}  # leads to those who answer it, who have it in their names: a need would stand before them
    ours = {"legal.selfhelp", "things.library"}  # came with the law libraries and libraries of the open sets
    assert [row["id"] for row in rows] == [need for need in vocabulary.needs if need not in ours]
    for row in rows:
        need = vocabulary.needs[row["id"]]
        assert (need.parent, need.label) == (row["parent"], {"en": row["label_en"], "es": row["label_es"]})
        assert set(row["synonyms_es"].split(";")) - elsewhere <= set(need.synonyms["es"]), (
            "what people type is added, never lost"
        )
        assert need.open_eligibility == row["open_eligibility"]


@pytest.mark.shared
@pytest.mark.skipif(not FACTS.exists(), reason="the facts that stand beside the project are not here")
@pytest.mark.parametrize(
    ("name", "columns"),
    [("providers", ("source",)), ("county-agencies", ("source",)), ("conflicts", ("source_a", "source_b"))],
)
def test_every_cited_source_is_known(vocabulary: Vocabulary, name: str, columns: tuple[str, ...]) -> None:
    with (ROOT / "data/sources/seed-sources.csv").open(encoding="utf-8", newline="") as lines:
        patterns = read_patterns(lines)
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        cited = {row[column] for row in csv.DictReader(lines) for column in columns}
    assert [text for text in sorted(cited) if cited_source(text, patterns) not in vocabulary.sources] == []


def test_seed_patterns_name_known_sources(vocabulary: Vocabulary) -> None:
    with (ROOT / "data/sources/seed-sources.csv").open(encoding="utf-8", newline="") as lines:
        assert {row.source for row in read_patterns(lines)} <= set(vocabulary.sources)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://newsantaana.com/office-hours/amp ; https://www.ssa.ocgov.com/node", "press-reports"),
        ("providers.csv: https://humboldtgov.org/528/Medi-Cal", "agency-pages"),
        ("providers.csv", "seed-files"),
        (
            "name and phone: github:rootandrebound/roadmap-to-html:x; url: https://a.gov",
            "state-county-office-list-2018",
        ),
        ("https://thealliance.health/es (phone also github:rootandrebound/roadmap-to-html:x)", "community-pages"),
        ("hearsay", None),
    ],
)
def test_the_source_cited_first_counts(text: str, source: str | None) -> None:
    with (ROOT / "data/sources/seed-sources.csv").open(encoding="utf-8", newline="") as lines:
        assert cited_source(text, read_patterns(lines)) == source


def test_every_source_has_a_licence_and_limits(vocabulary: Vocabulary) -> None:
    assert vocabulary.sources["geonames"].licence == "CC-BY-4.0"
    assert vocabulary.sources["ca-food-banks-2020"].longest_age_years == {"pantry": 2}
    for source in vocabulary.sources.values():
        assert source.title and source.licence_note
        assert source.publisher not in ("Not named", "Unknown")  # nobody named is nobody written


def test_languages_are_codes_with_names(vocabulary: Vocabulary) -> None:
    assert vocabulary.languages["es"].own_name == "español"
    assert vocabulary.languages["ar"].direction == vocabulary.languages["fa"].direction == "rtl"
    for language in vocabulary.languages.values():
        assert set(language.name) == {"en", "es"}
    codes = [language.iso639_3 for language in vocabulary.languages.values() if language.iso639_3]
    assert len(codes) == len(set(codes)) >= 45


def test_nobody_is_called_a_steward_yet(vocabulary: Vocabulary) -> None:
    assert vocabulary.stewards == {}


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("counties", County, "slug"),
        ("needs", Need, "id"),
        ("languages", Language, "code"),
        ("accessibility", Accessibility, "id"),
        ("audiences", Audience, "id"),
        ("sources", SourceInfo, "id"),
        ("stewards", Steward, "id"),
    ],
)
def test_types_and_schemas_name_the_same_fields(name: str, kind: type[msgspec.Struct], key: str) -> None:
    schema = vocabulary_schema(name)
    assert isinstance(schema, Schema)
    entry = schema.raw["$defs"]["entry"]
    assert {key, *entry["properties"]} == set(kind.__struct_fields__)
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    assert {key, *entry.get("required", ())} == required
    for described in (schema.raw, entry, *entry["properties"].values()):
        assert described["description"]
    if name == "counties":
        assert set(entry["properties"]["operator_211"]["properties"]) == set(Operator211.__struct_fields__)
