"""The page `search/` of each language: the form, what its script needs to know, and the lists for those without one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.search.bundle import bundle
from bluepages.search.index import FOLDER
from bluepages.site.catalogue import Catalogue, script_safe
from bluepages.site.links import need_page, up_from
from bluepages.site.pages import site_folder
from bluepages.site.said import label
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Page, Plan, Stage

PAGE: Final = "search/"
SCRIPT: Final = "assets/search-page.mjs"


def search_pages(edition: Edition, *, base_url: str, folder: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """The search page in every language and its script, as pairs of the path below the site's root and bytes."""
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    stage = Stage(edition, Shelves(edition), Plan(base, folder or site_folder(edition.book.root)))
    yield SCRIPT, _script(stage)
    for language in stage.languages:
        page, icons = search_page(stage, language)
        yield stage.render(page, language, icons)


def search_page(stage: Stage, language: str) -> tuple[Page, Any]:
    """The page in one language."""
    t, icons = stage.words(language), stage.icons()
    icons.want(("phone", "text"))
    vocabulary = stage.edition.vocabulary
    needs = [
        {
            "id": need.id,
            "name": label(need.label, language),
            "page": need_page(need.id),
            "icon": need.id if need.id in icons else "need",
            "below": [(each.id, label(each.label, language)) for each in vocabulary.needs_under(need.id)],
        }
        for need in vocabulary.top_needs()
    ]
    tongues = {code: _own_name(code, stage) for code in _spoken(stage.edition)}
    view = {
        "needs": needs,
        "languages": sorted(tongues.items(), key=lambda pair: (pair[0] != "es", pair[1].casefold())),
        "audiences": [(each.id, label(each.label, language)) for each in vocabulary.audiences.values()],
        "script": f"{SCRIPT}?v={hashlib.sha256(_script(stage)).hexdigest()[:8]}",
        "data": _data(stage, language, t, tongues),
        "now": stage.now_words(language),
    }
    return Page("search.html", PAGE, t("search.title"), view, t("search.lead"), "search"), icons


def _script(stage: Stage) -> bytes:
    return bundle(stage.plan.folder / "assets", stage.versions)


def _data(stage: Stage, language: str, t: Catalogue, tongues: dict[str, str]) -> object:
    """What the script needs: where the index is, words, counties with who answers 211 there, and languages."""
    up = up_from(PAGE)
    counties = {
        slug: [county.name, county.operator_211.name if county.operator_211 else ""]
        for slug, county in stage.edition.vocabulary.counties.items()
    }
    words = {key.removeprefix("search."): text for key, text in t.texts.items() if key.startswith("search.")}
    return script_safe(
        {
            "index": f"{up}{'../' * stage.prefix(language).count('/')}{FOLDER}/",
            "up": up,
            "own": stage.own,
            "words": words,
            "counties": counties,
            "languages": tongues,
            "sources": sources(stage, f"{up}{'../' * stage.prefix(language).count('/')}"),
        }
    )


def sources(stage: Stage, root: str) -> dict[str, dict[str, object]]:
    """Other sources that `?source=` may name (docs/search-index.md, "Sources"): `script`, and what it wants to know.

    `root` leads from the page to the site's root, where `stage.versions` begin; the rest goes to `open` as it is.
    """
    return {}


def _spoken(edition: Edition) -> list[str]:
    """Languages that some service names."""
    spoken = {
        code
        for provider in edition.providers.values()
        for service in provider.services.values()
        for code in service.languages
    }
    return [code for code in edition.vocabulary.languages if code in spoken]


def _own_name(code: str, stage: Stage) -> str:
    language = stage.edition.vocabulary.languages[code]
    own = language.own_name or label(language.name, stage.own)
    return own[:1].upper() + own[1:]
