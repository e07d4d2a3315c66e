"""Any table-like file as rows of named cells: CSV, TSV, XLSX, JSON, JSON lines, GeoJSON, YAML.

What is nested gets names with points (`address.city`), lists of plain values are joined by semicolons, so that one
kind of mapping serves all of them.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from typing import Any, Final

import orjson

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input, Row, Table, from_cells, read_csv, tidy
from bluepages.federate.esri import degrees, is_layer, layer_rows
from bluepages.federate.textfile import decode

_DEEP: Final = 12
_WRAPPED: Final = 3
"""So many layers round the list of records are looked through."""
_MOST: Final = 20_000_000
"""So many values may be spread out of one document: a bomb of aliases is stopped."""
_SITE: Final = 0.02
"""Degrees: some two kilometres. What is larger is an area, and its middle is nobody's door."""
_SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm"})
_YAML: Final = frozenset({".yaml", ".yml"})
_JSON: Final = frozenset({".json", ".geojson", ".ndjson", ".jsonl"})


def read_table(source: bytes, name: str, how: Input) -> Table:
    """The rows of a file by its ending, or by its first sign where the ending says nothing. Raises `Complaint`."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _SPREADSHEETS or source.startswith(b"PK\x03\x04"):
        return _workbook(source, name, how)
    if ending in _YAML:
        return rows_of(load_yaml(source, name), name, how)
    if ending in _JSON or source[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return rows_of(load_json(source, name), name, how)
    start = source[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<rss")):
        raise Complaint(
            f"{name} is a web page or XML, not a table.",
            "Use the address of the download itself (often a button, Export or Download), and save CSV, XLSX or JSON.",
        )
    return read_csv(source, name, how)


# JSON and YAML


def load_json(source: bytes, name: str) -> Any:
    """The document; JSON lines, or documents one after the other, as a list. Raises `Complaint`."""
    text = decode(source, name).text
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        whole = str(error)
    lines = [line for line in text.splitlines() if line.strip(" \t\r\n\x1e")]
    try:
        return [orjson.loads(line.strip(" \t\x1e,")) for line in lines]
    except orjson.JSONDecodeError:
        raise Complaint(f"{name} is not JSON: {whole}.", "Export it again, or check that the file is whole.") from None


def load_yaml(source: bytes, name: str) -> Any:
    """The document with every scalar as it was written. Raises `Complaint`."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(decode(source, name).text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f":{line + 1}" if isinstance(line, int) else ""
        raise Complaint(f"{name}{where} is not YAML that can be read.", "Check the lines around it.") from None


def rows_of(document: Any, name: str, how: Input) -> Table:
    """The rows in a document: the list at `how.path`, or the first list of maps that it holds."""
    items = list(_exploded(_items(document, name, how.path), how.explode))
    budget = [_MOST]
    rows = []
    columns: dict[str, None] = {}
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            cells = flatten(item, budget)
            columns.update(dict.fromkeys(cells))
            rows.append((number, cells, ""))
        else:
            rows.append((number, {}, "it is not a row with named fields"))
    if not rows:
        raise Complaint(f"{name} holds no rows.", "In the mapping, input: {path: ...} says where the list stands.")
    header = tuple(columns)
    if budget[0] <= 0:
        raise Complaint(f"{name} holds too much.", "Split it into smaller files.")
    return Table(
        name, header, tuple(Row(number, {key: cells.get(key, "") for key in header}, trouble)
                            for number, cells, trouble in rows)
    )  # fmt: skip


def _items(document: Any, name: str, path: str) -> list[Any]:
    for step in filter(None, path.split(".")):
        if not isinstance(document, dict) or step not in document:
            known = ", ".join(map(str, document)) if isinstance(document, dict) else "a list"
            raise Complaint(f'{name} has no "{step}" where input: {{path: {path}}} looks.', f"It has: {known}.")
        document = document[step]
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise Complaint(f"{name} holds no rows.", "A list of records is wanted.")
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        mercator = bool(_MERCATOR.search(orjson.dumps(document.get("crs")).decode()))
        return [_feature(item, mercator) for item in document["features"]]
    if is_layer(document):
        return list(layer_rows(document))
    lists = list(_lists(document, _WRAPPED))
    if lists:
        return max(lists, key=len)
    if document and all(isinstance(value, dict) for value in document.values()):
        return [{"id": key, **value} for key, value in document.items()]
    return [document]


def _has_maps(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _lists(document: dict[Any, Any], deep: int) -> Iterator[list[Any]]:
    """Lists of records in a document, those nearest the top: `{"data": {"providers": [...]}}`."""
    found = [value for value in document.values() if _has_maps(value)]
    yield from found
    if not found and deep and not {"id", "name"} & document.keys():
        for value in document.values():
            if isinstance(value, dict):
                yield from _lists(value, deep - 1)


_MERCATOR: Final = re.compile(r"\b(?:3857|102100|102113|900913)\b")
"""Codes of the projection of web maps. RFC 7946 knows degrees only; older exports name another `crs` and mean it."""


def _feature(item: Any, mercator: bool = False) -> Any:
    """A GeoJSON feature as a row: its properties, and the point of a `Point`, which is [longitude, latitude]."""
    if not isinstance(item, dict):
        return item
    properties, shape = item.get("properties"), item.get("geometry")
    row = dict(properties) if isinstance(properties, dict) else {}
    if "id" in item:
        row.setdefault("id", item["id"])
    if isinstance(shape, dict):
        row["geometry.type"] = shape.get("type", "")
        point = shape.get("coordinates")
        if shape.get("type") == "Point" and isinstance(point, list) and len(point) >= 2:
            turned = mercator and all(isinstance(part, int | float) and abs(part) < 4e7 for part in point[:2])
            row["geometry.longitude"], row["geometry.latitude"] = degrees(*point[:2]) if turned else point[:2]
        elif shape.get("type") in ("Polygon", "MultiPolygon"):
            row |= inside(shape)
    return row


def inside(shape: dict[str, Any]) -> dict[str, float]:
    """A point inside the outline of a site; an outline larger than a site (an area served) gives none."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape as outline

    try:
        found = outline(shape)
        west, south, east, north = found.bounds
        if max(east - west, north - south) > _SITE or not found.is_valid:
            return {}
        point = found.representative_point()
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        return {}
    return {"geometry.longitude": round(point.x, 6), "geometry.latitude": round(point.y, 6)}


def _exploded(items: list[Any], field: str) -> Iterator[Any]:
    """With `field`, one row for each entry of that list, with everything that its parent says."""
    for item in items:
        inner = item.get(field) if field and isinstance(item, dict) else None
        if not isinstance(inner, list) or not inner:
            yield item
            continue
        rest = {key: value for key, value in item.items() if key != field}
        for entry in inner:
            yield {**rest, field: entry}


def flatten(value: dict[Any, Any], budget: list[int] | None = None) -> dict[str, str]:
    """Nested maps and lists as one map of texts, names joined by points."""
    found: dict[str, str] = {}
    _spread(value, "", found, _DEEP, budget if budget is not None else [_MOST])
    return found


def _spread(value: Any, path: str, found: dict[str, str], deep: int, budget: list[int]) -> None:
    budget[0] -= 1
    if budget[0] <= 0 or deep <= 0:
        return
    if isinstance(value, dict):
        special = _extended(value)
        if special is not None:
            found[path] = special
            return
        for key, inner in value.items():
            _spread(inner, f"{path}.{key}" if path else str(key), found, deep - 1, budget)
    elif isinstance(value, list):
        if all(not isinstance(item, dict | list) for item in value):
            found[path] = "; ".join(text for text in (scalar(item) for item in value[:200]) if text)
            return
        for number, inner in enumerate(value[:200]):
            _spread(inner, f"{path}.{number}", found, deep - 1, budget)
    elif path and isinstance(value, str) and value.startswith('{"'):
        inner = _json_of(value)
        if isinstance(inner, dict):
            _spread(inner, path, found, deep - 1, budget)
        else:
            found[path] = scalar(value)
    elif path:
        found[path] = scalar(value)


def _json_of(text: str) -> Any:
    """What a text of JSON holds, as Socrata writes addresses: `"{\\"address\\": ...}"`; `None` where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _extended(value: dict[Any, Any]) -> str | None:
    """MongoDB's extended JSON: `{"$oid": ...}`, `{"$date": milliseconds}`."""
    if len(value) != 1:
        return None
    ((key, inner),) = value.items()
    if key in ("$oid", "$numberLong", "$numberDecimal", "$numberInt"):
        return scalar(inner)
    if key == "$date":
        return day_of(inner)
    return None


def day_of(value: Any) -> str:
    """The day of a moment in milliseconds since 1970, or of its text; `""` where there is none."""
    if isinstance(value, dict):
        value = value.get("$numberLong", value.get("$date", ""))
    try:
        return datetime.fromtimestamp(float(value) / 1000, UTC).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return str(value)[:10]


def scalar(value: Any) -> str:
    """One value as text; whole numbers without a point, times and dates as people sort them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return (
            ""
            if not math.isfinite(value)
            else str(int(value))
            if value.is_integer() and abs(value) < 2**53
            else repr(value)
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return tidy(str(value))


# Workbooks


def _workbook(source: bytes, name: str, how: Input) -> Table:
    """The sheet named, or the first that holds anything; formulas as their last values."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(source), read_only=True, data_only=True)
        if how.sheet and how.sheet not in book.sheetnames:
            raise Complaint(f'{name} has no sheet "{how.sheet}".', f"It has: {', '.join(book.sheetnames)}.")
        sheets = [book[how.sheet]] if how.sheet else book.worksheets
        for sheet in sheets:
            lines = [
                (number, [scalar(cell) for cell in row])
                for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            wide = [cells for _, cells in lines if sum(map(bool, cells)) > 1]
            if any(any(cells) for _, cells in lines) and (len(wide) > 1 or sheet is sheets[-1] or how.sheet):
                others = [other for other in book.sheetnames if other != sheet.title]
                what = f'read from the sheet "{sheet.title}"; not read: {", ".join(others)} (input: {{sheet: ...}})'
                return from_cells(name, lines, [what] if others else [])
    except Complaint:
        raise
    except Exception:  # the library raises whatever it meets in a broken file
        raise Complaint(f"{name} is not a workbook that can be read.", "Save it as XLSX or CSV again.") from None
    raise Complaint(f"{name} is empty.", "Its first line names the columns.")
