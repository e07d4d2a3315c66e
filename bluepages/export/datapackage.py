"""`datapackage.json` (Data Package v1): the flat files with their columns, licence, sources and disclaimer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bluepages.enrich import Edition
from bluepages.export.changes import FIELDS as CHANGES
from bluepages.export.changes import ChangesCsv
from bluepages.export.columns import COLUMNS
from bluepages.export.crosswalk import FIELDS, Crosswalk
from bluepages.export.csvfile import ServicesCsv
from bluepages.export.dictionary import HEADER, Dictionary
from bluepages.export.fields import Field, table_schema
from bluepages.export.formats import File, Whole
from bluepages.export.geojsonfile import LocationsGeojson
from bluepages.export.jsontext import pretty
from bluepages.export.notice import LICENCE, LICENCE_URL, disclaimer
from bluepages.export.sources import used_sources
from bluepages.records.ids import slugify
from bluepages.vocabulary import SourceInfo

PATH = "datapackage.json"


def about(edition: Edition) -> dict[str, Any]:
    """What any package of this directory's data says of itself: licence, sources, disclaimer."""
    config = edition.config
    made: dict[str, Any] = {"licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": "CC0 1.0 Universal"}]}
    if config.site_url:
        made["homepage"] = config.site_url
    sources = [_source(source) for source in used_sources(edition)]
    if sources:
        made["sources"] = sources
    made["disclaimer"] = disclaimer(edition)
    return made


def _source(source: SourceInfo) -> dict[str, str]:
    """A source as the Data Package standard has it, with its licence beside it."""
    made = {"title": f"{source.title}, {source.publisher}" if source.publisher else source.title}
    if source.url:
        made["path"] = source.url
    made["licence"] = source.licence
    if source.licence_url:
        made["licence_url"] = source.licence_url
    return made


def package(edition: Edition) -> dict[str, Any]:
    """The description of the flat files."""
    name = edition.config.name
    return {
        "profile": "data-package",
        "name": slugify(name) or "directory",
        "title": f"{name}: services, places and identifiers",
        "description": f"{disclaimer(edition)} README.txt names the sources; hsds.zip holds the same as HSDS tables.",
        **about(edition),
        "resources": [
            _table(ServicesCsv.name, ServicesCsv.paths[0], ServicesCsv.about, table_schema(COLUMNS, "id")),
            _table(Crosswalk.name, Crosswalk.paths[0], Crosswalk.about, table_schema(FIELDS)),
            _table(ChangesCsv.name, ChangesCsv.paths[0], ChangesCsv.about, table_schema(CHANGES, "id")),
            _table(Dictionary.name, Dictionary.paths[0], Dictionary.about, table_schema(_texts(HEADER), HEADER[0])),
            _file(LocationsGeojson.name, LocationsGeojson.paths[0], LocationsGeojson.about, "application/geo+json"),
        ],
    }


def _texts(names: Sequence[str]) -> list[Field]:
    """Columns of plain text that explain themselves."""
    return [Field(name=n, label=n.replace("_", " ").capitalize(), type="string", meaning="", example="") for n in names]


def _table(name: str, path: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "description": meaning,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _file(name: str, path: str, meaning: str, mediatype: str) -> dict[str, Any]:
    form = path.rpartition(".")[2]
    return {"name": name, "path": path, "description": meaning, "format": form, "mediatype": mediatype}


class Datapackage(Whole):
    """The package's own description."""

    name = "datapackage"
    paths = (PATH,)
    about = "The flat files as a Data Package: columns, types, licence, sources."

    def files(self, edition: Edition) -> list[File]:
        return [(PATH, pretty(package(edition)))]
