"""`bluepages build`: the main job."""

from __future__ import annotations

import argparse
from pathlib import Path

from bluepages.cli.common import Clock, add_common, add_jobs, add_today, progress, root_of, say, today_of
from bluepages.errors import DONE, PROBLEMS


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "build",
        help="build the site and the data files",
        description="Read data/providers, check it, and write pages, CSV, GeoJSON and HSDS. Records with an error are "
        "left out and named.",
        epilog="Example: bluepages build --out /tmp/site --base-url https://example.org/blue-pages/",
    )
    add_common(parser)
    add_today(parser)
    add_jobs(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: _site in the root)")
    parser.add_argument("--base-url", default="", metavar="URL", help="address of the site's root, instead of site_url")
    parser.add_argument("--no-exports", action="store_true", help="leave out the data files")
    parser.add_argument("--strict", action="store_true", help="stop at any error and at a partial Git history")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, and say what was written; exit code 1 where records had to be left out."""
    from bluepages.output import build
    from bluepages.output.build import Options

    clock, root = Clock(), root_of(options)
    base_url = options.base_url if not options.base_url or options.base_url.endswith("/") else options.base_url + "/"
    wanted = Options(
        out=options.out or root / "_site",
        today=today_of(options),
        base_url=base_url,
        jobs=options.jobs,
        exports=not options.no_exports,
        strict=options.strict,
    )
    with progress() as tell:
        built = build(root, wanted, tell)
    counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
    print(f"{counts}.")
    print(
        f"{built.written} files written, {built.same} already the same, {built.removed} removed; "
        f"{built.bytes / 1e6:.1f} MB in {wanted.out} in {clock}."
    )
    for note in built.notes:
        print(f"Note: {note}")
    if built.withheld:
        say(f"{len(built.withheld)} records have an error and were left out: {', '.join(built.withheld[:10])}.")
        say("bluepages check says what is wrong with them.")
        return PROBLEMS
    if any(problem.level == "error" for problem in built.problems):
        say("There are errors outside of the records; bluepages check names them.")
        return PROBLEMS
    return DONE
