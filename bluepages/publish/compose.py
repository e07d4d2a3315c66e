"""From a build to what a portal should show."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from bluepages.config import Config
from bluepages.errors import Complaint
from bluepages.export.cells import lines
from bluepages.export.dictionary import HEADER, PORTAL_TYPES
from bluepages.publish.metadata import custom_of, disclaimer_of, fields_of, tags_of
from bluepages.publish.package import frictionless_zip
from bluepages.publish.settings import Settings
from bluepages.publish.site import Site
from bluepages.publish.table import columns_of, csv_bytes, prepared, read_rows, typed
from bluepages.publish.wanted import Column, File, Wanted, schema_version
from bluepages.vocabulary import Vocabulary

CSV: Final = "csv"
"""The role of the file that the table is made from."""

_SPOKEN: Final = {"text": "string", "numeric": "number", "bool": "boolean", "date": "date", "timestamp": "datetime"}


def compose(site: Site, settings: Settings, config: Config, vocabulary: Vocabulary) -> Wanted:
    """Everything that the portal should show of this build."""
    with ThreadPoolExecutor(1) as beside:
        package = beside.submit(frictionless_zip, site)  # compressing leaves the interpreter to what comes here
        ours = site.files["services.csv"]
        header, raw = read_rows(ours)
        if header[:1] != ["id"]:
            raise Complaint("services.csv does not begin with the column id.", "Build again: bluepages build")
        entry = settings.entry
        columns = columns_of(header, entry)
        rows, changed = prepared(header, raw, entry)
        version = schema_version((column.name, column.type) for column in columns)
        said = disclaimer_of(config)
        table, words = csv_bytes(columns, rows, ours, changed), dictionary(columns, said)
        return Wanted(
            name=settings.dataset,
            fields=fields_of(config, entry),
            custom=custom_of(config, entry, version),
            tags=tags_of(config, entry, vocabulary),
            rows=typed(columns, rows),
            files=_files(site, table, words, package.result(), said),
            table_title="Services (table for programs)",
            table_about=f"The same rows as the CSV file, to be asked through the portal's API. {said}",
            columns=columns,
            commit=site.commit,
            schema_version=version,
        )


def _files(site: Site, table: bytes, words: bytes, package: bytes, said: str) -> tuple[File, ...]:
    def file(role: str, title: str, name: str, form: str, kind: str, about: str, content: bytes) -> File:
        return File(role, title, name, form, kind, f"{about} {said}".strip(), content)

    held = site.files
    return (
        file(CSV, "Services (CSV)", "services.csv", "CSV", "text/csv",
            "One row for each service at each place, and one for a service without a place.", table),
        file("dictionary", "Data dictionary", "dictionary.csv", "CSV", "text/csv",
            "Every column of the services file with its label, type, meaning, valid values and an example.", words),
        file("geojson", "Places (GeoJSON)", "locations.geojson", "GeoJSON", "application/geo+json",
            "Every place with a known position; places with a secret address are left out.",
            held["locations.geojson"]),
        file("hsds", "HSDS tables (ZIP)", "hsds.zip", "ZIP", "application/zip",
            "Everything as tables of the Human Services Data Specification.", held["hsds.zip"]),
        file("package", "Data Package (ZIP)", "data-package.zip", "ZIP", "application/zip",
            "The flat files with a Frictionless datapackage.json, under the directory's own column names.",
            package),
        file("readme", "Read me", "README.txt", "TXT", "text/plain",
            "The disclaimer, the licence and the sources; keep it with the data. It also lists the files that only the "
            "directory's own site has.", held["README.txt"]),
    )  # fmt: skip


def dictionary(columns: Sequence[Column], said: str) -> bytes:
    """The data dictionary of the file under the portal's names, in the headings of the statewide guide."""
    from bluepages.export import COLUMNS

    known = {field.name: field for field in COLUMNS}
    rows = []
    for column in columns:
        field = known.get(column.ours)
        values = ", ".join(field.values) if field else ""
        kind = PORTAL_TYPES.get(_SPOKEN[column.type], "text")
        meaning = field.meaning if field else ""
        example, path = (field.example, field.hsds_path) if field else ("", "")
        rows.append((f"services.csv:{column.name}", "services.csv", column.name, column.label, kind, meaning, values,
                     example, path))  # fmt: skip
    note = ("services.csv:", "services.csv", "", "Disclaimer", "", said, "", "", "")
    return lines([HEADER, *rows, note])
