"""Style, scripts and pictures of the site, each named with a hash of its bytes (`site.css?v=1a2b3c4d`).

The hash stands in the query and not in the name, so that a page kept by a browser still finds its style after the
next publication. Links of modules to each other carry it too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from bluepages.site.bundle import bundle
from bluepages.site.squeeze import squeeze
from bluepages.site.style import squeezed
from bluepages.vocabulary import Places

FOLDER: Final = "assets"
KINDS: Final = frozenset((".css", ".mjs", ".svg", ".png", ".ico"))
CODES: Final = "uqr.mjs"
"""The encoder of QR codes, fetched only when somebody prints; without it the address stands there in words."""
FORMS: Final = (
    "forms-rules", "forms-answers", "forms-draft", "forms-errors", "forms-help", "forms-record", "forms-send",
    "forms-steps", "forms",
)  # fmt: skip
"""The script of a form, which travels as one file; in the order in which its parts need each other."""
CITIES_A_COUNTY: Final = 8
"""How many towns of each county the map names, the largest first."""

_MAP: Final = (
    "leaflet/dist/leaflet.js",
    "leaflet/dist/leaflet.css",
    "leaflet.markercluster/dist/leaflet.markercluster.js",
)

_IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])\./([\w.-]+\.mjs)\2""")


def assets(site_folder: Path, node_modules: Path | None, places: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """All assets as pairs of the path below the site's root and bytes.

    `node_modules` holds Leaflet for the map; without it there is none, and `pages` must be told so (`with_map`).
    `places` is the folder of the places tables, by default `data/places` beside the site folder.
    """
    for name, data in _own(site_folder).items():
        yield f"{FOLDER}/{name}", data
    if node_modules is not None and (node_modules / "uqr" / "dist" / "index.mjs").is_file():
        yield f"{FOLDER}/{CODES}", _codes(node_modules / "uqr")
    if has_map(node_modules):
        assert node_modules is not None
        yield from _map(node_modules, places or site_folder.parent / "data" / "places")


def has_map(node_modules: Path | None) -> bool:
    """Whether Leaflet is there, and what groups its markers."""
    return node_modules is not None and all((node_modules / file).is_file() for file in _MAP)


def asset_versions(site_folder: Path) -> dict[str, str]:
    """The address of each of our own assets below the site's root, with its hash, by name."""
    return {name: f"{FOLDER}/{name}?v={_hash(data)}" for name, data in _own(site_folder).items()}


def _own(site_folder: Path) -> dict[str, bytes]:
    folder = site_folder / FOLDER
    raw = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in KINDS}
    if "forms.mjs" in raw:
        raw["forms.mjs"] = bundle(FORMS, lambda name: raw[name].decode()).encode()
    done: dict[str, bytes] = {}

    def finished(name: str) -> bytes:
        """The bytes of an asset, with the hashes of the modules it imports; those must not go in a circle."""
        if name not in done:
            data = raw[name]
            if name.endswith(".mjs"):
                linked = _IMPORT.sub(
                    lambda m: f"{m[1]}{m[2]}./{m[3]}?v={_hash(finished(m[3]))}{m[2]}" if m[3] in raw else m[0],
                    data.decode(),
                )
                data = squeeze(linked).encode()
            elif name.endswith(".css"):
                data = squeezed(data.decode()).encode()
            done[name] = data
        return done[name]

    return {name: finished(name) for name in raw}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def _codes(package: Path) -> bytes:
    """The encoder with its licence, which asks to travel with it."""
    licence = (package / "LICENSE").read_bytes().strip().replace(b"*/", b"")
    return b"/*! uqr\n" + licence + b"\n*/\n" + (package / "dist" / "index.mjs").read_bytes()


def _map(modules: Path, places: Path) -> Iterator[tuple[str, bytes]]:
    for file in _MAP:
        # The map of the source is not published with it, so nothing should ask for it.
        yield f"{FOLDER}/{Path(file).name}", re.sub(rb"\n//# sourceMappingURL=.*", b"", (modules / file).read_bytes())
    for path in sorted((modules / "leaflet/dist/images").glob("*.png")):
        yield f"{FOLDER}/images/{path.name}", path.read_bytes()
    yield f"{FOLDER}/outlines.json", orjson.dumps(outlines(places))


def outlines(places: Path) -> dict[str, Any]:
    """What the map draws below the points: county shapes by slug, and the larger towns as `[name, lat, lon]`.

    Coordinates are degrees with three decimals, about 100 m: enough to see where one is.
    """
    path = places / "counties.geojson"
    features = orjson.loads(path.read_bytes())["features"] if path.is_file() else []
    shapes = {feature["properties"]["slug"]: _polygons(feature["geometry"]) for feature in features}
    by_county: dict[str, list[Any]] = {}
    for city in (city for group in Places(places).cities.values() for city in group):
        by_county.setdefault(city.county, []).append(city)
    towns = {
        county: [
            [city.name, round(city.latitude, 3), round(city.longitude, 3)]
            for city in sorted(cities, key=lambda city: (-city.population, city.name))[:CITIES_A_COUNTY]
        ]
        for county, cities in sorted(by_county.items())
    }
    return {"counties": shapes, "towns": towns}


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    """Rings of `[lat, lon]`, as Leaflet takes them."""
    found = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[[round(y, 3), round(x, 3)] for x, y in ring] for ring in rings] for rings in found]
