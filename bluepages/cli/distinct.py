"""`bluepages distinct`: two records that look alike are two, remembered."""

from __future__ import annotations

import argparse

from bluepages.cli.common import add_common, add_today, root_of, say
from bluepages.errors import DONE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "distinct",
        help="say that two records that look alike are two",
        description="Remember in the first record that the second is another one, so that it is not asked again.",
        epilog="Example: bluepages distinct twin-oaks-center twin-oaks-clinic",
    )
    add_common(parser)
    add_today(parser)
    parser.add_argument("one", metavar="NAME", help="one of the two")
    parser.add_argument("other", metavar="OTHER", help="the other one")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write it into the record."""
    from bluepages.cli.desk import named, settle
    from bluepages.desk.distinct import distinct
    from bluepages.records.load import load_book

    book = load_book(root_of(options))
    one = named(book, options.one)
    text = distinct(one, named(book, options.other))
    if text is None:
        say("That is remembered already.")
        return DONE
    return settle(book, options, {one.file: text})
