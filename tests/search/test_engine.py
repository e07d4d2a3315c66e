"""The engine of the browser gives what a full scan gives, whatever was asked."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bench.search_data import edition
from tests.search.oracle import Oracle, words_of
from tests.search.support import ASK, asked, written

PROVIDERS = 900
MOMENTS = (
    "2026-11-24T18:30:00+00:00",
    "2026-11-28T19:00:00+00:00",
    "2026-11-26T20:00:00+00:00",
    "2026-11-25T08:30:00+00:00",
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Oracle, Path]:
    made = edition(PROVIDERS)
    return Oracle(made), written(made, tmp_path_factory.mktemp("index"))


def question(dice: random.Random, words: list[str], oracle: Oracle) -> dict[str, Any]:
    vocabulary = oracle.edition.vocabulary
    zips = list(vocabulary.places.zips.values())
    ask: dict[str, Any] = dict(ASK) | {"holidays": _holidays(oracle), "limit": dice.choice((5, 10, 10, 40))}
    ask["now"] = dice.choice(MOMENTS)
    typed = dice.choices(words, k=dice.choice((0, 1, 1, 2, 3)))
    if typed and dice.random() < 0.25:
        typed[0] = _misspelled(dice, typed[0])
    if dice.random() < 0.35:
        typed.append(
            dice.choice(("food stamps", "shelter", "cal fresh", "abogado", "free groceries", "doctor", "Vietnamese"))
        )
    ask["q"] = " ".join(typed)
    if dice.random() < (0.15 if typed else 0.7):
        ask["need"] = dice.choice(sorted(vocabulary.needs))
    if dice.random() < 0.85:
        spot = dice.choice(zips)
        ask |= {
            "origin": {"lat": round(spot.latitude * 10000), "lon": round(spot.longitude * 10000)},
            "county": spot.county,
        }
        if dice.random() < 0.15:
            ask["only"] = spot.county
    for name, chance in (("open", 0.3), ("free", 0.2), ("step", 0.1), ("phone", 0.15)):
        ask |= {name: True} if dice.random() < chance else {}
    ask |= {"day": "2026-11-28"} if not ask.get("open") and dice.random() < 0.1 else {}
    ask |= {"lang": dice.choice(("es", "vi"))} if dice.random() < 0.15 else {}
    ask |= {"audience": "veterans"} if dice.random() < 0.1 else {}
    ask |= {"calls": 14, "areas": 14} if dice.random() < 0.2 else {}
    return ask | ({"age": dice.choice((10, 17, 40))} if dice.random() < 0.1 else {})


def _misspelled(dice: random.Random, word: str) -> str:
    at = dice.randrange(len(word))
    kind = dice.choice("dist")
    if kind == "d":
        return word[:at] + word[at + 1 :]
    if kind == "t" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + dice.choice("aeiourst") + word[at + (kind == "s") :]


def _holidays(oracle: Oracle) -> list[str]:
    return [day.isoformat() for year in (2026, 2027) for day in oracle.edition.calendar.dates(year)]


def test_two_hundred_random_questions(world: tuple[Oracle, Path]) -> None:
    oracle, folder = world
    dice = random.Random(11)
    words = words_of(oracle)
    questions = [question(dice, words, oracle) for _ in range(200)]
    answers = asked(folder, [{"ask": ask} for ask in questions])
    found = 0
    for ask, answer in zip(questions, answers, strict=True):
        wanted = oracle.search(ask)
        got = {pool: [(hit["slug"], hit["service"]) for hit in answer[pool]] for pool in wanted}
        assert got == {pool: [key[:2] for key in keys] for pool, keys in wanted.items()}, json.dumps(ask)
        found += bool(wanted["near"] or wanted["area"])
        # Where it says that there is no more of a list, the scan finds no more.
        for pool, flag, size in (("call", "moreCall", "calls"), ("area", "moreArea", "areas")):
            if ask.get("need") and not answer[flag]:
                assert oracle.search(ask | {size: 400})[pool] == wanted[pool], json.dumps(ask)
    assert found > 80, "most questions should have an answer, or the test tests nothing"


def test_a_clock_that_is_behind_the_index(world: tuple[Oracle, Path]) -> None:
    """Then "young" says nothing of what is fresh, and answers are still those of a full scan."""
    oracle, folder = world
    behind = {"now": "2025-03-10T18:30:00+00:00", "today": "2025-03-10"}
    questions = [question(random.Random(seed), words_of(oracle), oracle) | behind for seed in range(12)]
    questions += [ask | {"open": True, "q": "", "need": "food.pantry"} for ask in questions[:4]]
    for ask, answer in zip(questions, asked(folder, [{"ask": ask} for ask in questions]), strict=True):
        wanted = oracle.search(ask)
        assert {pool: [(hit["slug"], hit["service"]) for hit in answer[pool]] for pool in wanted} == {
            pool: [key[:2] for key in keys] for pool, keys in wanted.items()
        }, json.dumps(ask)
