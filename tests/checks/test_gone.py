"""A change that takes a record away is told so; one that closes or renames it is not (P910)."""

from __future__ import annotations

import pytest

from bluepages.checks.gone import check_change
from tests.support import ROOT, make_book

RECORDS = ROOT / "tests" / "records" / "P910"


@pytest.mark.parametrize(("kind", "codes"), [("bad", ["P910"]), ("good", [])])
def test_the_rule_by_its_records(kind: str, codes: list[str]) -> None:
    books = []
    for side in ("base", "head"):
        path = RECORDS / kind / f"{side}.yaml"
        books.append(make_book({"kitchen": path.read_bytes()} if path.exists() else {}))
    assert [problem.rule for problem in check_change(*books)] == codes


def test_a_new_name_leads_on() -> None:
    text = (RECORDS / "good" / "base.yaml").read_text(encoding="utf-8")
    renamed = text.replace("sources:", "formerly: [kitchen]\nsources:")
    assert check_change(make_book({"kitchen": text}), make_book({"new-kitchen": renamed})) == []
    assert check_change(make_book({"kitchen": text}), make_book({"alameda/other": text}))[0].file.endswith(
        "kitchen.yaml"
    )
