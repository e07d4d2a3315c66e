"""The web forms: what each asks, in which order and words; read from `schema/webforms.yaml`, the one definition."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec
import yaml

from bluepages.records.schema import schema_folder
from bluepages.vocabulary import Vocabulary

FormName = Literal["suggest", "report", "confirm"]
Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
STATEWIDE: Final = "statewide"
OFFERED: Final = 20
"""Languages of service that a form offers to tick; the list in data/ begins with the commonest."""
SIGNED: Final = "ase"
"""American Sign Language, which is offered as well."""

Words = dict[str, str]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose; `group` is the heading that it stands under, where there is one."""

    id: str
    label: Words
    group: Words = {}

    def full(self, language: str) -> str:
        """The label with its group, unlike that of any other option."""
        return f"{self.group[language]}: {self.label[language]}" if self.group else self.label[language]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `when` and `needed` say for which answers of another one it is asked, or needed.

    A `record` names a record, a `part` something in it by its key. `most` is how many options may be ticked;
    a `quiet` label is not shown, since the step's title asks the same.
    """

    id: str
    label: Words
    kind: Literal["line", "text", "choice", "ticks", "day", "record", "part"] = "line"
    help: Words = {}
    options: tuple[Option, ...] = ()
    required: bool = False
    quiet: bool = False
    longest: int = 200
    most: int = 0
    rule: str = ""
    when: dict[str, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}

    def option(self, name: str) -> Option | None:
        """The option with that id."""
        return next((option for option in self.options if option.id == name), None)


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question as people see it, which may have several fields."""

    id: str
    title: Words
    fields: tuple[Field, ...]


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form. Of the fields in `one_of` at least one must be answered."""

    id: FormName
    name: Words
    lead: Words
    steps: tuple[Step, ...]
    one_of: tuple[str, ...] = ()

    @property
    def fields(self) -> Iterator[Field]:
        """All fields, in order."""
        return (field for step in self.steps for field in step.fields)

    def field(self, name: str) -> Field | None:
        """The field with that id."""
        return next((field for field in self.fields if field.id == name), None)


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question or statement outside of the steps."""

    label: Words
    help: Words = {}
    text: Words = {}


class Forms(msgspec.Struct, frozen=True):
    """All forms, the private question, the consent, and the words for what is wrong."""

    forms: dict[str, Form]
    email: Asked
    consent: Asked
    problems: dict[str, Words]

    def say(self, language: str, name: str, /, **values: object) -> str:
        """What is wrong with an answer, in words."""
        return self.problems[name][language].format(**values)


@functools.cache
def definition() -> dict[str, Any]:
    """`schema/webforms.yaml` as plain data, every scalar as it is written."""
    text = (schema_folder() / "webforms.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return data


def load_webforms(vocabulary: Vocabulary, state: str, languages: Sequence[str] = ()) -> Forms:
    """The forms with the counties, needs and languages of this directory; `state` is the state's name.

    In those of `languages` into which nobody has translated the forms yet, they are in English.
    """
    data = _told(definition(), languages)
    lists = {"counties": _counties(vocabulary, state), "needs": _needs(vocabulary), "languages": _languages(vocabulary)}
    email, consent = (msgspec.convert(data[name], Asked) for name in ("email", "consent"))
    return Forms(_forms(lists, languages), email, consent, data["problems"])


@functools.cache
def outline() -> dict[str, Form]:
    """The forms without what is listed in data/: enough to know their questions."""
    return _forms({"counties": [], "needs": [], "languages": []})


def _told(data: Any, languages: Sequence[str]) -> Any:
    """Texts by language with the English also under languages that they do not have."""
    if isinstance(data, dict):
        if "en" in data and set(data) <= set(LANGUAGES):
            return dict.fromkeys(languages, data["en"]) | data
        return {key: _told(value, languages) for key, value in data.items()}
    return [_told(value, languages) for value in data] if isinstance(data, list) else data


def _forms(lists: dict[str, list[Option]], languages: Sequence[str] = ()) -> dict[str, Form]:
    forms = {}
    for name, raw in definition()["forms"].items():
        steps = [{**step, "fields": [_field(field, lists) for field in step["fields"]]} for step in raw["steps"]]
        forms[name] = msgspec.convert(_told({**raw, "id": name, "steps": steps}, languages), Form, strict=False)
    return forms


def _field(raw: dict[str, Any], lists: dict[str, list[Option]]) -> dict[str, Any]:
    listed = raw.get("options")
    if isinstance(listed, str):
        return {**raw, "options": msgspec.to_builtins(lists[listed])}
    return raw


def _counties(vocabulary: Vocabulary, state: str) -> list[Option]:
    everywhere = Option(STATEWIDE, {"en": f"All of {state}", "es": f"Todo {state}"})
    return [everywhere, *(Option(slug, dict.fromkeys(LANGUAGES, c.name)) for slug, c in vocabulary.counties.items())]


def _needs(vocabulary: Vocabulary) -> list[Option]:
    """Needs below a top one, under its name."""
    needs = vocabulary.needs
    return [
        Option(need.id, _both(need.label), _both(needs[need.parent].label))
        for need in needs.values()
        if need.parent in needs
    ]


def _languages(vocabulary: Vocabulary) -> list[Option]:
    """The commonest languages, by their name in the reader's language and their own."""
    codes = [*list(vocabulary.languages)[:OFFERED], *([SIGNED] if SIGNED in vocabulary.languages else [])]
    found = []
    for code in dict.fromkeys(codes):
        language = vocabulary.languages[code]
        names = _both(language.name)
        own = language.own_name
        found.append(Option(code, {at: _named(name, own) for at, name in names.items()}))
    return found


def _named(name: str, own: str) -> str:
    shown = name[:1].upper() + name[1:]
    return f"{shown} ({own})" if own and own.casefold() != name.casefold() else shown


def _both(words: Words) -> Words:
    return {code: words.get(code) or words.get("en", "") for code in LANGUAGES}
