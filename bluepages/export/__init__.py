"""The files of `data/`: one pass over an `Edition`, every format a plug-in.

`export_all` yields every file; `COLUMNS` is the table from which services.csv, its schema and the dictionary are
made; `EXPORTS` are the formats. docs/data.md tells those who use the files what they may count on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bluepages.enrich import Edition
from bluepages.export import run
from bluepages.export.changes import ChangesCsv, ChangesSchema
from bluepages.export.columns import COLUMNS, Column
from bluepages.export.crosswalk import Crosswalk, CrosswalkSchema, Redirects
from bluepages.export.csvfile import ServicesCsv, ServicesSchema
from bluepages.export.datapackage import Datapackage
from bluepages.export.dcat import catalogue_files, sums_of
from bluepages.export.dictionary import TABLES, Dictionary
from bluepages.export.feeds import CountyFeeds, Feeds, NeedFeeds
from bluepages.export.fields import Field
from bluepages.export.formats import Export, File
from bluepages.export.geojsonfile import LocationsGeojson
from bluepages.export.hsdsjson import HsdsJson
from bluepages.export.hsdszip import HsdsZip
from bluepages.export.metadata import MetadataCsv
from bluepages.export.notice import Readme
from bluepages.export.run import CHECKSUMS

__all__ = [
    "COLUMNS",
    "EXPORTS",
    "TABLES",
    "Column",
    "Export",
    "Field",
    "File",
    "catalogue_files",
    "contents",
    "export_all",
    "sums_of",
]

EXPORTS: Final[tuple[Export, ...]] = (
    ServicesCsv(), ServicesSchema(), LocationsGeojson(), HsdsZip(), HsdsJson(), Crosswalk(), CrosswalkSchema(),
    Redirects(), ChangesCsv(), ChangesSchema(), Feeds(), CountyFeeds(), NeedFeeds(), Dictionary(),
    MetadataCsv(), Datapackage(), Readme(),
)  # fmt: skip
"""Every format, in the order in which people are told of them."""


def export_all(edition: Edition, *, jobs: int = 1) -> Iterator[File]:
    """Every file of the exports, with its path in the site (`data/services.csv`, ...) and its bytes.

    The same edition gives the same files with the same bytes, whatever `jobs` is (hsds.zip: on the same zlib).
    """
    return run.export_all(edition, EXPORTS, jobs=jobs)


def contents() -> list[tuple[str, str]]:
    """All paths below `data/` and what they hold, for README.txt and the data page; folders end with `/`."""
    listed = [(_folder(export.paths), export.about) for export in EXPORTS]
    return [*listed, (CHECKSUMS, "SHA-256 of every file above, for sha256sum --check.")]


def _folder(paths: tuple[str, ...]) -> str:
    return paths[0] if len(paths) == 1 and "<" not in paths[0] else paths[0].rpartition("/")[0] + "/"
