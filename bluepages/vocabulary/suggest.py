"""The nearest allowed word to one that is not allowed, for the hints of messages.

rapidfuzz is imported on first use: a clean record never pays for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

LIKENESS: Final = 70.0
"""The least likeness, 0 to 100, of a suggestion: below it, no hint is kinder than a wrong one."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`"La Cañada  Flintridge"` -> `"la canada flintridge"`: no accents, no case, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def nearest(word: str, choices: Iterable[str] | Mapping[str, str]) -> str | None:
    """The choice most like `word`, or None when nothing is near.

    With a mapping, its keys are compared and the value of the best key is returned (`{"spanish": "es"}`).
    Equal likeness goes to the earlier choice, so the answer depends on nothing but the arguments.
    """
    target = fold(word)
    if not target:
        return None
    answers = dict(choices) if isinstance(choices, Mapping) else {choice: choice for choice in choices}
    folded: dict[str, str] = {}
    for key, answer in answers.items():
        folded.setdefault(fold(key), answer)
    if target in folded:
        return folded[target]
    from rapidfuzz import fuzz, process

    best = process.extractOne(target, folded.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return folded[best[0]] if best else None
