"""When two are one: sure, worth a suggestion, or neither; and nothing that is shared is missed by the index."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.federate.match import Card, Index, card_of, judge, specific, streets_of, suggestions


def card(slug: str = "a", county: str = "napa", **said: Any) -> Card:
    address = {
        "address_1": said.get("street", ""),
        "city": said.get("city", "Napa"),
        "postal_code": said.get("zip", ""),
    }
    record = {
        "name": said.get("name", "Harbor Kitchen"),
        "website": said.get("web", ""),
        "phones": [{"number": said["phone"]}] if "phone" in said else [],
        "locations": {"office": {"address": address, "confidential": said.get("confidential", False)}},
        "identifiers": said.get("ids", {}),
    }
    return card_of(slug, record, {county})


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        ({}, {}, True),
        ({}, {"county": "kern"}, False),
        ({"phone": "707-555-0101"}, {"county": "kern", "phone": "707-555-0101"}, False),
        ({"ids": {"X": "17-0f8c"}}, {"ids": {"X": "17-0f8c"}, "name": "Something Else", "county": "kern"}, True),
        ({"ids": {"X": "17"}}, {"ids": {"X": "17"}, "name": "Something Else", "county": "kern"}, False),
        ({"ids": {"X": "17"}, "phone": "707-555-0101"},
         {"ids": {"X": "17"}, "name": "Something Else", "phone": "707-555-0101"}, True),
        ({"phone": "707-555-0101"}, {"phone": "707-555-0101", "name": "Harbor Kitchens"}, True),
        ({"street": "1 Pier St"}, {"street": "1 Pier Street", "name": "The Harbor Kitchen Inc"}, True),
        ({"phone": "707-555-0101"}, {"phone": "707-555-0101", "name": "Food for All"}, False),
        ({"name": "Family Health Center", "street": "1 Pier St"},
         {"name": "Family Health Center", "street": "9 Mole Rd"}, False),
        ({"name": "Family Health Center"}, {"name": "Family Health Center"}, True),
        ({"name": "Adult Services", "phone": "707-555-0101"},
         {"name": "Public Health", "phone": "707-555-0101"}, False),
    ],
)  # fmt: skip
def test_when_a_machine_may_act(one: dict[str, Any], other: dict[str, Any], sure: bool) -> None:
    match = judge(card("a", **one), card("b", **other))
    assert match.sure is sure
    assert judge(card("b", **other), card("a", **one)).sure is sure
    assert match.reasons or not sure


def test_a_suggestion_has_reasons_and_a_score_and_can_be_settled() -> None:
    two = [card("a", phone="707-555-0101"), card("b", phone="707-555-0101", name="Food for All")]
    ((a, b, match),) = suggestions(two, ())
    assert (a, b, match.reasons) == ("a", "b", ("the same telephone 707-555-0101",))
    assert 0 < match.score < 1
    assert suggestions(two, [frozenset({"a", "b"})]) == []


def test_a_confidential_place_is_never_a_reason() -> None:
    assert card(street="1 Pier St", zip="94558", confidential=True).streets == frozenset()


def test_a_street_is_met_by_zip_or_by_city() -> None:
    by_city = set(streets_of({"address": {"address_1": "1 Pier Street", "city": "Napa"}}))
    by_both = set(streets_of({"address": {"address_1": "1 Pier St.", "city": "Napa", "postal_code": "94558-1234"}}))
    assert by_city < by_both
    assert not list(streets_of({"address": {"address_1": "Main Street", "city": "Napa"}})), "no number, no address"


def test_general_names_say_nothing() -> None:
    assert specific("omni family health")
    assert not specific("family health center")


CARDS = st.builds(
    Card, st.sampled_from("abcdef"), st.frozensets(st.sampled_from(["napa", "kern"]), max_size=1),
    st.frozensets(st.sampled_from(["harbor kitchen", "harbor kitchens", "food bank", "clinic"]), max_size=2),
    st.frozensets(st.sampled_from(["1", "2"]), max_size=1), st.frozensets(st.sampled_from(["h"]), max_size=1),
    st.frozensets(st.sampled_from(["s|n"]), max_size=1), st.frozensets(st.sampled_from(["i:1"]), max_size=1),
)  # fmt: skip


@given(st.lists(CARDS, max_size=12), CARDS)
def test_the_index_finds_what_a_full_comparison_finds(cards: list[Card], card: Card) -> None:
    best = Index(cards).best(card)
    scores = [judge(other, card) for other in cards]
    sure = [match.score for match in scores if match.sure]
    assert (best[1].score if best else None) == (max(sure) if sure else None)
