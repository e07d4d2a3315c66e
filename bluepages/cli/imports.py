"""`bluepages import`: other people's data, as proposals."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bluepages.cli.common import add_common, root_of, say
from bluepages.errors import DONE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "import",
        help="bring in other people's data",
        description="Read a table with a mapping file and write new records, or fill gaps in those that are there. "
        "What a person wrote is never overwritten; what differs becomes a question for the stewards.",
        epilog="Example: bluepages import csv pantries.csv --mapping data/sources/pantries.yaml --plan",
    )
    add_common(parser)
    parser.add_argument("kind", choices=["csv"], metavar="FORMAT", help="csv")
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the file to read")
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="what its columns mean")
    parser.add_argument("--plan", action="store_true", help="say what would change and write nothing")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to tell it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import, and report what became of every row."""
    from bluepages.federate import csv_import

    report = csv_import(options.source, options.mapping, root_of(options), plan_only=options.plan)
    if options.format == "json":
        sys.stdout.write(json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(report.text())
    if options.plan:
        say("Nothing was written (--plan).")
    return DONE
