"""The golden directory as an edition, and its files in a form that can be kept and compared.

hsds.zip is kept unpacked, since its packed bytes depend on the zlib of the machine; so is the line of its checksum left
out of checksums.txt.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bluepages.enrich import Edition, gather
from bluepages.enrich.history import Change, History
from bluepages.enrich.reviews import Review, Reviews
from bluepages.export import export_all
from bluepages.records.load import load_book

FOLDER = Path(__file__).parent
DIRECTORY = FOLDER / "directory"
EXPECTED = FOLDER / "expected"
TODAY = date(2026, 11, 9)
CHANGED = {
    "data/providers/alameda/harbor-street-community-kitchen.yaml": "2026-10-03T16:30:00Z",
    "data/providers/statewide/help-line.yaml": "2026-05-05T00:00:00Z",
}


KITCHEN, SHELTER = "harbor-street-community-kitchen", "safe-door"
HAPPENED = {
    KITCHEN: (
        Change("2026-10-03T16:30:00Z", KITCHEN, "verified", ("hours", "phone"), "1" * 40),
        Change("2026-10-03T16:30:00Z", KITCHEN, "changed", ("hours", "phones"), "1" * 40),
        Change("2026-09-01T08:00:00Z", KITCHEN, "added", (), "2" * 40),
    ),
    SHELTER: (Change("2026-10-04T10:00:00Z", SHELTER, "changed", ("address", "1200-harbor-st"), "3" * 40),),
}
"""The shelter's change says more than it may: nothing of that is to be seen in the files."""


def edition() -> Edition:
    """The golden directory on its day."""
    history = History("0" * 40, True, True, CHANGED, CHANGED, HAPPENED)
    review = Review("two-parts", "moved", "https://example.org/issues/7", "2026-11-01")
    return gather(load_book(DIRECTORY), TODAY, history, reviews=Reviews((review,)))


def files(made: Edition) -> Iterator[tuple[str, bytes]]:
    """Every exported file as it is kept below `expected/`."""
    for path, content in export_all(made):
        if path.endswith(".zip"):
            yield from unpacked(path, content)
        elif path.endswith("checksums.txt"):
            yield path, b"".join(line for line in content.splitlines(True) if not line.endswith(b".zip\n"))
        else:
            yield path, content


def unpacked(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, as if it were a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield f"{path}/{name}", archive.read(name)
