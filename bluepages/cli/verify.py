"""`bluepages verify`: a check that a steward made, recorded."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from bluepages.cli.common import add_common, add_today, root_of, say, today_of
from bluepages.errors import Complaint


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "verify",
        help="record that a steward checked a record",
        description="Write who checked a record, when, how and what; what is not given is asked. No machine does this.",
        epilog="Example: bluepages verify harbor-street-kitchen --by rosa --how 'phone call' --covers hours,phone",
    )
    add_common(parser)
    add_today(parser)
    parser.add_argument("slug", metavar="NAME", help="the record: its short name, or the address of its page")
    parser.add_argument("--by", metavar="ID", help="a steward of data/stewards.yaml, or a county that has one")
    parser.add_argument("--how", metavar="TEXT", help="phone call, visit, e-mail from the provider; and what was asked")
    parser.add_argument("--covers", metavar="LIST", help="what was checked: hours,phone,address,eligibility,... or all")
    parser.add_argument("--date", metavar="DAY", help="the day of the check (default: today)")
    parser.add_argument("--service", metavar="KEY", action="append", default=[], help="only this service (repeatable)")
    parser.add_argument("--reported", action="store_true", help="the word of somebody else: reported correct")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask what is missing, record it, and say what changed."""
    from bluepages.cli.desk import named, settle
    from bluepages.desk.verify import COVERS, Check, left_behind, record, reported
    from bluepages.records.load import load_book

    book = load_book(root_of(options))
    entry, today = named(book, options.slug), today_of(options)
    day = _day(options.date) if options.date else today
    if options.reported:
        return settle(book, options, {entry.file: reported(entry, day, options.service, today)})
    by = options.by or _ask("Who checked (a steward's id, or a county)", "--by")
    how = options.how or _ask("How (phone call, visit, e-mail from the provider)", "--how")
    covers = options.covers
    if covers is None:
        covers = _ask(f"What was checked ({', '.join(COVERS[:6])}, ... or all)", "--covers")
    parts = tuple(part.strip() for part in covers.split(",") if part.strip())
    check = Check(by.strip(), how.strip(), day, parts, tuple(options.service))
    text = record(book, entry, check, today)
    assert entry.provider is not None
    for service, (when, parts_left) in left_behind(entry.provider, check).items():
        say(f"{service}: the check of {when} covered {parts_left} too; name that in --covers if it was checked again.")
    return settle(book, options, {entry.file: text})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Complaint(f"{text} is not a day.", "Write it like 2026-11-21.") from None


def _ask(question: str, option: str) -> str:
    """An answer from the person at the terminal; without one, the option is named."""
    if not sys.stdin.isatty():
        raise Complaint(f"It is not said: {question}.", f"Give it with {option}.")
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            raise Complaint("The answers ended before the last question; nothing was written.") from None
        if answer:
            return answer
        say("This one is needed.")
