"""The engine of the browser, run in Node on an index on disk."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bluepages.enrich import Edition
from bluepages.search import index_files
from tests.support import ROOT

ASK = {
    "q": "", "limit": 10, "now": "2026-11-24T18:30:00+00:00", "zone": "America/Los_Angeles", "holidays": ["2026-11-26"],
    "months": [12, 12], "today": "2026-11-24",
}  # fmt: skip


def node() -> str:
    """Node, or the test is skipped."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("Node is not installed; the search engine of the browser cannot be run without it")
    return found


def written(edition: Edition, folder: Path) -> Path:
    """The index of an edition on disk, all files in one folder."""
    for name, data in index_files(edition):
        path = folder / name.rpartition("/")[2]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def asked(folder: Path, questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of the engine to questions `{"ask": ...}`."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    command = [node(), str(ROOT / "tests/search/run.mjs"), str(ROOT / "site/assets"), str(folder)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
