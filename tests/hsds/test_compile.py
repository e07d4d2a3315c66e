"""The mapping from records to HSDS, line by line of docs/hsds.md."""

from __future__ import annotations

from typing import Any

import msgspec
import orjson
import pytest

from bluepages.hsds.compile import Compiled, compile_provider
from bluepages.hsds.context import NO_FACTS, make_context
from bluepages.hsds.parts import phone_number
from bluepages.hsds.schemas import object_types
from bluepages.hsds.validate import count_objects
from bluepages.model import Provider
from tests.hsds.samples import CONTEXT, FACTS, PROVIDERS, RAW, SETTINGS, STREET

ALL = {
    slug: compile_provider(slug, provider, CONTEXT, FACTS.get(slug, NO_FACTS)) for slug, provider in PROVIDERS.items()
}
KITCHEN = ALL["harbor-street-community-kitchen"]


def edited(slug: str, **changes: Any) -> Compiled:
    """One of the samples with some top-level keys changed, compiled."""
    provider = msgspec.convert({**RAW[slug], **changes}, Provider)
    return compile_provider(slug, provider, CONTEXT)


def without_id(obj: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in obj.items() if key != "id"}


def test_organization() -> None:
    organization = KITCHEN.organization
    assert organization["website"] == "https://harborstreet.example.org"
    assert organization["year_incorporated"] == 1987
    assert [without_id(one) for one in organization["organization_identifiers"]] == [
        {
            "identifier_scheme": "US-EIN",
            "identifier_type": "Employer Identification Number",
            "identifier": "00-0000000",
        },
        {"identifier_scheme": "CA-RCT", "identifier_type": "CA-RCT", "identifier": "CT000"},
    ]
    assert len(organization["locations"]) == 2
    assert all("organization" not in service for service in organization["services"])


def test_services_name_their_organization_once() -> None:
    for service in KITCHEN.services:
        assert service["organization"]["id"] == KITCHEN.organization["id"]
        assert not {"services", "locations"} & service["organization"].keys()


def test_phones() -> None:
    voice, fax = KITCHEN.organization["phones"]
    assert (voice["number"], voice["type"], fax["type"]) == ("+1 510-555-0142", "voice", "fax")
    assert voice["id"] != fax["id"]
    assert [(one["code"], one["name"]) for one in voice["languages"]] == [("en", "English"), ("es", "Spanish")]
    (desk,) = KITCHEN.services[0]["service_at_locations"][0]["phones"]
    assert (desk["number"], desk["extension"]) == ("+1 510-555-0143", 12)


def test_an_extension_with_leading_zeros_keeps_them() -> None:
    (phone,) = ALL["safe-door"].organization["phones"]
    assert "extension" not in phone
    assert phone["description"] == "Extension 0042."


def test_the_same_phone_twice_is_one_with_both_descriptions() -> None:
    twice = [{"number": "510-555-0142", "description": "Days"}, {"number": "(510) 555 0142", "description": "Nights"}]
    (phone,) = edited("bare-minimum", phones=twice).organization["phones"]
    assert phone["description"] == "Days; Nights"


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("510-555-0142", "+1 510-555-0142"),
        ("(510) 555-0142", "+1 510-555-0142"),
        ("1 800 555 0199", "+1 800-555-0199"),
        ("211", "211"),
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("call us", "call us"),
    ],
)
def test_phone_number(written: str, published: str) -> None:
    assert phone_number(written) == published


def test_ids_do_not_hang_on_position() -> None:
    phones = RAW["harbor-street-community-kitchen"]["phones"]
    more = edited("harbor-street-community-kitchen", phones=[{"number": "211"}, *reversed(phones)])
    before = {phone["id"] for phone in KITCHEN.organization["phones"]}
    assert before < {phone["id"] for phone in more.organization["phones"]}


def test_needs_and_audiences() -> None:
    need, audience = KITCHEN.services[0]["attributes"]
    assert (need["link_type"], audience["link_type"]) == ("service_type", "eligibility")
    term = need["taxonomy_term"]
    assert (term["code"], term["name"], term["language"]) == ("bp:food.meals", "Hot meals", "en")
    assert term["parent_id"] == CONTEXT.terms.needs["food"]["id"]
    assert term["taxonomy_detail"]["name"] == term["taxonomy"] == "Blue Pages needs"
    assert audience["taxonomy_term"]["code"] == "bp-audience:older-adults"


def test_ids_no_vocabulary_knows_are_passed_over() -> None:
    (service,) = ALL["renamed-clinic"].services
    assert [one["taxonomy_term"]["code"] for one in service["attributes"]] == ["bp:food", "bp-audience:veterans"]


def test_cost() -> None:
    lunch, delivery = KITCHEN.services
    assert lunch["fees_description"] == "Free"
    assert [without_id(one) for one in lunch["cost_options"]] == [{"option": "Free", "currency": "USD", "amount": 0}]
    assert delivery["fees_description"] == "Suggested donation"
    assert [without_id(one) for one in delivery["cost_options"]] == [
        {"option": "Box", "currency": "USD", "amount": 5, "amount_description": "each"},
        {"currency": "USD", "amount": 2.5},
    ]


def test_ages_are_whole_numbers_where_they_are() -> None:
    assert b'"minimum_age":0,' in orjson.dumps(KITCHEN.services[0])
    assert b'"maximum_age":120,' in orjson.dumps(KITCHEN.services[1])


def test_service_areas() -> None:
    areas = KITCHEN.services[0]["service_areas"]
    assert [area["name"] for area in areas] == ["Alameda County", "Berkeley", "ZIP code 94607"]
    assert areas[0]["extent"] == "Alameda County, California"
    assert {area["extent_type"] for area in areas} == {"text"}


def test_places_are_nested_whole_with_their_hours() -> None:
    (pair,) = KITCHEN.services[0]["service_at_locations"]
    kitchen = KITCHEN.organization["locations"][0]
    assert pair["location"] is kitchen
    assert pair["description"] == "Enter on 12th St."
    assert pair["schedules"] and kitchen["schedules"] and KITCHEN.services[1]["schedules"]
    assert all("timezone" not in row for row in pair["schedules"])


def test_location() -> None:
    kitchen, hotline = KITCHEN.organization["locations"]
    physical, postal = (without_id(address) for address in kitchen["addresses"])
    assert physical == {
        "address_1": "1200 Harbor St",
        "city": "Oakland",
        "region": "Alameda County",
        "state_province": "CA",
        "postal_code": "94607",
        "country": "US",
        "address_type": "physical",
    }
    assert (postal["address_1"], postal["address_type"]) == ("PO Box 1", "postal")
    assert (kitchen["external_identifier_type"], kitchen["external_identifier"]) == ("CA-CHHS-FACILITY", "140000000")
    assert [entry.get("description") for entry in kitchen["accessibility"]] == [
        "Step-free entrance",
        "Accessible restroom",
        None,
    ]
    assert kitchen["accessibility"][2]["details"] == "Ring for the ramp on 12th St."
    assert hotline.keys() == {"id", "location_type", "url"}


def test_nothing_is_invented() -> None:
    hall, box = ALL["old-mill-pantry"].organization["locations"]
    (address,) = hall["addresses"]
    assert (address["address_1"], address["city"], address["postal_code"]) == ("", "Richmond", "")
    assert not {"latitude", "longitude", "name"} & hall.keys()
    assert box.keys() == {"id", "location_type"}


def test_an_approximate_point_says_so() -> None:
    first, second, *_ = ALL["renamed-clinic"].organization["locations"]
    assert (first["latitude"], first["longitude"]) == (33.97, -118.25)
    assert first["attributes"][0]["taxonomy_term"]["code"] == "bp-location:zip-centroid"
    assert "attributes" not in second and "latitude" not in second
    assert "attributes" not in KITCHEN.organization["locations"][0]


def test_closed() -> None:
    pantry, soup = ALL["old-mill-pantry"].services
    assert pantry["status"] == soup["status"] == "defunct"
    assert pantry["alert"] == (
        "Closed for good on 2025-06-30. The hall was sold. "
        "Instead, see https://bluepages.example.org/p/harbor-street-community-kitchen"
    )
    assert soup["alert"] == "Closed for good on 2025-01-31."


def test_alerts_end() -> None:
    assert KITCHEN.services[1]["alert"] == "Waiting list. (until 2026-12-01)"
    later = make_context(
        CONTEXT.ids, CONTEXT.vocabulary, settings=msgspec.structs.replace(SETTINGS, today="2026-12-02")
    )
    slug = "harbor-street-community-kitchen"
    assert "alert" not in compile_provider(slug, PROVIDERS[slug], later).services[1]


def test_verified_names_a_role_and_no_person() -> None:
    lunch, delivery = KITCHEN.services
    assert (lunch["assured_date"], lunch["assurer_email"]) == ("2026-10-02", "stewards@bluepages.example.org")
    assert not {"assured_date", "assurer_email"} & delivery.keys()
    assert lunch["last_modified"] == "2026-10-03T09:30:00-07:00"


def test_addresses_that_are_none_are_left_out() -> None:
    organization, (service,) = ALL["renamed-clinic"].organization, ALL["renamed-clinic"].services
    assert organization["website"] == "https://xn--clnica-4va.example/%C3%B1?q=%C3%BC"
    assert "email" not in organization and "url" not in service


def test_a_confidential_place_shows_its_county_and_nothing_else() -> None:
    compiled = ALL["safe-door"]
    (shelter,) = compiled.organization["locations"]
    assert shelter.keys() == {"id", "location_type", "name", "description"}
    assert shelter["name"] == "Address on request, Contra Costa County"
    written = orjson.dumps([compiled.organization, compiled.services]).decode()
    for secret in (STREET, "Hiddenville", "94801", "37.93", "122.34", "maps.example", "secret-license", "555-0666"):
        assert secret not in written


def test_a_service_at_a_place_that_is_not_there_is_passed_over() -> None:
    services = {"help": {"name": "Help", "needs": ["food"], "at": {"nowhere": {}}}}
    assert "service_at_locations" not in edited("bare-minimum", services=services).services[0]


@pytest.mark.parametrize("slug", PROVIDERS)
def test_fields_stand_in_the_order_of_the_standard(slug: str) -> None:
    order = {name: [*kind.fields, "services"] for name, kind in object_types().items()}

    def look(kind: str, obj: dict[str, Any]) -> None:
        places = [order[kind].index(name) for name in obj]
        assert places == sorted(places), (kind, list(obj))
        for name, value in obj.items():
            field = object_types()[kind].fields.get(name)
            for child in value if isinstance(value, list) else ():
                look(field.many if field else "service", child)
            if isinstance(value, dict):
                look(field.one if field else "", value)

    look("organization", ALL[slug].organization)
    for service in ALL[slug].services:
        look("service", service)


@pytest.mark.parametrize("slug", PROVIDERS)
def test_only_fields_of_3_0_are_used(slug: str) -> None:
    new = {name for kind in object_types().values() for name, field in kind.fields.items() if field.since != "3.0"}
    new -= {name for kind in object_types().values() for name, field in kind.fields.items() if field.since == "3.0"}

    def look(value: Any) -> None:
        if isinstance(value, dict):
            assert not new & value.keys()
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(child)

    look([ALL[slug].organization, *ALL[slug].services])


def test_count_objects() -> None:
    assert count_objects({"id": 1, "phones": [{"languages": [{}]}], "program": {}}) == 4


def test_compiled_names_what_it_holds() -> None:
    (service,) = ALL["bare-minimum"].services
    assert list(service) == ["id", "name", "status", "organization", "attributes"]
