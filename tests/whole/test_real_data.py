"""The repository's own records: read alike by both readers, sound, and honest."""

from __future__ import annotations

import datetime
import functools
from typing import ClassVar

import pytest

from bluepages import checks
from bluepages.enrich import gather
from bluepages.enrich.conform import conform
from bluepages.hsds.compile import compile_provider
from bluepages.records import engines
from bluepages.records.book import Book
from bluepages.records.load import load_book, provider_files
from bluepages.records.schema import provider_schema
from bluepages.records.yamlfile import Document
from tests.hsds.official import VERSIONS, fast_validator, needs_shared
from tests.support import ROOT

TODAY = datetime.date(2026, 11, 21)


@functools.cache
def book() -> Book:
    return load_book(ROOT)


@pytest.mark.slow
def test_fast_reader_and_reference_agree_on_every_file() -> None:
    schema = provider_schema()
    for file in provider_files(ROOT)[0]:
        source = (ROOT / file).read_bytes()
        fast = Document(source, file, schema)
        with engines.reference_only():
            slow = Document(source, file, schema)
            assert slow.data == fast.data, file
            assert slow.fits == fast.fits, file


def test_records_are_sound_and_warnings_are_few() -> None:
    problems = checks.run(book(), today=TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    warned = {problem.file for problem in problems if problem.level == "warning"}
    assert len(warned) < 0.05 * len(book())


def test_nothing_is_verified_and_everything_has_a_dated_source() -> None:
    for slug, provider in book().providers.items():
        assert all(service.verified is None for service in provider.services.values()), slug
        assert all(source.ref.split(":")[0] in {*book().vocabulary.sources, "issue", "pull", "web"}
                   for source in provider.sources), slug  # fmt: skip


def test_every_county_has_its_211_or_says_that_none_is_known() -> None:
    edition = gather(book(), TODAY)
    assert len(book().vocabulary.counties) == 58
    reached = {county for found in edition.offers.values() for offer in found for county in offer.counties}
    assert len(reached) == 58
    for county in book().vocabulary.counties.values():
        operator = county.operator_211
        assert operator is not None and ((operator.none_known and operator.note) or operator.name), county.slug


def test_every_published_object_is_valid_hsds() -> None:
    conformance = conform(book(), TODAY)
    assert conformance.problems == ()
    assert conformance.valid > len(book())


class TestOfficial:
    pytestmark: ClassVar = [*needs_shared, pytest.mark.slow]

    @pytest.mark.parametrize("version", VERSIONS)
    def test_every_published_object_is_valid_by_the_official_schemas(self, version: str) -> None:
        """The compiled official schemas, by the fast engine; `tests/hsds` has the referee do the same for samples."""
        organizations, services = fast_validator(version, "organization"), fast_validator(version, "service")
        edition = gather(book(), TODAY)
        for slug, provider in edition.providers.items():
            compiled = compile_provider(slug, provider, edition.hsds_context, edition.hsds_facts(slug))
            assert organizations.is_valid(compiled.organization), slug
            assert all(services.is_valid(service) for service in compiled.services), slug

    def test_that_test_can_fail(self) -> None:
        organizations = fast_validator("3.1-dev", "organization")
        assert not organizations.is_valid({"id": "1", "name": "A", "description": ""})
        wrong = {"id": "1", "name": "A", "description": ""}
        identity = {"id": "0f6d2c1e-6f0b-5d8e-9a37-3c1b5be0ca11", "name": "A", "description": ""}
        assert organizations.is_valid(identity)
        assert not organizations.is_valid({**identity, "services": [wrong]})
