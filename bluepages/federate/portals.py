"""Rows of open data portals: CKAN DataStore, Socrata and ArcGIS, page by page, in an order that does not change.

A run that is cut short goes on where it stopped: pages that came are kept in `.bluepages/fetch/` (which Git ignores)
until all are there. What a portal says of its total must be what came, or the import is refused: half a list would
read as if the other half had closed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import orjson

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input, Row, Table
from bluepages.federate.esri import layer_rows
from bluepages.federate.fetch import Fetcher
from bluepages.federate.tables import rows_of

PAGE: Final = 1000
_MOST_PAGES: Final = 2000
KINDS: Final = ("ckan", "socrata", "arcgis")


def read_portal(
    kind: str, url: str, how: Input, fetcher: Fetcher, keep: Path | None = None,
    progress: Callable[[str], None] = lambda step: None, page: int = PAGE,
) -> Table:  # fmt: skip
    """All rows of the resource at `url`. Raises `Complaint`."""
    pages = {"ckan": _ckan, "socrata": _socrata, "arcgis": _arcgis}[kind](url, fetcher, page)
    kept = _Kept(keep, f"{kind} {url} {page}")
    rows: list[Any] = list(kept.rows)
    total = -1
    for number, (found, expected) in enumerate(pages(len(rows)), kept.pages + 1):
        total = expected if expected >= 0 else total
        rows += found
        kept.add(found)
        progress(f"Fetching {url.partition('?')[0]}: {len(rows)} rows")
        if number >= _MOST_PAGES:
            raise Complaint("The portal does not come to an end.", "Is it the right address?")
    if total >= 0 and len(rows) != total:
        kept.clear()
        raise Complaint(
            f"The portal speaks of {total} rows, and {len(rows)} came.",
            "Nothing was imported: rows that are missing would look as if they had closed. Try again.",
        )
    kept.clear()
    if not rows:
        return Table(url, (), (), ("the resource is empty",))
    table = rows_of(rows, url, Input())
    names = {column: column.removeprefix("attributes.") for column in table.header}
    dropped = {"_id", "_full_text"} if kind == "ckan" else set()
    rows_made = tuple(
        Row(row.line, {names[key]: cell for key, cell in row.cells.items() if key not in dropped}, row.trouble)
        for row in table.rows
    )
    return Table(url, tuple(names[column] for column in table.header if column not in dropped), rows_made)


Pages = Callable[[int], Iterator[tuple[list[Any], int]]]
"""From a row on: the rows of each further page, and the total where the portal says it (else -1)."""


class _Kept:
    """Pages of a run that was cut short, one a line."""

    def __init__(self, folder: Path | None, key: str) -> None:
        name = hashlib.blake2s(key.encode(), digest_size=10).hexdigest()
        self.path = folder / f"{name}.jsonl" if folder else None
        self.rows: list[Any] = []
        self.pages = 0
        if self.path and self.path.is_file():
            for line in self.path.read_bytes().splitlines():
                try:
                    self.rows += orjson.loads(line)
                    self.pages += 1
                except orjson.JSONDecodeError:
                    break  # the line that was being written
            whole = b"".join(orjson.dumps(page) + b"\n" for page in self._read())
            self.path.write_bytes(whole)

    def _read(self) -> list[Any]:
        assert self.path is not None
        pages = []
        for line in self.path.read_bytes().splitlines():
            try:
                pages.append(orjson.loads(line))
            except orjson.JSONDecodeError:
                break
        return pages

    def add(self, page: list[Any]) -> None:
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as stream:
                stream.write(orjson.dumps(page) + b"\n")

    def clear(self) -> None:
        if self.path and self.path.is_file():
            self.path.unlink()


def _ckan(url: str, fetcher: Fetcher, size: int) -> Pages:
    """`.../dataset/<d>/resource/<id>`, `.../api/3/action/datastore_search?resource_id=<id>`, or the like."""
    parts = urlsplit(url)
    match = re.search(r"/resource/([0-9a-f-]{36})", parts.path) or re.search(r"([0-9a-f-]{36})", parts.query)
    if not match:
        raise Complaint(
            "This is no address of a CKAN resource.", "It looks like https://portal/dataset/x/resource/<id>."
        )
    base = parts.path.partition("/dataset/")[0].partition("/api/")[0]
    api = f"{parts.scheme}://{parts.netloc}{base}/api/3/action/datastore_search"

    def pages(begin: int) -> Iterator[tuple[list[Any], int]]:
        while True:
            asked = {"resource_id": match.group(1), "limit": size, "offset": begin, "sort": "_id"}
            answer = fetcher.json(api, asked)
            result = answer.get("result") if isinstance(answer, dict) else None
            if not isinstance(result, dict) or not isinstance(result.get("records"), list):
                raise Complaint("The portal gives no rows for this resource.", "Is it in the DataStore?")
            found, total = result["records"], int(result.get("total", -1))
            yield found, total
            begin += len(found)
            given = min(size, int(result.get("limit") or size))  # a portal may give fewer at a time than were asked for
            if len(found) < given or begin == total:
                return

    return pages


def _socrata(url: str, fetcher: Fetcher, size: int) -> Pages:
    """`https://data.example.gov/resource/abcd-1234.json`, or the page of the data set."""
    parts = urlsplit(url)
    match = re.search(r"\b([a-z0-9]{4}-[a-z0-9]{4})\b", parts.path)
    if not match:
        hint = "It looks like https://data.example.gov/resource/abcd-1234.json."
        raise Complaint("This is no address of a Socrata data set.", hint)
    api = f"{parts.scheme}://{parts.netloc}/resource/{match.group(1)}.json"

    def pages(begin: int) -> Iterator[tuple[list[Any], int]]:
        counted = fetcher.json(api, {"$select": "count(*) as total"})
        total = int(next(iter(counted[0].values()))) if isinstance(counted, list) and counted and counted[0] else -1
        while True:
            found = fetcher.json(api, {"$limit": size, "$offset": begin, "$order": ":id"})
            if not isinstance(found, list):
                raise Complaint("The portal gives no rows for this data set.", "Is it a table?")
            yield found, total
            begin += len(found)
            if len(found) < size or begin == total:
                return

    return pages


def _arcgis(url: str, fetcher: Fetcher, size: int) -> Pages:
    """A layer of a feature or map service: `.../FeatureServer/0`."""
    parts = urlsplit(url)
    match = re.search(r"\A(.*/(?:FeatureServer|MapServer)/\d+)", parts.path)
    if not match:
        raise Complaint("This is no address of an ArcGIS layer.", "It ends in /FeatureServer/0.")
    layer = f"{parts.scheme}://{parts.netloc}{match.group(1)}"
    where = parse_qs(parts.query).get("where", ["1=1"])[0]

    def pages(begin: int) -> Iterator[tuple[list[Any], int]]:
        about = _arcgis_answer(fetcher.json(layer, {"f": "json"}))
        key = about.get("objectIdField") or next(
            (field["name"] for field in about.get("fields", []) if field.get("type") == "esriFieldTypeOID"), "OBJECTID"
        )
        limit = min(size, int(about.get("maxRecordCount") or size))
        count = _arcgis_answer(fetcher.json(f"{layer}/query", {"where": where, "returnCountOnly": "true", "f": "json"}))
        while True:
            asked = {"where": where, "outFields": "*", "outSR": 4326, "orderByFields": key, "f": "json",
                     "resultOffset": begin, "resultRecordCount": limit}  # fmt: skip
            answer = _arcgis_answer(fetcher.json(f"{layer}/query", asked))
            found = answer.get("features", [])
            yield layer_rows({**answer, "features": found}, about), int(count.get("count", -1))
            begin += len(found)
            if not found or (len(found) < limit and not answer.get("exceededTransferLimit")):
                return

    return pages


def _arcgis_answer(answer: Any) -> dict[str, Any]:
    """ArcGIS says 200 and puts the error inside."""
    if not isinstance(answer, dict) or "error" in answer:
        code = answer.get("error", {}).get("code", "") if isinstance(answer, dict) else ""
        raise Complaint(
            f"The map server answers with an error {code}.".replace(" .", "."), "Is the layer open to everybody?"
        )
    return answer
