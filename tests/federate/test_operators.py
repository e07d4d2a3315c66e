"""Who runs a site: read from columns, from names that several rows share, and never from a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.federate.operators import Operator, Operators, Site, find_operators, rejoined, spelled_out

HOW = Operators(split=(": ", " - "), prefixes={"HHC": "Harbor Health Centers"})


def names(*sites: Site, how: Operators = HOW, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(found.name, found.site) for found in find_operators(list(sites), how, known)]


def test_a_first_part_that_two_rows_share_is_an_operator() -> None:
    rows = (Site("Harbor Health: Pier Street"), Site("HARBOR HEALTH - Dental"), Site("Bay Clinic: Annex"))
    assert names(*rows) == [("HARBOR HEALTH", "Pier Street"), ("HARBOR HEALTH", "Dental"), ("", "")]


def test_a_row_with_the_operators_name_alone_belongs_to_it() -> None:
    rows = (Site("Harbor Health: Pier Street"), Site("Harbor Health"))
    assert names(*rows) == [("Harbor Health", "Pier Street"), ("Harbor Health", "")]


def test_a_general_name_counts_within_one_county_only() -> None:
    rows = [Site("Community Health Centers - A", county=county) for county in ("napa", "kern", "napa")]
    first, second, third = find_operators(rows, HOW, ())
    assert first.key == third.key != ""
    assert second == Operator()


def test_what_the_mapping_or_the_directory_knows_needs_no_second_row() -> None:
    assert names(Site("HHC Pier Street")) == [("Harbor Health Centers", "Pier Street")]
    assert names(Site("HHCarbor Street")) == [("", "")], "a beginning ends where a word ends"
    assert names(Site("Bay Clinic: Annex"), known=("bay clinic",)) == [("Bay Clinic", "Annex")]


def test_a_column_for_the_operator_is_taken_at_its_word() -> None:
    rows = (Site("North Branch", "Harbor Library"), Site("Harbor Library", "Harbor Library"))
    assert names(*rows, how=Operators()) == [("Harbor Library", "North Branch"), ("Harbor Library", "")]


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Harbor Health: (HHX)/Pier Street", "Pier Street"),
        ("Harbor Health: Inc. - Pier Street", "Pier Street"),
        ("Harbor Health: Pier Street (annex", "Pier Street annex"),
    ],
)
def test_what_is_left_for_the_site_is_tidy(name: str, site: str) -> None:
    assert names(Site(name), Site("Harbor Health: Other"))[0] == ("Harbor Health", site)


def test_shorthand_is_spelled_out_and_broken_names_are_joined() -> None:
    assert spelled_out("Harbor Hlth Servs", {"Hlth": "Health", "Servs": "Services"}) == "Harbor Health Services"
    assert spelled_out("Hlthy", {"Hlth": "Health"}) == "Hlthy"
    assert rejoined("Bay Counseling and: Treatment Center", (": ",)) == "Bay Counseling and Treatment Center"
    assert rejoined("Bayland: Annex", (": ",)) == "Bayland: Annex"


@given(st.lists(st.builds(Site, st.text(min_size=1, max_size=30), st.just(""), st.sampled_from(["", "napa", "kern"]))))
def test_no_names_however_odd_stop_it(sites: list[Site]) -> None:
    found = find_operators(sites, HOW, ())
    assert len(found) == len(sites)
    assert all(bool(each.key) == bool(each.name) for each in found)
