"""`dictionary.csv`: every column of every table, in the headings that the state's publishers' guide asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.enrich import Edition
from bluepages.export.cells import lines
from bluepages.export.changes import FIELDS as CHANGES
from bluepages.export.columns import COLUMNS
from bluepages.export.crosswalk import FIELDS as CROSSWALK
from bluepages.export.fields import Field
from bluepages.export.formats import File, Whole
from bluepages.export.geojsonfile import PROPERTIES

PATH: Final = "dictionary.csv"
HEADER: Final = (
    *("field_id", "table", "field_name", "field_label", "data_type", "field_definition"),
    *("valid_values", "example", "hsds_path"),
)
TABLES: Final[tuple[tuple[str, Sequence[Field]], ...]] = (
    ("services.csv", COLUMNS),
    ("locations.geojson", PROPERTIES),
    ("crosswalk.csv", CROSSWALK),
    ("changes.csv", CHANGES),
)
PORTAL_TYPES: Final = {
    "string": "text", "number": "float", "integer": "int", "boolean": "bool", "date": "date", "datetime": "timestamp",
}  # fmt: skip
"""Our types as the state's publishers' guide calls them."""


def entries(table: str, fields: Sequence[Field]) -> Iterator[tuple[str, ...]]:
    """The dictionary's rows for one table."""
    for field in fields:
        values = ", ".join(field.values)
        yield (
            f"{table}:{field.name}", table, field.name, field.label, PORTAL_TYPES[field.type], field.meaning, values,
            field.example, field.hsds_path,
        )  # fmt: skip


class Dictionary(Whole):
    """The data dictionary as a file."""

    name = "dictionary"
    paths = (PATH,)
    about = "The data dictionary: every column with its label, type, meaning, valid values and an example."

    def files(self, edition: Edition) -> list[File]:
        rows = [entry for table, fields in TABLES for entry in entries(table, fields)]
        return [(PATH, lines([HEADER, *rows]))]
