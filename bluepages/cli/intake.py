"""`bluepages intake`: from a GitHub event to a checked proposal and an answer; and the forms it comes from."""

from __future__ import annotations

import argparse
import functools
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bluepages.cli.common import add_common, add_today, root_of, say, today_of
from bluepages.errors import DONE, PROBLEMS, Complaint

if TYPE_CHECKING:
    from bluepages.intake.forge import Forge
    from bluepages.intake.forms import Forms
    from bluepages.records.book import Book

MOST_FAULTS = 3
"""Forms that may fail in a night before it is taken for an outage."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "intake",
        help="turn an issue form into a checked proposal",
        description="Read a GitHub event, check what its form asks for, answer, and propose it as a branch and a pull "
        "request. Without a token, and with --dry-run, it only says what it would do.",
        epilog="Example: bluepages intake --event event.json --dry-run",
    )
    add_common(parser)
    add_today(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--event", type=Path, metavar="FILE", help="the event, as GITHUB_EVENT_PATH names it")
    what.add_argument(
        "--missed", action="store_true", help="answer the open forms that have had no answer, or were edited after it"
    )
    what.add_argument("--text", type=Path, metavar="FILE", help="a mail with the answers of a web form, or its text")
    what.add_argument("--list", action="store_true", help="proposals that wait in this repository")
    what.add_argument("--show", metavar="ID", help="what one of them says and would change")
    what.add_argument("--accept", metavar="ID", help="check it, write it to its record and commit it")
    what.add_argument("--decline", metavar="ID", help="end it; nothing else changes")
    what.add_argument("--forms", action="store_true", help="write the issue forms, CODEOWNERS and their kin anew")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument("--forge", choices=["github", "local"], help="where proposals go (with a token: github)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer one event, or renew the forms."""
    from bluepages.intake.forms import load_forms
    from bluepages.records.load import load_book

    book = load_book(root_of(options))
    forms = load_forms(book.vocabulary, book.config.state_name)
    if options.forms:
        return _forms(options, book, forms)
    if options.text or options.list or options.show or options.accept or options.decline:
        from bluepages.cli import waiting

        return waiting.run(options, book)
    with asking_github(options):
        return _missed(options, book, forms) if options.missed else _event(options, book, forms)


def asking_github(options: argparse.Namespace) -> AbstractContextManager[None]:
    """What a failing GitHub is turned into; PyGithub is not loaded where it is not asked."""
    if getattr(options, "dry_run", False) or options.forge == "local" or not os.environ.get("GITHUB_TOKEN"):
        return nullcontext()
    from bluepages.intake.githubforge import asking

    return asking()


def _missed(options: argparse.Namespace, book: Book, forms: Forms) -> int:
    """Take up what an outage left behind: forms without an answer, and those that were edited after theirs.

    One form that fails keeps no other waiting; where several fail, the outage goes on.
    """
    from bluepages.intake.again import patiently

    forge = make_forge(options, book)
    done, faults = 0, list[Complaint]()
    for raw in patiently(functools.partial(forge.waiting_forms, "intake")) if forge else []:
        try:
            with asking_github(options):
                done += forge is not None and _made_up_for(options, book, forms, forge, raw)
        except Complaint as fault:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
    say(f"{done} forms {'have' if options.dry_run else 'had'} no answer to what they say now.")
    if faults:
        raise faults[-1]
    return DONE


def _made_up_for(options: argparse.Namespace, book: Book, forms: Forms, forge: Forge, raw: bytes) -> bool:
    """Whether an issue had no answer to what it says now; it has one then."""
    from bluepages.intake.again import patiently
    from bluepages.intake.event import read_issue
    from bluepages.intake.handle import carry_out, consider, overtaken
    from bluepages.intake.reply import MARK, is_of

    event = read_issue(raw, book.config.time_zone)
    if event is None:
        return False
    comment = patiently(functools.partial(forge.find_comment, event.number, MARK))
    if is_of(comment, event.title, event.body):
        return False
    answer = consider(book, forms, event, today_of(options))
    if not overtaken(answer, comment):
        return False
    if not options.dry_run:
        patiently(functools.partial(carry_out, answer, book, forge))
    return True


def _forms(options: argparse.Namespace, book: Book, forms: Forms) -> int:
    from bluepages.intake.generate import generated, stale, write

    files = generated(book, forms)
    changed = stale(book.root, files) if options.dry_run else write(book.root, files)
    for name in changed:
        print(name)
    say(f"{len(changed)} files {'would change' if options.dry_run else 'changed'}.")
    return PROBLEMS if options.dry_run and changed else DONE


def _event(options: argparse.Namespace, book: Book, forms: Forms) -> int:
    from msgspec import structs

    from bluepages.intake.again import patiently
    from bluepages.intake.event import IssueEvent, ReviewEvent, read_event
    from bluepages.intake.handle import carry_out, consider, reviewed

    event = read_event(options.event, book.config.time_zone)
    if event is None:
        say("There is nothing to do about this event.")
        return DONE
    forge = None if options.dry_run else make_forge(options, book)
    if forge is not None and isinstance(event, IssueEvent):
        # an old run that is started again must not bring back an old text
        now = patiently(functools.partial(forge.current, event.number))
        event = event if now is None else structs.replace(event, body=now)
    if isinstance(event, ReviewEvent):
        agreed = patiently(functools.partial(reviewed, event, forge)) if forge else None
        say("Somebody else has approved it." if agreed else "Nobody else has approved it yet.")
        return DONE
    answer = consider(book, forms, event, today_of(options))
    if forge is not None:
        patiently(functools.partial(carry_out, answer, book, forge))
        say(f"Issue {event.number}: {answer.kind}.")
        return DONE
    sys.stdout.write(answer.text)
    if answer.outcome.good:
        from bluepages.review.formats import as_text

        sys.stdout.write(f"\n{as_text(answer.outcome.diff)}")
    say(f"Issue {event.number}: {answer.kind}. Nothing was written.")
    return PROBLEMS if answer.kind in ("problems", "held") else DONE


def make_forge(options: argparse.Namespace, book: Book) -> Forge | None:
    """Where proposals go; `None` where there is no token and nothing was asked for."""
    mail = f"intake@{urlsplit(book.config.site_url).hostname or 'localhost'}"
    if options.forge == "local":
        from bluepages.intake.localforge import LocalForge

        return LocalForge(book.root, mail, book.config.branch)
    token = os.environ.get("GITHUB_TOKEN", "")
    repository = os.environ.get("GITHUB_REPOSITORY", "") or book.config.repository
    if not token or not repository:
        if options.forge == "github":
            raise Complaint("GitHub needs GITHUB_TOKEN and GITHUB_REPOSITORY.", "Set them, or use --dry-run.")
        return None
    from bluepages.intake.gitbranch import GitBranch
    from bluepages.intake.githubforge import GitHubForge, connect, token_environment

    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/") + "/"
    api = connect(token, repository, os.environ.get("GITHUB_API_URL", "https://api.github.com"))
    git = GitBranch(book.root, mail, token_environment(token, server))
    return GitHubForge(api, git, f"{server}{repository}.git", book.config.branch, time_zone=book.config.time_zone)
