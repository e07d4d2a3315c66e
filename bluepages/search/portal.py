"""The state's portal as another source of the search: what `site/assets/search-portal.mjs` must know to ask it."""

from __future__ import annotations

from typing import Final

from bluepages.config import Config, Portal
from bluepages.enrich import Edition
from bluepages.export.address_standard import portal_name
from bluepages.records.ids import slugify
from bluepages.search.entries import STEP_FREE
from bluepages.site.catalogue import Catalogue

NAME: Final = "portal"
"""What `?source=` calls it."""

ASKED: Final = (
    "id", "service_id", "organization_slug", "organization_name", "service_slug", "service_name", "status", "needs",
    "audiences", "minimum_age", "maximum_age", "cost", "listed_counties", "serves_statewide", "location_type",
    "confidential", "address_1", "city", "latitude", "longitude", "coordinates_approximate", "phone_display",
    "phone_extension", "phone_type", "languages", "hours_week", "hours_checked_date", "verified_date", "verified_how",
    "source_date", "accessibility",
)  # fmt: skip
"""The columns that a result needs, by our names."""


def searchable(config: Config) -> Portal | None:
    """The portal that the search may ask: the first one whose entry says so and has an address."""
    return next((entry for entry in config.portals.values() if entry.search != "off" and entry.url), None)


def default_source(config: Config) -> str:
    """The source of an address that names none: `portal`, or `""` for our own index."""
    entry = searchable(config)
    return NAME if entry is not None and entry.search == "default" else ""


def portal_source(edition: Edition, t: Catalogue, script: str) -> dict[str, dict[str, object]]:
    """The entry among the page's sources; none where no portal may be asked."""
    config = edition.config
    entry = searchable(config)
    if entry is None:
        return {}
    vocabulary = edition.vocabulary
    known = vocabulary.accessibility
    return {
        NAME: {
            "script": script,
            "url": entry.url.rstrip("/"),
            "dataset": entry.dataset or slugify(config.name)[:100],
            "columns": {name: portal_name(name, entry) for name in ASKED},
            "counties": {slug: county.name for slug, county in vocabulary.counties.items()},
            "stepFree": sorted(known[key].label.get("en", key) for key in STEP_FREE if key in known),
            "words": {"said": t("search.portal_said"), "down": t("search.portal_down")},
        }
    }
