"""What the pictures of the state say, and what is near: counted, drawn and told without a word too much."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bluepages.enrich import gather
from bluepages.site.coverage import coverage, shade, shade_count
from bluepages.site.nearby import Nearby, distance
from bluepages.site.shelves import Shelves
from bluepages.site.statemap import own_map, shapes, state_map
from tests.site.samples import ELM, SAFE, TODAY, edition
from tests.support import ROOT, make_book

Text = Callable[[str], str]


def test_a_county_is_counted() -> None:
    made = edition()
    found = coverage(made, Shelves(made))["fresno"]
    assert {"food.pantry", "food.calfresh", "things.cooling", "safety.dv"} <= set(found.met)
    assert "legal.eviction" not in found.met and not set(found.met) & set(found.missing)
    # One check by a person; a fresh source each for 30 pantries, 4 branches, the shelter and the forms; one of 2020.
    assert (found.checked, found.recent, found.old, found.undated) == (1, 36, 1, 0)
    assert found.by_top["food"] == 33 and found.by_top["transport"] == 0
    assert coverage(made, Shelves(made))["alpine"].offers == 0


@pytest.mark.parametrize(("share", "step"), [(0, 0), (0.01, 1), (0.25, 1), (0.26, 2), (0.75, 3), (1, 4)])
def test_shades(share: float, step: int) -> None:
    assert shade(share) == step


def test_shades_of_counts() -> None:
    assert [shade_count(n) for n in (0, 1, 2, 3, 5, 6, 20, 21, 4000)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_the_state_is_drawn_whole() -> None:
    drawn = state_map(shapes(ROOT / "data" / "places"))
    assert drawn is not None and len(drawn.counties) == 58
    for each in drawn.counties:
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", each.path), each.slug
        numbers = [int(n) for start in re.findall(r"M(\d+) (\d+)", each.path) for n in start]
        assert all(0 <= n <= max(drawn.width, drawn.height) for n in numbers)


def test_no_shapes_no_map(tmp_path: Path) -> None:
    assert state_map(shapes(tmp_path)) is None


def test_towns_do_not_collide() -> None:
    ring = [(-120.0, 36.0), (-119.0, 36.0), (-119.0, 37.0), (-120.0, 37.0)]
    drawn = own_map([ring], [("A", 36.5, -119.9), ("B", 36.501, -119.5), ("C", 36.9, -119.1)])
    assert [name for name, *_ in drawn.towns] == ["A", "C"]
    assert drawn.towns[1][3] == "end"  # near the right side, the name stands left of its dot


def test_the_page_of_counties_has_a_table_for_each_picture(text: Text) -> None:
    html = text("counties/index.html")
    assert html.count('class="state-map"') == 2 and html.count("<use href=") > 100
    assert re.search(r"There are \d+ gaps", html)
    row = re.search(r'<tr><th scope="row"><a href="fresno/">Fresno</a></th>(.*?)</tr>', html)
    assert row and '<td class="m4"><a href="fresno/food">33</a></td>' in row[1] and '<td class="m0">0</td>' in row[1]
    assert re.search(r'<th scope="row">Fresno</th><td>\d+</td><td>97%</td><td>1</td><td>36</td><td>1</td>', html)


def test_a_county_says_what_is_missing_and_how_to_help(text: Text) -> None:
    html = text("counties/fresno/index.html")
    for words in ("How fresh this is", "<b>36</b> from a list less than a year old", "kinds of help are not listed",
                  "How you can help", 'class="own-map"', "Keep on this device"):  # fmt: skip
        assert words in html, words
    assert "github.com" not in html  # this directory has no repository


def test_what_is_near_is_nearest_first_and_shares_a_need() -> None:
    plain = {key: value for key, value in ELM.items() if key != "formerly"}
    far = {**plain, "locations": {"hall": {**ELM["locations"]["hall"], "latitude": 36.9}}}
    near = {**far, "locations": {"hall": {**ELM["locations"]["hall"], "latitude": 36.72}}}
    other = {**near, "services": {"x": {"name": "X", "needs": ["legal.eviction"], "at": {"hall": {}}}}}
    names = {"fresno/elm": plain, "fresno/far": far, "fresno/near": near, "fresno/other": other}
    made = gather(make_book(names), TODAY)
    found = Nearby(made, Shelves(made)).of("elm", 4)
    assert [(each.slug, each.need) for each in found] == [("near", "food.pantry"), ("far", "food.pantry")]
    assert found[0].miles == pytest.approx(distance((36.71, -119.8), (36.72, -119.8)))


def test_no_distance_is_told_from_or_to_a_confidential_place() -> None:
    open_door = {
        **SAFE,
        "name": "Open Door",
        "locations": {
            "office": {"confidential": False, "public_address": {"by": "fresno", "date": "2026-01-02", "how": "call"},
                       "address": {"address_1": "5 Main St", "city": "Fresno", "postal_code": "93706"},
                       "latitude": 36.74, "longitude": -119.78}
        },
        "services": {"talk": {"name": "Advice", "needs": ["safety.dv"], "at": {"office": {}}}},
    }  # fmt: skip
    made = gather(make_book({"fresno/quiet-door": SAFE, "fresno/open-door": open_door}), TODAY)
    nearby = Nearby(made, Shelves(made))
    assert [(each.slug, each.miles) for each in nearby.of("quiet-door", 4)] == [("open-door", None)]
    assert nearby.of("open-door", 4) == []
