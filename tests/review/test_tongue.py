"""A difference in Spanish says the same as in English, and nothing in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bluepages.records.schema import provider_schema
from bluepages.review.diff import diff_books
from bluepages.review.formats import as_answer
from bluepages.review.tongue import ENGLISH, SPANISH
from tests.review.test_diff import SAID, book, many
from tests.support import kitchen, make_book


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from nodes(inner)


def test_every_key_and_word_of_the_schema_has_spanish() -> None:
    every = list(nodes(provider_schema().raw))
    keys = {key for node in every for key in node.get("properties", {}) if isinstance(node.get("properties"), dict)}
    words = {word for node in every if isinstance(node.get("enum"), list) for word in node["enum"]}
    assert len(keys) > 70 and not keys - SPANISH.labels.keys() and not words - SPANISH.codes.keys()
    assert not ENGLISH.labels.keys() - SPANISH.labels.keys()


def test_every_phrase_has_spanish_with_the_same_values() -> None:
    assert ENGLISH.phrases.keys() == SPANISH.phrases.keys()
    for name, phrase in ENGLISH.phrases.items():
        assert set(re.findall(r"{\w+}", phrase)) == set(re.findall(r"{\w+}", SPANISH.phrases[name])), name
    assert len(SPANISH.days) == 7


ENGLISH_WORDS = re.compile(
    r"\b(?:changed|becomes?|added|removed|nothing|holidays|the|of|at|to|and|by|on|AM|PM|County|Mondays?|Fridays?|Closed|"
    + "|".join(label for name, label in ENGLISH.labels.items() if label != SPANISH.labels[name])
    + r")\b"
)


@pytest.mark.parametrize("edit", [edit for edit, _ in SAID])
def test_no_change_is_told_in_english(edit: dict[tuple[str, ...], Any]) -> None:
    from tests.review.test_diff import change

    assert change(edit).fields
    after = kitchen()
    for path, value in edit.items():
        parent: Any = after
        for step in path[:-1]:
            parent = parent.setdefault(step, {}) if isinstance(parent, dict) else parent[int(step)]
        parent[path[-1]] = value
        if value is None:
            del parent[path[-1]]
    found = diff_books(book(kitchen()), book(after), language="es")
    (record,) = found.records
    lines = [line for line in as_answer(found, "es") if not line.startswith("#")]
    assert lines
    data = {"Hot lunch", "Spanish", record.name, *map(str, edit.values())}
    for line in lines:
        for word in data:
            line = line.replace(word, "")
        assert not ENGLISH_WORDS.search(line), line


def test_heads_of_every_kind_are_spanish() -> None:
    both = make_book(many(1)), make_book({"new-name": {**many(1)["place-0"], "formerly": ["place-0"]}})
    for base, head, said in (
        (*both, "hasta ahora place-0"), (make_book({}), both[0], "### Nuevo: "), (both[0], make_book({}), "Se quita: "),
    ):  # fmt: skip
        assert said in as_answer(diff_books(base, head, language="es"), "es")[0]
