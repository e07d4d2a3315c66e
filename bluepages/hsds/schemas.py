"""HSDS 3.1 as data: our statement of every object (`schema/hsds/*.json`), and validators compiled from it.

The object files name each other by file (`{"$ref": "phone.json"}`), as the standard's own do. Compiled, they become
one self-contained JSON Schema 2020-12 with `$defs`, and the two gaps of the plain files are closed the way the
standard's compiler closes them: `organization.services[]` and `service_at_location.service` are checked too.
"""

from __future__ import annotations

import functools
from typing import Any, Final, Literal

import jsonschema_rs
import msgspec
import orjson

from bluepages.records.schema import schema_folder

VERSION: Final = "3.1"
"""The HSDS version we state and publish."""

COMPARED_WITH: Final = {
    "3.1-dev": "abc731c8ac11825010e9d74a0ab61dcd48e880ec",
    "3.0": "279fd2eb3552c349bf698c07c00cc25f5fc8249b",
}
"""Branch -> commit of openreferral/specification whose schemas our output was tested with."""

TIME_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
"""Local wall-clock time as we write it; HSDS leaves times and dates unchecked in JSON."""

_ADDED: Final = {
    "organization": ("services", {"type": "array", "items": {"$ref": "#/$defs/service"}}),
    "service_at_location": ("service", {"$ref": "#/$defs/service"}),
}

Root = Literal["organization", "service", "service_at_location", "location", "taxonomy", "taxonomy_term"]


class Field(msgspec.Struct, frozen=True):
    """One field of an HSDS object. `many`/`one` name the object nested here, `""` for a scalar.

    `required` holds in JSON and CSV, `tabular_required` in CSV only; `tabular_type` is the CSV type (`date`, `time`,
    `datetime`, `string`, `number`); `since` the version that brought the field.
    """

    name: str
    type: str
    description: str
    format: str = ""
    tabular_type: str = ""
    enum: tuple[str, ...] = ()
    many: str = ""
    one: str = ""
    required: bool = False
    tabular_required: bool = False
    since: str = "3.0"

    @property
    def scalar(self) -> bool:
        """Whether the field is a plain value and so a column of its table."""
        return not (self.many or self.one)


class ObjectType(msgspec.Struct, frozen=True):
    """One HSDS object: its name (also the table's), the CSV file it is packaged in, and its fields in order."""

    name: str
    path: str
    description: str
    fields: dict[str, Field]
    since: str = "3.0"


@functools.cache
def raw_schemas() -> dict[str, dict[str, Any]]:
    """Object name -> its schema file as it stands; sorted by name."""
    files = sorted((schema_folder() / "hsds").glob("*.json"))
    return {file.stem: orjson.loads(file.read_bytes()) for file in files}


@functools.cache
def object_types() -> dict[str, ObjectType]:
    """Object name -> `ObjectType`; sorted by name."""
    return {name: _object_type(raw) for name, raw in raw_schemas().items()}


def _object_type(raw: dict[str, Any]) -> ObjectType:
    required, tabular = raw["required"], raw.get("tabular_required", ())
    fields = {}
    for name, prop in raw["properties"].items():
        kind = prop.get("type", "object")
        fields[name] = Field(
            name=name,
            type=kind,
            description=prop["description"],
            format=prop.get("format", ""),
            tabular_type=prop.get("datapackage_type", kind if kind in ("string", "number") else ""),
            enum=tuple(prop.get("enum", ())),
            many=prop.get("items", {}).get("$ref", "").removesuffix(".json"),
            one=prop.get("$ref", "").removesuffix(".json"),
            required=name in required,
            tabular_required=name in tabular,
            since=prop.get("since", raw.get("since", "3.0")),
        )
    return ObjectType(raw["name"], raw["path"], raw["description"], fields, raw.get("since", "3.0"))


@functools.cache
def compiled(root: Root) -> dict[str, Any]:
    """The self-contained schema of one object with everything nested in it.

    Stricter than the standard, so that our own slips are caught: no unknown fields, and dates and times checked.
    """
    definitions = {name: _definition(raw) for name, raw in raw_schemas().items()}
    top = dict(definitions[root])
    if root in _ADDED:
        name, prop = _ADDED[root]
        top["properties"] = {**top["properties"], name: prop}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": definitions}


def _definition(raw: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _property(prop) for name, prop in raw["properties"].items()}
    return {"type": "object", "required": raw["required"], "properties": properties, "additionalProperties": False}


def _property(prop: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in prop:
        return {"$ref": _local(prop["$ref"])}
    if prop["type"] == "array":
        return {"type": "array", "items": {"$ref": _local(prop["items"]["$ref"])}}
    schema: dict[str, Any] = {key: prop[key] for key in ("type", "format", "enum") if key in prop}
    if prop.get("datapackage_type") == "date":
        schema["format"] = "date"
    elif prop.get("datapackage_type") == "time":
        schema["pattern"] = TIME_PATTERN
    return schema


def _local(ref: str) -> str:
    return f"#/$defs/{ref.removesuffix('.json')}"


@functools.cache
def validator(root: Root) -> jsonschema_rs.Draft202012Validator:
    """The fast validator of `compiled(root)`; formats (uuid, uri, email, date, date-time) count."""
    return jsonschema_rs.Draft202012Validator(compiled(root), validate_formats=True)
