"""Our own words are plain: grade 8 or lower in both languages, measured by published formulas.

English: the higher of the Automated Readability Index (Senter and Smith 1967) and the Coleman-Liau index (1975), which
count letters and so need no dictionary of syllables. Spanish: Crawford's years of school (1984, "A Spanish language
Fry-type readability procedure"), and the ease of Fernández Huerta (1959), where 70 is "fairly easy", a seventh grade.
Labels of a word or two say nothing by such formulas, so sentences are measured, those of one part of the catalogue
together.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat

from bluepages.site.catalogue import Catalogue, load_catalogue
from tests.support import ROOT

GRADE = 8.0
EASE = 70.0
ENOUGH = 3
"""Sentences of a part, for a formula to say anything of it."""
WORDS = 5
"""Fewer are a label, not a sentence."""
LONGEST = 26
"""Words in a sentence, in either language."""
FOLDER = ROOT / "site" / "locales"
CATALOGUES = {code: load_catalogue(FOLDER, code, "California") for code in ("en", "es")}


def sentences(t: Catalogue) -> dict[str, list[str]]:
    """The sentences of a catalogue by its part, with a plain word in the place of each value."""
    found: dict[str, list[str]] = {}
    for key, text in t.texts.items():
        for each in text.values() if isinstance(text, dict) else [text]:
            plain = re.sub(r"\{n\}", "5", each)
            plain = re.sub(r"\{\w+\}", "Ana", plain)
            for sentence in re.split(r"(?<=[.?!])\s+", plain):
                if len(sentence.split()) >= WORDS:
                    found.setdefault(key.partition(".")[0], []).append(sentence.rstrip(":;, ").rstrip(".") + ".")
    return found


def measure(text: str, language: str) -> float:
    """The grade of a text."""
    textstat.set_lang(language)
    if language == "es":
        return float(textstat.crawford(text))
    return max(float(textstat.automated_readability_index(text)), float(textstat.coleman_liau_index(text)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_of_the_pages(language: str) -> None:
    parts = {part: found for part, found in sentences(CATALOGUES[language]).items() if len(found) >= ENOUGH}
    assert len(parts) > 15
    hard = {
        part: round(grade, 1) for part, found in parts.items() if (grade := measure(" ".join(found), language)) > GRADE
    }
    assert hard == {}


def test_spanish_is_easy_to_read() -> None:
    textstat.set_lang("es")
    everything = " ".join(sentence for found in sentences(CATALOGUES["es"]).values() for sentence in found)
    assert textstat.fernandez_huerta(everything) >= EASE


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_is_long(language: str) -> None:
    every = (sentence for found in sentences(CATALOGUES[language]).values() for sentence in found)
    assert [sentence for sentence in every if len(sentence.split()) > LONGEST] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "site" / "content").glob("*/*.md")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_pages_of_prose(path: Path) -> None:
    text = path.read_text(encoding="utf-8").partition("\n")[2]
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`[^`]*`|^#+ .*$|[*_|]", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*[-\d.]+\s+(.*?)\.?$", r"\1.", text, flags=re.MULTILINE)
    assert measure(text, path.parent.name) <= GRADE


def test_hard_words_are_found() -> None:
    """The test can fail: the words of an office are far above the limit, in both languages."""
    english = "Eligibility determinations are contingent upon verification of supplementary documentation requirements."
    spanish = "La determinación de elegibilidad está condicionada a la verificación de documentación complementaria."
    assert measure(english, "en") > GRADE + 4
    textstat.set_lang("es")
    assert textstat.fernandez_huerta(spanish) < EASE
