"""What does not fit the schema, in the words of the person who wrote it (rules P110 to P116).

JSON Schema's own messages are never shown: they speak of instances and properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bluepages.problems import Edit, Path, Problem, field_name
from bluepages.records.schema import Violation
from bluepages.records.yamlfile import Document
from bluepages.rules import RULES
from bluepages.vocabulary import nearest

_KINDS = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "a group of keys",
}  # fmt: skip


def shape_problems(document: Document) -> list[Problem]:
    """Every way in which the data of `document` does not fit its schema."""
    assert document.schema is not None
    found: list[Problem] = []
    for violation in document.schema.violations(document.data):
        found += _problems(document, violation)
    return found


def _problems(document: Document, v: Violation) -> Iterator[Problem]:
    if v.keyword == "additionalProperties":
        for name in v.names:
            yield _unknown(document, v, name)
    elif v.keyword == "required":
        for name in v.names:
            message = f"{name} is missing{_inside(v.path)}."
            yield _problem(document, "P111", (*v.path, name), message, _example(v.schema, name))
    elif v.keyword == "propertyNames":
        for name in v.names:
            hint = "Use lower-case letters, digits and hyphens, as in main-office."
            message = f"{_show(name)} cannot be used as a name{_inside(v.path)}."
            yield _problem(document, "P116", (*v.path, name), message, hint, key=True)
    else:
        yield _value(document, v)


def _value(document: Document, v: Violation) -> Problem:
    name, shown = field_name(v.path) or "the file", _show(v.value)
    schema = v.schema
    wanted = _KINDS.get(str(schema.get("type")), "another value")
    if v.value is None and v.keyword == "type":
        return _problem(document, "P114", v.path, f"{name} is empty.", "Write a value, or delete the line.")
    if v.keyword == "type":
        hint, fix = _retype(v.value, str(schema.get("type")), v.path)
        return _problem(document, "P112", v.path, f"{name} should be {wanted}; found {shown}.", hint, fix)
    if v.keyword == "enum":
        choices = [str(choice) for choice in schema["enum"]]
        return _choice(document, v, name, shown, choices)
    if v.keyword == "pattern":
        hint = _format_hint(schema)
        return _problem(document, "P115", v.path, f"{name}: {shown} is not written in the right form.", hint)
    return _problem(document, "P114", v.path, _limit(name, v), "")


def _choice(document: Document, v: Violation, name: str, shown: str, choices: list[str]) -> Problem:
    near = nearest(str(v.value), choices)
    hint = f"Did you mean {near}?" if near else f"Choose one of: {', '.join(choices)}."
    fix = (Edit(v.path, near),) if near else ()
    return _problem(document, "P113", v.path, f"{name}: {shown} is not one of the values known here.", hint, fix)


def _limit(name: str, v: Violation) -> str:
    schema = v.schema
    return {
        "minLength": f"{name} is empty.",
        "minItems": f"{name} is an empty list.",
        "minProperties": f"{name} is empty.",
        "maxLength": f"{name} is longer than {schema.get('maxLength')} characters.",
        "minimum": f"{name} is {_show(v.value)}; the least is {schema.get('minimum')}.",
        "maximum": f"{name} is {_show(v.value)}; the most is {schema.get('maximum')}.",
    }.get(v.keyword, f"{name} does not fit.")


def _unknown(document: Document, v: Violation, name: str) -> Problem:
    known = list(v.schema.get("properties", {}))
    near = nearest(name, [key for key in known if key not in v.value])
    hint = (
        f"Did you mean {near}?" if near else f"Known here: {', '.join(known[:14])}{', ...' if len(known) > 14 else '.'}"
    )
    fix = (Edit((*v.path, name), rename=near),) if near else ()
    message = f"{_show(name)} is not a key that is known{_inside(v.path) or ' here'}."
    return _problem(document, "P110", (*v.path, name), message, hint, fix, key=True)


def _retype(value: Any, kind: str, path: Path) -> tuple[str, tuple[Edit, ...]]:
    """How to write a value of the wrong kind, and the edit where a machine can do it."""
    if kind == "array" and isinstance(value, str | dict):
        return "Put it in a list: [ ... ].", (Edit(path, [value]),) if value else ()
    if kind in ("number", "integer") and isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return "Write digits without quotes, as in 18.", ()
        if not abs(number) < 10**9:  # nor is it when it is not a number at all
            return "Write a number that fits, as in 18.", ()
        whole = int(number) if number == int(number) else number
        return "Write it without quotes.", (Edit(path, whole),)
    if kind == "boolean":
        return "Write true or false, without quotes.", ()
    if path and path[-1] == "serves" and value in ("statewide", "state"):
        return "Write serves: {statewide: true}.", (Edit(path, {"statewide": True}),)
    return "", ()


def _format_hint(schema: dict[str, Any]) -> str:
    examples = schema.get("examples")
    if examples:
        return f"Write it like {' or '.join(str(example) for example in examples)}."
    if "a-z0-9" in schema.get("pattern", ""):
        return "Use lower-case letters, digits and hyphens, as in main-office."
    return {
        "^[A-Z]{2}$": "Write two capital letters, as in CA.",
        "^[0-9]{5}$": 'Write five digits in quotes, as in "94607".',
        "^[0-9]{1,10}$": "Write digits only.",
    }.get(schema.get("pattern", ""), "")


def _example(schema: dict[str, Any], name: str) -> str:
    said = schema.get("properties", {}).get(name, {})
    text = str(said.get("description", ""))
    examples = said.get("examples")
    return f"{text} Example: {name}: {examples[0]}" if examples else text


def _inside(path: Path) -> str:
    return f" in {field_name(path)}" if path else ""


def _show(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a group of keys"
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _problem(
    document: Document, rule: str, path: Path, message: str, hint: str = "", fix: tuple[Edit, ...] = (),
    *, key: bool = False,
) -> Problem:  # fmt: skip
    line, column = document.at(path, key=key)
    return Problem(rule, RULES[rule].level, document.file, line, field_name(path), message, hint, fix, column)
