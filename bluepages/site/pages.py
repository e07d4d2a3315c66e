"""All pages of an edition, in one order whatever the number of processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.site.atlas import counties_page
from bluepages.site.content import content_names, content_page
from bluepages.site.counties import county_pages
from bluepages.site.datapages import data_page, dictionary_page
from bluepages.site.doorpages import door_pages
from bluepages.site.extras import lost_page, redirect_pages, robots, sitemaps
from bluepages.site.home import site_folder as site_folder
from bluepages.site.links import STATEWIDE, file_of
from bluepages.site.needs import home_page, need_view_page, needs_page
from bluepages.site.offline import LIST, OFFLINE, list_page, offline_page, service_worker
from bluepages.site.provider import provider_view_page
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Download, Plan, Stage
from bluepages.site.stewards import steward_pages, stewards_pages
from bluepages.worklist import work_of

Written = tuple[str, bytes]
Task = tuple[str, tuple[str, ...]]
"""A kind of page and the things it is made of: `("providers", slugs)`, `("county", (slug,))`."""

CHUNK: Final = 100
"""Providers that a process renders at a time; fewer records than this in all are not worth a second process."""


def pages(
    edition: Edition, *, base_url: str, jobs: int = 1, with_map: bool = False,
    downloads: Sequence[Download] = (), columns: Sequence[Any] | None = None, folder: Path | None = None,
) -> Iterator[Written]:  # fmt: skip
    """Every page as pairs of the path below the site's root and bytes; the same bytes in the same order for any `jobs`.

    `base_url` is where the site will stand; only 404.html, canonical and alternate addresses and the sitemap use it.
    `with_map` says that `assets` found Leaflet. `downloads` are the files of `data/` that exist. `columns` is the
    table of the dictionary, by default that of the exports. Raises `ValueError` where templates, words or content
    are broken: our own fault, not the data's.
    """
    if columns is None:
        from bluepages.export.columns import COLUMNS

        columns = tuple(COLUMNS)
    home = folder or site_folder(edition.book.root)
    plan = Plan(
        base_url if base_url.endswith("/") else f"{base_url}/", home, with_map, tuple(downloads), tuple(columns),
        work_of(edition),
    )  # fmt: skip
    shelves = Shelves(edition)
    stage = Stage(edition, shelves, plan)
    listed: list[str] = []
    for file, data in _rendered(_tasks(stage), stage, jobs):
        if "/stewards/" not in f"/{file}":  # for those who look after the records, not for search engines
            listed.append(file)
        yield file, data
    yield from redirect_pages(stage)
    yield lost_page(stage)
    found = [f"{stage.prefix(language)}search/index.html" for language in stage.languages]  # written by `search`
    yield from sitemaps(stage, sorted(file for file in (*listed, *found) if file not in _own(stage)))
    yield from service_worker(stage)
    yield robots(stage)
    yield ".nojekyll", b""


def _own(stage: Stage) -> set[str]:
    """Pages that are a person's own, or nobody's: no search engine need find them."""
    return {stage.prefix(code) + file_of(page) for code in stage.languages for page in (LIST, OFFLINE)}


def _tasks(stage: Stage) -> list[Task]:
    edition = stage.edition
    slugs = tuple(edition.providers)
    folder = stage.plan.folder
    return [
        ("front", ()),
        *(("need", (need,)) for need in edition.vocabulary.needs),
        *(("county", (county,)) for county in (*edition.vocabulary.counties, STATEWIDE)),
        *(("providers", slugs[at : at + CHUNK]) for at in range(0, len(slugs), CHUNK)),
        ("content", tuple(content_names(folder))),
        ("waiting", ()),
        *(("stewards", (county,)) for county in (*edition.vocabulary.counties, STATEWIDE)),
    ]


def _rendered(tasks: list[Task], stage: Stage, jobs: int) -> Iterator[Written]:
    if jobs < 2 or len(stage.edition.providers) <= CHUNK:
        for task in tasks:
            yield from _render(task, stage)
        return
    given = (stage.edition, stage.shelves, stage.plan)
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=given) as pool:
        for written in pool.map(_render_here, tasks, chunksize=4):
            yield from written


_STAGE: list[Stage] = []


def _prepare(edition: Edition, shelves: Shelves, plan: Plan) -> None:
    _STAGE[:] = [Stage(edition, shelves, plan)]


def _render_here(task: Task) -> list[Written]:
    return list(_render(task, _STAGE[0]))


def _render(task: Task, stage: Stage) -> Iterator[Written]:
    kind, things = task
    for language in stage.languages:
        yield from _RENDERERS[kind](things, stage, language)


def _front(_: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for make in (
        home_page,
        needs_page,
        counties_page,
        list_page,
        offline_page,
        data_page,
        *([dictionary_page] if stage.plan.columns else []),
    ):
        yield stage.render(make(stage, language), language)
    for page in door_pages(stage, language):
        yield stage.render(page, language)


def _needs(needs: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for need in needs:
        page, icons = need_view_page(need, stage, language)
        yield stage.render(page, language, icons)


def _counties(counties: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for county in counties:
        for page, icons in county_pages(county, stage, language):
            yield stage.render(page, language, icons)


def _providers(slugs: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for slug in slugs:
        yield stage.render(provider_view_page(slug, stage, language), language)


def _content(names: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for name in names:
        yield stage.render(content_page(name, stage, language), language)


def _waiting(_: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for page in stewards_pages(stage, language):
        yield stage.render(page, language)


def _stewards(counties: tuple[str, ...], stage: Stage, language: str) -> Iterator[Written]:
    for county in counties:
        for page in steward_pages(county, stage, language):
            yield stage.render(page, language)


_RENDERERS: Final[dict[str, Callable[[tuple[str, ...], Stage, str], Iterator[Written]]]] = {
    "front": _front,
    "need": _needs,
    "county": _counties,
    "providers": _providers,
    "content": _content,
    "waiting": _waiting,
    "stewards": _stewards,
}
