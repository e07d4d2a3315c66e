"""All pages together: what is there, what must never be there, and where their links lead."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import json
import posixpath
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from tests.site.conftest import BASE, rendered
from tests.site.samples import STREET
from tests.support import ROOT

Text = Callable[[str], str]


class Reader(HTMLParser):
    """Links, ids, attributes and scripts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if (tag, found.get("rel")) == ("link", "icon"):  # drawn in the page itself
            del found["href"]
            attrs = list(found.items())
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src", "data-script", "data-style") and value]


def html(made: dict[str, bytes]) -> dict[str, Reader]:
    return {path: Reader(content.decode()) for path, content in made.items() if path.endswith(".html")}


def test_the_pages_that_must_be_there(made: dict[str, bytes]) -> None:
    wanted = """index.html needs/index.html needs/food.html needs/food-pantry.html counties/index.html
    counties/fresno/index.html counties/fresno/food.html counties/fresno/food-pantry.html
    counties/fresno/food-pantry-2.html
    counties/statewide/index.html counties/statewide/mind.html p/elm-street-neighbors.html p/elm-street.html
    p/older-mill.html data/index.html data/dictionary.html about/index.html about/privacy.html"""
    for path in wanted.split():
        assert path in made
        assert f"es/{path}" in made
    assert {"404.html", "sitemap.xml", "robots.txt", ".nojekyll"} <= set(made)
    assert "counties/kings/food.html" not in made  # nothing to list


def test_the_same_bytes_with_more_processes(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("bluepages.site.pages"), "CHUNK", 5)
    again = rendered(jobs=2)
    assert sorted(again) == sorted(made)
    assert [path for path in made if again[path] != made[path]] == []


def test_every_link_leads_somewhere(made: dict[str, bytes]) -> None:
    readers = html(made)
    broken = []
    for path, reader in readers.items():
        here = path.removesuffix("index.html") if path.endswith("index.html") else path.removesuffix(".html")
        for link in reader.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "tel", "sms", "mailto") or "/assets/" in f"/{parts.path}":
                continue
            if path == "404.html":
                target = parts.path.removeprefix(urlsplit(BASE).path)
            else:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(here + "x"), parts.path or "."))
                target = here if not parts.path else "" if target == "." else target + "/" * parts.path.endswith("/")
                if parts.path in ("./", "../", "../../"):
                    target = target.rstrip("/") + "/" if target.rstrip("/") else ""
            file = f"{target}index.html" if not target or target.endswith("/") else f"{target}.html"
            if target.startswith(("data/services.csv", "search/index/root.json")):  # written elsewhere
                continue
            if file not in readers or (parts.fragment and parts.fragment not in readers[file].ids):
                broken.append((path, link))
    assert broken == []


def test_every_asset_is_there(built: object, made: dict[str, bytes]) -> None:
    from pathlib import Path

    assert isinstance(built, Path)
    for path, reader in html(made).items():
        for link in reader.links:
            if "/assets/" in f"/{link}" and not link.startswith("http"):
                name = link.partition("assets/")[2].partition("?")[0]
                assert (built / "assets" / name).is_file(), (path, link)


def test_each_page_is_well_made(made: dict[str, bytes]) -> None:
    for path, reader in html(made).items():
        text = made[path].decode()
        head = text[: text.index("<title>")]
        assert "Content-Security-Policy" in head and "default-src 'none'" in head, path
        assert head.index("Content-Security-Policy") < min(
            (head.index(tag) for tag in ("<link", "<script") if tag in head), default=len(head)
        )
        assert not [tag for tag, attributes in reader.tags if "style" in attributes], path
        assert not [tag for tag, attributes in reader.tags if any(name.startswith("on") for name in attributes)], path
        assert text.count("<style") <= 1 and "<base" not in text, path  # test_style.py says which style, and where
        scripts = [attributes for tag, attributes in reader.tags if tag == "script"]
        own = [
            a for a in scripts if not a.get("src") and a.get("type") not in ("application/ld+json", "application/json")
        ]
        assert len(own) == bool(re.fullmatch(r"(es/)?(search|embed)/index\.html", path)), path
        allowed = re.findall(r"script-src 'self'([^;]*);", unescape(head))
        assert allowed == [f" '{_digest(text)}'" if own else ""], path
        assert len(reader.ids) == len(set(reader.ids)), path
        assert sum(tag == "h1" for tag, _ in reader.tags) == 1, path
        if 'http-equiv="refresh"' not in text:
            bar = re.findall(r'<li><a href="([^"]+)"', text[text.index('class="crisis"') :].partition("</nav>")[0])
            assert bar[:2] == ["tel:911", "tel:988"], path
            assert re.fullmatch(r"tel:(211|\+1\d{10})|.*counties/(amador|el-dorado)/", bar[2]), (path, bar)


def test_the_sign_of_the_site_is_dots(made: dict[str, bytes]) -> None:
    """A drawing of lines is laid out as a document, which costs every page more than most of its own work."""
    sign = (ROOT / "site/assets/favicon.png").read_bytes()
    assert sign.startswith(b"\x89PNG") and int.from_bytes(sign[16:20]) == int.from_bytes(sign[20:24]) == 32
    address = f"data:image/png;base64,{base64.b64encode(sign).decode()}"
    for path, content in made.items():
        if path.endswith(".html"):
            assert set(re.findall(r'<link rel="icon" href="([^"]+)">', content.decode())) <= {address}, path
    assert address in made["index.html"].decode()


def _digest(text: str) -> str:
    """What a policy calls the script that stands in a page, as the browser works it out."""
    [code] = re.findall(r"<script data-searching[^>]*>(.*?)</script>", text, re.DOTALL)
    return f"sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}"


def test_pages_are_small(made: dict[str, bytes]) -> None:
    big = {
        path: size
        for path, data in made.items()
        if path.endswith(".html") and (size := len(gzip.compress(data))) > 15_000
    }
    assert big == {}


def test_the_address_that_is_secret_is_on_no_page(made: dict[str, bytes]) -> None:
    for path, content in made.items():
        if content.startswith(b'{"id":"places:'):  # every ZIP code of the state, for the field "Where?"
            continue
        for secret in (STREET, "Hidden Orchard", "93701", "36.7432", "119.7832"):
            assert secret.encode() not in content, path


def test_hostile_words_stay_words(text: Text) -> None:
    page = text("p/hostile.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    tags = Reader(page).tags
    assert not [
        tag for tag, attributes in tags if tag in ("img", "u", "i") or any(n.startswith("on") for n in attributes)
    ]
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["description"] == "</script><img src=x onerror=alert(1)>"


def test_redirects_name_where_to_go(text: Text) -> None:
    for path in ("p/elm-street.html", "es/p/elm-street.html"):
        page = text(path)
        assert 'content="0; url=elm-street-neighbors"' in page
        prefix = "es/" if path.startswith("es/") else ""
        assert f'<link rel="canonical" href="{BASE}{prefix}p/elm-street-neighbors">' in page


def test_languages_name_each_other(text: Text) -> None:
    page = text("es/counties/fresno/food-pantry-2.html")
    assert '<html lang="es">' in page
    assert f'<link rel="alternate" hreflang="en" href="{BASE}counties/fresno/food-pantry-2">' in page
    assert f'<link rel="canonical" href="{BASE}es/counties/fresno/food-pantry-2">' in page
    assert '<a href="../../../counties/fresno/food-pantry-2" hreflang="en" lang="en">English</a>' in page


def test_the_sitemap_names_every_page_once(made: dict[str, bytes]) -> None:
    text = made["sitemap.xml"].decode()
    named = re.findall(r"<loc>(.*?)</loc>", text)
    assert len(named) == len(set(named))
    assert f"{BASE}p/elm-street-neighbors" in named and f"{BASE}es/" in named
    assert not [address for address in named if "404" in address or address.endswith("p/elm-street")]
    assert f"<loc>{BASE}p/elm-street-neighbors</loc><lastmod>2026-10-03T16:30:00Z</lastmod>" in text


def test_a_large_sitemap_is_cut(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bluepages.site.extras.SITEMAP_PAGES", 50)
    files = rendered()
    parts = [path for path in files if re.fullmatch(r"sitemap-\d+\.xml", path)]
    assert len(parts) > 2
    assert files["sitemap.xml"].count(b"<sitemap>") == len(parts)
    assert sum(files[part].count(b"<loc>") for part in parts) == made["sitemap.xml"].count(b"<loc>")


def test_the_lost_page_links_from_the_root(text: Text) -> None:
    links = Reader(text("404.html")).links
    assert all(link.startswith(("/blue-pages/", "http", "tel:", "#")) for link in links)
    assert 'lang="es"' in text("404.html")


def test_style_and_scripts_are_small() -> None:
    folder = ROOT / "site" / "assets"
    scripts = sum(len(gzip.compress((folder / name).read_bytes())) for name in ("site.mjs", "hours.mjs", "map.mjs"))
    assert len(gzip.compress((folder / "site.css").read_bytes())) <= 12_000
    assert scripts <= 20_000
