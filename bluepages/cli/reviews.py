"""`bluepages reviews pull`: open reviews and withheld places, for the build to read."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bluepages.cli.common import add_common, root_of, say
from bluepages.errors import DONE, Complaint

if TYPE_CHECKING:
    from bluepages.intake.forge import Forge
    from bluepages.intake.withhold import Told
    from bluepages.records.book import Book


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "reviews",
        help="fetch which records are under review",
        description="Write .bluepages/reviews.json, which a build reads: open reviews, and places that are withheld. "
        "Without a token for GitHub, the local proposals are read.",
        epilog="Example: bluepages reviews pull",
    )
    inner = parser.add_subparsers(dest="what", required=True, metavar="pull")
    pull = inner.add_parser("pull", help="write .bluepages/reviews.json")
    add_common(pull)
    pull.add_argument("--forge", choices=["github", "local"], help="where reviews are kept (with a token: github)")
    pull.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch and write; nothing is written where one of the sources fails."""
    from bluepages.cli.intake import asking_github, make_forge
    from bluepages.enrich.reviews import FILE, Reviews, encode
    from bluepages.intake.again import patiently
    from bluepages.intake.openreviews import COUNTY, LABEL, county_threads, open_proposals, open_reviews
    from bluepages.intake.withhold import decide
    from bluepages.records.load import load_book

    book = load_book(root_of(options))
    if options.forge is None and not os.environ.get("GITHUB_TOKEN"):
        options.forge = "local"
    with asking_github(options):
        forge: Forge | None = make_forge(options, book)
        threads = patiently(lambda: forge.threads(LABEL)) if forge is not None else []
        reviews, lost = open_reviews(threads, book)
        talks = patiently(lambda: forge.threads(COUNTY)) if forge is not None else []
        pulls = patiently(lambda: forge.open_pulls()) if forge is not None else []
        decision = decide(_told(options, book), book)
        _links(forge, book)
    path = book.root / FILE
    counties = county_threads(talks, book)
    _write(path, encode(Reviews(reviews, decision.withheld, open_proposals(pulls, book), counties)))
    say(f"{len(reviews)} open reviews, {len(pulls)} open proposals, {len(decision.withheld)} places withheld.")
    if lost:
        numbers = ", ".join(f"#{number}" for number in lost[:20])
        say(f"The titles of these reviews name no record, so no page shows them: {numbers}.")
    if decision.waiting:
        say(_alert(f"{decision.waiting} private reports wait for a person: see SECURITY.md."))
    return DONE


def pull_local(root: Path) -> None:
    """The same for the proposals and reports of this machine alone, as `bluepages serve` builds with them."""
    from bluepages.intake.localforge import FILE as KEPT
    from bluepages.relay.run import SPOOL

    if (root / KEPT).is_file() or (root / SPOOL).is_file():
        run(argparse.Namespace(root=root, forge="local", verbose=False))


def _links(forge: Forge | None, book: Book) -> None:
    """What the sweep found, for the stewards' pages."""
    from bluepages.intake.again import patiently
    from bluepages.intake.githubforge import GitHubForge
    from bluepages.sweep.board import GitHubBoard
    from bluepages.sweep.links import dead_links, decode
    from bluepages.sweep.linksfile import write_links

    if isinstance(forge, GitHubForge):
        write_links(book.root, dead_links(decode(GitHubBoard(forge.api, patiently).recall()), book))


def _told(options: argparse.Namespace, book: Book) -> list[Told]:
    """Everything that was told in private, from each source that is configured."""
    from datetime import UTC, datetime

    from bluepages.intake.withheldsources import from_advisories, from_list, from_relay
    from bluepages.relay.run import SPOOL

    found = from_list(os.environ.get("WITHHELD", ""))
    if book.config.relay.url:
        found += from_relay(book.config.relay.url, os.environ.get("RELAY_TOKEN", ""))
    elif (book.root / SPOOL).is_file():
        found += _from_spool(book.root / SPOOL, lambda moment: _day(datetime.fromtimestamp(moment, UTC), book))
    token = os.environ.get("ADVISORIES_TOKEN", "")
    if token and options.forge != "local":
        from bluepages.intake.again import patiently
        from bluepages.intake.githubforge import connect

        api = connect(token, _repository(book), os.environ.get("GITHUB_API_URL", "https://api.github.com"))
        found += patiently(lambda: from_advisories(api, book, lambda moment: _day(moment, book)))
    return found


def _from_spool(path: Path, day: Callable[[float], str]) -> list[Told]:
    """What a relay of this machine holds, in local mode; it may be at work meanwhile."""
    from bluepages.intake.withhold import read_rows
    from bluepages.relay import decide
    from bluepages.relay.spool import opened

    with opened(path, alone=False) as spool:
        return read_rows(decide.withheld(spool, day))


def _repository(book: Book) -> str:
    name = os.environ.get("GITHUB_REPOSITORY", "") or book.config.repository
    if not name:
        raise Complaint("It is not known which repository to ask.", "Set repository in directory.yaml.")
    return name


def _day(moment: Any, book: Book) -> str:
    from zoneinfo import ZoneInfo

    return str(moment.astimezone(ZoneInfo(book.config.time_zone)).date().isoformat())


def _alert(words: str) -> str:
    """In a workflow, a warning at the head of the run; a line elsewhere."""
    from bluepages.report.github import remark

    return remark("warning", "Private reports", words) if os.environ.get("GITHUB_ACTIONS") else words


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, readable by its owner alone: it tells which places are withheld."""
    try:
        path.parent.mkdir(exist_ok=True)
        aside = path.with_name(".reviews.new")
        aside.touch(mode=0o600)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        raise Complaint(f"{path.name} could not be written: {error.strerror}.", "Check the folder.") from None
