"""Small parts of the description: bodies, answers, errors."""

from __future__ import annotations

from typing import Any, Final

TEXT: Final[dict[str, Any]] = {"type": "string"}
HTML: Final[dict[str, Any]] = {"content": {"text/html": {"schema": TEXT}}}
_ERROR: Final[dict[str, Any]] = {
    "type": "object", "required": ["error"], "properties": {"error": TEXT, "message": TEXT},
}  # fmt: skip
FIELDS: Final[dict[str, Any]] = {
    "form": {"enum": ["suggest", "report", "confirm"]}, "lang": {"enum": ["en", "es"]},
    "key": {"type": "string", "pattern": "^([A-Za-z0-9_-]{16,64})?$"}, "token": TEXT, "website2": TEXT, "altcha": TEXT,
    "email": TEXT, "more": TEXT,
}  # fmt: skip
"""The fields that every form has; `schema/webforms.yaml` has the others."""


def obj(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has exactly these."""
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def array(items: dict[str, Any]) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": items}


def json_body(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer in JSON alone."""
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def html_or_json(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer as a page, or as JSON where that is asked for."""
    content = {"application/json": {"schema": schema}, **HTML["content"]}
    return {"description": about, "content": content}


def error(about: str) -> dict[str, Any]:
    """What cannot be done."""
    return html_or_json(about, _ERROR)


def waits() -> dict[str, Any]:
    """Answers that ask to come again later."""
    return {"429": error("Too many from there; Retry-After"), "503": error("Later; Retry-After")}


def body(properties: dict[str, Any], required: list[str], *, more: bool = False) -> dict[str, Any]:
    """What is posted, as a form or as JSON; with `more`, further fields are texts or lists of texts."""
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    schema["additionalProperties"] = {"type": ["string", "array"], "items": TEXT} if more else TEXT
    kinds = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data")
    return {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}


def answers(found: dict[str, Any], *, taking: bool = False) -> dict[str, Any]:
    """The answers of an address; one that takes a body may refuse it."""
    refused = {
        "400": error("The body cannot be read"), "403": error("Posted from another site"), "408": error("Too slow"),
        "413": error("Too large"), "415": error("Not a kind of body that is taken"),
    }  # fmt: skip
    every = {**found, **(refused if taking else {})}
    every.setdefault("405", error("Not this method"))
    every.setdefault("503", error("Later"))
    return dict(sorted(every.items()))


def security() -> dict[str, list[str]]:
    """The steward's token."""
    return {"steward": []}
