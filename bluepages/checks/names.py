"""Names of organizations, compared as people compare them: without form words, and with the place they belong to."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

import msgspec

_FORM_WORDS = (
    "the of a an and for in at to inc incorporated llc corp corporation co company foundation nonprofit organization"
    " county city department dept division office program programs agency"
)
_FORM: Final = frozenset(_FORM_WORDS.split())
"""Words that tell little of who somebody is."""

_SAME: Final = {"saint": "st", "services": "service", "centers": "center", "centre": "center", "mt": "mount",
                "foodbank": "food bank", "assoc": "association", "ctr": "center",
                "svcs": "service", "svc": "service", "comm": "community"}  # fmt: skip


LIKENESS: Final = 88.0
"""How like (0 to 100) two names must be where something else agrees as well; a longer one may hold the other."""

TYPO: Final = 94.0
"""How like two names must be where nothing else agrees, or where the slip is in the name of a place."""


class Name(msgspec.Struct, frozen=True):
    """A name ready for comparison: its telling words, and the places that stand in it.

    `key` holds the telling words in the order of the alphabet, `whole` those and the places.
    """

    words: tuple[str, ...]
    places: frozenset[str]
    key: str
    whole: str


@functools.lru_cache(maxsize=131072)
def words_of(name: str) -> tuple[str, ...]:
    """Plain lower-case words of a name."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    found = re.findall("[a-z0-9]+", folded.replace("&", " and "))
    return tuple(part for word in found for part in _SAME.get(word, word).split())


def read_name(name: str, places: frozenset[tuple[str, ...]]) -> Name:
    """A name with the counties and cities in it set apart; `places` are their words, as `("san", "mateo")`."""
    words = words_of(re.sub(r"\([^)]*\)", " ", name))
    found: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in (4, 3, 2, 1) if words[at : at + n] in places), 0)
        if size:
            found.add(" ".join(words[at : at + size]))
        elif words[at] not in _FORM:
            rest.append(words[at])
        at += size or 1
    telling = tuple(rest) or words
    return Name(
        telling, frozenset(found), " ".join(sorted(telling)), " ".join(sorted(" ".join((*telling, *found)).split()))
    )


def alike(one: Name, other: Name, least: float = LIKENESS) -> bool:
    """Whether two names mean the same body; names with different places in them never do."""
    if one.places and other.places and not one.places & other.places:
        return False
    if one.key == other.key:
        return True
    if _numbers(one) != _numbers(other):
        return False
    from rapidfuzz import fuzz

    if fuzz.ratio(one.key, other.key, score_cutoff=least) or fuzz.ratio(one.whole, other.whole, score_cutoff=TYPO):
        return True
    fewer, more = sorted((set(one.words), set(other.words)), key=len)
    return len(fewer) >= 2 and fewer <= more and least <= LIKENESS


def _numbers(name: Name) -> list[str]:
    """The numbers of a name: Clinic 1 is not Clinic 2."""
    return [word for word in name.words if word[0].isdigit()]
