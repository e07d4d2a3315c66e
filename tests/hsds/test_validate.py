"""Everything compiled is valid by our schemas and the official ones, and a broken object is found by all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import orjson
import pytest

from bluepages.hsds.compile import Compiled, compile_provider
from bluepages.hsds.context import NO_FACTS
from bluepages.hsds.schemas import compiled
from bluepages.hsds.validate import problems, validate_object, validate_organization, validate_service
from tests.hsds.official import VERSIONS, needs_shared, referee, upstream_compiled
from tests.hsds.samples import CONTEXT, FACTS, PROVIDERS, STREET

ALL = {
    slug: compile_provider(slug, provider, CONTEXT, FACTS.get(slug, NO_FACTS)) for slug, provider in PROVIDERS.items()
}
KITCHEN = ALL["harbor-street-community-kitchen"]


def as_json(obj: Any) -> Any:
    return orjson.loads(orjson.dumps(obj))


@pytest.mark.parametrize("slug", PROVIDERS)
def test_valid_by_our_schemas(slug: str) -> None:
    assert validate_organization(ALL[slug].organization) == []
    for service in ALL[slug].services:
        assert validate_service(service) == []
    assert problems(ALL[slug], "data/providers/alameda/x.yaml") == []


@pytest.mark.parametrize("slug", PROVIDERS)
def test_valid_by_the_referee(slug: str) -> None:
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    for root, objects in (("organization", [ALL[slug].organization]), ("service", ALL[slug].services)):
        referee = jsonschema.Draft202012Validator(compiled(root), format_checker=formats)
        for obj in objects:
            assert list(referee.iter_errors(as_json(obj))) == []


def test_terms_and_pairs_are_valid_on_their_own() -> None:
    for term in CONTEXT.terms.by_id.values():
        assert validate_object("taxonomy_term", term) == []
        assert validate_object("taxonomy", term["taxonomy_detail"]) == []
    for pair in KITCHEN.services[0]["service_at_locations"]:
        assert validate_object("service_at_location", pair) == []
        assert validate_object("location", pair["location"]) == []


class TestOfficial:
    pytestmark = needs_shared

    @pytest.mark.parametrize("version", VERSIONS)
    @pytest.mark.parametrize("slug", PROVIDERS)
    def test_valid_by_the_official_schemas(self, slug: str, version: str) -> None:
        assert [
            error.message for error in referee(version, "organization").iter_errors(as_json(ALL[slug].organization))
        ] == []
        for service in ALL[slug].services:
            assert [error.message for error in referee(version, "service").iter_errors(as_json(service))] == []

    def test_valid_by_the_files_their_compiler_made(self) -> None:
        organizations, services = upstream_compiled("organization"), upstream_compiled("service")
        for one in ALL.values():
            assert list(organizations.iter_errors(as_json(one.organization))) == []
            for service in one.services:
                assert list(services.iter_errors(as_json(service))) == []

    @pytest.mark.parametrize("version", VERSIONS)
    def test_formats_are_really_checked(self, version: str) -> None:
        broken = {**as_json(KITCHEN.organization), "website": "not a uri", "email": "x", "id": "1"}
        assert len(list(referee(version, "organization").iter_errors(broken))) == 3


def _set(path: list[Any], value: Any) -> Callable[[Any], None]:
    def change(obj: Any) -> None:
        for step in path[:-1]:
            obj = obj[step]
        obj[path[-1]] = value

    return change


def _drop(path: list[Any]) -> Callable[[Any], None]:
    def change(obj: Any) -> None:
        for step in path[:-1]:
            obj = obj[step]
        del obj[path[-1]]

    return change


PAIR = ["services", 0, "service_at_locations", 0]
SLIPS: dict[str, Callable[[Any], None]] = {
    "name: the value has the wrong type": _set(["name"], None),
    "organization: a required field is missing": _drop(["description"]),
    "id: the value is not a valid uuid": _set(["id"], "17"),
    "website: the value is not a valid uri": _set(["website"], "harbor street"),
    "services[0].status: the value is not one of those allowed": _set(["services", 0, "status"], "open"),
    "services[0].email: the value is not a valid email": _set(["services", 0, "email"], "x"),
    "services[0].assured_date: the value is not a valid date": _set(["services", 0, "assured_date"], "2026-02-30"),
    "services[0].last_modified: the value is not a valid date-time": _set(["services", 0, "last_modified"], "today"),
    "services[0].minimum_age: the value has the wrong type": _set(["services", 0, "minimum_age"], "0"),
    "services[0].fee: a field is not known to the standard": _set(["services", 0, "fee"], "0"),
    "services[0].service_at_locations[0].location.addresses[0]: a required field is missing": _drop(
        [*PAIR, "location", "addresses", 0, "city"]
    ),
    "services[0].attributes[0].taxonomy_term: a required field is missing": _drop(
        ["services", 0, "attributes", 0, "taxonomy_term", "name"]
    ),
    "locations[0].latitude: the value has the wrong type": _set(["locations", 0, "latitude"], "37.8"),
}


@pytest.mark.parametrize("expected", SLIPS)
def test_a_slip_of_ours_is_found(expected: str) -> None:
    broken = as_json(KITCHEN.organization)
    SLIPS[expected](broken)
    field, _, words = expected.partition(": ")
    if words == "a field is not known to the standard":
        field = field.rpartition(".")[0]
    assert validate_organization(broken) == [f"{field}: {words}"]


def test_a_time_without_seconds_is_found() -> None:
    broken = as_json(KITCHEN.services[0])
    broken["schedules"] = [{"id": broken["id"], "opens_at": "9:00"}]
    assert validate_service(broken) == ["schedules[0].opens_at: the value is not written as it should be"]


def test_the_problem_takes_the_blame_and_repeats_no_value() -> None:
    broken = as_json(KITCHEN.organization)
    broken["locations"][0]["url"] = STREET
    broken["services"][0]["status"] = STREET
    (problem,) = problems(Compiled("x", broken, ()), "data/providers/alameda/x.yaml")
    assert (problem.level, problem.file, problem.line) == ("error", "data/providers/alameda/x.yaml", 0)
    assert "our mistake, not yours" in problem.message
    assert "locations[0].url" in problem.message
    assert STREET not in problem.message + problem.hint
