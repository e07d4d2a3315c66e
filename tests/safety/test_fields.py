"""Wherever in a confidential record a street is written, the record is stopped, or it gives the street to nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from bluepages import checks
from bluepages.model import Provider
from bluepages.problems import Path
from bluepages.records.book import Book
from tests.safety.canaries import PAST, leaks
from tests.support import kitchen, make_book

LINE, KEY = PAST.line, PAST.key
PHONE = {"number": "510-666-0188", "description": "Intake desk"}
SOURCE = {"ref": "web:example.org", "date": "2026-10-01", "note": "Page two"}


def record() -> dict[str, Any]:
    """A confidential record with every field in which one can write."""
    words = {"name": "Refugio", "alternate_name": "R", "description": "Ayuda", "eligibility_description": "Todos",
             "cost": "Nada", "application_process": "Llame", "required_documents": ["Carta"],
             "interpretation_services": "Sí", "alert": "Llame antes"}  # fmt: skip
    place_words = {"name": "Casa", "description": "Casa", "transportation": "Bus", "accessibility_details": "Rampa"}
    return {
        "name": "Harbor Home", "alternate_name": "HH", "description": "Counsel for families.",
        "website": "https://example.org/help", "email": "help@example.org", "legal_status": "Nonprofit",
        "identifiers": {"US-EIN": "12-3456789", "other": "A"}, "phones": [PHONE],
        "locations": {"house": {
            "confidential": True, "county": "alameda", "address": {"city": "Oakland", "region": "East Bay"},
            "name": "House", "alternate_name": "H", "description": "Quiet", "accessibility_details": "Ramp",
            "hours": "24/7", "phones": [PHONE], "formerly": ["home"], "merged": ["other/home"], "sources": [SOURCE],
        }},
        "services": {"shelter": {
            "name": "Shelter", "alternate_name": "S", "description": "Beds.", "needs": ["safety.dv"],
            "eligibility_description": "Anyone.", "cost": "Nothing",
            "cost_options": [{"option": "Bed", "amount_description": "Per night"}],
            "application_process": "Call.", "required_documents": ["A letter"], "interpretation_services": "By phone",
            "url": "https://example.org/beds", "email": "beds@example.org", "phones": [PHONE],
            "hours": 'Mo-Fr 09:00-17:00 "by appointment"', "serves": {"cities": ["Oakland"]},
            "at": {"house": {"description": "Ring", "hours": '24/7 "call"', "phones": [PHONE]}},
            "alert": {"text": "Full", "until": "2027-01-01"},
            "closed": {"date": "2026-01-01", "note": "Moved", "see": ["kitchen"]},
            "verified": {"date": "2026-10-01", "by": "alameda", "how": "phone call", "covers": ["hours"]},
            "identifiers": {"state": "X-1"}, "formerly": ["beds"], "merged": ["other/beds"], "sources": [SOURCE],
        }},
        "closed": {"date": "2026-01-01", "note": "Moved"}, "formerly": ["harbor"], "merged": ["haven"],
        "translations": {"es": {"name": "Hogar", "description": "Ayuda", "services": {"shelter": words},
                                "locations": {"house": place_words}}},
        "sources": [SOURCE], "questions": [{"field": "hours", "text": "Still so?", "ref": "web:example.org"}],
    }  # fmt: skip


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif isinstance(value, str):
        yield path


def planted(path: Path, text: str) -> dict[str, Any]:
    made = json.loads(json.dumps(record()))
    holder: Any = made
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = text
    return made


def told(book: Book) -> dict[str, bytes]:
    """Everything that is left of a record when it has been read, if no error keeps it from being published."""
    problems = checks.run(book, today=date(2026, 11, 21))
    messages = b"\n".join(repr(problem).encode() for problem in problems)
    if any(problem.level == "error" for problem in problems):
        return {"messages": messages}
    return {"messages": messages, "record": b"".join(map(msgspec.json.encode, book.providers.values()))}


def test_the_record_has_every_field_that_takes_text() -> None:
    entry = make_book({"harbor-home": record()}).by_slug["harbor-home"]
    assert entry.provider is not None, entry.problems
    assert "record" in told(make_book({"harbor-home": record(), "kitchen": kitchen()})), (
        "it is stopped for nothing else"
    )
    assert {path[0] for path in leaves(record())} >= {
        name for name in Provider.__struct_fields__ if name not in ("year_incorporated", "not_duplicate_of")
    }


@pytest.mark.parametrize("path", list(leaves(record())), ids=lambda path: ".".join(map(str, path)))
def test_a_street_is_stopped_wherever_it_stands(path: Path) -> None:
    for text in (f"At {LINE}", KEY, f"https://example.org/{KEY.replace('-', '_')}.html", f'24/7 "{LINE}"'):
        book = make_book({"harbor-home": planted(path, text), "kitchen": kitchen()})
        assert leaks(told(book)) == {}, f"{path}: {text}"


@pytest.mark.parametrize("slug", [KEY, f"house-at-{KEY}"])
def test_and_in_names_of_files_and_keys(slug: str) -> None:
    assert set(told(make_book({slug: record()}))) == {"messages"}
    renamed = record()
    renamed["services"][slug] = renamed["services"].pop("shelter")
    assert set(told(make_book({"harbor-home": renamed}))) == {"messages"}
    renamed = record()
    renamed["locations"][slug] = renamed["locations"].pop("house")
    renamed["services"]["shelter"]["at"] = {slug: {}}
    assert set(told(make_book({"harbor-home": renamed}))) == {"messages"}
