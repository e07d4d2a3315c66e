"""Our statement of HSDS against the official files, field by field and both ways."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from bluepages.hsds.schemas import compiled, object_types, raw_schemas
from tests.hsds.official import needs_shared, official

FACTS = ("type", "format", "enum", "datapackage_type", "items", "$ref")


def facts(schema: dict[str, Any]) -> dict[str, Any]:
    """What is fact in an object's schema: names, types, rules and nesting; words are left out."""
    return {
        "name": schema["name"],
        "path": schema["path"],
        "type": schema["type"],
        "required": schema["required"],
        "tabular_required": schema.get("tabular_required", []),
        "fields": {
            name: {key: prop[key] for key in FACTS if key in prop} for name, prop in schema["properties"].items()
        },
    }


def only_3_0(schema: dict[str, Any]) -> dict[str, Any]:
    """Our schema without what 3.1 added."""
    kept = {name: prop for name, prop in schema["properties"].items() if "since" not in prop}
    return {**schema, "properties": kept}


class TestOfficial:
    pytestmark = needs_shared

    def test_the_same_objects(self) -> None:
        assert sorted(raw_schemas()) == sorted(official("3.1-dev"))

    def test_the_same_objects_in_3_0(self) -> None:
        ours = [name for name, schema in raw_schemas().items() if "since" not in schema]
        assert ours == sorted(official("3.0"))

    @pytest.mark.parametrize("name", sorted(raw_schemas()))
    def test_the_same_facts(self, name: str) -> None:
        ours, theirs = facts(raw_schemas()[name]), facts(official("3.1-dev")[name])
        assert ours == theirs
        assert list(ours["fields"]) == list(theirs["fields"])

    @pytest.mark.parametrize("name", [name for name, schema in raw_schemas().items() if "since" not in schema])
    def test_the_same_facts_in_3_0(self, name: str) -> None:
        assert facts(only_3_0(raw_schemas()[name])) == facts(official("3.0")[name])

    @pytest.mark.parametrize("name", sorted(raw_schemas()))
    def test_the_words_are_our_own(self, name: str) -> None:
        ours, theirs = raw_schemas()[name], official("3.1-dev")[name]
        assert ours["description"] != theirs["description"]
        for field, prop in ours["properties"].items():
            assert prop["description"] != theirs["properties"][field].get("description"), field

    def test_a_difference_is_found(self) -> None:
        changed = {**official("3.1-dev")["phone"], "required": ["id"]}
        assert facts(changed) != facts(raw_schemas()["phone"])


def test_there_are_24_objects() -> None:
    assert len(object_types()) == 24


@pytest.mark.parametrize("name", sorted(raw_schemas()))
def test_every_object_and_field_is_described(name: str) -> None:
    schema = raw_schemas()[name]
    for words in (schema, *schema["properties"].values()):
        assert words["description"].strip().endswith((".", "`"))


@pytest.mark.parametrize("root", ["organization", "service", "service_at_location", "location", "taxonomy_term"])
def test_compiled_is_a_schema_of_its_own(root: Any) -> None:
    schema = compiled(root)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert ".json" not in str(schema["properties"])
