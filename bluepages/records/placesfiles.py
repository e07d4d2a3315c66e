"""Check the places tables of a directory: `data/places/zips.csv`, `cities.csv` and `counties.geojson`.

`bluepages.vocabulary.Places` reads them on the way and passes over what it cannot use; here each such row is named.
Findings are P190 (wrong) and P191 (missing: the checks that need the table are then left out).
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from bluepages.problems import Problem
from bluepages.vocabulary import Vocabulary, nearest

ZIP_COLUMNS: Final = ("zip", "latitude", "longitude", "county", "city")
PLACES_FILES: Final = tuple(f"data/places/{name}" for name in ("zips.csv", "cities.csv", "counties.geojson"))
CITY_COLUMNS: Final = ("name", "county", "latitude", "longitude", "population")

_MAKER = "tools/make_places.py makes these files."


def check_places(root: Path, vocabulary: Vocabulary) -> list[Problem]:
    """Everything that is wrong with the places tables of the directory at `root`, by file and line."""
    folder = root / "data" / "places"
    problems: list[Problem] = []
    for name, columns in (("zips.csv", ZIP_COLUMNS), ("cities.csv", CITY_COLUMNS)):
        problems += _table(folder / name, columns, vocabulary)
    return problems + _shapes(folder / "counties.geojson", vocabulary)


def _problem(name: str, line: int, message: str, hint: str = _MAKER, rule: str = "P190") -> Problem:
    return Problem(rule, "warning" if rule == "P191" else "error", f"data/places/{name}", line, "", message, hint)


def _missing(name: str) -> list[Problem]:
    return [_problem(name, 0, "This file is missing; checks that need it are left out.", rule="P191")]


def _table(path: Path, columns: tuple[str, ...], vocabulary: Vocabulary) -> list[Problem]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            if tuple(next(reader, ())) != columns:
                return [_problem(path.name, 1, f"The first line should be: {','.join(columns)}")]
            seen: set[tuple[str, ...]] = set()
            return [
                _problem(path.name, reader.line_num, message, hint)
                for row in reader
                for message, hint in _row(row, columns, vocabulary, seen)
            ]
    except FileNotFoundError:
        return _missing(path.name)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [_problem(path.name, 0, f"This file cannot be read as CSV in UTF-8 ({type(error).__name__}).")]


def _row(
    row: list[str], columns: tuple[str, ...], vocabulary: Vocabulary, seen: set[tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one row, with a hint each."""
    if len(row) != len(columns):
        yield f"This line has {len(row)} cells instead of {len(columns)}.", _MAKER
        return
    cells = dict(zip(columns, row, strict=True))
    key = (cells["zip"],) if "zip" in cells else (cells["name"], cells["county"])
    if key in seen:
        yield f"{' in '.join(key)} stands here a second time.", "Delete one of the two lines."
    seen.add(key)
    if "zip" in cells and not re.fullmatch("[0-9]{5}", cells["zip"]):
        yield f'"{cells["zip"]}" is not a ZIP code of five digits.', "Write it like 94103."
    if cells["county"] not in vocabulary.counties:
        near = nearest(cells["county"], vocabulary.counties)
        hint = f"Did you mean {near}?" if near else "Use a slug of counties.yaml."
        yield f'"{cells["county"]}" is not a county.', hint
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        if not _within(cells[name], limit):
            yield f'"{cells[name]}" is not a {name} in degrees.', "Write it like 37.8044 or -122.2712."


def _within(text: str, limit: float) -> bool:
    try:
        return math.isfinite(float(text)) and abs(float(text)) <= limit
    except ValueError:
        return False


def _shapes(path: Path, vocabulary: Vocabulary) -> list[Problem]:
    try:
        collection: Any = msgspec.json.decode(path.read_bytes())
        slugs = [feature["properties"]["slug"] for feature in collection["features"]]
        wrong = [slug for slug, f in zip(slugs, collection["features"], strict=True) if not _outline(f["geometry"])]
    except FileNotFoundError:
        return _missing(path.name)
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return [_problem(path.name, 0, "This is not GeoJSON with a slug for each county.")]
    lacking = sorted(set(vocabulary.counties) - set(slugs))
    unknown = sorted({str(slug) for slug in slugs} - set(vocabulary.counties))
    found = [_problem(path.name, 0, f"The outline of {slug} is not a polygon of rings.") for slug in wrong]
    if lacking:
        found.append(_problem(path.name, 0, f"There is no shape of {', '.join(lacking)}."))
    if unknown:
        found.append(_problem(path.name, 0, f"There is a shape of {', '.join(unknown)}, which is no county."))
    return found


def _outline(geometry: dict[str, Any]) -> bool:
    """Whether it is a Polygon or MultiPolygon of closed rings (RFC 7946, section 3.1.6)."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        return False
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [ring for polygon in polygons for ring in polygon]
    return bool(rings) and all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
