"""The service worker, `sw.js`: what it keeps of the site, under a version that follows from those bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

import orjson
from markupsafe import escape

from bluepages.site.links import file_of
from bluepages.site.stage import Page, Stage

SCRIPT: Final = "sw.js"
OFFLINE: Final = "offline"
LIST: Final = "list/"
SHELL: Final = ("site.css", "site.mjs", "hours.mjs", "offline.mjs", "shortlist.mjs")
"""What every page needs, and the pages that work without a connection."""
_PLACE: Final = "/* settings */ {}"


def offline_page(stage: Stage, language: str) -> Page:
    """What is shown where there is no connection and no copy: numbers to call, and what is kept here."""
    t = stage.words(language)
    return Page("offline.html", OFFLINE, t("offline.title"), {}, section="offline")


def list_page(stage: Stage, language: str) -> Page:
    """The person's own list; it is kept by the browser, so the page is the same for everybody."""
    t = stage.words(language)
    words = {key.removeprefix("list_page."): text for key, text in t.texts.items() if key.startswith("list_page.")}
    return Page("shortlist.html", LIST, t("list_page.title"), {"words": words}, t("list_page.lead"))


def service_worker(stage: Stage) -> Iterator[tuple[str, bytes]]:
    """`sw.js` at the site's root, whose scope is therefore the whole site and nothing beside it."""
    own = [page for language in stage.languages for page in _pages(stage, language)]
    shell = [stage.versions[name] for name in SHELL]
    words = {
        code: [
            str(escape(stage.words(code)("offline.copy"))),
            str(escape(stage.words(code)("offline.copy_text", date="{date}"))),
        ]
        for code in stage.languages
    }
    source = (stage.plan.folder / SCRIPT).read_text(encoding="utf-8")
    told = hashlib.sha256(source.encode())
    for page, content in own:
        told.update(page.encode() + content)
    for address in shell:
        told.update(address.encode())
    settings = {
        "version": told.hexdigest()[:12],
        "shell": shell,
        "pages": [page for page, _ in own],
        "lost": sorted(((stage.prefix(code), stage.prefix(code) + OFFLINE) for code in stage.languages), reverse=True),
        "words": words,
    }
    if _PLACE not in source:
        raise ValueError(f"{SCRIPT} has no place for its settings: {_PLACE}")
    yield SCRIPT, source.replace(_PLACE, orjson.dumps(settings).decode()).encode()


def _pages(stage: Stage, language: str) -> Iterator[tuple[str, bytes]]:
    """The pages that are kept for everybody, as a browser asks for them."""
    for page in (offline_page(stage, language), list_page(stage, language)):
        file, content = stage.render(page, language)
        assert file == stage.prefix(language) + file_of(page.path)
        yield stage.prefix(language) + page.path, content
