"""The description of the relay's addresses (OpenAPI 3.1); a copy is kept in `schema/`, and a test compares."""

from __future__ import annotations

from typing import Any, Final

from bluepages.relay.items import ACTIONS, LONGEST_IDENT, REASONS
from bluepages.relay.openapi_parts import (
    FIELDS,
    HTML,
    TEXT,
    answers,
    array,
    body,
    error,
    html_or_json,
    json_body,
    obj,
    security,
    waits,
)  # fmt: skip

VERSION: Final = "1.0.0"
_IDENT: Final = {"type": "string", "minLength": 1, "maxLength": LONGEST_IDENT}
_PROOF: Final = {"type": ["object", "null"], "description": "An ALTCHA challenge"}
_RECEIPT: Final = {
    "name": "receipt", "in": "path", "required": True, "description": "The private name of one submission",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"},
}  # fmt: skip


def description() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Blue Pages relay", "version": VERSION, "license": {"name": "MIT", "identifier": "MIT"},
                 "description": "The door without an account: docs/relay.md."},
        "paths": {**_plain(), **_submitting(), **_receipts(), **_stewards()},
        "components": {"securitySchemes": {"steward": {"type": "http", "scheme": "bearer"}}},
    }  # fmt: skip


def _plain() -> dict[str, Any]:
    figures = ("received", "held", "review", "dead", "oldest_seconds", "held_oldest_seconds", "alerts")
    queue = obj({name: {"type": "integer"} for name in figures})
    health = obj({"status": TEXT, "forge": TEXT, "breaker": {"type": "boolean"}, "queue": queue,
                  "counters": {"type": "object", "additionalProperties": {"type": "integer"}}})  # fmt: skip
    token = obj({"token": TEXT, "key": TEXT, "proof": _PROOF})
    name = {"name": "name", "in": "path", "required": True, "schema": TEXT}
    return {
        "/": {"get": {"summary": "To the site", "responses": answers({"303": {"description": "The site"}})}},
        "/token": {"get": {"summary": "A signed form age and a key",
                           "responses": answers({"200": json_body("Both", token)})}},
        "/healthz": {"get": {"summary": "Whether it works", "responses": answers(
            {"200": json_body("It does", health), "503": json_body("It does not", health)})}},
        "/openapi.json": {"get": {"summary": "This description",
                                  "responses": answers({"200": json_body("OpenAPI", {"type": "object"})})}},
        "/assets/{name}": {"get": {"summary": "Style and scripts", "parameters": [name], "responses": answers({
            "200": {"description": "The file", "content": {"text/css": {}, "text/javascript": {}, "image/svg+xml": {},
                                                           "image/png": {}, "image/x-icon": {}}},
            "404": error("No such file")})}},
    }  # fmt: skip


def _submitting() -> dict[str, Any]:
    problem = obj({"field": TEXT, "message": TEXT, "hint": TEXT})
    receipt = obj({"receipt": TEXT, "url": TEXT})
    asked = {"type": "object", "required": ["error"],
             "properties": {"error": TEXT, "token": TEXT, "key": TEXT, "proof": _PROOF}}  # fmt: skip
    found = {
        "200": html_or_json("Check your answers; JSON: taken in before", receipt),
        "201": json_body("Taken in", receipt),
        "303": {"description": "Taken in: to the receipt"},
        "409": error("The key was used for something else"),
        "422": html_or_json("What to mend; the form again", obj({"problems": array(problem)})),
        "428": html_or_json("A token, or a proof of work, is needed", asked),
        **waits(),
    }
    return {"/submit": {"post": {"summary": "Send one form", "requestBody": body(FIELDS, ["form"], more=True),
                                 "responses": answers(found, taking=True)}}}  # fmt: skip


def _receipts() -> dict[str, Any]:
    reply = obj({"text": TEXT, "state": TEXT})
    names = ("state", "form", "received", "link", "page", "reason", "said", "question")
    status = obj({**dict.fromkeys(names, TEXT), "answers": array(reply)})
    show = {"summary": "What became of it", "parameters": [_RECEIPT], "responses": answers(
        {"200": html_or_json("How it stands", status), "404": error("There is none")})}  # fmt: skip
    said = obj({"state": TEXT})
    return {
        "/r/{receipt}": {"get": show},
        "/status/{receipt}": {"get": show},
        "/status": {
            "get": {
                "summary": "Ask for a private link",
                "responses": answers({"200": {"description": "A form", **HTML}}),
            },
            "post": {
                "summary": "From a private link to its page", "requestBody": body({"receipt": TEXT, "lang": TEXT}, []),
                "responses": answers({
                    "303": {"description": "To the page"},
                    "404": error("There is none"),
                }, taking=True),
            },
        },
        "/r/{receipt}/answer": {
            "post": {
                "summary": "Answer a steward's question", "parameters": [_RECEIPT],
                "requestBody": body({"answer": {**TEXT, "maxLength": 2000}, "lang": TEXT}, ["answer"]),
                "responses": answers({
                    "200": json_body("Taken in before", said), "201": json_body("Taken in", said),
                    "303": {"description": "Taken in: to the page"}, "404": error("There is none"),
                    "409": error("Nothing is asked"), "422": error("Too long, or blank"), **waits(),
                }, taking=True),
            }
        },
    }  # fmt: skip


def _stewards() -> dict[str, Any]:
    one = obj({"ident": TEXT, "state": TEXT, "form": TEXT, "why": array(TEXT), "slug": TEXT, "received": TEXT})
    listed = html_or_json("What waits", obj({"held": array(one)}))
    place = obj({"slug": TEXT, "location": TEXT, "since": TEXT, "confirmed": {"type": "boolean"}})
    shut = {"401": error("Not the token"), "404": error("No token is configured"), "429": error("Wait")}
    token = {"steward_token": TEXT, "lang": TEXT}
    decision = {
        **token, "field": TEXT, "text": TEXT, "said": TEXT, "question": TEXT, "reply": TEXT,
        "action": {"enum": [*ACTIONS, "release-reply", "discard-reply", "close-breaker"]},
        "reason": {"enum": list(REASONS)},
    }  # fmt: skip
    ident = {"name": "ident", "in": "path", "required": True, "schema": _IDENT}
    done = html_or_json("Done; what is left", obj({"done": TEXT}))
    return {
        "/held": {
            "get": {"summary": "What waits for a steward", "security": [security(), {}],
                    "responses": answers({"200": listed, **shut})},
            "post": {"summary": "The same, with the token in the form", "security": [security(), {}],
                     "requestBody": body(token, []), "responses": answers({"200": listed, **shut}, taking=True)},
        },
        "/held/{ident}": {
            "post": {"summary": "Decide", "security": [security(), {}], "parameters": [ident],
                     "requestBody": body(decision, ["action"]),
                     "responses": answers({"200": done, "409": error("Refused"), **shut}, taking=True)},
        },
        "/withheld": {
            "get": {"summary": "Places not to be shown for now", "security": [security()],
                    "responses": answers({"200": json_body("Places", obj({"withheld": array(place)})), **shut})},
        },
    }  # fmt: skip


if __name__ == "__main__":
    import orjson

    print(orjson.dumps(description(), option=orjson.OPT_INDENT_2).decode())
