"""What a column is, and the Table Schema of a table (Frictionless Table Schema v1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

FieldType = Literal["string", "number", "integer", "boolean", "date", "datetime"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table.

    `name` is lower snake case under 30 characters and never changes; `label` and `meaning` are for people; `example`
    is an invented value as it stands in the file; `hsds_path` says where HSDS keeps the same, `""` where it does not.
    `values` lists the only values there are, if there is such a list.
    """

    name: str
    label: str
    type: FieldType
    meaning: str
    example: str
    hsds_path: str = ""
    format: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False


def table_schema(fields: Sequence[Field], primary_key: str = "") -> dict[str, Any]:
    """The Table Schema of a CSV file with these columns."""
    schema: dict[str, Any] = {"fields": [_described(field) for field in fields], "missingValues": [""]}
    if primary_key:
        schema["primaryKey"] = primary_key
    return schema


def _described(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"name": field.name, "type": field.type, "title": field.label, "description": field.meaning}
    if field.format:
        made["format"] = field.format
    if field.example:
        made["example"] = field.example
    if field.hsds_path:
        made["hsdsPath"] = field.hsds_path
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.unique:
        constraints["unique"] = True
    if field.values and field.type == "string":
        constraints["enum"] = list(field.values)
    if constraints:
        made["constraints"] = constraints
    return made
