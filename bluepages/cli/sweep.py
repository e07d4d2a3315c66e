"""`bluepages sweep`: what needs a second look."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from bluepages.cli.common import add_common, add_today, progress, root_of, say, today_of
from bluepages.errors import DONE

if TYPE_CHECKING:
    from datetime import date

    from bluepages.enrich.links import DeadLink
    from bluepages.records.book import Book
    from bluepages.sweep.board import Board
    from bluepages.sweep.telling import Told


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "sweep",
        help="look for dead links and old checks",
        description="Ask every web address, gently, and look which checks have grown old. What is found stands in one "
        "rolling issue for each county, or without a token in .bluepages/sweeps/. Nothing is closed or deleted.",
        epilog="Example: bluepages sweep links age --forge local",
    )
    add_common(parser)
    add_today(parser)
    parser.add_argument("what", nargs="+", choices=["links", "age", "drift"], help="what to look at")
    parser.add_argument("--forge", choices=["github", "local"], help="where to tell it (with a token: github)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look, remember and tell."""
    from bluepages.cli.intake import asking_github
    from bluepages.records.load import load_book
    from bluepages.sweep.telling import tell

    book, today = load_book(root_of(options)), today_of(options)
    with asking_github(options), progress() as step:
        board = _board(options, book)
        told = []
        if "links" in options.what:
            step("Asking the web addresses")
            told = tell(book, _links(book, board, today), today)
        elif "age" in options.what:
            told = tell(book, _known(book, board), today)
        step("Telling what was found")
        if "drift" in options.what:
            told += _drift(book)
        written = board.show(told)
    say(f"{written} lists have something new to look at.")
    return DONE


def _drift(book: Book) -> list[Told]:
    """What was changed on the portals by hand, as one more rolling issue."""
    from bluepages.publish.watch import TITLE, drifted
    from bluepages.publish.watch import told as words
    from bluepages.sweep.telling import MARK, Told

    found = drifted(book.root, os.environ)
    if not found:
        say("There is no portal to look at.")
        return []
    text = words(found)
    say(text.rstrip())
    return [Told("portal", TITLE, f"{MARK}\n{text}", not any(found.values()))]


def _board(options: argparse.Namespace, book: Book) -> Board:
    from bluepages.sweep.board import GitHubBoard, LocalBoard

    token = os.environ.get("GITHUB_TOKEN", "")
    repository = os.environ.get("GITHUB_REPOSITORY", "") or book.config.repository
    if options.forge == "local" or not token or not repository:
        return LocalBoard(book.root)
    from bluepages.intake.again import patiently
    from bluepages.intake.githubforge import connect

    return GitHubBoard(
        connect(token, repository, os.environ.get("GITHUB_API_URL", "https://api.github.com")), patiently
    )


def _known(book: Book, board: Board) -> tuple[DeadLink, ...]:
    """What the last look at the web addresses found."""
    from bluepages.sweep.links import dead_links, decode

    return dead_links(decode(board.recall()), book)


def _links(book: Book, board: Board, today: date) -> tuple[DeadLink, ...]:
    """Ask, remember, and write `.bluepages/links.json` for the next build on this machine."""
    from bluepages.sweep.fetch import Fetcher
    from bluepages.sweep.links import addresses, ask, dead_links, decode, encode, remember
    from bluepages.sweep.linksfile import write_links

    where = addresses(book)
    fetcher = Fetcher(f"BluePagesSweep/1.0 (+{book.config.site_url})")
    found = ask(where, fetcher.look)
    state = remember(decode(board.recall()), found, where, today)
    board.keep(encode(state))
    dead = dead_links(state, book)
    write_links(book.root, dead)
    counts = {what: list(found.values()).count(what) for what in dict.fromkeys(found.values())}
    said = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
    say(f"{len(found)} web addresses: {said or 'none'}. Dead by now: {len({link.url for link in dead})}.")
    return dead
