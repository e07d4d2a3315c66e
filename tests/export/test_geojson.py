"""locations.geojson is what the geojson package would make, and has no secret place in it."""

from __future__ import annotations

from typing import Any

import geojson
import orjson

from bluepages.export.geojsonfile import PROPERTIES
from tests.export.editions import golden, golden_files


def loaded() -> Any:
    return geojson.loads(golden_files()["locations.geojson"])


def test_it_is_a_valid_feature_collection() -> None:
    collection = loaded()
    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.is_valid, collection.errors()
    assert all(isinstance(f, geojson.Feature) and isinstance(f.geometry, geojson.Point) for f in collection.features)


def test_each_feature_equals_the_one_of_the_package() -> None:
    plain = orjson.loads(golden_files()["locations.geojson"])["features"]
    for feature in plain:
        longitude, latitude = feature["geometry"]["coordinates"]
        made = geojson.Feature(
            id=feature["id"],
            geometry=geojson.Point((longitude, latitude), precision=6),
            properties=feature["properties"],
        )
        assert orjson.loads(geojson.dumps(made)) == feature
        assert list(feature["properties"]) == [field.name for field in PROPERTIES]
        assert -125 < longitude < -114 < 32 < latitude < 43, "longitude comes first (RFC 7946, section 3.1.1)"


def test_one_feature_for_each_place_with_a_point() -> None:
    edition = golden()
    wanted = {
        edition.ids.location(slug, provider, key)
        for slug, provider in edition.providers.items()
        for key, spot in edition.spots[slug].items()
        if spot.latitude is not None
    }
    features = loaded().features
    assert {feature["id"] for feature in features} == wanted
    assert len(features) == len(wanted) == 5
    assert "safe-door" not in {feature["properties"]["provider"] for feature in features}


def test_six_decimals_and_no_more() -> None:
    (kitchen,) = (f for f in loaded().features if f["properties"]["name"] == "Harbor Street Kitchen")
    assert kitchen.geometry.coordinates == [-122.271235, 37.8044]
    assert kitchen["properties"]["services"] == ["Hot lunch"]
    assert (kitchen["properties"]["active"], kitchen["properties"]["approximate"]) == (True, False)
