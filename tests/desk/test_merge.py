"""One record of two: nothing that people could find is lost, and every name and id goes on working."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages import checks
from bluepages.cli import main
from bluepages.desk.merge import merge
from bluepages.enrich import Edition, gather
from bluepages.errors import Complaint
from bluepages.export.crosswalk import MERGED, joined
from bluepages.export.formats import records
from bluepages.records.book import Book
from bluepages.records.ids import Ids
from bluepages.records.load import load_book
from tests.support import kitchen, make_book, make_directory

TODAY = date(2026, 11, 25)
Record = dict[str, Any]


def joined_book(keep: Record, taken: Record, keep_at: str = "keep", taken_at: str = "taken") -> tuple[Book, Book]:
    before = make_book({keep_at: keep, taken_at: taken})
    slugs = [name.rpartition("/")[2] for name in (keep_at, taken_at)]
    text = merge(before.by_slug[slugs[0]], before.by_slug[slugs[1]])
    return before, make_book({keep_at: text})


def other_kitchen() -> Record:
    return {
        "name": "Harbor Kitchen",
        "description": "Meals by volunteers.",
        "website": "https://harborkitchen.example.org",
        "email": "cook@harborkitchen.example.org",
        "phones": [{"number": "510-555-0142"}, {"number": "510-555-0160"}],
        "identifiers": {"US-EIN": "00-0000001"},
        "locations": {
            "kitchen": {"address": {"address_1": "1200 Harbor Street", "city": "Oakland", "postal_code": "94607"},
                        "transportation": "AC Transit 14"},
            "annex": {"address": {"address_1": "1200 Harbor St", "address_2": "Suite 9", "city": "Oakland",
                                  "postal_code": "94607"}},
        },
        "services": {
            "hot-lunch": {"name": "hot lunch", "needs": ["food.meals"], "cost": "free", "languages": ["vi"],
                          "at": {"kitchen": {"hours": "Mo-Fr 12:00-13:00"}, "annex": {}}},
            "pantry": {"name": "Pantry", "needs": ["food.pantry"], "at": {"annex": {"hours": "Sa 10:00-12:00"}}},
        },
        "sources": [{"ref": "issue:9", "date": "2025-01-01"}],
        "formerly": ["harbour-kitchen"],
        "not_duplicate_of": ["third"],
        "questions": [{"field": "services.pantry.hours", "text": "Is it open in summer?"},
                      {"field": "locations.annex", "text": "Which door?"}],
    }  # fmt: skip


def test_what_both_have_is_joined_and_what_one_has_comes_over() -> None:
    _, after = joined_book(kitchen(), other_kitchen())
    provider = after.providers["keep"]
    assert list(provider.locations) == ["kitchen", "annex"], "a suite is another place"
    assert list(provider.services) == ["hot-lunch", "pantry"]
    place = provider.locations["kitchen"]
    assert place.transportation == "AC Transit 14" and place.merged == ("harbour-kitchen/kitchen",)
    lunch = provider.services["hot-lunch"]
    assert lunch.at["kitchen"].hours == "Mo-Fr 11:30-13:30", "the one that stays is right"
    assert lunch.languages == ("en", "es", "vi") and lunch.cost == "free" and list(lunch.at) == ["kitchen", "annex"]
    pantry = provider.services["pantry"]
    assert pantry.formerly == ("harbour-kitchen/pantry",)
    assert [phone.number for phone in pantry.phones] == ["510-555-0160"], "one number is everybody's already"
    assert pantry.sources[0].ref == "issue:9" and provider.sources[0].ref == "issue:214"
    assert (pantry.url, pantry.email) == ("https://harborkitchen.example.org", "cook@harborkitchen.example.org")
    assert provider.alternate_name == "Harbor Kitchen"
    assert provider.merged == ("harbour-kitchen", "taken") and provider.not_duplicate_of == ("third",)
    asked = {(question.field, question.text) for question in provider.questions}
    assert ("services.pantry.hours", "Is it open in summer?") in asked
    assert any(field == "description" and "Meals by volunteers." in text for field, text in asked)


def test_a_check_and_a_closing_come_with_their_service() -> None:
    taken = other_kitchen()
    taken["services"]["pantry"]["verified"] = {"date": "2026-01-01", "by": "alameda", "how": "visit"}
    taken["closed"] = {"date": "2026-02-01", "see": ["keep"]}
    _, after = joined_book(kitchen(), taken)
    services = after.providers["keep"].services
    pantry = services["pantry"]
    assert pantry.verified and pantry.verified.how == "visit"
    assert pantry.closed and pantry.closed.date == "2026-02-01" and pantry.closed.see == ()
    assert services["hot-lunch"].closed is None and services["hot-lunch-2"].closed
    with pytest.raises(Complaint, match="has closed"):
        joined_book({**kitchen(), "closed": {"date": "2026-01-01"}}, other_kitchen())
    with pytest.raises(Complaint, match="one record"):
        joined_book(kitchen(), kitchen(), "keep", "keep")


def test_a_service_that_served_its_own_county_still_does() -> None:
    taken = {**kitchen(), "name": "Far Line", "locations": {}}
    taken["services"] = {"line": {"name": "Line", "needs": ["mind.crisis"]}}
    del taken["locations"]
    _, after = joined_book(kitchen(), taken, "alameda/keep", "napa/taken")
    serves = after.providers["keep"].services["line"].serves
    assert serves and serves.counties == ("napa",)


def test_a_secret_place_comes_over_as_it_is_and_no_question_names_a_value() -> None:
    taken = other_kitchen()
    taken["locations"]["annex"] = {"confidential": True, "county": "alameda"}
    taken["description"] = "Behind the blue gate."
    taken["services"]["hot-lunch"]["cost"] = "Ask at the blue gate"
    keep = kitchen()
    keep["services"]["hot-lunch"]["cost"] = "free"
    _, after = joined_book(keep, taken)
    provider = after.providers["keep"]
    assert provider.locations["annex"].confidential
    assert "blue gate" not in " ".join(question.text for question in provider.questions)


NAMES = st.sampled_from(["kitchen", "annex", "office", "main"])
STREETS = st.sampled_from(["1 Main St", "1 Main Street", "2 Oak Ave", "3 Elm Blvd, Suite 4"])
HOURS = st.sampled_from(["", "Mo-Fr 09:00-17:00", "Sa 10:00-12:00"])
NUMBERS = st.sampled_from(["510-555-0101", "510-555-0102", "510-555-0103"])
PHONES = st.lists(NUMBERS.map(lambda number: {"number": number}), max_size=2, unique_by=lambda phone: phone["number"])


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    places = {}
    for key in draw(st.lists(NAMES, max_size=3, unique=True)):
        address = {"address_1": draw(STREETS), "city": "Oakland", "postal_code": "94607"}
        places[key] = {"address": address, **({"formerly": [f"old-{key}"]} if draw(st.booleans()) else {})}
    services = {}
    for key in draw(st.lists(st.sampled_from(["lunch", "pantry", "line"]), min_size=1, max_size=3, unique=True)):
        service: Record = {"name": draw(st.sampled_from(["Lunch", "Pantry", "lunch"])), "needs": ["food.meals"]}
        at = draw(st.lists(st.sampled_from(sorted(places)), unique=True)) if places else []
        if at:
            service["at"] = {place: {"hours": hours} if (hours := draw(HOURS)) else {} for place in at}
        if phones := draw(PHONES):
            service["phones"] = phones
        services[key] = service
    record: Record = {
        "name": draw(st.sampled_from(["Harbor Kitchen", "Harbour Kitchen"])), "description": "A kitchen.",
        "website": "https://kitchen.example.org", "services": services, "sources": [{"ref": "issue:1"}],
    }  # fmt: skip
    if places:
        record["locations"] = places
    if phones := draw(PHONES):
        record["phones"] = phones
    return record


def errors(book: Book) -> list[tuple[str, str]]:
    return [(p.rule, p.message) for p in checks.run(book, today=TODAY) if p.level == "error"]


def all_ids(edition: Edition, slug: str) -> dict[str, str]:
    """Every id of a record, and what it leads to."""
    ids, provider = Ids(edition.config.namespace), edition.providers[slug]
    found = {ids.organization(slug, provider): slug}
    found |= {ids.location(slug, provider, key): key for key in provider.locations}
    return found | {ids.service(slug, provider, key): key for key in provider.services}


@settings(max_examples=80)
@given(any_record(), any_record(), st.booleans())
def test_nothing_is_lost_and_every_id_resolves(keep: Record, taken: Record, renamed: bool) -> None:
    if renamed:
        taken = {**taken, "formerly": ["first-name"]}
    before, after = joined_book(copy.deepcopy(keep), copy.deepcopy(taken))
    assert errors(after) == []
    old, new = gather(before, TODAY), gather(after, TODAY)
    present = all_ids(new, "keep")
    assert all_ids(old, "keep").keys() <= present.keys(), "what stays keeps its ids"
    crosswalk = {line[4]: line[0] for line in joined(new, records(new, ["keep"])[0]) if line[3] == MERGED}
    for former in all_ids(old, "taken"):
        assert former in present or crosswalk[former] in present, "an id that leads nowhere"
    assert new.redirects["taken"] == "keep"
    assert not renamed or new.redirects["first-name"] == "keep"
    mine = {(o.service.name.casefold(), spot(o)): o for o in new.offers["keep"]}
    for offer in (*old.offers["keep"], *old.offers["taken"]):
        here = mine[(offer.service.name.casefold(), spot(offer))] if spot(offer) else by_name(new, offer)
        assert {phone.number for phone in offer.phones} <= numbers(new, here), offer
    again = merge_text(after)
    assert again == after.by_slug["keep"].document.source.decode(), "the text is canonical"


def spot(offer: Any) -> str:
    from bluepages.checks.streets import street_key

    return street_key(offer.location.address.address_1) if offer.location else ""


def by_name(edition: Edition, offer: Any) -> Any:
    return next(o for o in edition.offers["keep"] if o.service.name.casefold() == offer.service.name.casefold())


def numbers(edition: Edition, offer: Any) -> set[str]:
    same = [o for o in edition.offers["keep"] if o.service.name.casefold() == offer.service.name.casefold()]
    return {phone.number for o in same for phone in o.phones}


def merge_text(book: Book) -> str:
    from bluepages.records.edit import apply_edits
    from bluepages.records.schema import provider_schema

    return apply_edits(book.by_slug["keep"].document.source, provider_schema(), [])


def test_from_the_command_to_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    third = {**kitchen(), "name": "Third Thing", "phones": [{"number": "510-555-0170"}], "not_duplicate_of": ["taken"]}
    third["locations"]["kitchen"]["address"]["address_1"] = "77 Far Ave"
    third["website"] = "https://third.example.org"
    root = make_directory(tmp_path / "d", {"keep": kitchen(), "taken": other_kitchen(), "third": third})
    options = ["--root", str(root), "--today", "2026-11-25"]
    assert main(["merge", "keep", "taken", *options, "--dry-run"]) == 0
    assert (root / "data/providers/alameda/taken.yaml").is_file()
    assert main(["merge", "keep", "taken", *options]) == 0
    said = capsys.readouterr().out
    assert "Harbor Kitchen becomes part of keep" in said and "two stewards agree" in said
    assert not (root / "data/providers/alameda/taken.yaml").exists()
    book = load_book(root)
    assert book.providers["third"].not_duplicate_of == ("keep",)
    assert main(["check", *options]) == 0
    assert main(["build", *options, "--out", str(tmp_path / "site"), "--jobs", "1"]) == 0
    site = tmp_path / "site"
    assert json.loads((site / "data/redirects.json").read_text()) == {"harbour-kitchen": "keep", "taken": "keep"}
    for name in ("taken", "harbour-kitchen"):
        for prefix in ("", "es/"):
            page = (site / f"{prefix}p/{name}.html").read_text(encoding="utf-8")
            assert 'http-equiv="refresh"' in page and "keep" in page
    former = Ids(book.config.namespace).former("organization", "harbour-kitchen")
    lines = (site / "data/crosswalk.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.endswith(f"organization,keep,merged,{former}") for line in lines)
    feeds = (site / "data/services.csv").read_text(encoding="utf-8")
    assert "Pantry" in feeds and "taken" not in [line.split(",")[0] for line in feeds.splitlines()]


def test_what_cannot_be_merged_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_directory(tmp_path / "d", {"keep": kitchen(), "taken": other_kitchen()})
    assert main(["merge", "keep", "takn", "--root", str(root)]) == 2
    assert "Did you mean taken?" in capsys.readouterr().err
    assert main(["merge", "keep", "keep", "--root", str(root)]) == 2
