"""The stamp of a build: what it stands on, by which a publication can tell whether it is current.

It lies apart from the main job, so that whoever only reads a stamp need not load all that makes pages.
"""

from __future__ import annotations

import hashlib
from pathlib import Path as FilePath
from typing import Final

import orjson

from bluepages.enrich.edition import Edition

STAMP: Final = "build.json"
"""The file by which a folder is known to be ours; a folder with other things and without it is not touched."""


def stamp(edition: Edition) -> bytes:
    """The content of the stamp."""
    said = {
        "commit": edition.history.commit,
        "clean": edition.history.clean,
        "config": config_hash(edition.book.root),
        "site_url": edition.config.site_url,
        "today": edition.today.isoformat(),
        "counts": counts(edition),
        "withheld": sorted(edition.withheld),
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n"


def config_hash(root: FilePath) -> str:
    """SHA-256 of the settings that a build was made with; `""` where they cannot be read any more."""
    try:
        return hashlib.sha256((root / "directory.yaml").read_bytes()).hexdigest()
    except OSError:
        return ""


def counts(edition: Edition) -> dict[str, int]:
    """How many of each the edition holds."""
    return {
        "providers": len(edition.providers),
        "services": sum(len(provider.services) for provider in edition.providers.values()),
        "locations": sum(len(provider.locations) for provider in edition.providers.values()),
        "offers": sum(len(found) for found in edition.offers.values()),
        "counties": len({county for found in edition.offers.values() for offer in found for county in offer.counties}),
    }
