"""What a cold search costs: `python -m bench.search --providers 50000 --work DIR`.

Builds the index of an invented directory, asks random questions with the browser's own engine in Node, and counts bytes
(gzip, as GitHub Pages packs JSON), requests and dependent round trips of each, with nothing kept from one to the next.
The page's script is counted in; the page itself is not. With `--scan N`, N answers are compared with a full scan.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import time
from pathlib import Path
from typing import Any

from bench.search_data import COMMON, common_weights, edition, rare_words
from bluepages.search import index_files
from bluepages.search import page as search_page
from bluepages.site.assets import asset_versions
from tests.search.oracle import Oracle
from tests.search.support import ASK, ROOT, asked

BUDGET = {"KB p50": 100.0, "KB p95": 200.0, "requests p50": 25.0, "round trips p95": 6.0}


def question(dice: random.Random, zips: list[Any], needs: list[str]) -> dict[str, Any]:
    """Words (none to two, as frequent as in the records), a need in six of ten, open now in half; always a place."""
    rare, weights = rare_words()
    typed = []
    for _ in range(dice.choice((0, 1, 1, 2))):
        words, chances = (COMMON, common_weights()) if dice.random() < 0.5 else (rare, weights)
        typed += dice.choices(words, cum_weights=chances)
    spot = dice.choice(zips)
    ask: dict[str, Any] = dict(ASK) | {"q": " ".join(typed), "county": spot.county, "open": dice.random() < 0.5}
    ask["zip"] = spot.code
    ask["origin"] = {"lat": round(spot.latitude * 10000), "lon": round(spot.longitude * 10000)}
    return ask | ({"need": dice.choice(needs)} if dice.random() < 0.6 else {})


def share(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--providers", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--scan", type=int, default=0, help="compare this many answers with a full scan")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", type=Path, required=True, help="an empty folder; best on a memory file system")
    options = parser.parse_args()
    made = edition(options.providers)
    offers = sum(len(found) for found in made.offers.values())
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = {name.rpartition("/")[2]: data for name, data in index_files(made)}
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    options.work.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (options.work / name).write_bytes(data)
    report(files, offers, seconds, (after - before) / 1024)
    dice = random.Random(options.seed)
    # The ZIP codes in which services are, as often as services are there.
    places = made.vocabulary.places.zips
    zips = [
        places[place.address.postal_code]
        for provider in made.providers.values()
        for place in provider.locations.values()
        if place.address and place.address.postal_code
    ]
    needs = sorted(
        {need for provider in made.providers.values() for each in provider.services.values() for need in each.needs}
    )
    questions = [question(dice, zips, needs) for _ in range(options.questions)]
    answers = asked(options.work, [{"ask": ask} for ask in questions])
    script = sum(len(gzip.compress(each, 6)) for each in scripts())
    figures = {
        "KB": [(answer["bytes"] + script) / 1000 for answer in answers],
        "requests": [float(answer["requests"]) for answer in answers],
        "round trips": [float(answer["waves"]) for answer in answers],
    }
    print(f"{'':14}{'p50':>8}{'p95':>8}{'most':>8}   of the budget")
    for name, values in figures.items():
        middle, most = share(values, 0.5), share(values, 0.95)
        against = [f"{label} {round(value / BUDGET[label], 2)}" for label, value in
                   ((f"{name} p50", middle), (f"{name} p95", most)) if label in BUDGET]  # fmt: skip
        print(f"{name:14}{middle:8}{most:8}{round(max(values), 1):8}   {', '.join(against)}")
    if options.scan:
        scan(made, questions[: options.scan], answers)


def scripts() -> list[bytes]:
    """What the search page loads to answer."""
    return [search_page.script(ROOT / "site", asset_versions(ROOT / "site"))]


def report(files: dict[str, bytes], offers: int, seconds: float, megabytes: float) -> None:
    kinds: dict[str, list[int]] = {}
    for name, data in files.items():
        kind = "root" if name == "root.json" else json.loads(data)["id"].partition(":")[0]
        kind = kind if kind in ("root", "words", "spell", "places", "points", "block", "") else "areas"
        kinds.setdefault(kind or "shards", []).append(len(gzip.compress(data, 6)))
    print(
        f"{offers} offers; index of {len(files)} files in {seconds:.1f} s, {megabytes:.0f} MB more memory at the peak"
    )
    for kind, sizes in sorted(kinds.items()):
        print(
            f"  {kind:8}{len(sizes):6} files, {sum(sizes) / 1000:9.1f} KB packed, {max(sizes) / 1000:6.1f} KB at most"
        )


def scan(made: Any, questions: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    oracle, same = Oracle(made), 0
    for ask, answer in zip(questions, answers, strict=False):
        wanted = oracle.search(ask)
        same += all(
            [(hit["slug"], hit["service"]) for hit in answer[pool]] == [key[:2] for key in wanted[pool]]
            for pool in wanted
        )
    print(f"{same} of {len(questions)} answers are those of a full scan")


if __name__ == "__main__":
    main()
