"""A small directory in which each thing that can be in doubt is in doubt somewhere."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import msgspec

from bluepages.enrich import Edition, gather
from bluepages.enrich.links import DeadLink
from bluepages.enrich.reviews import CountyThread, Proposal, Review, Reviews
from bluepages.records.book import Book
from bluepages.records.leads import Lead
from bluepages.vocabulary import Steward
from tests.support import kitchen, make_book

TODAY = date(2026, 11, 25)
CHECK = {"by": "alameda", "how": "phone call"}
ASKED = "Another source gives 510-555-0188. Is it right?"
ROSA = Steward("rosa", "Rosa M.", ("alameda",), github="rosa-example", organization="Eastside Neighbors")


def record(name: str, **more: Any) -> dict[str, Any]:
    """A kitchen with another name, telephone, street and page, so that it resembles no other."""
    made = {**kitchen(), "name": name, **more}
    number = sum(map(ord, name)) % 10000
    made["phones"] = more.get("phones") or [{"number": f"510-555-{number:04}"}]
    made["website"] = f"https://w{number}.example.org"
    made["locations"] = copy.deepcopy(made["locations"])
    if "address" in made["locations"].get("kitchen", {}):
        made["locations"]["kitchen"]["address"]["address_1"] = f"{number} Main St"
    return made


def checked(name: str, day: str, *covers: str) -> dict[str, Any]:
    made = record(name)
    made["services"]["hot-lunch"]["verified"] = {**CHECK, "date": day, **({"covers": list(covers)} if covers else {})}
    return made


def safe_house() -> dict[str, Any]:
    made = record("Quiet Door")
    made["locations"] = {"house": {"confidential": True, "county": "alameda", "address": {"city": "Oakland"}}}
    made["services"]["hot-lunch"] = {"name": "Safe place", "needs": ["housing.safe"], "at": {"house": {}}}
    made["questions"] = [{"field": "locations.house", "text": "Is it still at 77 Hidden Lane?"}]
    return made


def vague() -> dict[str, Any]:
    made = record("Vague Pantry")
    del made["locations"]["kitchen"]["latitude"], made["locations"]["kitchen"]["longitude"]
    del made["services"]["hot-lunch"]["at"]["kitchen"]["hours"]
    return made


def records() -> dict[str, dict[str, Any]]:
    one = record("Twin Oaks Center", phones=[{"number": "510-555-0177"}])
    other = record("Twin Oaks Centre", phones=[{"number": "510-555-0177"}])
    asked = record("Asked About")
    asked["questions"] = [{"field": "phones", "text": ASKED, "date": "2020"}]
    return {
        "fresh": checked("Fresh Food", "2026-11-01", "hours", "phone", "address", "eligibility"),
        "wholly": checked("Wholly Checked", "2026-11-02"),
        "partly": checked("Partly Known", "2026-11-02", "hours", "phone"),
        "aged": checked("Aged Aid", "2025-11-01", "hours", "phone", "address", "eligibility"),
        "never": record("Never Seen"),
        "asked": asked,
        "reported": record("Reported Rations"),
        "gone": record("Gone Goods", closed={"date": "2026-05-01"}),
        "linked": record("Linked Larder"),
        "twin-one": one,
        "twin-two": other,
        "quiet-door": safe_house(),
        "vague": vague(),
        "napa/far": record("Far Away Foods"),
    }


def edition(extra: dict[str, dict[str, Any]] | None = None, *, repository: str = "") -> Edition:
    book = make_book({**records(), **(extra or {})})
    words = msgspec.structs.replace(book.vocabulary, stewards={"rosa": ROSA})
    config = msgspec.structs.replace(book.config, repository=repository)
    leads = [
        Lead("Old Chapel Pantry", "alameda", "Oakland", "food pantry", "2015-01-01", "older than 2 years", "some-list"),
        Lead("Nowhere Pantry", "", "", "food pantry", "2015-01-01", "older than 2 years", "some-list"),
    ]
    whole = Book(book.root, config, words, book.entries, book.problems, leads)
    reviews = Reviews(
        (Review("reported", "closed", "https://github.com/o/n/issues/7", "2026-11-20"),),
        (),
        (
            Proposal(9, "Correct Fresh Food: Hours @team", "https://github.com/o/n/pull/9", "2026-11-20", "alameda"),
            Proposal(4, "New <b>thing</b>\u202e", "https://github.com/o/n/pull/4", "2026-10-01", "napa"),
            Proposal(5, "At the very edge", "https://github.com/o/n/pull/5", "2026-11-11", ""),
        ),
        (CountyThread("alameda", "https://github.com/o/n/issues/3"),),
    )
    links = [DeadLink("linked", "https://linked.example.org/menu", "404", "2026-11-01")]
    return gather(whole, TODAY, reviews=reviews, links=links)
