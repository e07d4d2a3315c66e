"""Other people's categories to our needs: by code of Open Eligibility, by name, by the mapping file's own table.

Codes of taxonomies that are somebody's property (211 and AIRS among them) are met only by a mapping that a publisher
with a licence brings. What has no need is listed with its count, never guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bluepages.federate import clean
from bluepages.federate.graph import Category
from bluepages.records.schema import schema_folder
from bluepages.vocabulary import Vocabulary

_CODE: Final = re.compile(r"\d{3}(?:-\d{2})*")
_WORDS = (
    "abuse activities adoption alcohol apartment baby benefits bills bus car care career caregiver cash class "
    "computer court crisis custody danger debt disabled doctor drugs eat education elderly emergency employment "
    "flu food formula foster goods groceries health home housing hungry immigration insurance job kids legal "
    "literacy loss meals medical medicine money nutrition parent pregnant ride rights senior shots sick stress "
    "applications cuentas declaración deposit descanso descuento efectivo enfermo glasses hotline immigrant internet "
    "interpreter interpreters kitchen lifeline navigator peligro printing pérdida recreation representation "
    "runaway seguridad storage utilities welfare withdrawal "
    "technology teen teeth tools training transit transportation uniform violence work youth "
)
_GENERAL: Final = frozenset(_WORDS.split())
"""Words too general to make a need of, where they stand in a name: `Home of the Brave`, `Job Corps`."""


class Crosswalk:
    """The needs of a directory by everything that others call them. `own` is the mapping file's table."""

    def __init__(self, words: Vocabulary, root: Path, own: Mapping[str, str] | None = None) -> None:
        self.words = words
        self.codes = _table(root, "open-eligibility.csv", words)
        self.names = _table(root, "categories.csv", words)
        for key, need in words.needs.items():
            code, _, term = need.open_eligibility.partition(" ")
            if code:
                self.codes.setdefault(code, key)
            labels = [term, *need.label.values(), *(word for group in need.synonyms.values() for word in group)]
            for label in labels:
                if len(label) > 3:
                    self.names.setdefault(_key(label), key)
        self.own = {_key(name): need for name, need in (own or {}).items()}
        phrases = sorted(
            (p for p in self.names if (" " in p or len(p) > 6) and p not in _GENERAL), key=len, reverse=True
        )
        self._phrases = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})s?\b") if phrases else None

    def needs(self, categories: Iterable[Category]) -> tuple[list[str], list[Category]]:
        """The needs of some categories, the general ones left out where a finer one is there, and what has none."""
        found: list[str] = []
        unmapped: list[Category] = []
        for category in categories:
            need = self.need(category)
            if need is None:
                unmapped.append(category)
            elif need and need not in found:
                found.append(need)
        return [need for need in found if not any(other.startswith(f"{need}.") for other in found)], unmapped

    def need(self, category: Category) -> str | None:
        """The need of one category; `""` for one that is expressly none, `None` for one that is not known."""
        for key in (category.code, category.name):
            if key and _key(key) in self.own:
                return self.own[_key(key)]
        if re.search(r"(?<!open)(?<!open[ _-])eligib|person|audience|population", category.taxonomy, re.IGNORECASE):
            return ""  # who may come; Open Eligibility is of services
        if _CODE.fullmatch(category.code):
            code = category.code
            while code:
                if code in self.codes:
                    return self.codes[code]
                code = code.rpartition("-")[0]
        return self.names.get(_key(category.name)) if category.name else None

    def in_words(self, *texts: str) -> list[str]:
        """Needs that names and keywords say in so many words."""
        found: list[str] = []
        for text in texts:
            for match in self._phrases.finditer(_key(text)) if self._phrases else ():
                need = self.names.get(match.group()) or self.names.get(match.group().removesuffix("s"))
                if need and need not in found:
                    found.append(need)
        return [need for need in found if not any(other.startswith(f"{need}.") for other in found)]


def _key(name: str) -> str:
    return " ".join(clean.text(name).casefold().split())


def _table(root: Path, name: str, words: Vocabulary) -> dict[str, str]:
    """A table of two columns: the directory's own, or the program's; rows whose need the directory lacks are none."""
    path = root / "data" / "sources" / name
    if not path.is_file():
        path = schema_folder().parent / "data" / "sources" / name
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
    except OSError:
        return {}
    return {_key(row[0]): row[1] for row in rows if len(row) == 2 and row[1] in words.needs}
