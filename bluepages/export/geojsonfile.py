"""`locations.geojson` (RFC 7946): a point for each place that has one. Confidential places are not in it at all.

Features are plain dictionaries written by orjson, which takes a tenth of the time of the geojson package's own
objects; the tests hold every feature to that package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.export.fields import Field
from bluepages.export.formats import Joined, Record
from bluepages.export.jsontext import compact
from bluepages.export.notice import disclaimer
from bluepages.export.row import degrees, dialled, first_phone
from bluepages.hsds.context import LocationFacts

PATH: Final = "locations.geojson"

PROPERTIES: Final = (
    Field(name="id", label="Place id", type="string", format="uuid", meaning="The location_id of services.csv.",
          example="d1a0e9f0-3f44-5d16-9d35-3f1c9a7f3c55", hsds_path="location.id", required=True, unique=True),
    Field(name="provider", label="Short name", type="string", meaning="The organization_slug of services.csv.",
          example="harbor-street-community-kitchen", required=True),
    Field(name="organization", label="Organization", type="string", meaning="Name of the organization.",
          example="Harbor Street Community Kitchen", hsds_path="organization.name", required=True),
    Field(name="name", label="Name", type="string", meaning="Name of the place, or else of the organization.",
          example="Harbor Street Kitchen", hsds_path="location.name", required=True),
    Field(name="county", label="County", type="string", meaning="County in which the place lies.", example="Alameda"),
    Field(name="phone", label="Phone", type="string", meaning="First telephone to call for what is given here, as in "
          "services.csv.", example="+15105550142", hsds_path="phone.number"),
    Field(name="services", label="Services", type="string", meaning="Names of the services given here (a JSON list).",
          example='["Hot lunch"]', hsds_path="service.name"),
    Field(name="needs", label="Needs (ids)", type="string", meaning="What they help with: ids (a JSON list).",
          example='["food.meals"]'),
    Field(name="active", label="In use", type="boolean", meaning="true where at least one of the services is running.",
          example="true", values=("true", "false")),
    Field(name="approximate", label="Position approximate", type="boolean",
          meaning="true where the point is the middle of the ZIP code and not the place itself.", example="false",
          values=("true", "false")),
    Field(name="page", label="Page", type="string", format="uri", meaning="Page of the organization.",
          example="https://directory.example.org/p/harbor-street-community-kitchen"),
)  # fmt: skip
"""The properties of each feature, in order."""


class LocationsGeojson:
    """Places on the map, one feature a line."""

    name = "locations"
    paths = (PATH,)
    about = "Every place with a known position, as points; places with a secret address are left out."

    def part(self, edition: Edition, batch: Sequence[Record]) -> bytes:
        return b",\n".join(compact(feature) for record in batch for feature in features(edition, record))

    def sink(self, edition: Edition) -> Joined:
        top = {"type": "FeatureCollection", "license": "CC0-1.0", "disclaimer": disclaimer(edition)}
        return Joined(PATH, compact(top)[:-1] + b',"features":[\n', b",\n", b"\n]}\n")


def features(edition: Edition, record: Record) -> Iterator[dict[str, Any]]:
    """A feature for each place of a provider that has a point and is not confidential."""
    for key, place in record.provider.locations.items():
        spot = edition.spots[record.slug].get(key)
        if spot and not place.confidential and spot.latitude is not None and spot.longitude is not None:
            point = [degrees(spot.longitude), degrees(spot.latitude)]
            yield _feature(edition, record, key, spot, point)


def _feature(edition: Edition, record: Record, key: str, spot: LocationFacts, point: list[Any]) -> dict[str, Any]:
    provider, place = record.provider, record.provider.locations[key]
    location_id = edition.ids.location(record.slug, provider, key)
    here = [offer for offer in record.offers if offer.location_key == key]
    county = edition.vocabulary.counties.get(spot.county)
    base = edition.config.site_url
    properties = {
        "id": location_id,
        "provider": record.slug,
        "organization": provider.name,
        "name": place.name or provider.name,
        "county": county.name if county else "",
        "phone": next((number for offer in here if (number := dialled(first_phone(offer.phones)))), ""),
        "services": [offer.service.name for offer in here],
        "needs": list(dict.fromkeys(need for offer in here for need in offer.service.needs)),
        "active": any(offer.active for offer in here),
        "approximate": spot.approximate,
        "page": f"{base}p/{record.slug}" if base else "",
    }
    return {
        "type": "Feature",
        "id": location_id,
        "geometry": {"type": "Point", "coordinates": point},
        "properties": properties,
    }
