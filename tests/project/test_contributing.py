"""The pictures of CONTRIBUTING: there, told in words, the same in both languages, and as they were drawn."""

from __future__ import annotations

import re

import pytest

from tests.project.source import ROOT
from tests.project.tools import load

PAGES = {"en": "CONTRIBUTING.md", "es": "CONTRIBUTING.es.md"}


def pictures(language: str) -> list[tuple[str, str]]:
    text = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    return re.findall(r"!\[([^\]]*)\]\((docs/contributing/[^)]+)\)", text)


@pytest.mark.parametrize("language", PAGES)
def test_every_step_has_a_picture_told_in_words(language: str) -> None:
    found = pictures(language)
    assert len(found) == 6
    for words, path in found:
        assert len(words) > 30 and (ROOT / path).is_file(), path
        assert f".{language}." in path


def test_both_languages_show_the_same_steps() -> None:
    steps = [[re.sub(r"\.(?:en|es)\.", ".", path) for _, path in pictures(language)] for language in PAGES]
    assert steps[0] == steps[1]
    counts = {len(re.findall(r"(?m)^\*\*\d\.", (ROOT / name).read_text(encoding="utf-8"))) for name in PAGES.values()}
    assert counts == {7}


def test_the_drawings_are_current_and_harmless() -> None:
    for name, content in load("drawings").drawn().items():
        assert (ROOT / "docs" / "contributing" / name).read_text(encoding="utf-8") == content, (
            "python3 tools/drawings.py"
        )
        assert "<script" not in content and "href" not in content
        assert "drawing" in content or "Dibujo" in content, "it says that it is one"


def test_what_is_drawn_is_what_the_program_says() -> None:
    """The message in the last drawing, and what GitHub's forms carry."""
    drawn = load("drawings").drawn()
    template = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    said = {"en": "I give this to the public domain (CC0)", "es": "Entrego esto al dominio público (CC0)"}
    for name, words in said.items():
        assert words in template and words in drawn[f"pull.{name}.svg"]
    from bluepages.rules import RULES

    assert RULES["P310"].title in drawn["checks.en.svg"]
