"""`.bluepages/links.json`, which a build reads for the stewards' pages (docs/reviews.md)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from bluepages.enrich.links import FILE, DeadLink
from bluepages.errors import Complaint


def write_links(root: Path, links: Iterable[DeadLink]) -> None:
    """Write the dead links in one order, all of the file or nothing."""
    found = sorted(links, key=lambda link: (link.slug, link.url))
    path = root / FILE
    try:
        path.parent.mkdir(exist_ok=True)
        aside = path.with_name(".links.new")
        aside.write_bytes(msgspec.json.format(msgspec.json.encode({"links": found})) + b"\n")
        aside.replace(path)
    except OSError as error:
        raise Complaint(f"{FILE} could not be written: {error.strerror}.", "Check the folder.") from None
