"""Questions as people ask them, and what must be found: where every need is, and in the real directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.search_data import TODAY, lists, of
from bluepages.enrich import Edition, gather
from bluepages.model import Address, Location, Provider, Serves, Service, Source
from bluepages.records.load import load_book
from tests.search.support import ASK, asked, written
from tests.support import ROOT

GOLDEN = Path(__file__).with_name("golden.tsv")
RECALL, RANK = 0.98, 0.95
"""Part of the questions whose answer is among the first ten, and the mean of 1/rank, that must not be lost."""


def questions() -> list[tuple[str, list[str], str]]:
    """What is typed, what is right, and where (`""`: anywhere)."""
    rows = [line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(typed, wanted.split("|"), "".join(place)) for typed, wanted, *place in rows]


def invented() -> Edition:
    """A provider for each need in each of three towns; names say nothing of what they give."""
    config, vocabulary = lists()
    found = []
    for number, need in enumerate(need for need in vocabulary.needs.values() if need.parent):
        for town, county in (("Oakland", "alameda"), ("Fresno", "fresno"), ("Los Angeles", "los-angeles")):
            city = vocabulary.places.city(town, county)
            assert city is not None
            place = Location(
                address=Address(city=town), latitude=city.latitude + number * 0.0007, longitude=city.longitude
            )
            service = Service(
                name=f"Door {number}", needs=(need.id,), serves=Serves(counties=(county,)), at={"office": _at()},
                description="Ask at the desk.",
            )  # fmt: skip
            record = Provider(
                name=f"Harbor {number}", description="A house in town.", services={"door": service},
                locations={"office": place}, sources=(Source("web:example.org", TODAY.isoformat()),),
            )  # fmt: skip
            found.append((county, f"harbor-{county}-{number}", record))
    return of(found, vocabulary, config)


def _at() -> Any:
    from bluepages.model import At

    return At()


def figures(edition: Edition, folder: Path, near: str) -> tuple[float, float, list[str], int]:
    """Recall at ten, mean reciprocal rank, what was missed, and how many questions the directory can answer."""
    offered = {
        need for provider in edition.providers.values() for each in provider.services.values() for need in each.needs
    }
    offered |= {need.partition(".")[0] for need in offered}
    fit = [
        (typed, wanted, place or near)
        for typed, wanted, place in questions()
        if any(each in offered or (each[0] == "@" and each[1:] in edition.providers) for each in wanted)
    ]
    answers = asked(
        written(edition, folder),
        [{"ask": dict(ASK) | {"q": typed}, "near": place, "warm": True} for typed, _, place in fit],
    )
    ranks, missed = [], []
    for (typed, wanted, _), answer in zip(fit, answers, strict=True):
        places = [_rank(answer[pool], wanted, edition) for pool in ("near", "area")]
        rank = min((place for place in places if place), default=0)
        ranks.append(1 / rank if rank else 0.0)
        if not rank:
            missed.append(typed)
    return sum(map(bool, ranks)) / len(ranks), sum(ranks) / len(ranks), missed, len(fit)


def _rank(hits: list[dict[str, Any]], wanted: list[str], edition: Edition) -> int:
    for rank, hit in enumerate(hits[:10], 1):
        needs = edition.providers[hit["slug"]].services[hit["service"]].needs
        if any(
            f"@{hit['slug']}" == each or each in needs or any(n.startswith(f"{each}.") for n in needs)
            for each in wanted
        ):
            return rank
    return 0


def test_there_are_many_questions() -> None:
    typed = [question for question, *_ in questions()]
    assert len(typed) >= 120
    assert len(set(typed)) == len(typed)


def test_a_directory_with_every_need(tmp_path: Path) -> None:
    recall, rank, missed, many = figures(invented(), tmp_path, "94607")
    print(f"invented: {many} questions, recall@10 {recall:.3f}, mean reciprocal rank {rank:.3f}, missed {missed}")
    assert recall >= RECALL, missed
    assert rank >= RANK


def test_the_real_directory(tmp_path: Path) -> None:
    if not any((ROOT / "data/providers").glob("*/*.yaml")):
        pytest.skip("data/providers is empty")
    recall, rank, missed, many = figures(gather(load_book(ROOT), TODAY), tmp_path, "94607")
    print(f"real: {many} questions, recall@10 {recall:.3f}, mean reciprocal rank {rank:.3f}, missed {missed}")
    assert recall >= RECALL, missed
    assert rank >= RANK
