"""The stand-in of GitHub, empty but for one commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.standin import Standin


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Standin]:
    with Standin(tmp_path) as started:
        started.hub.git.seed({"README.md": b"Hello\n", "data/a.yaml": b"name: A\n"})
        yield started
