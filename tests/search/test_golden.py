"""Questions as people ask them, and what must be found: where every need is, and in the real directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bench.search_data import TODAY, lists, of
from bluepages.enrich import Edition, gather
from bluepages.model import Address, Location, Provider, Serves, Service, Source
from bluepages.records.load import load_book
from bluepages.search.fold import stems
from tests.search.support import ASK, asked, written
from tests.support import ROOT

GOLDEN = ROOT / "tests/golden_queries.yaml"
RECALL, MEAN_RANK, RECIPROCAL = 0.98, 1.3, 0.93
"""What must not be lost: the part of the questions with a right answer among the first ten, the mean of its rank, and
of one through it."""


class Figures(NamedTuple):
    recall: float
    mean_rank: float
    reciprocal: float
    missed: list[str]
    low: list[str]
    many: int


def questions() -> list[tuple[str, list[str], str | None]]:
    """What is typed, what is right, and where (`""`: nobody said; `None`: where most are asked)."""
    rows = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    return [(row["ask"], row["find"], str(row["near"]) if "near" in row else None) for row in rows]


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


def figures(edition: Edition, folder: Path, near: str) -> Figures:
    """Ask what the directory can answer, and see at which rank a right answer stands."""
    offered = {
        need for provider in edition.providers.values() for each in provider.services.values() for need in each.needs
    }
    offered |= {need.partition(".")[0] for need in offered}
    names = [name_words(provider) for provider in edition.providers.values()]

    def answerable(wanted: str) -> bool:
        if wanted[0] == "@":
            return wanted[1:] in edition.providers
        return any(set(stems(wanted)) <= name for name in names) if wanted[0] == "~" else wanted in offered

    fit = [
        (typed, wanted, near if place is None else place)
        for typed, wanted, place in questions()
        if any(map(answerable, wanted))
    ]
    answers = asked(
        written(edition, folder),
        [{"ask": dict(ASK) | {"q": typed}, "near": place, "warm": True} for typed, _, place in fit],
    )
    ranks = {}
    for (typed, wanted, _), answer in zip(fit, answers, strict=True):
        places = [_rank(answer[pool], wanted, edition) for pool in ("near", "area")]
        ranks[typed] = min((place for place in places if place), default=0)
    found = [rank for rank in ranks.values() if rank]
    return Figures(
        recall=len(found) / len(ranks),
        mean_rank=sum(found) / len(found),
        reciprocal=sum(1 / rank for rank in found) / len(ranks),
        missed=[typed for typed, rank in ranks.items() if not rank],
        low=[f"{typed} ({rank})" for typed, rank in ranks.items() if rank > 2],
        many=len(ranks),
    )


def name_words(provider: Provider) -> set[str]:
    return set(stems(f"{provider.name} {provider.alternate_name}"))


def _rank(hits: list[dict[str, Any]], wanted: list[str], edition: Edition) -> int:
    for rank, hit in enumerate(hits[:10], 1):
        provider = edition.providers[hit["slug"]]
        needs, name = provider.services[hit["service"]].needs, name_words(provider)
        for each in wanted:
            if each[0] == "@":
                right = each[1:] == hit["slug"]
            elif each[0] == "~":
                right = set(stems(each)) <= name
            else:
                right = any(need == each or need.startswith(f"{each}.") for need in needs)
            if right:
                return rank
    return 0


def test_there_are_many_questions() -> None:
    typed = [question for question, *_ in questions()]
    assert len(typed) >= 120
    assert len(set(typed)) == len(typed)
    needs = set(lists()[1].needs)
    wanted = {each for _, found, _ in questions() for each in found if each[0] not in "@~"}
    assert wanted <= needs, wanted - needs


def held(figures: Figures, of: str) -> None:
    print(
        f"{of}: {figures.many} questions, recall@10 {figures.recall:.3f}, mean rank {figures.mean_rank:.2f}, "
        f"mean reciprocal rank {figures.reciprocal:.3f}, missed {figures.missed}, low {figures.low}"
    )
    assert figures.recall >= RECALL, figures.missed
    assert figures.mean_rank <= MEAN_RANK, figures.low
    assert figures.reciprocal >= RECIPROCAL, figures.low


def test_a_directory_with_every_need(tmp_path: Path) -> None:
    held(figures(invented(), tmp_path, "94607"), "invented")


def test_the_real_directory(tmp_path: Path) -> None:
    if not any((ROOT / "data/providers").glob("*/*.yaml")):
        pytest.skip("data/providers is empty")
    held(figures(gather(load_book(ROOT), TODAY), tmp_path, "94607"), "real")
