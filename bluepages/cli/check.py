"""`bluepages check`: everything that is wrong, in one run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bluepages.cli.common import add_common, add_jobs, add_today, progress, root_of, say, today_of
from bluepages.errors import DONE, PROBLEMS, Complaint
from bluepages.problems import Problem, sort_key
from bluepages.records.book import Book

if TYPE_CHECKING:
    from bluepages.checks.blame import Blame


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "check",
        help="check the records",
        description="Check every record and the HSDS made of it. Without PATH, everything is told; with PATH, only "
        "what concerns those files or folders.",
        epilog="Example: bluepages check --changed-since main --format github",
    )
    add_common(parser)
    add_today(parser)
    add_jobs(parser)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to tell of")
    parser.add_argument("--changed-since", metavar="REV", help="fail only on what changed since this Git revision")
    parser.add_argument(
        "--format", choices=["text", "github", "json", "markdown"], default="text", help="how to tell it"
    )
    parser.add_argument("--fix", action="store_true", help="mend what a machine can, then check again")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check and report; exit code 1 where an error counts."""
    from bluepages.records.load import load_book

    root = root_of(options)
    with progress() as tell:
        tell("Reading the records")
        quick = bool(options.paths) and not options.fix and not options.changed_since
        book = load_book(root, jobs=options.jobs, fresh=_naming(options) if quick else None)
        if options.fix:
            tell("Mending")
            book = _mend(book, options)
        tell("Checking")
        touched = _touched(book, options)
        problems, valid = _problems(book, options, touched)
    blame = _blame(book, options, problems, touched)
    _report(options, blame, valid, _words(book, options))
    return PROBLEMS if any(problem.level == "error" for problem in blame.fails) else DONE


def _problems(book: Book, options: argparse.Namespace, touched: frozenset[str] | None) -> tuple[list[Problem], int]:
    """All problems of the records named, or of all, with the number of valid HSDS objects."""
    from bluepages import checks
    from bluepages.checks.redaction import redact_problems
    from bluepages.enrich.conform import conform
    from bluepages.enrich.hiding import hidden_now
    from bluepages.records.placesfiles import PLACES_FILES, check_places

    today = today_of(options, book.config)
    # Only what was named is looked at and placed; the other records are only what it is compared with.
    is_named = _naming(options)
    named = frozenset(entry.file for entry in book if is_named(entry.file)) if options.paths else None
    found = checks.run(book, today=today, touched=named)
    if named is None or any(map(is_named, PLACES_FILES)):
        found = [*found, *check_places(book.root, book.vocabulary)]
    asked = touched if named is None else named
    slugs = None if asked is None else {entry.slug for entry in book if entry.file in asked}
    broken = {problem.file for problem in found if problem.level == "error"}
    sound = book.only(entry.slug for entry in book if entry.file not in broken)
    conformance = conform(sound, today, slugs)
    problems = sorted(redact_problems([*found, *conformance.problems], hidden_now(book)), key=sort_key)
    if options.paths:
        problems = [problem for problem in problems if is_named(problem.file)]
    return problems, conformance.valid


def _naming(options: argparse.Namespace) -> Callable[[str], bool]:
    """Whether a file is one of those named, or lies below one."""
    root = root_of(options)
    wanted = [os.path.relpath(path, root).replace(os.sep, "/") for path in map(_found(root), options.paths)]
    if any(not path.replace("..", "").strip("./") for path in wanted):  # the root itself, or a folder that holds it
        return lambda file: True
    return lambda file: any(file == path or file.startswith(f"{path}/") for path in wanted)


def _found(root: Path) -> Callable[[str], Path]:
    """A path as it was typed: from here, else from the directory's root, as every message names files."""
    return lambda path: Path(path) if Path(path).exists() else root / path


def _touched(book: Book, options: argparse.Namespace) -> frozenset[str] | None:
    """The files that the change touches, or `None` where no change is asked about."""
    from bluepages.enrich.history import changed_since

    for path in options.paths:
        if not _found(book.root)(path).exists():
            raise Complaint(f"There is no {path}.", "Name files or folders below data/providers.")
    return changed_since(book.root, options.changed_since) if options.changed_since else None


def _blame(book: Book, options: argparse.Namespace, problems: list[Problem], touched: frozenset[str] | None) -> Blame:
    """What counts against this run: everything, or what the change brought."""
    from bluepages import checks
    from bluepages.checks.blame import Blame
    from bluepages.checks.gone import check_change
    from bluepages.checks.redaction import redact_problems
    from bluepages.checks.treerules import check_tree
    from bluepages.enrich.hiding import hidden_now
    from bluepages.enrich.history import merge_base
    from bluepages.enrich.past import book_at
    from bluepages.enrich.treechange import changes_since, paths_now

    if touched is None:
        return Blame(problems, [])
    tree = check_tree(changes_since(book.root, options.changed_since), paths_now(book.root),
                      book.config.limits.most_changed)  # fmt: skip
    base = book_at(book, merge_base(book.root, options.changed_since))
    hidden = [*hidden_now(book), *base]
    is_named = _naming(options)
    change = redact_problems(check_change(base, book), hidden)
    gone = [problem for problem in change if not options.paths or is_named(problem.file)]
    before = redact_problems(checks.run(base, today=today_of(options, book.config)), hidden)
    blame = checks.split(sorted([*problems, *gone], key=sort_key), touched, before)
    return Blame(sorted([*blame.fails, *tree], key=sort_key), blame.older)


def _mend(book: Book, options: argparse.Namespace) -> Book:
    """Write what a machine can mend, and read it again."""
    from bluepages import checks
    from bluepages.records.load import load_book

    problems = checks.run(book, today=today_of(options, book.config))
    is_named = _naming(options)
    wanted = [problem for problem in problems if not options.paths or is_named(problem.file)]
    texts = checks.fix(book, wanted)
    for file, text in texts.items():
        try:
            (book.root / file).write_bytes(text.encode())
        except OSError as error:
            raise Complaint(f"{file} could not be written: {error.strerror}.", "Check its permissions.") from None
    say(f"Mended {len(texts)} files." if texts else "There was nothing that a machine could mend.")
    return load_book(book.root, jobs=options.jobs) if texts else book


def _printable(problem: Problem) -> Problem:
    """A problem of a file whose name is no text, as it can be written down."""
    from msgspec.structs import replace

    from bluepages.checks.treerules import shown

    if problem.file.isascii() and problem.message.isascii():
        return problem
    return replace(problem, file=shown(problem.file), message=shown(problem.message), hint=shown(problem.hint))


def _words(book: Book, options: argparse.Namespace) -> Callable[[Blame, str], str]:
    """What stands above and below the problems in a job summary: the change in words, and lines to copy."""

    def whole(blame: Blame, table: str) -> str:
        from bluepages.enrich.history import merge_base, resolve
        from bluepages.enrich.past import book_at
        from bluepages.enrich.secrets import secret_names
        from bluepages.intake.event import is_first_time
        from bluepages.report.github import room_beside
        from bluepages.report.mended import mended_lines
        from bluepages.review.diff import diff_books
        from bluepages.review.formats import as_markdown

        parts = [table, mended_lines(_mended(book, blame))]
        room = room_beside("".join(parts))
        if options.changed_since:
            start = merge_base(book.root, options.changed_since)
            head = resolve(book.root, "HEAD")
            first = is_first_time(os.environ.get("GITHUB_EVENT_PATH", ""))
            note = "> **Somebody's first change here.** Please be kind, and look closely.\n" if first else ""
            diff = diff_books(book_at(book, start), book, secret=secret_names(book))
            words = as_markdown(diff, room, f"`git fetch origin {head} && bluepages diff {start} {head}`")
            parts = ["## What changes\n", note, words, "## What the checks say\n", *parts]
        return "\n".join(part for part in parts if part)

    return whole


def _mended(book: Book, blame: Blame) -> dict[str, tuple[str, str]]:
    """Texts of the files of this change before and after mending; of a confidential record nothing is repeated."""
    from bluepages import checks
    from bluepages.enrich.hiding import hidden_now

    secret = {entry.file for entry in hidden_now(book) if entry.confidential}
    texts = checks.fix(book, [problem for problem in blame.fails if problem.file not in secret])
    sources = {entry.file: entry.document.source for entry in book if entry.file in texts and entry.file not in secret}
    return {file: (sources[file].decode("utf-8", "replace"), texts[file]) for file in sources}


def _report(options: argparse.Namespace, blame: Blame, valid: int, whole: Callable[[Blame, str], str]) -> None:
    from bluepages.checks.blame import Blame
    from bluepages.report import REPORTERS, summary
    from bluepages.report.github import SUMMARY_BYTES, fitting

    notes = [f"HSDS: {valid} objects valid"]
    blame = Blame([_printable(each) for each in blame.fails], [_printable(each) for each in blame.older])
    sys.stdout.write(REPORTERS[options.format](blame.fails, notes, blame.older))
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if options.format == "github" and path:
        limit = SUMMARY_BYTES // 2 if options.changed_since else SUMMARY_BYTES
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(fitting(whole(blame, summary(blame.fails, notes, blame.older, limit=limit))))
