"""How well matching does on pairs that a person judged: never wrongly sure, and most of the rest suggested.

`labels.tsv` names rows of the sample sets and of the open sets by their line or id, and says whether they are one
organization. The rows themselves stand beside the project.
"""

from __future__ import annotations

import csv
import functools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bluepages.federate import clean
from bluepages.federate.match import SUGGEST, Card, card_of, judge
from tests.support import ROOT

SHARED = ROOT.parent / "shared"
LABELS = Path(__file__).with_name("labels.tsv")
OPEN_SETS = {
    "pantries": "food_pantries_2020",
    "mh": "samhsa_mental_health",
    "su": "samhsa_substance_use",
    "sf": "sf_health_facilities",
    "hrsa": "hrsa_health_centers",
}


def card(row: str, county: str, name: str, phone: str, street: str, city: str, code: str = "", web: str = "") -> Card:
    line, unit = clean.street_lines(clean.text(street))
    address = {"address_1": line, "address_2": unit, "city": clean.text(city), "postal_code": clean.zip_code(code)}
    record = {
        "name": clean.name(name),
        "website": clean.url(web),
        "phones": clean.phones(phone)[0],
        "locations": {"office": {"address": address}},
    }
    return card_of(row, record, {county})


def rows_of(path: Path, encoding: str = "utf-8") -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding=encoding, newline="") as stream:
        yield from enumerate(csv.DictReader(stream), 2)


@functools.cache
def cards(name: str) -> dict[str, Card]:
    if name in OPEN_SETS:
        rows = rows_of(SHARED / "facts" / "official" / f"{OPEN_SETS[name]}.csv")
        return {r["source_id"]: card(r["source_id"], r["county"], r["name"], r["phone"], r["street"], r["city"],
                                     r["zip"], r["url"]) for _, r in rows}  # fmt: skip
    if name == "foodoasis":
        rows = rows_of(SHARED / "samples" / "la-foodoasis-pantries-csv" / "food-pantry.csv")
        return {str(n): card(str(n), "Los Angeles", r["name"], r["phone"], r["address_1"], r["city"], r["zip"])
                for n, r in rows}  # fmt: skip
    if name == "dcyf":
        rows = rows_of(SHARED / "samples" / "sf-dcyf-cms-2013" / "dcyf_cms_05312013.csv", "latin-1")
        return {str(n): card(str(n), "San Francisco", r["Agency Name"], r["Site Phone"], r["Site Address"],
                             "San Francisco", r["Site Zip"]) for n, r in rows}  # fmt: skip
    found = json.loads((SHARED / "samples" / "sf-linksf-json" / "linksf.json").read_text(encoding="utf-8"))
    return {str(n): card(str(n), "San Francisco", r["name"], r["phone"] or "", r["address"] or "", r["city"] or "",
                         web=r["website"] or "") for n, r in enumerate(found)}  # fmt: skip


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the sample sets stand beside the project, not in it")
def test_sure_is_right_and_most_of_the_rest_is_suggested() -> None:
    with LABELS.open(encoding="utf-8", newline="") as stream:
        labels = list(csv.DictReader(stream, delimiter="\t"))
    judged = [
        (judge(cards(each["set"])[each["row"]], cards(each["other"])[each["other_row"]]), each["same"] == "1")
        for each in labels
    ]
    same = sum(truth for _, truth in judged)
    sure = [truth for match, truth in judged if match.sure]
    told = [truth for match, truth in judged if match.sure or match.score >= SUGGEST]
    figures = {
        "pairs": len(judged),
        "same": same,
        "precision of sure": round(sum(sure) / len(sure), 3),
        "recall of sure": round(sum(sure) / same, 3),
        "precision of what is told": round(sum(told) / len(told), 3),
        "recall of what is told": round(sum(told) / same, 3),
    }
    print(figures)
    assert len(judged) >= 110
    assert figures["precision of sure"] == 1.0, figures
    assert figures["recall of sure"] >= 0.4, figures
    assert figures["recall of what is told"] >= 0.7, figures
