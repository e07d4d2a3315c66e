"""`bluepages diff`: what changed, in words."""

from __future__ import annotations

import argparse
import sys

from bluepages.cli.common import add_common, root_of
from bluepages.errors import DONE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "diff",
        help="say in words what changed",
        description="Compare the records at BASE with those at HEAD, or with the files as they are now.",
        epilog="Example: bluepages diff main --format markdown",
    )
    add_common(parser)
    parser.add_argument("base", metavar="BASE", help="a Git revision")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="another one (default: the files as they are)")
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text", help="how to tell it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the difference."""
    from bluepages.enrich.history import merge_base, newcomers, resolve
    from bluepages.enrich.past import book_at
    from bluepages.enrich.secrets import secret_names
    from bluepages.records.load import load_book
    from bluepages.review.diff import diff_books
    from bluepages.review.formats import FORMATS

    now = load_book(root_of(options))
    start = merge_base(now.root, options.base, options.head or "HEAD")
    base = book_at(now, start)
    head = book_at(now, resolve(now.root, options.head)) if options.head else now
    fresh = newcomers(now.root, start, options.head or "HEAD")
    sys.stdout.write(FORMATS[options.format](diff_books(base, head, fresh, secret_names(now))))
    return DONE
