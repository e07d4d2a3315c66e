"""Pages that bring their style look as they would with the whole of it, and let in nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bluepages.site.style import chapters, inlined, script, squeezed
from tests.support import ROOT

ASSETS = ROOT / "site" / "assets"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
OWN = re.compile(r"(es/)?(index|(search|embed)/index|p/[^/]+|counties/[^/]+/index)\.html")


def test_the_policy_lets_in_this_style_and_no_other(made: dict[str, bytes]) -> None:
    found = 0
    for path, data in made.items():
        if not path.endswith(".html"):
            continue
        text = data.decode()
        styles = STYLE.findall(text)
        policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0])
        [allowed] = re.findall(r"style-src ([^;]*);", policy)
        hashes = [f" 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles]
        assert allowed == "'self'" + "".join(hashes), path
        landing = OWN.fullmatch(path) is not None and 'http-equiv="refresh"' not in text
        assert len(styles) == landing, path
        assert landing != ("site.css" in re.sub(r"<noscript>.*?</noscript>", "", text, flags=re.DOTALL)) or (
            'http-equiv="refresh"' in text
        ), path
        found += landing
    assert found > 20


def test_chapters_are_the_whole_file() -> None:
    text = (ASSETS / "site.css").read_text(encoding="utf-8")
    found = chapters(text)
    assert [*found][:1] == ["base"] and [*found][-1:] == ["saved"]
    assert squeezed("".join(found.values())) == squeezed(text)


def test_no_rule_that_a_page_needs_is_left_out(made: dict[str, bytes]) -> None:
    """Where every class, id and attribute of a selector stands on a page, the page has the rule."""
    rules = _rules((ASSETS / "site.css").read_text(encoding="utf-8"))
    checked = 0
    for path, data in made.items():
        found = STYLE.search(data.decode()) if path.endswith(".html") else None
        if found is None:
            continue
        own, text = _rules(found[1]), data.decode()
        there = {f".{name}" for each in re.findall(r' class="([^"]*)"', text) for name in each.split()}
        there |= {f".{name}" for name in _made(path)}
        there |= {f"#{name}" for name in re.findall(r' id="([^"]*)"', text)} | set(re.findall(r"<([a-z]\w*)", text))
        there |= {f"[{name}" for name in re.findall(r" ([a-z-]+)(?==|>| )", text)}
        for selector in rules - own:
            plain = re.sub(r":not\([^)]*\)|=[^\]]*|[()]", " ", selector)
            asked = set(re.findall(r"(?<![\w:-])[.#\[]?[a-z][\w-]*", plain))
            assert not asked & {each for each in asked if each[0] in ".#["} or not asked <= there, (path, selector)
            checked += 1
    assert checked > 1000


def _made(page: str) -> set[str]:
    """Classes of what the scripts of a page make."""
    kinds = {"search": r"search|map", "embed": r"search-(?!map)", "p": "map"}.get(page.split("/")[-2:][0], "-")
    files = [path for path in ASSETS.glob("*.mjs") if re.match(kinds, path.name)]
    found = [re.findall(r'class(?:Name)?"?[:,=] ?"([^"]*)"', path.read_text(encoding="utf-8")) for path in files]
    return {name for texts in found for text in texts for name in re.findall(r"[a-z][\w-]*", text)}


def _rules(text: str) -> set[str]:
    return {each.strip() for found in re.findall(r"([^{}]+)\{", squeezed(text)) for each in found.split(",")} - {""}


def test_what_says_nothing_goes_and_nothing_else() -> None:
    said = 'a { color : red; }\n/* x */ b::after { content: " a  ,  b: { } "; }\n'
    said += "@media (min-width: 4rem) { c d, e > f { margin: 0 1px; } }"
    assert squeezed(said) == (
        'a{color : red}b::after{content:" a  ,  b: { } "}@media (min-width: 4rem){c d,e > f{margin:0 1px}}'
    )


def test_a_chapter_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("/*= base: x */\na { color: red; }\n", encoding="utf-8")
    (tmp_path / "search.css").write_text("", encoding="utf-8")
    assert inlined(tmp_path, "base").text == "a{color:red}"
    with pytest.raises(ValueError, match="no chapter other"):
        inlined(tmp_path, "base", "other")
    (tmp_path / "site.css").write_text("/*= base: x */\na::after { content: '</style>'; }\n", encoding="utf-8")
    with pytest.raises(ValueError, match="would end"):
        inlined(tmp_path, "base")


@pytest.mark.parametrize("text", ["a = '</script>';", "a = '<!--';"])
def test_a_script_that_would_end_the_page_s_own_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "first.js").write_text("// x\nlet  a = 1;\n", encoding="utf-8")
    assert script(tmp_path, "first").text == "let a=1;"
    (tmp_path / "first.js").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="would end"):
        script(tmp_path, "first")


@pytest.fixture(scope="module")
def twice(browser: Any) -> Iterator[tuple[Any, Any]]:
    """Two pages: one as it is, one that is given the whole style in place of its own."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    own, whole = context.new_page(), context.new_page()

    def with_all(route: Any) -> Any:
        if route.request.resource_type != "document":
            return route.continue_()
        answer = route.fetch()
        [root, *_] = re.findall(r'(?:src|href)="((?:\.\./)*)assets/', answer.text())
        links = "".join(f'<link rel="stylesheet" href="{root}assets/{name}.css">' for name in sheets)
        return route.fulfill(response=answer, body=STYLE.sub(links, answer.text()))

    sheets = ["site", "search"]
    whole.route("**/*", with_all)
    yield own, whole
    context.close()


@pytest.mark.browser
def test_pages_that_bring_their_style_lack_nothing_of_it(
    made: dict[str, bytes], served_once: str, twice: tuple[Any, Any]
) -> None:
    own, whole = twice
    shown = ["", "es/", "p/county-library", "es/p/elm-street-neighbors", "counties/fresno/", "search/"]
    shown += ["search/?q=groceries&near=Clovis&open=1", "es/embed/?q=xylophones&near=Fresno"]
    for path in shown:
        for width, media in ((320, "screen"), (1280, "print")):
            looks = []
            for page in twice:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(media=media, color_scheme="dark" if width == 320 else "light")
                page.goto(served_once + path)
                if "?" in path:
                    page.locator("#found:not([aria-busy]) > *").first.wait_for()
                page.locator("details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
                looks.append(page.screenshot(full_page=True, animations="disabled"))
            assert whole.locator("style").count() == 0 and own.locator("style").count() == 1
            assert looks[0] == looks[1], (path, width, media)
