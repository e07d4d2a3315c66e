"""Is what we are about to publish valid HSDS? If not, the fault is ours, and the words say so.

A message names the object's field and the rule that is broken, and never repeats a value: an object may hold
what must not appear in a log.
"""

from __future__ import annotations

from typing import Any, Final

from bluepages.hsds.compile import Compiled
from bluepages.hsds.schemas import VERSION, Root, validator
from bluepages.hsds.schemas import compiled as compiled_schema
from bluepages.problems import Problem, field_name

RULE: Final = "P901"
"""The rule code under which an invalid compiled object is reported."""

_SHOWN: Final = 5
_WORDS: Final = {
    "required": "a required field is missing",
    "enum": "the value is not one of those allowed",
    "type": "the value has the wrong type",
    "additionalProperties": "a field is not known to the standard",
    "pattern": "the value is not written as it should be",
}


def validate_organization(obj: Any) -> list[str]:
    """What is wrong with a full organization (locations and services nested), as `field: fault`; `[]` if nothing."""
    return _faults("organization", obj)


def validate_service(obj: Any) -> list[str]:
    """What is wrong with a full service (organization and places nested), as `field: fault`; `[]` if nothing."""
    return _faults("service", obj)


def validate_object(kind: Root, obj: Any) -> list[str]:
    """The same for any kind of object that is published on its own."""
    return _faults(kind, obj)


def _faults(kind: Root, obj: Any) -> list[str]:
    check = validator(kind)
    if check.is_valid(obj):
        return []
    found = set()
    for error in check.iter_errors(obj):
        keyword = str(error.schema_path[-1])
        words = _WORDS.get(keyword)
        if keyword == "format":
            words = f"the value is not a valid {_schema_value(kind, error.schema_path)}"
        where = field_name(tuple(error.instance_path)) or kind
        found.add(f"{where}: {words or f'breaks the rule {keyword}'}")
    return sorted(found)


def _schema_value(kind: Root, path: list[str | int]) -> str:
    """The value that stands at `path` in the schema, such as the format's name."""
    schema = compiled_schema(kind)
    node: Any = schema
    for step in path:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]] if step == "$ref" else node[step]
    return str(node)


def problems(compiled: Compiled, file: str) -> list[Problem]:
    """The faults of everything compiled from one file, as at most one error that takes the blame.

    `file` is relative to the root; the problem stands at line 0, for the file as a whole.
    """
    faults = [f"organization: {fault}" for fault in validate_organization(compiled.organization)]
    for number, service in enumerate(compiled.services):
        own = validate_service(service)
        faults += [f"service {number + 1}: {fault}" for fault in own]
    if not faults:
        return []
    shown = "; ".join(faults[:_SHOWN]) + (f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else "")
    message = (
        f"This is our mistake, not yours: what we make of this record is not valid HSDS {VERSION}, the standard we "
        f"publish in ({shown})."
    )
    hint = "You need not change anything. Please leave the file as it is; the people who keep the program must mend it."
    return [Problem(RULE, "error", file, 0, "", message, hint)]


def count_objects(obj: Any) -> int:
    """How many HSDS objects `obj` holds: itself and everything nested in it."""
    if isinstance(obj, dict):
        return 1 + sum(count_objects(value) for value in obj.values() if isinstance(value, dict | list))
    return sum(count_objects(item) for item in obj)
