"""`bluepages import`: other people's data, as proposals."""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bluepages.cli.common import add_common, add_jobs, add_today, progress, root_of, say, today_of
from bluepages.errors import DONE, PENDING, Complaint

if TYPE_CHECKING:
    from bluepages.federate.report import ImportReport
    from bluepages.federate.sources import Wish
    from bluepages.records.book import Book

_FORMATS = "csv, tsv, xlsx, json, geojson, yaml, ckan, socrata, arcgis, ohana, hsds, hsds-json, ohana-mongo, bluepages"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "import",
        help="bring in other people's data",
        description="Read a table, a package or a live source, and write new records, follow what its publisher "
        "changed, or fill gaps in those that are there. What a person wrote is never overwritten; what differs becomes "
        "a question for the stewards. FORMAT detect says what a source is and drafts its mapping file; run imports "
        "every source whose mapping file in data/sources/ has a feed.",
        epilog="Example: bluepages import csv pantries.csv --mapping data/sources/pantries.yaml --plan",
    )
    add_common(parser)
    add_today(parser)
    add_jobs(parser)
    parser.add_argument("kind", metavar="FORMAT", help=f"detect, run, or one of: {_FORMATS}")
    parser.add_argument("source", nargs="?", default="", metavar="SOURCE", help="a file, a folder or a web address")
    parser.add_argument("--source", dest="name", default="", metavar="ID", help="whose data it is (data/sources.yaml)")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="what its columns or categories mean")
    parser.add_argument("--date", default="", metavar="DATE", help="the date of the data, where it says none itself")
    parser.add_argument("--plan", action="store_true", help="say what would change and write nothing")
    parser.add_argument("--rows", action="store_true", help="tell how every row ended, and every doubt")
    parser.add_argument("--out", type=Path, metavar="FILE", help="with detect: write the drafted mapping file here")
    parser.add_argument(
        "--forge", choices=["github", "local"], help="propose it as a branch and a pull request instead"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to tell it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import, and report what became of every row."""
    from bluepages.federate.sources import FORMATS

    if options.date and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", options.date):
        raise Complaint(f'"{options.date}" is not a date.', "Write it like 2026-10-02, 2026-10 or 2026.")
    if options.kind == "run":
        return _feeds(options)
    if not options.source:
        raise Complaint("Name the file, folder or web address to read.", "bluepages import --help shows an example.")
    if options.kind == "detect":
        return _detect(options)
    if options.kind not in FORMATS:
        raise Complaint(f'"{options.kind}" is no format that is read.', f"Formats: {', '.join(FORMATS)}.")
    from bluepages.federate.sources import Wish
    from bluepages.records.load import load_book

    book = load_book(root_of(options), jobs=options.jobs)
    return _one(options, Wish(options.kind, options.source, options.name, options.mapping, options.date), book)


def _detect(options: argparse.Namespace) -> int:
    from bluepages.federate.fetch import Fetcher
    from bluepages.federate.sources import Wish, look

    with Fetcher() as fetcher:
        found = look(Wish("detect", options.source), fetcher)
    if options.format == "json":
        import msgspec

        sys.stdout.write(json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False) + "\n")
        return DONE
    sys.stdout.write(found.text())
    if found.mapping and options.out:
        if options.out.exists():
            raise Complaint(f"{options.out} is there already.", "Name another file.")
        options.out.write_text(found.mapping, encoding="utf-8")
        say(f"Wrote {options.out}.")
    elif found.mapping:
        sys.stdout.write(f"\n{found.mapping}")
    return DONE


def _one(options: argparse.Namespace, wish: Wish, book: Book) -> int:
    from bluepages.federate.apply import write_files
    from bluepages.federate.fetch import Fetcher
    from bluepages.federate.sources import plan

    gc.disable()  # nothing made here lives in circles, and looking for them takes a fifth of the time
    today = today_of(options)
    with progress() as step, Fetcher() as fetcher:
        report = plan(wish, book, today, fetcher, step)
    _tell(options, report)
    if options.plan:
        say("Nothing was written (--plan).")
        return DONE
    if options.forge:
        return _propose(options, report, book, wish.name or _named(wish, book))
    write_files(root_of(options), report.files)
    return DONE


def _tell(options: argparse.Namespace, report: ImportReport) -> None:
    if options.format == "json":
        sys.stdout.write(json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(report.text(every_row=options.rows))


def _named(wish: Wish, book: Book) -> str:
    from bluepages.federate.mapping import load_mapping

    return load_mapping(wish.mapping, book).source.id if wish.mapping else ""


def _propose(options: argparse.Namespace, report: ImportReport, book: Book, source: str) -> int:
    from bluepages.cli.intake import asking_github, make_forge
    from bluepages.federate.propose import propose

    forge = make_forge(options, book)
    if forge is None:
        raise Complaint("There is no token to propose with.", "--forge local proposes in this repository alone.")
    with asking_github(options):
        number, ours = propose(report, book, source, today_of(options), forge)
    if not report.files:
        say("Nothing has changed: there is nothing to propose.")
    elif not ours:
        say(f"Somebody is working on import/{source}: it was left to them.")
        return PENDING
    else:
        say(f"Proposed on import/{source}{f' as #{number}' if number else ''}.")
    return DONE


def _feeds(options: argparse.Namespace) -> int:
    """Every mapping with a feed, one after the other; one that fails does not stop the others."""
    from bluepages.federate.mapping import load_mapping
    from bluepages.federate.sources import Wish
    from bluepages.records.load import load_book

    root = root_of(options)
    book, worst, done = load_book(root, jobs=options.jobs), DONE, 0
    for path in sorted((root / "data" / "sources").glob("*.yaml")):
        if not re.search(r"^feed:", path.read_text(encoding="utf-8"), re.MULTILINE):
            continue
        try:
            feed = load_mapping(path, book).feed
            if feed is None:
                continue
            done += 1
            say(f"{path.name}: {feed.url}")
            worst = max(worst, _one(options, Wish(feed.format, feed.url, "", path, options.date), book))
            book = load_book(root, jobs=options.jobs)
        except Complaint as complaint:
            say(f"{path.name}: {complaint}")
            worst = max(worst, complaint.code)
    say(f"{done} {'source has' if done == 1 else 'sources have'} a feed.")
    return worst
