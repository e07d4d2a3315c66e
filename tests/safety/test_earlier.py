"""A publication that goes back to an earlier day brings back no address that is hidden by now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bluepages.publish.earlier import earlier_site
from tests.safety.canaries import World, leaks


@pytest.mark.slow
def test_no_earlier_day_brings_it_back(tmp_path: Path) -> None:
    world = World(tmp_path / "directory")
    for commit in world.commits:
        site = earlier_site(world.root, commit, "https://test.example.org/", date(2026, 11, 21))
        assert b"Harbor Street Community Kitchen" in site.files["services.csv"]
        assert leaks(dict(site.files)) == {}, commit
