"""The site with its search on disk, served below a prefix, and a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bluepages.cli.server import serve
from bluepages.search import index_files
from bluepages.search.page import search_pages
from bluepages.site import assets, has_map
from tests.site.conftest import rendered
from tests.site.samples import edition
from tests.support import ROOT

BASE = "https://test.example.org/blue-pages/"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented directory with its search, on disk."""
    folder = tmp_path_factory.mktemp("searched")
    modules = ROOT / "node_modules"
    made = [*rendered().items(), *assets(ROOT / "site", modules)]
    made += [*search_pages(edition(), base_url=BASE, with_map=has_map(modules)), *index_files(edition())]
    for name, content in made:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where it is served."""
    server = serve(site, "/blue-pages/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/blue-pages/"
    server.shutdown()
    server.server_close()
