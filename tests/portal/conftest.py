"""The real CKAN, booted once for all of these tests, and a directory with a data set of its own for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bluepages.publish.ckan import client, lease
from tests.portal.proxy import Proxy
from tests.portal.world import Portal, World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that take no time where nobody else is at work, and an environment that says nothing of a portal."""
    monkeypatch.setattr(lease, "SETTLE", 0.05)
    monkeypatch.setattr(lease, "POLL", 0.1)
    for name in ("CKAN_URL", "CKAN_API_TOKEN", "CKAN_ORG", "GITHUB_STEP_SUMMARY", "GITHUB_RUN_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(client, "ATTEMPTS", 5)


@pytest.fixture
def world(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two kitchens, committed and built."""
    return World(tmp_path / "directory", portal, monkeypatch)


@pytest.fixture
def make_world(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., World]:
    """Directories as a test wants them."""
    made: list[World] = []

    def make(**more: Any) -> World:
        made.append(World(tmp_path / f"directory-{len(made)}", portal, monkeypatch, **more))
        return made[-1]

    return make


@pytest.fixture
def proxy(portal: Portal) -> Any:
    """Something before the portal that can misbehave."""
    with Proxy(portal.url) as made:
        yield made
