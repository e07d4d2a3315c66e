"""What people type for a need, a language or a county: phrases of stems that lead to terms of the index.

Synonyms of `data/needs.yaml`, labels and names are folded in here, all languages together, so that "food stamps",
"estampillas" and "calfresh" lead to `#food.calfresh`. A phrase of two words is known in one word as well, and the
client tries neighbours as one word, so that "cal fresh" and "foodbank" are found too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepages.search.fold import stems
from bluepages.vocabulary import Vocabulary

MOST_WORDS = 5
"""Words of a phrase at most; longer ones are left out."""

_ASIDE = re.compile(r"[()]")


def phrases(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Terms by phrase; stems are parted by a space."""
    found: dict[str, dict[str, None]] = {}
    for text, term in _said(vocabulary):
        words = stems(text)
        if 0 < len(words) <= MOST_WORDS:
            found.setdefault(" ".join(words), {})[term] = None
            if len(words) == 2 and not any(word.isdigit() for word in words):
                found.setdefault("".join(words), {})[term] = None
    return {phrase: tuple(sorted(terms)) for phrase, terms in sorted(found.items())}


def _said(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for need in vocabulary.needs.values():
        for label in need.label.values():
            for part in [label, *_ASIDE.split(label)]:
                yield part, f"#{need.id}"
        for group in need.synonyms.values():
            for text in group:
                yield text, f"#{need.id}"
    for language in vocabulary.languages.values():
        for text in (*language.name.values(), language.own_name, *language.synonyms):
            yield text, f"@{language.code}"
    for county in vocabulary.counties.values():
        yield f"{county.name} county", f"={county.slug}"
        yield f"condado {county.name}", f"={county.slug}"
