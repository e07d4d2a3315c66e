"""The real CKAN, booted once for all of these tests, and a directory with a data set of its own for each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bluepages.publish.ckan import client, lease
from tests.portal.boot import boot
from tests.portal.container import from_container
from tests.portal.proxy import Proxy
from tests.portal.world import Portal, World


@pytest.fixture(scope="session")
def portal() -> Portal:
    """The portal that the environment names, a container has, or `ckan-up` boots; else a skip, which counts."""
    given = os.environ
    if given.get("CKAN_CONTAINER"):
        return from_container(given["CKAN_CONTAINER"], given.get("CKAN_URL", "http://127.0.0.1:5000"))
    if given.get("CKAN_URL") and given.get("CKAN_EDITOR_TOKEN"):
        return Portal(given["CKAN_URL"], given["CKAN_EDITOR_TOKEN"], given["CKAN_API_TOKEN"], given["CKAN_ORG"])
    said = boot()
    if isinstance(said, str):
        pytest.skip(f"there is no CKAN to publish to: {said}")
    return Portal(said["CKAN_URL"], said["CKAN_EDITOR_TOKEN"], said["CKAN_API_TOKEN"], said["CKAN_ORG"])


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
