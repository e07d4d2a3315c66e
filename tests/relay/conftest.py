"""Relays for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.github.standin import Standin
from tests.relay.support import Desk, make_root


@pytest.fixture(scope="session")
def root_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for all tests that only read it."""
    return make_root(tmp_path_factory.mktemp("relay") / "directory")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A directory of a test's own."""
    return make_root(tmp_path / "directory")


@pytest.fixture
def make_desk(root_of_all: Path) -> Iterator[Callable[..., Desk]]:
    """Makes relays, each with a spool of its own, and closes them."""
    made: list[Desk] = []

    def make(root: Path = root_of_all, **more: Any) -> Desk:
        spool = root / ".bluepages"
        for old in spool.glob("relay.sqlite*") if spool.is_dir() and not more.pop("keep", False) else ():
            old.unlink()
        made.append(Desk(root, **more))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """One relay without limits."""
    return make_desk()


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Standin]:
    """The stand-in of GitHub, empty."""
    with Standin(tmp_path) as started:
        yield started
