"""The list of open reviews and withheld places: read strictly, and withheld means in no output at all."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bluepages.enrich.hiding import hide_withheld
from bluepages.enrich.reviews import FILE, NONE, Review, Reviews, Withheld, decode, encode, read_reviews
from bluepages.errors import Complaint
from bluepages.output import build
from bluepages.output.build import Options
from tests.support import kitchen, make_book, make_directory

SLUG = "harbor-street-community-kitchen"
TODAY = date(2026, 11, 21)
WITHHELD: dict[str, Any] = {"withheld": [{"slug": SLUG, "location": "kitchen", "since": "2026-11-20"}]}


def house() -> dict[str, Any]:
    """A record that tells its street in as many places as it may."""
    return {
        **kitchen(),
        "description": "Volunteers serve hot meals at 4471 Quill Street, Oakland, CA 94613.",
        "services": {
            "hot-lunch": {
                **kitchen()["services"]["hot-lunch"],
                "description": "Come to 4471 Quill St. at noon; mail to 55 Elm Ave.",
                "at": {"kitchen": {"hours": "Mo-Fr 11:30-13:30", "description": "Ring at 4471 Quill St"}},
            },
            "other": {"name": "Advice", "needs": ["food.meals"], "at": {"office": {}}},
        },
        "locations": {
            "kitchen": {
                "address": {"address_1": "4471 Quill St", "city": "Oakland", "postal_code": "94613"},
                "latitude": 37.8123,
                "longitude": -122.2612,
            },
            "side-door": {"address": {"address_1": "4471 QUILL STREET, Suite 2", "city": "Oakland"}},
            "office": {"address": {"address_1": "55 Elm Ave", "city": "Oakland", "postal_code": "94612"}},
        },
        "translations": {"es": {"description": "Comidas en 4471 Quill Street."}},
        "questions": [{"field": "phones", "text": "Is 4471 Quill St, 94613 still right?"}],
    }


TELLING = ("Quill", "QUILL", "quill", "94613", "37.8123", "-122.2612")


def everything(folder: Path) -> dict[str, bytes]:
    """Every byte below a folder, archives unpacked."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in [name for name in found if name.endswith(".zip")]:
        with zipfile.ZipFile(BytesIO(found.pop(name))) as archive:
            found |= {f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()}
    return found


def built(folder: Path, listed: object) -> dict[str, bytes]:
    make_directory(folder, {SLUG: house()})
    if listed is not None:
        (folder / FILE).parent.mkdir()
        (folder / FILE).write_text(json.dumps(listed), encoding="utf-8")
    assert not build(folder, Options(out=folder / "_site", today=TODAY)).withheld
    return everything(folder / "_site")


def telling(files: dict[str, bytes]) -> set[str]:
    """Names of files that tell the street; the lists of all towns and ZIP codes of the state tell of no place."""
    return {
        name
        for name, content in files.items()
        if any(piece.encode() in content for piece in TELLING) and not content.startswith(b'{"id":"places:')
    }


@pytest.mark.slow
def test_a_withheld_place_is_in_no_output(tmp_path: Path) -> None:
    shown, hidden = built(tmp_path / "a", None), built(tmp_path / "b", WITHHELD)
    assert telling(shown) >= {f"p/{SLUG}.html", f"es/p/{SLUG}.html", "data/services.csv", "data/locations.geojson"}
    assert not telling(hidden)
    page, spanish = hidden[f"p/{SLUG}.html"].decode(), hidden[f"es/p/{SLUG}.html"].decode()
    assert "Address on request" in page and "Dirección a petición" in spanish
    assert "55 Elm Ave" in page, "the other place stays"
    for word in ("safety", "withheld", "confidential", "review"):
        assert word not in page.lower().split("<main", 1)[1].split('id="wrong"')[0], "it does not say why"
    assert page.replace("https://test.example.org", "") and "Hot lunch" in page


@pytest.mark.parametrize(
    ("locations", "left"),
    [({"kitchen"}, {"office"}), ({"side-door"}, {"office"}), ({"office"}, {"kitchen", "side-door"}),
     ({"nowhere"}, set()), ({""}, set())],
)  # fmt: skip
def test_which_places_are_hidden(locations: set[str], left: set[str]) -> None:
    reviews = Reviews(withheld=tuple(Withheld(SLUG, each) for each in locations))
    made = hide_withheld(make_book({SLUG: house()}), reviews)
    places = made.providers[SLUG].locations
    assert {key for key, place in places.items() if not place.confidential} == left
    assert made.by_slug[SLUG].confidential
    for key, place in places.items():
        assert key in left or (place.address and place.address.city == "Oakland" and not place.address.address_1)


def test_a_key_made_of_the_street_is_changed() -> None:
    record = kitchen()
    record["locations"] = {"4471-quill-st": {**record["locations"]["kitchen"], "formerly": ["12-old-rd"]}}
    record["services"]["hot-lunch"]["at"] = {"4471-quill-st": {}}
    made = hide_withheld(make_book({SLUG: record}), Reviews(withheld=(Withheld(SLUG, "12-old-rd"),)))
    provider = made.providers[SLUG]
    assert list(provider.locations) == ["place-1"] == list(provider.services["hot-lunch"].at)
    assert not provider.locations["place-1"].formerly


def test_a_service_may_be_called_like_a_field_and_is_read_like_any_text() -> None:
    """The area `serves` keeps its ZIP codes; a service with the key `serves` is text, which may tell the street."""
    record = house()
    street = record["locations"]["kitchen"]["address"]["address_1"]
    record["services"]["serves"] = {"name": "Dinner", "needs": ["food.meals"], "description": f"Come to {street}."}
    made = hide_withheld(make_book({SLUG: record}), Reviews(withheld=(Withheld(SLUG, "kitchen"),)))
    provider = made.by_slug[SLUG].provider
    assert provider is not None and street not in provider.services["serves"].description


def test_earlier_names_are_followed_and_other_records_left_alone() -> None:
    book = make_book({SLUG: {**kitchen(), "formerly": ["old-kitchen"]}, "other": {**kitchen(), "name": "Other"}})
    made = hide_withheld(book, Reviews(withheld=(Withheld("old-kitchen", "kitchen"), Withheld("gone", "x"))))
    assert made.providers[SLUG].locations["kitchen"].confidential
    assert made.providers["other"] is book.providers["other"]
    assert hide_withheld(book, NONE) is book


def test_reviews_are_shown_with_their_reason_and_link(tmp_path: Path) -> None:
    listed = {"reviews": [
        {"slug": SLUG, "reason": "closed", "url": "https://github.com/o/r/issues/41", "opened": "2026-11-20"},
        {"slug": SLUG, "reason": "new-kind", "service": "hot-lunch"},
        {"slug": "gone", "reason": "closed"},
    ]}  # fmt: skip
    files = built(tmp_path, listed)
    page, spanish = files[f"p/{SLUG}.html"].decode(), files[f"es/p/{SLUG}.html"].decode()
    for said in (
        "Under review.",
        "Somebody said that this has closed.",
        "Since November 20, 2026.",
        'href="https://github.com/o/r/issues/41"',
        "Hot lunch: Somebody said that something here is wrong.",
    ):
        assert said in page, said
    assert "En revisión." in spanish and "20 de noviembre de 2026" in spanish


def test_no_file_is_no_review(tmp_path: Path) -> None:
    assert read_reviews(tmp_path) == NONE == decode(b"{}")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '{"reviews": {}}', '{"more": []}', '{"withheld": ["a"]}', '{"withheld": [{}]}',
     '{"withheld": [{"slug": "../x"}]}', '{"withheld": [{"slug": "a", "location": "A b"}]}',
     '{"withheld": [{"slug": "a", "since": "soon"}]}', '{"withheld": [{"slug": "a", "why": "unsafe"}]}',
     '{"reviews": [{"slug": "a"}]}', '{"reviews": [{"slug": "a", "reason": "<b>"}]}',
     '{"reviews": [{"slug": "a", "reason": "closed", "url": "javascript:alert(1)"}]}',
     '{"reviews": [{"slug": "a", "reason": "closed", "opened": "20 Nov"}]}', "[" * 100_000, "\u00ff" * 10],
)  # fmt: skip
def test_a_broken_file_stops_the_build(tmp_path: Path, text: str) -> None:
    make_directory(tmp_path, {SLUG: kitchen()})
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text, encoding="latin-1")
    with pytest.raises(Complaint) as stopped:
        build(tmp_path, Options(out=tmp_path / "_site", today=TODAY))
    assert FILE in str(stopped.value) and not (tmp_path / "_site").exists()


def test_what_is_written_is_read_again() -> None:
    reviews = Reviews((Review("b", "closed", "https://x.example/1", "2026-11-01"), Review("a", "hours")),
                      (Withheld("a", "x", "2026-11-01"),))  # fmt: skip
    again = decode(encode(reviews))
    assert set(again.reviews) == set(reviews.reviews) and again.withheld == reviews.withheld
    assert encode(again) == encode(reviews)
