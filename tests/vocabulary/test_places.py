"""ZIP codes, cities and county shapes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.records.placesfiles import check_places
from bluepages.vocabulary import Places, Vocabulary
from bluepages.vocabulary.places import city_key, distance_km

from .conftest import ROOT

PLACES = Places(ROOT / "data" / "places")


@pytest.mark.parametrize(
    ("what", "latitude", "longitude", "county"),
    [
        ("Oakland City Hall", 37.8053, -122.2725, "alameda"),
        ("Markleeville", 38.6949, -119.7799, "alpine"),
        ("San Francisco City Hall", 37.7793, -122.4193, "san-francisco"),
        ("Treasure Island", 37.8235, -122.3706, "san-francisco"),
        ("Los Angeles City Hall", 34.0537, -118.2427, "los-angeles"),
        ("Avalon on Catalina Island", 33.3428, -118.3278, "los-angeles"),
        ("Crescent City", 41.7558, -124.2026, "del-norte"),
        ("El Centro", 32.7920, -115.5631, "imperial"),
        ("end of Santa Monica pier", 34.0077, -118.4995, "los-angeles"),
        ("Reno, Nevada", 39.5296, -119.8138, None),
        ("Las Vegas, Nevada", 36.1699, -115.1398, None),
        ("Tijuana, Mexico", 32.5010, -116.9646, None),
        ("out at sea", 36.0, -124.0, None),
        ("nowhere", 0.0, 0.0, None),
        ("latitude and longitude swapped", -122.2725, 37.8053, None),
    ],
)
def test_county_of_a_point(what: str, latitude: float, longitude: float, county: str | None) -> None:
    if what == "Tijuana, Mexico":
        assert PLACES.county_at(latitude, longitude, tolerance_km=1.0) == county
    else:
        assert PLACES.county_at(latitude, longitude) == county, what
        assert PLACES.in_state(latitude, longitude) == (county is not None)


@settings(max_examples=200, deadline=None)
@given(st.floats(32.4, 42.1), st.floats(-124.5, -114.0))
def test_shapely_agrees_on_every_point(latitude: float, longitude: float) -> None:
    from shapely.geometry import Point

    point = Point(longitude * PLACES._scale, latitude)
    holders = {slug for slug, shape in PLACES._outlines.items() if shape.covers(point)}
    on_a_line = any(shape.boundary.distance(point) < 1e-9 for shape in PLACES._outlines.values())
    found = PLACES.county_at(latitude, longitude, tolerance_km=0.0)
    assert on_a_line or (found in holders if holders else found is None)


def test_shapes_are_sound_and_share_their_neighbours_borders(vocabulary: Vocabulary) -> None:
    outlines = PLACES._outlines
    assert set(outlines) == set(vocabulary.counties)
    # across the bay, and one border too short for the simplified lines
    also = {"san-francisco": {"marin", "alameda"}, "marin": {"san-francisco", "contra-costa"},
            "alameda": {"san-francisco", "san-mateo", "stanislaus"}, "san-mateo": {"alameda"},
            "contra-costa": {"marin"}, "stanislaus": {"alameda"}}  # fmt: skip
    for slug, shape in outlines.items():
        assert shape.is_valid, slug
        touching = {
            other for other, twin in outlines.items() if other != slug and shape.intersection(twin).length > 0.005
        }
        assert set(vocabulary.counties[slug].neighbours) == touching | also.get(slug, set()), slug


def test_distance_to_a_county() -> None:
    assert PLACES.distance_to_county_km(37.8053, -122.2725, "alameda") == 0.0
    assert PLACES.distance_to_county_km(37.8053, -122.2725, "san-francisco") == pytest.approx(10.0, abs=1.0)
    assert PLACES.distance_to_county_km(37.8053, -122.2725, "atlantis") is None


def test_distance_km_of_a_degree() -> None:
    assert distance_km(37.0, -122.0, 38.0, -122.0) == pytest.approx(111.2, abs=0.1)
    assert distance_km(37.0, -122.0, 37.0, -122.0) == 0.0


def test_zip_codes(vocabulary: Vocabulary) -> None:
    place = PLACES.zip("94103")
    assert place is not None
    assert (place.county, place.city, place.latitude, place.longitude) == (
        "san-francisco", "San Francisco", 37.773, -122.4113,
    )  # fmt: skip
    assert PLACES.zip("94103-1234") == place
    assert PLACES.zip("10001") is PLACES.zip("9410") is PLACES.zip("") is PLACES.zip("941031234") is None
    assert len(PLACES.zips) == 2593
    assert {place.county for place in PLACES.zips.values()} == set(vocabulary.counties)


def test_every_zip_lies_in_its_county() -> None:
    far = [
        place.code
        for place in PLACES.zips.values()
        if (PLACES.distance_to_county_km(place.latitude, place.longitude, place.county) or 0) > 4
    ]
    assert far == []


def test_near_zip() -> None:
    assert PLACES.near_zip_km(37.773, -122.4113, "94103") == 0.0
    assert PLACES.near_zip_km(37.8053, -122.2725, "94103") == pytest.approx(12.7, abs=0.2)
    assert PLACES.near_zip_km(37.8053, -122.2725, "00000") is None


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("Oakland", "alameda"),
        ("OAKLAND ", "alameda"),
        ("la canada flintridge", "los-angeles"),
        ("St. Helena", "napa"),
        ("Mt. Shasta", "siskiyou"),
        ("Mc Farland", "kern"),
        ("Industry", "los-angeles"),
        ("City of Industry", "los-angeles"),
        ("Vernon", "los-angeles"),
        ("Markleeville", "alpine"),
        ("Carmel-by-the-Sea", "monterey"),
        ("Burbank", "los-angeles"),
    ],
)
def test_cities(name: str, county: str) -> None:
    city = PLACES.city(name)
    assert city is not None and city.county == county
    assert PLACES.county_at(city.latitude, city.longitude) == county


def test_a_city_of_the_named_county() -> None:
    burbank = PLACES.city("Burbank", "santa-clara")
    assert burbank is not None and burbank.county == "santa-clara"
    assert PLACES.city("Oakland", "los-angeles") is None
    assert PLACES.city("Springfield Gardens") is None


def test_every_county_has_a_city(vocabulary: Vocabulary) -> None:
    assert {city.county for group in PLACES.cities.values() for city in group} == set(vocabulary.counties)


@given(st.text(st.characters(exclude_characters="\u0345"), max_size=40))  # a mark whose capital is a letter
def test_city_key_is_a_fixed_point_without_spaces(name: str) -> None:
    key = city_key(name)
    assert " " not in key and city_key(name.upper().lower()) == city_key(name.lower())


def test_places_are_read_when_asked_for_and_travel_light() -> None:
    places = Places(ROOT / "data" / "places")
    assert places.__dict__ == {"folder": places.folder}
    assert places.zip("94103")
    assert pickle.loads(pickle.dumps(places)).__dict__ == {"folder": places.folder}


def test_a_point_inside_needs_no_shapely() -> None:
    code = (
        "import sys; from pathlib import Path; from bluepages.vocabulary import Places;"
        f"print(Places(Path({str(PLACES.folder)!r})).county_at(37.8053, -122.2725), 'shapely' in sys.modules,"
        " 'rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alameda", "False", "False"]


def test_no_tables_no_answers(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert (places.zip("94103"), places.city("Oakland"), places.county_at(37.8, -122.2)) == (None, None, None)
    assert places.has_shapes is False and places.distance_to_county_km(37.8, -122.2, "alameda") is None


def test_the_tables_have_no_problem(vocabulary: Vocabulary) -> None:
    assert check_places(ROOT, vocabulary) == []


def test_tables_are_small_and_have_plain_line_ends() -> None:
    for path in PLACES.folder.iterdir():
        source = path.read_bytes()
        assert len(source) < 130_000 and b"\r" not in source and source.endswith(b"\n"), path.name


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("zips.csv", "zip,lat,lon\n", 1, "first line"),
        ("zips.csv", "zip,latitude,longitude,county,city\n94103,37.77\n", 2, "2 cells instead of 5"),
        ("zips.csv", "zip,latitude,longitude,county,city\n9410,37.77,-122.4,alameda,X\n", 2, "five digits"),
        ("zips.csv", "zip,latitude,longitude,county,city\n94103,37.77,-122.4,almeda,X\n", 2, '"almeda"'),
        ("zips.csv", "zip,latitude,longitude,county,city\n94103,north,-122.4,alameda,X\n", 2, '"north"'),
        ("zips.csv", "zip,latitude,longitude,county,city\n94103,nan,-122.4,alameda,X\n", 2, '"nan"'),
        ("zips.csv", "zip,latitude,longitude,county,city\n" + "94103,37,-122,alameda,X\n" * 2, 3, "second time"),
        ("cities.csv", "name,county,latitude,longitude,population\nX,alameda,37,-1222,9\n", 2, "longitude"),
        ("counties.geojson", "{", 0, "not GeoJSON"),
        ("counties.geojson", '{"features": []}', 0, "no shape of alameda"),
        ("counties.geojson", '{"features": [{"properties": {"slug": "oz"}, "geometry": {"type": "Point"}}]}', 0, "oz"),
    ],
)
def test_faults_are_named(tmp_path: Path, vocabulary: Vocabulary, name: str, text: str, line: int, words: str) -> None:
    folder = tmp_path / "data" / "places"
    folder.mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    found = [problem for problem in check_places(tmp_path, vocabulary) if problem.rule == "P190"]
    assert any(words in p.message and p.line == line and p.file == f"data/places/{name}" for p in found), found
    places = Places(folder)  # and nothing of it makes the reader fail
    assert places.county_at(37.8, -122.2) is None and places.city("Q") is None and len(places.zips) <= 1


def test_missing_tables_are_a_warning(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = check_places(tmp_path, vocabulary)
    assert [(p.rule, p.level) for p in found] == [("P191", "warning")] * 3
