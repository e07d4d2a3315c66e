"""One rolling proposal a source: the branch `import/<source>` and its pull request, brought up to date at each run."""

from __future__ import annotations

import datetime
import html
from typing import Final

from bluepages.enrich.secrets import secret_names
from bluepages.federate.report import ImportReport
from bluepages.intake.forge import Commit, Forge, Pull, Taken
from bluepages.records.book import Book
from bluepages.records.load import PROVIDERS, read_entry
from bluepages.review.diff import diff_books
from bluepages.review.formats import as_markdown

_LONGEST: Final = 55_000
"""GitHub takes 65,536 letters; a few are left for the report."""
_FOLD: Final = 8_000
_LABELS: Final = ("import",)


def branch_of(source: str) -> str:
    """The only branch that an import of this source ever writes."""
    return f"import/{source}"


def propose(report: ImportReport, book: Book, source: str, today: datetime.date, forge: Forge) -> tuple[int, bool]:
    """Bring branch and pull request up to date. Returns the request's number (0: none) and whether anything is new.

    Where a person has worked on the branch, it is left to them: the number of their request comes back, and `False`.
    """
    if not report.files:
        return 0, False
    info = book.vocabulary.sources[source]
    title = f"Import: {info.title}"[:200]
    files = sorted(report.files.items())
    (first, text), more = files[0], tuple(files[1:])
    message = f"{title}\n\n{report.new} new, {report.changed} changed, from {source}.\n"
    try:
        forge.push(Commit(branch_of(source), first, text, message, today.isoformat(), more))
    except Taken as taken:
        return taken.pull, False
    return forge.pull(Pull(branch_of(source), title, body_of(report, book, source), _LABELS)), True


def after(report: ImportReport, book: Book) -> Book:
    """The book as it would be."""
    changed = {file: text for file, text in report.files.items() if file.startswith(f"{PROVIDERS}/")}
    kept = [entry for entry in book if entry.file not in changed]
    return Book(
        book.root, book.config, book.vocabulary,
        [*kept, *(read_entry(book.root, file, text.encode()) for file, text in changed.items())], book.problems,
    )  # fmt: skip


def body_of(report: ImportReport, book: Book, source: str) -> str:
    """What the request says: what changed in words, then the whole report folded away."""
    info = book.vocabulary.sources[source]
    counts = ", ".join(f"{number} {ending}" for ending, number in report.counts().items())
    parts = [
        f"**{_plain(info.title)}**, published by {_plain(info.publisher) or 'nobody named'} under {info.licence}.",
        f"{_count(len(report.rows), 'row')}: {counts}.",
        (
            f"{_count(report.new, 'new record')}, {report.changed} changed. {_count(report.followed, 'fact')} followed "
            f"the source. Changed both here and there, and asked about below: {report.conflicts}. No longer listed, "
            f"and kept: {_count(report.missing, 'provider')}."
        ),
        "Nothing here is marked as checked. Merge it when it reads right; what is not merged is proposed again.",
    ]
    branch = book.config.branch
    whole = f"`git fetch origin && bluepages diff origin/{branch} origin/{branch_of(source)}`"
    diff = diff_books(book, after(report, book), secret=secret_names(book))
    told = as_markdown(diff, _LONGEST - len("\n\n".join(parts).encode()), whole)
    fold = f"<details><summary>The whole report</summary>\n\n```\n{report.text().replace('```', '')}\n```\n</details>"
    body = "\n\n".join([*parts, told])
    return f"{body}\n\n{fold}" if len(body) + len(fold) < _LONGEST + _FOLD else body


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _plain(text: str) -> str:
    return html.escape(text.replace("\n", " "), quote=False).replace("@", "@\u200b")
