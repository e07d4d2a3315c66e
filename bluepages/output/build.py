"""`build`: load, check, gather, and write everything that is published (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path as FilePath
from typing import Final

import msgspec
from msgspec.structs import replace

from bluepages import export, search, site
from bluepages.checks import run
from bluepages.checks.redaction import redact_problems
from bluepages.enrich import Edition, gather
from bluepages.enrich.changes import changes_of
from bluepages.enrich.hiding import hide_withheld
from bluepages.enrich.history import read_past
from bluepages.enrich.links import read_links
from bluepages.enrich.reviews import read_reviews
from bluepages.enrich.secrets import secrets_of
from bluepages.enrich.stamp import STAMP, counts, stamp
from bluepages.enrich.translated import stale_translations
from bluepages.errors import Complaint
from bluepages.output.folder import Folder
from bluepages.problems import Problem
from bluepages.records.load import load_book
from bluepages.records.schema import schema_folder

CHECKSUMS: Final = "data/checksums.txt"

Tell = Callable[[str], None]
"""Takes the name of each step as it begins, for the one who waits."""


class Built(msgspec.Struct, frozen=True):
    """What a build did: counts by name, files by fate, every problem found, and what the reader should know."""

    counts: dict[str, int]
    written: int
    same: int
    removed: int
    bytes: int
    problems: tuple[Problem, ...]
    withheld: tuple[str, ...]
    notes: tuple[str, ...]


class Options(msgspec.Struct, frozen=True):
    """How to build. `base_url` ends with `/`, as `relay_url` does, which the forms are sent to; with `exports` false
    there is no `data/`."""

    out: FilePath
    today: date
    base_url: str = ""
    relay_url: str = ""
    jobs: int = 1
    exports: bool = True
    strict: bool = False


def build(root: FilePath, options: Options, tell: Tell = lambda step: None) -> Built:
    """Build the directory at `root`. Records with an error are withheld, the rest is published.

    Raises `Complaint` where nothing can be built: no directory at `root`, an output folder that is not ours, a full
    disk, and under `strict` any error, or a history that is not whole.
    """
    tell("Reading the records")
    book = load_book(root, jobs=options.jobs)
    if options.base_url:
        book.config = replace(book.config, site_url=options.base_url)
    if options.relay_url:
        book.config = replace(book.config, relay=replace(book.config.relay, url=options.relay_url))
    reviews = read_reviews(root)
    tell("Checking them")
    problems = run(book, today=options.today)
    withheld = _withheld(problems, {entry.file: entry.slug for entry in book})
    past = read_past(root)
    hidden = hide_withheld(book, reviews)
    secrets = secrets_of(hidden, past)
    history = replace(
        past.history, changes=changes_of(hidden, past, secrets), stale=stale_translations(book, past),
        secret=secrets.names,
    )  # fmt: skip
    notes = (
        [] if history.complete else ["The Git history is not whole here: the dates of the last changes are left out."]
    )
    errors = any(problem.level == "error" for problem in problems)
    if options.strict and (errors or notes):
        raise Complaint("Stopped, as --strict asks.", (notes or ["Run bluepages check for the errors."])[0], code=1)
    edition = gather(book, options.today, history, withheld, reviews, read_links(root))
    problems = redact_problems(problems, edition.book)
    modules = _node_modules(root)
    if modules is None:
        notes.append("The map button and QR codes are left out: their npm packages are not installed (npm ci).")
    folder = Folder(options.out)
    for name, content in _files(edition, options, modules, tell):
        folder.write(name, content)
    tell("Clearing away what is no longer made")
    folder.finish()
    return Built(
        counts(edition), folder.written, folder.same, folder.removed, folder.bytes,
        tuple(problems), tuple(sorted(withheld)), tuple(notes),
    )  # fmt: skip


def _withheld(problems: list[Problem], slugs: dict[str, str]) -> set[str]:
    return {slugs[problem.file] for problem in problems if problem.level == "error" and problem.file in slugs}


def _files(edition: Edition, options: Options, modules: FilePath | None, tell: Tell) -> Iterator[tuple[str, bytes]]:
    """Everything that belongs in the output folder; the stamp comes last, when all the rest is there."""
    tell("Writing the data files")
    sizes: dict[str, int] = {}
    sums: dict[str, str] = {}
    if options.exports:
        for name, content in export.export_all(edition, jobs=options.jobs):
            sizes[name.removeprefix("data/")] = len(content)
            if name == CHECKSUMS:
                sums = export.sums_of(content)
            yield name, content
        yield from export.catalogue_files(edition, sums, sizes)
    tell("Writing the pages")
    yield from site.assets(site.site_folder(edition.book.root), modules, edition.book.root / "data" / "places")
    yield from site.pages(
        edition,
        base_url=edition.config.site_url,
        jobs=options.jobs,
        with_map=site.has_map(modules),
        downloads=_downloads(sizes),
    )
    tell("Writing the search index")
    yield from search.search_pages(edition, base_url=edition.config.site_url, with_map=site.has_map(modules))
    yield from search.index_files(edition, jobs=options.jobs)
    yield STAMP, stamp(edition)


def _downloads(sizes: dict[str, int]) -> list[site.Download]:
    """What the data page offers: the files that were written, and the folders, with what they hold."""
    return [
        site.Download(path, sizes.get(path, 0), about=about)
        for path, about in export.contents()
        if path in sizes or (sizes and path.endswith("/"))
    ]


def _node_modules(root: FilePath) -> FilePath | None:
    for place in (root / "node_modules", schema_folder().parent / "node_modules"):
        if (place / "leaflet").is_dir():
            return place
    return None
