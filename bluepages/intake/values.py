"""Answers as people write them, to values as a record holds them."""

from __future__ import annotations

import re
from typing import Any

from bluepages.checks.phonenumber import canonical, split_extension
from bluepages.hours import HoursError, expand
from bluepages.intake.parse import Answers, fault
from bluepages.intake.target import Unclear
from bluepages.intake.words import say
from bluepages.vocabulary import Vocabulary
from bluepages.vocabulary.suggest import fold

_BETWEEN = re.compile(r"[,;/\n]|\s(?:and|y|e|&)\s")


def hours_text(said: str) -> str:
    """Hours in the documented syntax; as they were said where they cannot be read, for the checks to explain."""
    joined = "; ".join(line.strip().rstrip(";,") for line in said.split("\n") if line.strip())
    try:
        return expand(joined) if joined else ""
    except HoursError:
        return joined


def phone_parts(said: str) -> dict[str, Any]:
    """`"(510) 555-0142 ext. 3"` -> number and extension; as said where it is no number, for the checks to explain."""
    if canonical(said):
        return {"number": canonical(said)}
    plain, extension = split_extension(said)
    if extension and canonical(plain):
        return {"number": canonical(plain), "extension": extension}
    return {"number": said}


def language_codes(vocabulary: Vocabulary, answers: Answers) -> list[str]:
    """`"English and español"` -> `["en", "es"]`. Raises `Unclear` for a word that is no language known here."""
    names = {fold(code): code for code in vocabulary.languages}
    for code, known in vocabulary.languages.items():
        for name in (*known.name.values(), known.own_name, known.iso639_3, *known.synonyms):
            names.setdefault(fold(name), code)
    found: list[str] = []
    for word in filter(None, (part.strip(" .") for part in _BETWEEN.split(answers.text("languages")))):
        if fold(word) not in names:
            language = answers.language
            near = vocabulary.suggest_language(word)
            hint = say(language, "did_you_mean", near=vocabulary.languages[near].name[language]) if near else ""
            message = say(language, "unknown_language", word=f'"{word}"')
            hint = hint or say(language, "unknown_language_hint")
            raise Unclear(fault(answers.form.label("languages", language), message, hint))
        found.append(names[fold(word)])
    return list(dict.fromkeys(found))
