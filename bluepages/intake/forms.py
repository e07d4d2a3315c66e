"""The forms: what each asks, in which order and words; read from `schema/forms.yaml`, the one definition."""

from __future__ import annotations

import functools
from typing import Any, Final, Literal

import msgspec
import yaml

from bluepages.records.schema import schema_folder
from bluepages.vocabulary import Vocabulary

Kind = Literal["add", "correct", "report", "confirm", "county", "project"]
Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
STATEWIDE: Final = "statewide"
CONSENT: Final = "consent"
"""The id of the last field of every form."""

Words = dict[str, str]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose; `id` is what the program knows it by."""

    id: str
    label: Words


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `longest` counts characters; `options` are empty but for choices and ticks."""

    id: str
    label: Words
    kind: Literal["line", "text", "choice", "ticks"] = "line"
    help: Words = {}
    example: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    longest: int = 200


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form, in all its languages; `fields` end with the consent to CC0."""

    kind: Kind
    file: str
    name: Words
    about: Words
    title: Words
    intro: Words
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field with that id; raises `KeyError`."""
        for field in self.fields:
            if field.id == name:
                return field
        raise KeyError(name)

    def label(self, name: str, language: str) -> str:
        """A field's label, or `name` itself where the form has no such field."""
        return next((field.label[language] for field in self.fields if field.id == name), name)


class Forms(msgspec.Struct, frozen=True):
    """All forms by kind, and the warning that stands at the head of each."""

    forms: dict[Kind, Form]
    warning: Words


@functools.cache
def definition() -> dict[str, Any]:
    """`schema/forms.yaml` as plain data, every scalar as it is written."""
    text = (schema_folder() / "forms.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return data


def load_forms(vocabulary: Vocabulary, state: str) -> Forms:
    """The forms with the counties and needs of this directory; `state` is the state's name."""
    data = definition()
    consent = {"id": CONSENT, "kind": "ticks", "required": "true", **data["consent"]}
    forms: dict[Kind, Form] = {}
    for kind, raw in data["forms"].items():
        fields = [_field(field, vocabulary, state, kind) for field in [*raw["fields"], consent]]
        form = msgspec.convert({**raw, "kind": kind, "fields": []}, Form, strict=False)
        forms[form.kind] = msgspec.structs.replace(form, fields=tuple(fields))
    return Forms(forms, data["warning"])


def _field(raw: dict[str, Any], vocabulary: Vocabulary, state: str, kind: str) -> Field:
    listed = raw.get("options")
    if listed == "counties":
        raw = {**raw, "options": msgspec.to_builtins(_counties(vocabulary, state, everywhere=kind == "add"))}
    elif listed == "needs":
        raw = {**raw, "options": msgspec.to_builtins(_needs(vocabulary))}
    return msgspec.convert(raw, Field, strict=False)


def _counties(vocabulary: Vocabulary, state: str, *, everywhere: bool) -> list[Option]:
    found = [Option(slug, {"en": county.name, "es": county.name}) for slug, county in vocabulary.counties.items()]
    all_of_it = Option(STATEWIDE, {"en": f"All of {state}", "es": f"Todo {state}"})
    return [all_of_it, *found] if everywhere else found


def _needs(vocabulary: Vocabulary) -> list[Option]:
    """Needs below a top one, each after the top one's name: two of them may be called the same."""
    found = []
    for need in vocabulary.needs.values():
        if need.parent in vocabulary.needs:
            top = vocabulary.needs[need.parent].label
            found.append(Option(need.id, {code: f"{_in(top, code)}: {_in(need.label, code)}" for code in LANGUAGES}))
    return found


def _in(words: Words, language: str) -> str:
    return words.get(language) or words.get("en", "")
