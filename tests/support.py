"""Small directories for tests: books made of texts or plain data, in memory or on disk, with the repository's lists."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bluepages.config import Config
from bluepages.records.book import Book
from bluepages.records.ids import slugify
from bluepages.records.load import PROVIDERS, load_config, read_entry
from bluepages.records.schema import provider_schema
from bluepages.records.vocabularies import load_vocabulary
from bluepages.records.write import write
from bluepages.vocabulary import Vocabulary

ROOT = Path(__file__).parent.parent
Record = str | bytes | Mapping[str, Any]

SETTINGS = """\
name: Blue Pages Test
state: CA
state_name: California
state_fips: "06"
namespace: 00000000-0000-5000-8000-000000000001
site_url: https://test.example.org/
time_zone: America/Los_Angeles
languages: [en, es]
contact_email: office@example.org
sensitive_needs: [housing.safe, safety.dv, safety.sexual, safety.trafficking]
"""


def kitchen() -> dict[str, Any]:
    """A record with nothing wrong, but for its telephone of fiction; a new one at each call."""
    return {
        "name": "Harbor Street Community Kitchen",
        "description": "Volunteers serve hot meals in West Oakland.",
        "website": "https://harborstreet.example.org",
        "phones": [{"number": "510-555-0142"}],
        "locations": {
            "kitchen": {
                "address": {"address_1": "1200 Harbor St", "city": "Oakland", "postal_code": "94607"},
                "latitude": 37.8044,
                "longitude": -122.2712,
            }
        },
        "services": {
            "hot-lunch": {
                "name": "Hot lunch",
                "needs": ["food.meals"],
                "languages": ["en", "es"],
                "at": {"kitchen": {"hours": "Mo-Fr 11:30-13:30"}},
            }
        },
        "sources": [{"ref": "issue:214", "date": "2026-10-01"}],
    }


def to_bytes(record: Record) -> bytes:
    """A record as the bytes of its file; plain data is written in canonical form."""
    if isinstance(record, bytes):
        return record
    return (record if isinstance(record, str) else write(dict(record), provider_schema())).encode()


def file_of(name: str) -> str:
    """`"alameda/food-bank"` or `"food-bank"` -> `"data/providers/alameda/food-bank.yaml"`."""
    name = name if "/" in name else f"alameda/{name}"
    return f"{PROVIDERS}/{name}" if name.endswith(".yaml") else f"{PROVIDERS}/{name}.yaml"


def name_of(record: Record) -> str:
    """The file name that fits a record's name."""
    text = to_bytes(record).decode(errors="replace")
    names = [line.partition(":")[2] for line in text.splitlines() if line.startswith("name:")]
    return slugify(names[0]) if names and slugify(names[0]) else "record"


@functools.cache
def vocabulary() -> Vocabulary:
    """The lists of the repository, read once."""
    return load_vocabulary(ROOT)[0]


@functools.cache
def settings() -> Config:
    """The settings of the directories made here."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "directory.yaml").write_text(SETTINGS, encoding="utf-8")
        return load_config(Path(folder))


def make_book(records: Mapping[str, Record], root: Path = ROOT) -> Book:
    """A book in memory, of records by name (`county/slug`, or a slug in Alameda)."""
    entries = [read_entry(root, file_of(name), to_bytes(record)) for name, record in records.items()]
    return Book(root, settings(), vocabulary(), entries)


def make_directory(folder: Path, records: Mapping[str, Record] | None = None, settings: str = SETTINGS) -> Path:
    """A whole directory on disk in `folder`, with settings of its own and the repository's lists and places."""
    (folder / PROVIDERS).mkdir(parents=True, exist_ok=True)
    (folder / "directory.yaml").write_text(settings, encoding="utf-8")
    for source in sorted((ROOT / "data").glob("*.yaml")):
        shutil.copyfile(source, folder / "data" / source.name)
    shutil.copytree(ROOT / "data" / "places", folder / "data" / "places", dirs_exist_ok=True)
    for name, record in (records or {}).items():
        path = folder / file_of(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(record))
    return folder
