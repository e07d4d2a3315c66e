"""Rows of an ArcGIS layer: codes of its domains as words, dates out of milliseconds, points in degrees."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from typing import Any, Final

EARTH_M: Final = 6378137.0
MERCATOR: Final = frozenset({3857, 102100, 102113, 900913})
"""Codes of the projection of web maps."""


def is_layer(document: dict[Any, Any]) -> bool:
    """Whether a document is the answer of a layer: its features carry `attributes`."""
    features = document.get("features")
    return (
        isinstance(features, list)
        and bool(features)
        and all(isinstance(f, dict) and "attributes" in f for f in features)
    )


def layer_rows(document: dict[Any, Any], about: dict[Any, Any] | None = None) -> list[dict[str, Any]]:
    """The features of an answer as rows; `about` is the layer's own description, which knows its domains."""
    fields = [
        field
        for field in (*_list((about or {}).get("fields")), *_list(document.get("fields")))
        if isinstance(field, dict)
    ]
    domains = {str(field.get("name")): codes for field in fields if (codes := _codes(field.get("domain")))}
    dates = {str(field.get("name")) for field in fields if field.get("type") == "esriFieldTypeDate"}
    where = document.get("spatialReference")
    known = {where.get("wkid"), where.get("latestWkid")} if isinstance(where, dict) else set()
    return [_row(item, domains, dates, bool(known & MERCATOR)) for item in document.get("features", [])]


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point in metres of the web map (EPSG:3857)."""
    return math.degrees(x / EARTH_M), math.degrees(2 * math.atan(math.exp(y / EARTH_M)) - math.pi / 2)


def _row(item: Any, domains: dict[str, dict[str, str]], dates: set[str], mercator: bool) -> dict[str, Any]:
    from bluepages.federate.tables import inside

    said = item.get("attributes") if isinstance(item, dict) else None
    row = dict(said) if isinstance(said, dict) else {}
    for name, value in row.items():
        if name in dates and isinstance(value, int | float):
            row[name] = _day(value)
        elif name in domains:
            row[name] = domains[name].get(str(value), value)
    shape = item.get("geometry") if isinstance(item, dict) else None
    if isinstance(shape, dict) and isinstance(shape.get("x"), int | float) and isinstance(shape.get("y"), int | float):
        turned = mercator and max(abs(shape["x"]), abs(shape["y"])) < 4e7
        point = degrees(shape["x"], shape["y"]) if turned else (shape["x"], shape["y"])
        row["geometry.longitude"], row["geometry.latitude"] = point
    elif isinstance(shape, dict) and shape.get("rings") and not mercator:
        row |= inside({"type": "Polygon", "coordinates": shape["rings"]})
    return row


def _day(milliseconds: float) -> Any:
    try:
        return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return milliseconds


def _codes(domain: Any) -> dict[str, str]:
    """The words of a domain's codes."""
    values: Iterable[Any] = _list(domain.get("codedValues")) if isinstance(domain, dict) else ()
    return {
        str(each.get("code")): str(each.get("name")) for each in values if isinstance(each, dict) and each.get("name")
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
