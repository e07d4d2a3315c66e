"""The nearest allowed word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.vocabulary import Vocabulary, empty_vocabulary, nearest


@pytest.mark.parametrize(
    ("word", "need"),
    [
        ("food.pantrys", "food.pantry"),
        ("food pantry", "food.pantry"),
        ("pantry", "food.pantry"),
        ("Banco de Alimentos", "food.pantry"),
        ("housing.shelters", "housing.shelter"),
        ("food stamps", "food.calfresh"),
        ("qqqqqqqq", None),
        ("", None),
    ],
)
def test_needs(vocabulary: Vocabulary, word: str, need: str | None) -> None:
    assert vocabulary.suggest_need(word) == need


@pytest.mark.parametrize(
    ("word", "county"),
    [
        ("almeda", "alameda"),
        ("Alameda County", "alameda"),
        ("San Luis Obispo", "san-luis-obispo"),
        ("san bernadino", "san-bernardino"),
        ("Timbuktu", None),
    ],
)
def test_counties(vocabulary: Vocabulary, word: str, county: str | None) -> None:
    assert vocabulary.suggest_county(word) == county


@pytest.mark.parametrize(
    ("word", "code"),
    [("Spanish", "es"), ("español", "es"), ("spa", "es"), ("Farsi", "fa"), ("ASL", "ase"), ("Mandrin", "cmn")],
)
def test_languages(vocabulary: Vocabulary, word: str, code: str) -> None:
    assert vocabulary.suggest_language(word) == code


def test_nearest_of_a_list_and_of_a_map() -> None:
    assert nearest("almeda", ["alpine", "alameda"]) == "alameda"
    assert nearest("ESPANOL", {"español": "es", "english": "en"}) == "es"
    assert nearest("x", []) is None


def test_an_empty_vocabulary_suggests_nothing() -> None:
    assert empty_vocabulary().suggest_need("food") is None


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=8))
def test_nearest_is_one_of_the_choices(word: str, choices: list[str]) -> None:
    assert nearest(word, choices) in (*choices, None)
    assert nearest(word, choices) == nearest(word, choices)
