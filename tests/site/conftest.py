"""The pages of the invented directory, rendered once for all tests, and a browser for those that need one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bluepages.cli.server import serve
from bluepages.search import index_files, search_pages
from bluepages.site import Download, assets, has_map, pages
from tests.site.samples import edition
from tests.support import ROOT

BASE = "https://test.example.org/blue-pages/"
MODULES = ROOT / "node_modules"
DOWNLOADS = (Download("services.csv", 1234, 5), Download("hsds/", about="HSDS as JSON"))


def rendered(base_url: str = BASE, jobs: int = 1) -> dict[str, bytes]:
    """Every page of the invented directory by its path."""
    made = pages(edition(), base_url=base_url, jobs=jobs, with_map=has_map(MODULES), downloads=DOWNLOADS)
    searched = search_pages(edition(), base_url=base_url, with_map=has_map(MODULES))
    return dict([*made, *searched, *index_files(edition())])


def rendered_with(extra: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    """The same with further records, or others in their place."""
    return dict(pages(edition(extra), base_url=BASE))


@pytest.fixture(scope="session")
def made() -> dict[str, bytes]:
    """Every page."""
    return rendered()


@pytest.fixture(scope="session")
def text(made: dict[str, bytes]) -> Callable[[str], str]:
    """A page's text by its path."""
    return lambda path: made[path].decode()


@pytest.fixture(scope="session")
def built(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site on disk."""
    folder = tmp_path_factory.mktemp("site")
    data = {f"data/{file.path}": b"id\n" for file in DOWNLOADS if not file.path.endswith("/")}
    for name, content in (*made.items(), *assets(ROOT / "site", MODULES), *data.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(params=["/", "/blue-pages/"], scope="session")
def served(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """The address of the site, served at the root and below a prefix."""
    yield from serving(built, request.param)


@pytest.fixture(scope="session")
def served_once(built: Path) -> Iterator[str]:
    """The address of the site below a prefix, for what need not be tried at both."""
    yield from serving(built, "/blue-pages/")


def serving(built: Path, prefix: str) -> Iterator[str]:
    """Serve `built` below `prefix` as long as the caller goes on."""
    server = serve(built, prefix)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    server.shutdown()
    server.server_close()
