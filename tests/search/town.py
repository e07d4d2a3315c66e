"""A few more places for ways through the search: one that is never open, two at one point, hostile texts."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bluepages.cli.server import serve
from bluepages.config import Tiles
from bluepages.search import index_files
from bluepages.search.page import search_pages
from bluepages.site import assets, has_map
from tests.site.samples import HOSTILE, edition
from tests.support import ROOT

BASE = "https://test.example.org/blue-pages/"
MODULES = ROOT / "node_modules"


def pantry(name: str, number: int, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    service = {"name": f"Supper {number}", "needs": ["food.meals"], "at": {"hall": more.pop("at", {})}, **more}
    return {
        "name": name,
        "description": "Hot food for everybody.",
        "phones": [{"number": f"559-555-{2000 + number}"}],
        "locations": {
            "hall": {
                "address": {"address_1": f"{number} Oak St", "city": "Fresno", "postal_code": "93706"},
                "latitude": latitude,
                "longitude": longitude,
            }
        },
        "services": {"supper": service},
        "sources": [{"ref": "web:suppers.example.org", "date": "2026-11"}],
    }


TOWN = {
    "fresno/night-kitchen": pantry("Night Kitchen", 1, 36.71, -119.80, at={"hours": "Su 01:00-02:00"}),
    "fresno/early-bird": pantry("Early Bird", 2, 36.7101, -119.8001, at={"hours": "Su 02:00-03:30"}),
    "fresno/day-table": pantry(
        "Day Table", 3, 36.73, -119.78, at={"hours": "Sa 09:00-13:00"}, cost="A small gift", audiences=["veterans"]
    )
    | {"translations": {"es": {"services": {"supper": {"cost": "Un pequeño regalo"}}}}},
    "fresno/same-spot-a": pantry(
        "Same Spot A", 4, 36.75, -119.76, at={"hours": "24/7"}, minimum_age=60, cost="What you can"
    ),
    "fresno/same-spot-b": pantry(
        "Same Spot B", 5, 36.75, -119.76, at={"hours": "24/7"}, serves={"counties": ["madera"]}
    ),
    "fresno/proto": pantry("__proto__", 6, 36.77, -119.74)
    | {"description": "<img src=x onerror=alert(1)> __proto__ " + "w" * 4000, "alternate_name": "constructor"},
    "kings/ride-desk": {
        "name": "Ride Desk",
        "description": "Somebody to drive people.",
        "phones": [{"number": "559-555-2020"}],
        "services": {"rides": {"name": "Rides", "needs": ["transport"], "serves": {"counties": ["kings", "tulare"]}}},
        "sources": [{"ref": "web:rides.example.org", "date": "2026-11"}],
    },
    "fresno/turned": pantry(f"Turned {HOSTILE}", 7, 36.79, -119.72),
}


def written(folder: Path, parts: Iterable[tuple[str, bytes]]) -> Path:
    """A site on disk."""
    for name, content in parts:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def below_a_prefix(site: Path) -> Iterator[str]:
    """Where a site on disk is served, while somebody asks."""
    server = serve(site, "/blue-pages/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/blue-pages/"
    server.shutdown()
    server.server_close()


def served(folder: Path, tiles: Tiles) -> Iterator[str]:
    """A search over these places, without the other pages."""
    made = edition(TOWN)
    if not has_map(MODULES):
        pytest.skip("Leaflet is not installed; make setup says how to get it")
    made.config = replace(made.config, tiles=tiles)
    parts = [*assets(ROOT / "site", MODULES), *search_pages(made, base_url=BASE, with_map=True), *index_files(made)]
    yield from below_a_prefix(written(folder, parts))
