"""`bluepages merge`: one record of two."""

from __future__ import annotations

import argparse

from bluepages.cli.common import add_common, add_today, root_of


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "merge",
        help="make one record of two",
        description="Take everything of the second record into the first. Both addresses and all ids go on working; "
        "where the two disagree, the first is right and the other value becomes a question for the stewards.",
        epilog="Example: bluepages merge twin-oaks-center twin-oaks-centre --dry-run",
    )
    add_common(parser)
    add_today(parser)
    parser.add_argument("keep", metavar="KEEP", help="the record that stays")
    parser.add_argument("taken", metavar="TAKEN", help="the record that is taken in")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the one, take the other away, and follow the references."""
    from bluepages.cli.desk import named, settle
    from bluepages.desk.merge import merge
    from bluepages.desk.references import renamed_references
    from bluepages.records.load import load_book

    book = load_book(root_of(options))
    keep, taken = named(book, options.keep), named(book, options.taken)
    texts = {keep.file: merge(keep, taken), **renamed_references(book, taken.slug, keep.slug)}
    return settle(book, options, texts, [taken.file], dry=options.dry_run)
