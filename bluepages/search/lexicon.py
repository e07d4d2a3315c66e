"""The lexicon: words and terms with their postings, in chunks cut by prefix; and the words for spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from bluepages.search.postings import Key, Words

Piece = tuple[str, dict[str, Any]]

CHUNK: Final = 9000
"""Characters of a chunk to aim at; gzip halves them."""

SPELL_CHUNK: Final = 5000
"""The same for chunks of words for spelling, of which a misspelled word needs up to three."""

SHORTEST: Final = 4
"""Letters of a word from which it is offered as a correction; words of five may be corrected."""


class Lexicon(msgspec.Struct, frozen=True):
    """How many documents each need has, by its id, and pieces of words and of spellings: first letters and content."""

    needs: dict[str, int]
    words: list[Piece]
    spell: list[Piece]


def lexicon(
    words: Words, owners: Sequence[int], places: Sequence[int], phrases: Mapping[str, Sequence[str]]
) -> Lexicon:
    """The lexicon of documents (`Words.postings`), and of phrases with the terms that they stand for."""
    keys = words.postings(owners, places)
    needs = {each.key[1:]: each.documents for each in keys if each.key[0] == "#"}
    return Lexicon(needs, chunks(keys, phrases), spellings(keys, phrases))


def chunks(keys: Iterable[Key], phrases: Mapping[str, Sequence[str]]) -> list[Piece]:
    """Chunks as pairs of their first prefix and content, in order; together they hold every key and phrase.

    A phrase stands in the chunk of its first word, whether or not that word has postings.
    """
    rows: dict[str, tuple[Key | None, dict[str, list[str]]]] = {each.key: (each, {}) for each in keys}
    for phrase, terms in phrases.items():
        rows.setdefault(phrase.partition(" ")[0], (None, {}))[1][phrase] = list(terms)
    sizes = {
        key: len(key) + 2 + (len(each.strong) + len(each.weak) if each else 0)
        + sum(len(phrase) + 8 + sum(len(term) + 3 for term in terms) for phrase, terms in said.items())
        for key, (each, said) in rows.items()
    }  # fmt: skip
    found = []
    for first, inside in cut(sizes, CHUNK):
        held = [rows[key] for key in inside]
        content: dict[str, Any] = {
            "keys": " ".join(inside),
            "strong": " ".join(each.strong if each else "" for each, _ in held),
            "weak": " ".join(each.weak if each else "" for each, _ in held),
            "to": {phrase: terms for _, said in held for phrase, terms in sorted(said.items())},
        }
        common = {each.key: each.documents for each, _ in held if each and each.common}
        found.append((first, content | ({"common": common} if common else {})))
    return found


def cut(sizes: Mapping[str, int], most: int) -> list[tuple[str, list[str]]]:
    """Sorted keys in runs of about `most`, cut only where the prefix changes: `(first prefix, keys)` each.

    Beginning with no letters, keys are grouped by one letter more; neighbours that fit share a run, and a group that
    does not fit is cut by the next letter. So a change stays under one prefix.
    """
    return _cut(sorted(sizes), sizes, most, 0)


def _cut(keys: list[str], sizes: Mapping[str, int], most: int, depth: int) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(key[: depth + 1], []).append(key)
    found: list[tuple[str, list[str]]] = []
    room = 0
    for prefix, inside in groups.items():
        size = _rounded(sum(sizes[key] for key in inside))
        if size > most and len(inside) > 1:
            found += _cut(inside, sizes, most, depth + 1)
            room = 0
        elif size <= room:
            found[-1][1].extend(inside)
            room -= size
        else:
            found.append((prefix, list(inside)))
            room = most - size
    return found


def _rounded(size: int) -> int:
    """Up to the next of a few steps, so that a small change seldom moves where chunks end."""
    step = 1 << max(0, size.bit_length() - 3)
    return -(-size // step) * step


def spellings(keys: Iterable[Key], phrases: Iterable[str]) -> list[Piece]:
    """Words by pairs of letters, as chunks: `(first pair, content)`.

    A word stands under its first and second letter, its second and third, and its first and third. A word with one
    edit, be it at the start, shares one of these pairs with one of its own, so three lists hold every candidate.
    """
    weight = {each.key: min(9, each.documents.bit_length() // 2) for each in keys}
    for phrase in phrases:
        for word in phrase.split():
            weight[word] = max(weight.get(word, 0), 5)
    pairs: dict[str, list[str]] = defaultdict(list)
    for word in sorted(weight):
        if len(word) >= SHORTEST and word.isalpha():
            for pair in sorted({word[:2], word[1:3], word[0] + word[2]}):
                pairs[pair].append(word)
    sizes = {pair: sum(len(word) + 2 for word in words) for pair, words in pairs.items()}
    found = []
    for first, inside in cut(sizes, SPELL_CHUNK):
        words = sorted({word for pair in inside for word in pairs[pair]})
        found.append((first, {"words": " ".join(words), "often": "".join(str(weight[word]) for word in words)}))
    return found
