"""Another client can be written from docs/search-index.md: `tests/search/reader.py` was, and answers the same."""

from __future__ import annotations

import ast
import json
import random
from pathlib import Path

from bench.search_data import edition
from bluepages.search.entries import entries
from bluepages.search.fold import STOP
from tests.search.oracle import Oracle, words_of
from tests.search.reader import Reader
from tests.search.support import written
from tests.search.test_engine import question


def test_it_knows_nothing_but_the_document() -> None:
    tree = ast.parse((Path(__file__).parent / "reader.py").read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    assert not {name for name in named if name and name.split(".")[0] in ("bluepages", "bench", "tests")}


def test_a_client_written_from_the_document_answers_as_a_full_scan_does(tmp_path: Path) -> None:
    made = edition(400)
    oracle, reader = Oracle(made), Reader(written(made, tmp_path), STOP)
    known = {each.key: each for each in entries(made)}
    dice, words, found = random.Random(5), words_of(oracle), 0
    for _ in range(120):
        ask = question(dice, words, oracle) | {"open": False, "day": ""}
        wanted, got = oracle.search(ask), reader.search(ask)
        for pool in ("near", "area"):
            assert [(hit["slug"], hit["key"]) for hit in got[pool]] == [key[:2] for key in wanted[pool]], json.dumps(
                ask
            )
            for hit, key in zip(got[pool], wanted[pool], strict=True):
                each = known[key]
                shown = (hit["street"], hit["city"], hit["phone"], hit["kind"], hit["hours"], hit.get("point"))
                assert shown == (
                    each.street,
                    each.city,
                    each.phone,
                    each.kind,
                    each.hours,
                    each.point if pool == "near" else None,
                )
                found += 1
    assert found > 300, "most questions should have an answer, or the test tests nothing"
