"""The pages `search/` and `embed/` of each language: the form, what its script needs to know, and lists without one.

`embed/` is the same search without the frame of the site, to stand in a page of somebody else (docs/embed.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bluepages.enrich import Edition
from bluepages.search.index import FOLDER
from bluepages.search.index import ROOT as INDEX_ROOT
from bluepages.search.portal import default_source, portal_source
from bluepages.site.bundle import bundle
from bluepages.site.catalogue import Catalogue, script_safe
from bluepages.site.links import need_page, up_from
from bluepages.site.pages import site_folder
from bluepages.site.said import label
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Page, Plan, Stage

GENERAL: Final = "tel:211"
PAGE: Final = "search/"
EMBED: Final = "embed/"
SCRIPT: Final = "assets/search-page.mjs"
MODULES: Final = (
    "hours",
    "site",
    "search-words",
    "search-index",
    "search-plan",
    "search-engine",
    "search-source",
    "search-place",
    "search-cards",
    "search-answers",
    "search",
)
"""What the script is made of, in the order in which they need each other: also what every page has, so that who comes
here first asks once. What is loaded later must import none of these, which would then be there twice."""

STANDING: Final = frozenset((
    "any", "button", "change", "clear", "counties", "embed_whole", "filters", "language", "lead", "locate",
    "locate_note", "map_key", "map_tiles", "plain", "portal_down", "portal_said", "title", "wait", "what", "what_hint",
    "where", "where_hint",
))  # fmt: skip
"""Words of `search.` that the page itself says, and no script: they are not said to it twice."""


def search_pages(
    edition: Edition, *, base_url: str, with_map: bool = False, folder: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """The search pages in every language and their script, as pairs of the path below the site's root and bytes.

    `with_map` says that the assets hold what the map of results needs.
    """
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    stage = Stage(edition, Shelves(edition), Plan(base, folder or site_folder(edition.book.root), with_map))
    yield SCRIPT, _script(stage)
    for language in stage.languages:
        for path in (PAGE, EMBED):
            page, icons = search_page(stage, language, path)
            yield stage.render(page, language, icons)


def search_page(stage: Stage, language: str, path: str = PAGE) -> tuple[Page, Any]:
    """The page in one language, or with `EMBED` the one that stands in other pages."""
    t, icons = stage.words(language), stage.icons()
    icons.want(("phone", "text", "save"))
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
        "index_root": INDEX_ROOT,
        "data": _data(stage, language, t, tongues, path),
        "now": stage.now_words(language),
        "embed": path == EMBED,
        "whole": PAGE,
        "tiles_host": urlsplit(stage.config.tiles.url).hostname if path == PAGE and stage.config.tiles.url else "",
    }
    template = "embed.html" if path == EMBED else "search.html"
    return Page(template, path, t("search.title"), view, t("search.lead"), "search"), icons


def _script(stage: Stage) -> bytes:
    return script(stage.plan.folder, stage.versions)


def script(site: Path, versions: Mapping[str, str]) -> bytes:
    """What the search page loads, as one file, so that a slow line asks once."""

    def read(name: str) -> str:
        return (site / "assets" / name).read_text(encoding="utf-8")

    return bundle(MODULES, read, lambda name: versions[name].rpartition("/")[2]).encode()


def _data(stage: Stage, language: str, t: Catalogue, tongues: dict[str, str], path: str) -> object:
    """What the script needs: where the index is, words, counties with who answers 211 there, and languages."""
    up = up_from(path)
    root = f"{up}{'../' * stage.prefix(language).count('/')}"
    counties = {
        slug: [
            county.name,
            county.operator_211.name if county.operator_211 else "",
            found.href if (found := stage.answer(slug)) else GENERAL,
        ]
        for slug, county in stage.edition.vocabulary.counties.items()
    }
    said = {key.removeprefix("search."): text for key, text in t.texts.items() if key.startswith("search.")}
    words = {key: text for key, text in said.items() if key not in STANDING}
    return script_safe(
        {
            "index": f"{root}{FOLDER}/",
            "up": up,
            "own": stage.own,
            "words": {**words, "any_need": t("crisis.any")},
            "save": t("tools.save"),
            "counties": counties,
            "state": [stage.config.state, stage.config.state_name],
            "languages": tongues,
            "sources": sources(stage, root, t),
            "source": default_source(stage.config),
            "map": _map(stage, root) if path == PAGE and stage.plan.with_map else None,
            "embed": path == EMBED,
        }
    )


def _map(stage: Stage, root: str) -> dict[str, object]:
    """Addresses of what the map of results needs, and the tiles that the settings name, if any."""
    files = {"script": "leaflet.js", "style": "leaflet.css", "cluster": "leaflet.markercluster.js"}
    tiles = stage.config.tiles
    return {
        "module": f"{root}{stage.versions['search-map.mjs']}",
        **{name: f"{root}assets/{file}" for name, file in files.items()},
        "outlines": f"{root}assets/outlines.json",
        "tiles": {"url": tiles.url, "attribution": tiles.attribution, "max_zoom": tiles.max_zoom}
        if tiles.url
        else None,
    }


def sources(stage: Stage, root: str, t: Catalogue) -> dict[str, dict[str, object]]:
    """Other sources that `?source=` may name (docs/search-index.md, "Sources"): `script`, and what it wants to know.

    `root` leads from the page to the site's root, where `stage.versions` begin; the rest goes to `open` as it is.
    """
    return portal_source(stage.edition, t, f"{root}{stage.versions['search-portal.mjs']}")


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
