"""The files of the index: the same bytes every time, few of them touched by a change, nothing private in them."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.search_data import edition, lists, of
from bluepages.enrich import Edition, gather
from bluepages.model import Provider
from bluepages.search import index_files
from bluepages.search.entries import entries
from bluepages.search.grid import BITS, UNITS, box, cells, point_key
from bluepages.search.index import ROOT as ROOT_FILE
from bluepages.search.index import shared
from bluepages.search.layout import SLOTS, layout, slots
from bluepages.search.lexicon import cut
from bluepages.search.pack import pack, pack_parts, unpack
from bluepages.search.postings import Words
from bluepages.search.said import said
from tests.search.support import ASK, asked, written
from tests.support import ROOT, kitchen, make_book

SIZE = 300


def files(made: Edition) -> dict[str, bytes]:
    return dict(index_files(made))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files(before())


@functools.cache
def before() -> Edition:
    return edition(SIZE)


@functools.cache
def one_slug() -> str:
    """A provider that has places and is not the first."""
    return sorted({each.offer.slug for each in entries(before()) if each.point})[40]


def changed(record: Provider) -> Edition:
    """The edition with this record for the one provider that is changed."""
    found = before()
    rows = [(found.folder(slug), slug, record if slug == one_slug() else old) for slug, old in found.providers.items()]
    return of(rows, found.vocabulary, found.config)


def test_the_same_bytes_every_time(made: dict[str, bytes]) -> None:
    assert files(edition(SIZE)) == made
    program = (
        "import hashlib; from bench.search_data import edition; from bluepages.search import index_files\n"
        f"print(hashlib.sha256(b''.join(n.encode() + d for n, d in index_files(edition({SIZE})))).hexdigest())"
    )
    wanted = hashlib.sha256(b"".join(name.encode() + data for name, data in made.items())).hexdigest()
    for seed, zone in (("1", "Asia/Tokyo"), ("77", "America/New_York")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT, check=True
        )
        assert done.stdout.strip() == wanted


def test_the_root_comes_last_and_names_every_file(made: dict[str, bytes]) -> None:
    assert list(made)[-1] == ROOT_FILE
    named = made[ROOT_FILE].decode() + "".join(json.loads(data).get("blocks", "") for data in made.values())
    for name in made:
        stem = name.rpartition("/")[2].removesuffix(".json")
        assert stem == "root" or stem in named
    assert len(gzip.compress(made[ROOT_FILE])) < 8000


def test_a_changed_word_touches_only_its_files(made: dict[str, bytes]) -> None:
    slug = one_slug()
    old = before().providers[slug]
    after = files(changed(replace(old, description=f"{old.description} Quetzalcoatlus.")))
    differ = {name for name in after if after[name] != made.get(name)} - {ROOT_FILE}
    kinds = sorted(json.loads(after[name])["id"].partition(":")[0] for name in differ)
    assert (
        kinds == ["spell", "spell", "words"]
        or kinds == ["spell", "words"]
        or kinds == ["spell", "spell", "spell", "words"]
    )


def test_a_changed_telephone_touches_its_blocks_and_their_shards(made: dict[str, bytes]) -> None:
    slug = one_slug()
    old = before().providers[slug]
    after = files(changed(replace(old, phones=(replace(old.phones[0], number="209-555-0199"),))))
    differ = {name for name in after if after[name] != made.get(name)} - {ROOT_FILE}
    ids = {json.loads(after[name])["id"] for name in differ}
    plan = layout(entries(before()))
    own = sum(any(each.offer.slug == slug for each in shard.entries) for shard in plan.shards)
    assert not any(each.startswith(("words:", "spell:", "places:")) for each in ids)
    assert len([each for each in ids if not each.startswith("block:")]) == own
    placed = sum(any(each.offer.slug == slug for each in shard.entries) for shard in plan.shards if not shard.area)
    assert len([each for each in ids if each.startswith("block:")]) == placed, "what a provider gives is in one block"


def test_a_new_provider_touches_its_shards_and_the_chunks_of_its_words(made: dict[str, bytes]) -> None:
    found = before()
    rows = [(found.folder(slug), slug, record) for slug, record in found.providers.items()]
    old = found.providers[one_slug()]
    fresh = replace(old, name="Zanzibar Lantern House", description="Xylophone lessons.")
    after = of([*rows, (found.folder(one_slug()), "zanzibar-lantern-house", fresh)], found.vocabulary, found.config)
    changed_files = {name: data for name, data in files(after).items() if data != made.get(name)}
    ids = [json.loads(data)["id"] for name, data in changed_files.items() if name != ROOT_FILE]
    plans = [layout(entries(each)) for each in (found, after)]
    places = [
        {(shard.area, each.key): (number, slot)
         for number, shard in enumerate(plan.shards)
         for slot, each in zip(shard.positions, shard.entries, strict=True)}
        for plan in plans
    ]  # fmt: skip
    moved = {key for key, place in places[0].items() if places[1][key] != place}
    new = {key for key in places[1] if key not in places[0]}
    assert len(moved) <= 3 * len(new), "a new offer leaves the others where they are, but for one now and then"
    words = list(said(after))
    touched = {
        word
        for shard in plans[1].shards
        for each in shard.entries
        if (shard.area, each.key) in moved | new
        for word in chain(*words[each.number])
    }
    chunks = [json.loads(data)["keys"].split() for data in changed_files.values() if b'"id":"words:' in data]
    assert chunks
    others = [keys for keys in chunks if not touched & set(keys)]
    assert len(others) <= 1, "a chunk that is full may give its end to the next one, and no more than that"
    own = {number for key, (number, _) in places[1].items() if key in moved | new}
    assert len([each for each in ids if not each.startswith(("block:", "words:", "spell:"))]) == len(own)


def test_positions_say_what_is_young() -> None:
    plan = layout(entries(before()))
    newest = max(each.newest for shard in plan.shards for each in shard.entries)
    assert newest - 18 < plan.since <= newest - 12 and plan.since % 6 == 1, "the half-year of twelve months before"
    young = [
        (position % 2 == 1, each.newest >= plan.since)
        for shard in plan.shards
        for position, each in zip(shard.positions, shard.entries, strict=True)
    ]
    assert all(odd == fresh for odd, fresh in young) and {odd for odd, _ in young} == {True, False}


def test_prefixes_leave_out_what_they_share() -> None:
    assert (
        shared(["a", "ab", "abc", "b", "ba" * 30, "ba" * 30 + "c"])
        == f"0a|1b|2c|0b|1{('ba' * 30)[1:]}|z{('ba' * 30 + 'c')[35:]}"
    )


@given(st.sets(st.text(min_size=1), min_size=1, max_size=60), st.randoms())
def test_slots_depend_on_the_names_alone(names: set[str], dice: random.Random) -> None:
    first, second = sorted(names), sorted(names)
    dice.shuffle(second)
    found = dict(zip(first, slots(first), strict=True))
    assert found == dict(zip(second, slots(second), strict=True))
    assert len(set(found.values())) == len(names) and max(found.values()) < SLOTS


def test_a_shard_of_many_at_one_point_has_more_slots() -> None:
    names = [str(number) for number in range(2000)]
    assert len(set(slots(names))) == 2000


def test_a_confidential_place_has_no_street_and_no_point() -> None:
    record = kitchen()
    place = record["locations"]["kitchen"]
    place |= {"confidential": True, "county": "alameda"}
    found = files(gather(make_book({"alameda/safe-door": record}), edition(1).today))
    whole = b"".join(found.values())
    assert b"Harbor St" not in whole.replace(b"Harbor Street Community Kitchen", b"")
    assert b"94607" not in b"".join(data for data in found.values() if b'"id":"places' not in data)
    each = next(entries(gather(make_book({"alameda/safe-door": record}), edition(1).today)))
    assert each.point is None
    assert each.street == ""
    assert each.areas == ("alameda",)


def test_hostile_words_break_nothing(tmp_path: Any) -> None:
    words = ["__proto__", "constructor", "toString", "hasOwnProperty", "w" * 10_000, "\u202eabc", "</script>", "𝕏𝕐𝕫"]
    good = make_book({"alameda/odd-words": kitchen()}).providers["odd-words"]
    lunch = replace(good.services["hot-lunch"], description="toString valueOf", name="__proto__")
    record = replace(good, name="Constructor Clinic", description=" ".join(words), services={"hot-lunch": lunch})
    config, vocabulary = lists()
    made = of([("alameda", "odd-words", record)], vocabulary, config)
    questions = [*words, "__proto__ food", "constructor", "' OR 1=1", "%", "💥", '"\\', ""]
    answers = asked(written(made, tmp_path), [{"ask": dict(ASK) | {"q": typed}} for typed in questions])
    assert [len(answer["near"]) for answer in answers[:8]] == [1] * 8
    assert len(answers) == len(questions)


def test_a_file_that_vanished_is_asked_for_once_more(tmp_path: Any) -> None:
    folder = written(before(), tmp_path)
    ask = dict(ASK) | {"q": "food", "origin": {"lat": 341000, "lon": -1182000}, "county": "los-angeles"}
    whole = asked(folder, [{"ask": ask}])[0]
    lost = sorted(set(whole["fetched"]) - {"root.json"})
    for again in asked(folder, [{"ask": ask, "gone": gone} for gone in lost]):
        assert again["near"] == whole["near"]
        assert again["fetched"].count("root.json") == 2


def test_postings_are_those_of_a_plain_count() -> None:
    made = edition(60)
    plan, words = layout(entries(made)), list(said(made))
    strong: dict[str, set[int]] = defaultdict(set)
    weak: dict[str, set[int]] = defaultdict(set)
    for place, owner in zip(plan.places, plan.owners, strict=True):
        own = words[owner]
        for word in (*own.strong, *own.terms):
            strong[word].add(place)
        for word in {*own.weak} - {*own.strong}:
            weak[word].add(place)
    found = Words(made).postings(plan.owners, plan.places)
    assert [each.key for each in found] == sorted({*strong, *weak})
    assert any(each.common for each in found)
    for each in found:
        assert each.documents == len(strong[each.key]) + len(weak[each.key])
        assert places_in(each.strong) == sorted(strong[each.key])
        assert each.common == (len(weak[each.key]) > 100)
        assert places_in(each.weak) == ([] if each.common else sorted(weak[each.key]))


def places_in(text: str) -> list[int]:
    """The documents of a posting list, read as docs/search-index.md says."""
    numbers, found, shard = unpack(text), [], 0
    for step in numbers:
        shard, position, more = shard + step, -1, 1
        while more:
            number = next(numbers)
            position, more = position + 1 + (number >> 1), number & 1
            found.append(shard << 16 | position)
    return found


def test_two_processes_make_the_bytes_of_one(made: dict[str, bytes]) -> None:
    assert index_files(before(), jobs=2) == [*made.items()]


@given(st.lists(st.lists(st.integers(0, 2**31))))
def test_parts_are_packed_as_one_by_one(parts: list[list[int]]) -> None:
    numbers = np.array([number for part in parts for number in part], np.int64)
    assert pack_parts(numbers, np.array([len(part) for part in parts], np.int64)) == [pack(part) for part in parts]


def test_no_entry_is_lost_when_nothing_is_known() -> None:
    config, vocabulary = lists()
    assert len(files(of([], vocabulary, config))) > 3


@given(st.lists(st.integers(0, 10**9)))
def test_numbers_come_back(numbers: list[int]) -> None:
    text = pack(numbers)
    assert list(unpack(text)) == numbers
    assert text.isascii() and not set(text) & {" ", '"', "\\"}


@given(st.lists(st.tuples(st.integers(-90 * UNITS, 90 * UNITS), st.integers(-180 * UNITS, 180 * UNITS)), max_size=60))
def test_a_point_lies_in_the_box_of_its_cell(points: list[tuple[int, int]]) -> None:
    keyed = sorted((point_key(*point, str(number)), point) for number, point in enumerate(points))
    tree, leaves = cells([key for key, _ in keyed], 3)
    assert sum(leaf.last - leaf.first for leaf in leaves) == len(points)
    assert tree.count("0") == len(leaves)
    for leaf in leaves:
        assert leaf.last - leaf.first <= 3 or leaf.depth == BITS
        south, west, north, east = box(leaf)
        for _, (latitude, longitude) in keyed[leaf.first : leaf.last]:
            assert south <= latitude <= north and west <= longitude <= east


@given(st.dictionaries(st.text("abc", min_size=1, max_size=5), st.integers(1, 50), max_size=40), st.integers(10, 200))
def test_chunks_hold_every_key_once_and_in_order(sizes: dict[str, int], most: int) -> None:
    runs = cut(sizes, most)
    assert [key for _, keys in runs for key in keys] == sorted(sizes)
    assert [first for first, _ in runs] == sorted(first for first, _ in runs)
    for number, (first, keys) in enumerate(runs):
        assert first <= keys[0]
        assert number == len(runs) - 1 or keys[-1] < runs[number + 1][0]
