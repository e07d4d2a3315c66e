"""The page of a provider: honest about what is checked, old or unknown, and silent about what must not be told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from bluepages.enrich import Edition, gather
from bluepages.model import Phone
from bluepages.site.links import directions, web_link
from bluepages.site.openings import opening
from bluepages.site.pages import site_folder
from bluepages.site.phones import callable_first, dial
from bluepages.site.provenance import licence_words, short_address
from bluepages.site.provider import provider_view_page
from bluepages.site.said import Said
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Plan, Stage
from tests.site.conftest import rendered_with
from tests.site.samples import ELM, SAFE, TODAY, edition
from tests.support import ROOT, make_book

Text = Callable[[str], str]


def stage(made: Edition) -> Stage:
    return Stage(made, Shelves(made), Plan("https://x.example.org/", site_folder(ROOT), True))


def page(record: dict[str, Any], language: str = "en", *, repository: str = "") -> str:
    made = gather(make_book({"fresno/one": record}), TODAY)
    if repository:
        made.config = replace(made.config, repository=repository)
    here = stage(made)
    return here.render(provider_view_page("one", here, language), language)[1].decode()


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_what_a_person_needs_first_comes_first(text: Text) -> None:
    html = text("p/elm-street-neighbors.html").partition("<main")[2]
    order = ["<h1>Elm Street Neighbors</h1>", "1200 Elm Ave", 'href="tel:+15595550101"', "Directions",
             "What you can get here", "Where this comes from"]  # fmt: skip
    places = [html.find(part) for part in order]
    assert -1 not in places and places == sorted(places)


def test_a_check_is_told_with_what_it_covered(text: Text) -> None:
    html = text("p/elm-street-neighbors.html")
    assert (
        "Checked by phone on November 9, 2026, by a steward of Fresno County (Saturday food box): hours and phone."
        in html
    )
    assert "Comprobado por teléfono el 9 de noviembre de 2026" in text("es/p/elm-street-neighbors.html")


def test_what_nobody_checked_never_looks_checked(made: dict[str, bytes]) -> None:
    for path, content in made.items():
        if path.startswith("p/") and "elm-street" not in path and b"refresh" not in content:
            assert b"Not yet checked by a person." in content, path
            assert b"Checked by" not in content and b"data-checked" not in content, path


def test_questions_for_stewards_are_not_facts(made: dict[str, bytes]) -> None:
    shown = [path for path, content in made.items() if b"QUESTION-FOR-STEWARDS" in content]
    assert shown and all("stewards/fresno/" in path for path in shown), "only on the pages of those who find out"


def test_translated_words_are_used_and_others_are_marked(text: Text) -> None:
    html = text("es/p/elm-street-neighbors.html")
    assert "<h3>Caja de comida del sábado</h3>" in html
    assert '<h3><span lang="en">Help with CalFresh forms</span></h3>' in html
    assert '<span lang="en">' not in text("p/elm-street-neighbors.html")


def test_hours_for_the_browser_carry_their_dates(text: Text) -> None:
    html = text("p/elm-street-neighbors.html")
    assert 'data-hours="6=540-780;hx" data-checked="2026-11-09" data-dated="2026-01"' in html
    assert '<span class="state call">Call first</span>' in text("p/bare-minimum.html") or "data-hours" not in text(
        "p/bare-minimum.html"
    )


def test_comments_read_call_first() -> None:
    hours = opening('Tu 10:00-12:00 "by appointment"', "en")
    assert hours.known and not hours.opens
    assert not opening("", "en").known and not opening("unknown", "en").known and not opening("nonsense", "en").known


def test_the_table_leaves_seasons_and_holidays_to_the_lines() -> None:
    hours = opening("Mo-Fr 09:00-17:00; 2026 Dec 24 off; PH off", "en")
    assert len(hours.rows) == 7
    assert [line.days for line in hours.lines] == ["December 24, 2026", "Public holidays"]
    assert not opening("Jun-Aug Tu 08:00-12:00", "en").rows


def test_a_confidential_place(text: Text) -> None:
    html = text("p/quiet-door.html")
    assert "Address on request" in html and "Fresno County" in html
    assert "data-points" not in html and "google.com/maps" not in html


def test_a_glance_at_a_sensitive_page_tells_nothing(text: Text) -> None:
    """Neither the tab, nor the history, nor a preview in a message says what it is about; nor does a redirect."""
    for path in ("p/quiet-door.html", "es/p/quiet-door.html", "counties/fresno/safety-dv.html", "needs/safety-dv.html"):
        head = text(path).partition("</head>")[0]
        assert "<title>Blue Pages Test</title>" in head and 'og:title" content="Blue Pages Test"' in head, path
        assert "ld+json" not in head and 'name="description"' not in head and "og:description" not in head, path
        assert "Quiet Door" not in head and "violen" not in head.lower(), path
    sent = re.findall(r'href="((?:sms|mailto):\?[^"]*body=[^"]*)"', text("p/quiet-door.html"))
    assert len(sent) == 2 and not [link for link in sent if "Quiet" in link]
    moved = rendered_with({"fresno/quiet-door": {**SAFE, "formerly": ["old-door"]}})["p/old-door.html"].decode()
    assert "<title>Blue Pages Test</title>" in moved


def test_a_closed_provider_says_where_to_go(text: Text) -> None:
    html = text("p/old-mill-pantry.html")
    assert "This closed on June 30, 2025." in html
    assert '<a href="../p/elm-street-neighbors">Elm Street Neighbors</a>' in html
    assert "nobody-knows" not in html and 'href="tel:+15595550180"' not in html
    assert 'class="panel place"' not in html and 'class="map"' not in html, "nobody is led to where it was"
    assert "Where to go instead" in html and "Pantry 00" in html
    assert "call before you go" not in html and "confirm/?p=" not in html, "nor asked to call, or to say that it stands"
    assert "call before you go" in text("p/hostile.html") and "confirm/?p=" in text("p/hostile.html")
    assert "old-mill-pantry" not in text("counties/fresno/food-pantry.html")
    assert "old-mill-pantry" in text("counties/fresno/index.html")


def test_alerts_end() -> None:
    assert "No forms in the last week" in page(ELM)
    old = {**ELM, "services": {**ELM["services"], "forms": {**ELM["services"]["forms"]}}}
    old["services"]["forms"]["alert"] = {"text": "Long ago.", "until": "2026-11-20"}
    assert "Long ago." not in page(old)


def test_links_to_correct_only_where_there_is_a_repository() -> None:
    assert "github.com" not in page(ELM)
    html = page(ELM, repository="o/r")
    assert "https://github.com/o/r/edit/main/data/providers/fresno/one.yaml" in html
    assert "https://github.com/o/r/commits/main/data/providers/fresno/one.yaml" in html
    secret = {**ELM, "locations": {"hall": {"confidential": True, "county": "fresno"}}}
    assert "/commits/" not in page(secret, repository="o/r")


def test_data_for_search_engines() -> None:
    data = data_of(page(ELM))
    assert data["@type"] == "NGO" and data["telephone"] == "+15595550101"
    assert data["location"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 36.71, "longitude": -119.8}
    assert data["makesOffer"][0]["itemOffered"]["name"] == "Saturday food box"
    assert "openingHoursSpecification" not in data["location"][0]  # two services with other hours
    one = {**ELM, "services": {"food-box": ELM["services"]["food-box"]}}
    assert data_of(page(one))["location"][0]["openingHoursSpecification"] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Saturday"], "opens": "09:00", "closes": "13:00"}
    ]


def test_old_hours_are_not_told_to_search_engines() -> None:
    box = {key: value for key, value in ELM["services"]["food-box"].items() if key != "verified"}
    old = {**ELM, "services": {"food-box": box}, "sources": [{"ref": "web:x.example.org", "date": "2020"}]}
    assert "openingHoursSpecification" not in data_of(page(old))["location"][0]


def test_facts(text: Text) -> None:
    html = text("p/elm-street-neighbors.html")
    for fact in ("<dd>Anyone in Fresno County</dd>", "<dd>Free</dd>", "18 and older", "Copies: $2.50",
                 "Fresno County, Clovis, and ZIP code 93612", "Ring at the side door.", "Bus 32 stops outside.",
                 '<span lang="es">Español</span> (Spanish)'):  # fmt: skip
        assert fact in html, fact


def test_many_places_follow_the_services(text: Text) -> None:
    html = text("p/county-library.html")
    assert html.index('id="services"') < html.index('id="places"')
    assert '<a href="#at-branch-3">Branch 3</a>' in html


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        (Phone("510-555-0142"), "tel:+15105550142"),
        (Phone("1-800-555-0199", extension="42"), "tel:+18005550199,42"),
        (Phone("211"), "tel:211"),
        (Phone("741741", type="text"), "sms:741741"),
        (Phone("call us"), ""),
    ],
)
def test_dialling(phone: Phone, link: str) -> None:
    assert dial(phone) == link


def test_the_first_telephone_is_one_to_speak_on() -> None:
    fax, text_line, voice = Phone("510-555-0001", type="fax"), Phone("51000", type="text"), Phone("510-555-0002")
    assert callable_first([fax, text_line, voice]) is voice
    assert callable_first([fax, text_line]) is text_line
    assert callable_first([fax]) is None


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a\nb", 'https://a"b', "ftp://a"]
)
def test_only_web_addresses_are_linked(address: str) -> None:
    assert web_link(address) == ""


def test_small_words() -> None:
    assert directions("1 A & B St", "", "Oakland").endswith("destination=1%20A%20%26%20B%20St%2C%20Oakland")
    assert short_address("https://www.example.org/a/") == "example.org/a"
    assert len(short_address("https://example.org/" + "x" * 99)) == 60
    words = stage(edition()).words("en")
    assert (licence_words("CC-BY-4.0", words), licence_words("facts-only", words)) == (
        "CC BY 4.0", "facts only, in our own words")  # fmt: skip
    assert Said("<b>", "en").__html__() == '<span lang="en">&lt;b&gt;</span>'
