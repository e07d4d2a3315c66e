"""Prose is cleaned, assets carry their hashes, and the map knows the counties."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bluepages.site import assets, has_map
from bluepages.site.assets import asset_versions, outlines
from bluepages.site.content import clean, content_names
from tests.support import ROOT

ATTACKS = (
    "<script>alert(1)</script>", '<img src="x" onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>', '<p style="color:red" onclick="x()">x</p>', "<iframe src=x></iframe>",
    '<a href="data:text/html,x">x</a>', "<svg onload=alert(1)>", "<style>*{}</style>", '<form action="x"></form>',
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_prose_is_harmless(attack: str) -> None:
    assert not re.search(r"script|onerror|onclick|onload|evil|style|iframe|data:|<form|<svg|<img", clean(attack))


def test_prose_keeps_what_is_plain() -> None:
    kept = '<h2 id="a">A</h2><p><a href="tel:211">211</a> <strong>b</strong></p>'
    assert clean(kept) == kept


def test_every_page_of_prose_is_there_in_every_language() -> None:
    names = content_names(ROOT / "site")
    assert names[0] == "about"
    for language in ("en", "es"):
        assert {path.stem for path in (ROOT / "site" / "content" / language).glob("*.md")} == set(names)


def test_assets_name_each_other_with_their_hashes() -> None:
    made = dict(assets(ROOT / "site", None))
    versions = asset_versions(ROOT / "site")
    script = made["assets/site.mjs"].decode()
    assert versions["hours.mjs"].removeprefix("assets/") in script
    assert versions["map.mjs"].removeprefix("assets/") in script
    assert "assets/leaflet.js" not in made


@pytest.mark.skipif(not has_map(ROOT / "node_modules"), reason="npm ci has not been run: no Leaflet")
def test_the_map_brings_its_own_counties() -> None:
    made = dict(assets(ROOT / "site", ROOT / "node_modules"))
    assert {"assets/leaflet.js", "assets/leaflet.css", "assets/outlines.json"} <= set(made)
    assert b"sourceMappingURL" not in made["assets/leaflet.js"]
    drawn = outlines(ROOT / "data" / "places")
    assert len(drawn["counties"]) == 58
    assert drawn["towns"]["fresno"][0][0] == "Fresno"


def test_no_place_no_outlines(tmp_path: Path) -> None:
    assert outlines(tmp_path) == {"counties": {}, "towns": {}}
