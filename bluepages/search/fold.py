"""Words as they are compared: folded, without stop words, cut to a stem; the same in `site/assets/search-words.mjs`.

A word is folded (no case, no accents) and loses its plural and its last vowel, in one rule for English and Spanish:
`clinics`, `clínica` and `clínicas` are all `clinic`. Two words that people mean as one may still differ, and two that
differ may meet; ranking and synonyms carry the rest.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 40
"""Letters of a word that count."""

_STOP: Final = """
a an and any am application applications apply are around as at be by can close do does find for from get have help
helping how i im in is it look looking me my near nearby need needed needs no not of on or our please problem problems
some someone that the there this to want we what where who with you your
al alguien ayuda ayudar busco buscar cerca como con de del donde el en esta favor hay la las lo los me mi mis necesita
necesito o para por problema problemas puedo que quien quiero se solicitar solicitud su sus tengo un una unas unos y yo
"""
STOP: Final = frozenset(_STOP.split())
"""Words that say nothing of what is wanted, in English and Spanish."""

_WORD: Final = re.compile(r"[^\W_]+")
_DIGIT: Final = re.compile(r"\d")


class _Bare(dict[int, str]):
    """What a letter is without its marks (NFKD, Unicode 15 section 3.11), each worked out once."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))
        found = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "M")
        if len(self) < 1 << 14:
            self[code] = found
        return found


_BARE: Final = _Bare({ord("'"): "", ord("’"): ""})


def fold(text: str) -> str:
    """`"La Cañada's"` -> `"la canadas"`: no case, no accents, no apostrophes."""
    return text.translate(_BARE).lower()


_PLAIN: Final = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): None}
"""What ASCII is folded to, with a space for what parts words."""


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return text.translate(_PLAIN).split() if text.isascii() else _WORD.findall(fold(text))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The form of a folded word in which it is indexed: `pantries` -> `pantry`, `viviendas` -> `viviend`."""
    word = word[:LONGEST]
    if len(word) < 4 or _DIGIT.search(word):
        return word
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 6 and word.endswith("ing"):
        word = word[:-3]
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


class _Stems(dict[str, str]):
    """Stems by word, `""` for a stop word, each worked out once."""

    def __missing__(self, word: str) -> str:
        found = "" if word in STOP else stem(word)
        if len(self) < 1 << 17:
            self[word] = found
        return found


_STEMS: Final = _Stems()


def stems(text: str) -> list[str]:
    """The stems of the words of a text that say something, in order."""
    return [found for found in map(_STEMS.__getitem__, tokens(text)) if found]
