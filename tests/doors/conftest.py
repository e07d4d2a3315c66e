"""Sites whose doors are tried in Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.support import Site, site
from tests.support import SETTINGS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With a relay on another origin."""
    with site(tmp_path_factory.mktemp("with") / "directory") as made:
        yield made


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Without a relay, with a repository and a mailbox."""
    settings = SETTINGS + "repository: owner/name\nsafety_contact: safety@example.org\n"
    with site(tmp_path_factory.mktemp("alone") / "directory", settings, relay=False) as made:
        yield made
