"""The whole index as files: shards, postings, spellings, places, and the root that names them all."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_start_method
from typing import Any, Final

import orjson

from bluepages.enrich import Edition
from bluepages.search.entries import Remarks, entries
from bluepages.search.grid import BITS, box
from bluepages.search.layout import AREA_BITS, Layout, Shard, layout
from bluepages.search.lexicon import Lexicon, lexicon
from bluepages.search.pack import letters, pack
from bluepages.search.phrases import phrases
from bluepages.search.placesfile import county_places, place_chunks, points
from bluepages.search.postings import Words
from bluepages.search.shards import block_file, shard_file
from bluepages.site.catalogue import load_catalogue
from bluepages.site.home import site_folder

FORMAT: Final = 4
FOLDER: Final = "search/index"
ROOT: Final = f"{FOLDER}/root.json"
NAME: Final = 4
"""Letters of a name: base 32, so 20 bits of SHA-256; what is in a file says which it is."""

COUNTED: Final = 16
"""The root tells how many documents a shard has in sixteens: enough to guess by."""

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Names:
    """Names files by their content; where two would share a name, the later is salted."""

    def __init__(self) -> None:
        self._taken: dict[str, bytes] = {}

    def __call__(self, data: bytes) -> str:
        for salt in range(1000):
            digest = hashlib.sha256(data + (b"" if not salt else b"%d" % salt)).digest()
            name = letters(int.from_bytes(digest[:8], "big") >> 64 - 5 * NAME, NAME)
            if self._taken.setdefault(name, data) == data:
                return name
        raise AssertionError("a thousand names taken")


@contextmanager
def no_collector() -> Iterator[None]:
    """Nothing made here lives in circles; looking for them among a million entries and words takes a third of it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@no_collector()
def index_files(edition: Edition, *, jobs: int = 1) -> list[tuple[str, bytes]]:
    """Every file of the index as pairs of the path below the site's root and bytes, the root last.

    With two `jobs` a second process reads the words while this one lays out the places: about half of the work each.
    Where a process is not begun as a copy of this one, handing over the edition would cost more than it saves.
    """
    said = phrases(edition.vocabulary)
    if jobs < 2 or get_start_method() != "fork":
        plan = _plan(edition)
        return list(_files(edition, plan, lambda: lexicon(Words(edition), plan.owners, plan.places, said)))
    _ = edition.offers  # worked out once, before there are two
    with ProcessPoolExecutor(1, initializer=_adopt, initargs=(edition,)) as pool:
        pool.submit(_read)
        plan = _plan(edition)
        made = pool.submit(_lexicon, plan.owners, plan.places, said)
        return list(_files(edition, plan, made.result))


_adopted: list[Edition] = []
_words: list[Words] = []
"""In the second process: its edition, and what it read there."""


def _adopt(edition: Edition) -> None:
    _adopted[:] = [edition]


def _read() -> None:
    _words[:] = [Words(_adopted[0])]


def _lexicon(owners: list[int], places: list[int], said: dict[str, tuple[str, ...]]) -> Lexicon:
    return lexicon(_words[0], owners, places, said)


def _plan(edition: Edition) -> Layout:
    limits = edition.config.limits
    return layout(entries(edition), months=max(limits.verified_fresh_months, limits.source_fresh_months))


def _files(edition: Edition, plan: Layout, made_of_words: Callable[[], Lexicon]) -> Iterator[tuple[str, bytes]]:
    vocabulary, remark = edition.vocabulary, _remarks(edition)
    names = Names()

    def written(content: dict[str, Any]) -> tuple[str, bytes]:
        data = orjson.dumps(content)
        return names(data), data

    root: dict[str, Any] = {
        "format": FORMAT,
        "documents": plan.documents,
        "counties": list(vocabulary.counties),
        "centers": county_places(vocabulary),
    }
    made: list[str] = []
    for shard in plan.shards:
        own, start, blocks = shard_id(shard), 0, ""
        for number, many in enumerate(shard.blocks):
            shown = shard.entries[start : start + many]
            name, data = written({"id": f"block:{own}:{number}", **block_file(shown, remark)})
            yield f"{FOLDER}/{name}.json", data
            start, blocks = start + many, blocks + name
        named = {} if shard.area else {"blocks": blocks}
        name, data = written({"id": own, **named, **shard_file(shard, plan.several, remark)})
        made.append(name)
        yield f"{FOLDER}/{name}.json", data
    root["shards"] = _shards_of(plan) | {"names": "".join(made)}
    words = made_of_words()
    root["needs"] = {"ids": "|".join(words.needs), "count": pack(words.needs.values())}
    for kind, pieces in (
        ("words", words.words),
        ("spell", words.spell),
        ("places", place_chunks(vocabulary)),
    ):
        made = []
        for first, content in pieces:
            name, data = written({"id": f"{kind}:{first}", **content})
            made.append(name)
            yield f"{FOLDER}/{name}.json", data
        root[kind] = {"from": shared([first for first, _ in pieces]), "names": "".join(made)}
    name, data = written({"id": "points", **points(vocabulary)})
    yield f"{FOLDER}/{name}.json", data
    root["points"] = name
    yield ROOT, orjson.dumps(root)


def _remarks(edition: Edition) -> Remarks:
    """What the pages say of a translation that is older than what it translates, where there are such."""
    stale, config = edition.history.stale, edition.config
    folder = site_folder(edition.book.root) / "locales"
    spoken = {language for found in stale.values() for language in found if (folder / f"{language}.yaml").is_file()}
    return Remarks(
        stale, {each: load_catalogue(folder, each, config.state_name)("translation.stale") for each in spoken}
    )


def shared(sorted_words: list[str]) -> str:
    """Words one after the other: how many letters each has in common with the one before, in base 36, and the rest."""
    found, last = [], ""
    for word in sorted_words:
        same = next(
            (at for at, (a, b) in enumerate(zip(last, word, strict=False)) if a != b), min(len(last), len(word))
        )
        same = min(same, 35)
        found.append(f"{_DIGITS[same]}{word[same:]}")
        last = word
    return "|".join(found)


def shard_id(shard: Shard) -> str:
    """A shard's name for itself, which a client checks: its area and its cell, `:1011`, `alameda:`."""
    depth = shard.cell.depth - (BITS - AREA_BITS if shard.area else 0)
    return f"{shard.area}:{shard.cell.prefix:0{depth}b}" if depth else f"{shard.area}:"


def _shards_of(plan: Layout) -> dict[str, Any]:
    """What the root says of each shard: the tree, about how many documents, how new, and the used part of the cell."""
    placed = [shard for shard in plan.shards if not shard.area]
    return {
        "tree": plan.tree,
        "box": "".join(_tight(shard) for shard in placed),
        "areas": plan.areas,
        "count": pack(-(-len(shard.entries) // COUNTED) for shard in plan.shards),
        "since": plan.since,
        "newest": pack(max(entry.newest for entry in shard.entries) for shard in plan.shards),
    }


def _tight(shard: Shard) -> str:
    """South, west, north, east of what is in a cell in sixteenths of the cell, a hexadecimal digit each.

    A digit `a` of south or west stands for `a/16` from the cell's lower side, of north or east for `(a+1)/16`.
    """
    low_y, low_x, high_y, high_x = box(shard.cell)
    points = [entry.point for entry in shard.entries if entry.point is not None]
    ys, xs = [point[0] for point in points], [point[1] for point in points]
    digits = (
        _sixteenth(min(ys), low_y, high_y),
        _sixteenth(min(xs), low_x, high_x),
        _sixteenth(max(ys), low_y, high_y),
        _sixteenth(max(xs), low_x, high_x),
    )
    return "".join(f"{digit:x}" for digit in digits)


def _sixteenth(value: int, low: int, high: int) -> int:
    return min(15, (value - low) * 16 // (high - low))


__all__ = ["FOLDER", "FORMAT", "ROOT", "index_files", "shard_id"]
