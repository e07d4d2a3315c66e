"""The questions of `tests/golden_queries.yaml`, asked of the browser's own engine: `python -m bench.golden`.

Prints recall among the first ten, mean rank, and what was missed or stands low, for an invented directory that has
every need (which tries the synonyms alone) and for the real one. `tests/search/test_golden.py` holds the figures.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.search_data import TODAY
from bluepages.enrich import gather
from bluepages.records.load import load_book
from tests.search.test_golden import figures, invented
from tests.support import ROOT


def main() -> None:
    for name, edition in (("invented", invented()), ("real", gather(load_book(ROOT), TODAY))):
        with tempfile.TemporaryDirectory() as folder:
            found = figures(edition, Path(folder), "94607")
        print(f"{name}: {found.many} questions, recall@10 {found.recall:.3f}, mean rank {found.mean_rank:.2f}, "
              f"mean reciprocal rank {found.reciprocal:.3f}")  # fmt: skip
        print(f"  missed: {', '.join(found.missed) or 'none'}")
        print(f"  below the second place: {', '.join(found.low) or 'none'}")


if __name__ == "__main__":
    main()
