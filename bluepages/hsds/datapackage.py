"""`datapackage.json` of our HSDS tabular package, derived from our statement of the standard (`schema/hsds/`).

The official file is not used: that of 3.1-dev does not load (two tables have fields missing), and it calls two
columns unique that are not. Ours drops those two, does not require what we honestly leave empty, and says which
columns point to which table (Data Package v1, Tabular Data Resource, Table Schema).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bluepages.hsds.schemas import VERSION, Field, ObjectType, object_types

LEFT_EMPTY: Final = frozenset({("address", "address_1"), ("address", "city"), ("address", "postal_code")})
"""Required by HSDS, but empty where nobody knows (DESIGN rule 9), so not `required` in our package."""

_FORMATS: Final = ("uuid", "uri", "email")

_ORDER: Final = (
    *("organization", "program", "service", "location", "service_at_location", "address", "phone", "schedule"),
    *("service_area", "language", "accessibility", "cost_option", "required_document", "contact", "funding"),
    *("organization_identifier", "url", "unit", "service_capacity", "attribute", "taxonomy", "taxonomy_term"),
    *("metadata", "meta_table_description"),
)


def datapackage(tables: Iterable[str], title: str, about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The `datapackage.json` of a package with these tables: a Tabular Data Package with keys on.

    `about` adds or replaces top-level properties, such as `homepage`, `licenses` or `description`.
    """
    names = sorted(tables, key=list(_ORDER).index)
    return {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": title,
        "description": f"Human services as HSDS {VERSION} tables. Times are local; see docs/hsds.md.",
        **(about or {}),
        "resources": [_resource(object_types()[name], frozenset(names)) for name in names],
    }


def _resource(kind: ObjectType, present: frozenset[str]) -> dict[str, Any]:
    fields = [field for field in kind.fields.values() if field.scalar]
    schema: dict[str, Any] = {
        "fields": [_field(kind.name, field) for field in fields],
        "primaryKey": "id",
        "missingValues": [""],
    }
    keys = [
        {"fields": field.name, "reference": {"resource": target, "fields": "id"}}
        for field in fields
        if (target := field.name.removesuffix("_id")) != field.name and target in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": kind.name,
        "path": kind.path,
        "description": kind.description,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: str, field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"name": field.name, "type": field.tabular_type, "description": field.description}
    if field.tabular_type == "string" and field.format in _FORMATS:
        made["format"] = field.format
    constraints: dict[str, Any] = {}
    if (field.required or field.tabular_required) and (table, field.name) not in LEFT_EMPTY:
        constraints["required"] = True
    if field.name == "id":
        constraints["unique"] = True
    if field.enum:
        constraints["enum"] = list(field.enum)
    if constraints:
        made["constraints"] = constraints
    return made
