"""Texts as people really write them, and the mends."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.checks import run
from bluepages.checks.text import is_shouting, mend, tidy
from tests.support import kitchen, make_book

TODAY = datetime.date(2026, 11, 21)


def rules(text: str) -> set[str]:
    book = make_book({"harbor-kitchen": kitchen() | {"description": text}})
    return {p.rule for p in run(book, today=TODAY) if p.rule.startswith("P7")}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("P701", "Hot<br>meals"), ("P701", "Food &amp; meals"), ("P701", "<a href='x'>y</a>"), ("P701", "Rosa&#39;s"),
        ("P702", "niÃ±os"), ("P702", "Rosaâ€™s place"), ("P702", "CafÃ© \ufffd"), ("P703", "N/A"), ("P703", "TBD"),
        ("P703", "Lorem ipsum dolor"), ("P703", "test"), ("P703", "Description here"), ("P703", "TODO: write this"),
        ("P703", "[insert text]"), ("P703", "?"), ("P703", "none."), ("P703", "Coming soon"),
        ("P704", "FREE FOOD FOR EVERYONE IN OAKLAND"), ("P704", "COMIDA GRATIS PARA NIÑOS"),
        ("P705", "Hot  meals"), ("P705", " Hot meals"), ("P705", "Hot meals "), ("P705", "Hot\u00a0meals"),
    ],
)  # fmt: skip
def test_seen(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Food & meals for < 18 and > 60.", "Comida para niños; señoras, ¿dónde? «aquí»", "Âge d'or", "Ão Paulo",
        "Run by the YMCA, SNAP, WIC and CALFRESH teams.", "HIV and STD tests", "USDA, SSI, SSDI and IHSS help.",
        "Test kits for everyone.", "None of it costs money.", "A & B", "Meals.\nGroceries.", "LGBTQ+ youth",
        "“Quoted” – it’s fine…", "日本語 한국어 العربية", "Paga una parte o todo el costo. Todo es gratis.",
    ],
)  # fmt: skip
def test_not_seen(text: str) -> None:
    assert not rules(text)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_what_was_garbled_is_mended(text: str) -> None:
    try:
        garbled = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    assert mend(garbled) in ("", text) or mend(mend(garbled)) in ("", text)


@given(st.text(max_size=80))
def test_tidy_is_a_fixed_point_and_keeps_every_word(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy(text).split() == text.split()


@given(st.text("abcdefgh ABC", max_size=40))
def test_quiet_texts_do_not_shout(text: str) -> None:
    assert not is_shouting(text.lower())
