"""What only a change can do wrong: take a record away (P910), record a check that nobody made (P920, P921)."""

from __future__ import annotations

import msgspec
import pytest

from bluepages.checks.gone import check_change
from bluepages.records.book import Book
from bluepages.vocabulary import Steward
from tests.support import ROOT, kitchen, make_book

RECORDS = ROOT / "tests" / "records"
CASES = [("P910", "bad"), ("P920", "bad"), ("P921", "bad"), ("P910", "good"), ("P920", "good"), ("P921", "good")]


@pytest.mark.parametrize(("code", "kind"), CASES)
def test_the_rule_by_its_records(code: str, kind: str) -> None:
    books = []
    for side in ("base", "head"):
        path = RECORDS / code / kind / f"{side}.yaml"
        books.append(make_book({"kitchen": path.read_bytes()} if path.exists() else {}))
    found = [problem.rule for problem in check_change(*books)]
    assert (code in found) == (kind == "bad"), found


ROSA = Steward("rosa", "Rosa M.", ("alameda",))


def signed(by: str, how: str = "phone call", date: str = "2026-10-02", covers: tuple[str, ...] = ()) -> Book:
    record = kitchen()
    record["services"]["hot-lunch"]["verified"] = {
        "date": date,
        "by": by,
        "how": how,
        **({"covers": list(covers)} if covers else {}),
    }
    made = make_book({"kitchen": record})
    return Book(made.root, made.config, msgspec.structs.replace(made.vocabulary, stewards={"rosa": ROSA}), made.entries)


@pytest.mark.parametrize(("by", "codes"), [("rosa", []), ("alameda", []), ("napa", ["P920"]), ("somebody", ["P920"])])
def test_only_a_steward_or_a_county_that_has_one_signs_a_check(by: str, codes: list[str]) -> None:
    head = signed(by)
    assert [problem.rule for problem in check_change(make_book({"kitchen": kitchen()}), head)] == codes
    assert check_change(head, head) == [], "what stands is older debt"


@pytest.mark.parametrize(("how", "codes"), [("called the desk", []), ("we visited", []), ("ok", ["P921"])])
def test_a_check_says_how(how: str, codes: list[str]) -> None:
    assert [problem.rule for problem in check_change(make_book({"kitchen": kitchen()}), signed("rosa", how))] == codes


def test_taking_a_part_out_of_a_check_is_no_new_one() -> None:
    whole, part = signed("rosa", covers=("hours", "phone")), signed("rosa", covers=("hours",))
    assert check_change(whole, part) == []


def test_a_check_that_comes_over_in_a_merge_is_no_new_one() -> None:
    base = signed("rosa")
    taken = {**kitchen(), "merged": ["kitchen"]}
    taken["services"]["hot-lunch"]["verified"] = {"date": "2026-10-02", "by": "rosa", "how": "phone call"}
    assert check_change(base, make_book({"other": taken})) == []


def test_a_new_name_leads_on() -> None:
    text = (RECORDS / "P910" / "good" / "base.yaml").read_text(encoding="utf-8")
    renamed = text.replace("sources:", "formerly: [kitchen]\nsources:")
    assert check_change(make_book({"kitchen": text}), make_book({"new-kitchen": renamed})) == []
    assert check_change(make_book({"kitchen": text}), make_book({"alameda/other": text}))[0].file.endswith(
        "kitchen.yaml"
    )
