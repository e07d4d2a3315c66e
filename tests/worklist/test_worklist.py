"""What is on a county's list, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.worklist import CountyWork, Row, work_of
from bluepages.worklist.doubts import RISK, checked_by_group, risk_of
from bluepages.worklist.types import GROUPS, Doubt, Item
from tests.worklist.samples import TODAY, checked, edition


@pytest.fixture(scope="module")
def work() -> dict[str, CountyWork]:
    return work_of(edition())


def rows(work: dict[str, CountyWork], county: str = "alameda") -> dict[str, Row]:
    return {row.slug: row for row in work[county].rows}


def doubts(row: Row) -> list[tuple[str, str]]:
    return [(item.doubt, item.about) for item in row.items]


def test_each_doubt_is_found_and_nothing_else(work: dict[str, CountyWork]) -> None:
    found = rows(work)
    assert {slug: doubts(row) for slug, row in found.items()} == {
        "reported": [("review", "closed"), ("never", "")],
        "asked": [("question", "phones"), ("never", "")],
        "linked": [("link", "https://linked.example.org/menu"), ("never", "")],
        "twin-one": [("never", ""), ("duplicate", "twin-two")],
        "twin-two": [("never", ""), ("duplicate", "twin-one")],
        "partly": [("aged", "address"), ("aged", "eligibility")],
        "aged": [("aged", "hours"), ("aged", "phone"), ("aged", "address"), ("aged", "eligibility")],
        "never": [("never", "")],
        "quiet-door": [("question", ""), ("never", ""), ("no_hours", "hot-lunch")],
        "vague": [("never", ""), ("no_hours", "hot-lunch"), ("no_point", "kitchen")],
    }
    assert "fresh" not in found and "wholly" not in found and "gone" not in found
    assert list(rows(work, "napa")) == ["far"]


def test_what_may_hurt_comes_first(work: dict[str, CountyWork]) -> None:
    order = list(rows(work))
    assert order[0] == "reported"
    assert order.index("quiet-door") < order.index("asked") < order.index("linked") < order.index("never")
    assert order[-1] == "partly"


def test_a_question_of_a_secret_place_is_counted_and_not_told(work: dict[str, CountyWork]) -> None:
    row = rows(work)["quiet-door"]
    assert row.items[0].doubt == "question" and row.items[0].text == "" and row.sensitive
    assert "Hidden" not in repr(work)


def test_counts_pairs_leads_and_gaps(work: dict[str, CountyWork]) -> None:
    here = work["alameda"]
    assert (here.records, here.never) == (12, 8)
    assert [(pair.one, pair.other, pair.rule) for pair in here.pairs] == [("twin-one", "twin-two", "P220")]
    assert [lead.name for lead in here.leads] == ["Old Chapel Pantry"]
    assert [lead.name for lead in work["statewide"].leads] == ["Nowhere Pantry"]
    assert "food.meals" not in here.gaps and "food" not in here.gaps and "housing.safe" not in here.gaps
    assert "health" in here.gaps
    assert "food" in work["marin"].gaps and work["marin"].rows == ()


def test_a_pair_that_is_said_to_be_two_is_not_asked_again() -> None:
    from tests.worklist.samples import records

    twin = {**records()["twin-one"], "not_duplicate_of": ["twin-two"]}
    assert work_of(edition({"twin-one": twin}))["alameda"].pairs == ()


def test_a_closed_record_stays_only_while_it_is_under_review() -> None:
    from tests.worklist.samples import records

    closed = {**records()["reported"], "closed": {"date": "2026-11-01"}}
    found = rows(work_of(edition({"reported": closed})))["reported"]
    assert doubts(found) == [("review", "closed")]


@settings(max_examples=25)
@given(st.integers(300, 420))
def test_a_check_is_fresh_for_a_year_and_then_not(days: int) -> None:
    day = TODAY - timedelta(days=days)
    made = edition({"aged": checked("Aged Aid", day.isoformat())})
    found = rows(work_of(made)).get("aged")
    assert (found is not None) == (day <= date(2025, 11, 25)), "as P503 and the pages have it"


def test_the_weakest_service_counts() -> None:
    made = edition({"aged": two_services()})
    assert checked_by_group(made.providers["aged"]) == {
        "hours": "2026-01-01", "phone": "", "address": "", "eligibility": "",
    }  # fmt: skip


def test_a_check_of_something_else_is_a_check_that_left_the_rest_out() -> None:
    record = checked("Aged Aid", "2026-11-01", "languages")
    assert doubts(rows(work_of(edition({"aged": record})))["aged"]) == [("aged", group) for group in GROUPS]


def test_a_question_about_how_to_get_there_is_more_urgent_than_another() -> None:
    def risk(field: str) -> int:
        return risk_of([Item("question", field)], sensitive=False, source="2026", today=TODAY)

    assert risk("phones") == risk("locations.kitchen.address") == risk("phones[0].number") > risk("description")


def two_services() -> dict[str, object]:
    record = checked("Aged Aid", "2026-11-01")
    second = dict(record["services"]["hot-lunch"])
    second["verified"] = {"date": "2026-01-01", "by": "alameda", "how": "visit", "covers": ["hours"]}
    record["services"]["dinner"] = {**second, "name": "Dinner"}
    return record


@given(st.lists(st.sampled_from(sorted(RISK)), max_size=6), st.sampled_from(sorted(RISK)))
def test_more_to_do_is_never_less_urgent(kinds: list[Doubt], more: Doubt) -> None:
    items = [Item(kind, str(at)) for at, kind in enumerate(kinds)]
    before = risk_of(items, sensitive=False, source="2026", today=TODAY)
    after = risk_of([*items, Item(more, "new")], sensitive=False, source="2026", today=TODAY)
    assert after > before
    assert risk_of(items, sensitive=True, source="2026", today=TODAY) >= before
