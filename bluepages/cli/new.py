"""`bluepages new`: a few questions, and a valid file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bluepages.cli.common import add_common, add_today, root_of, say, today_of
from bluepages.errors import DONE, Complaint
from bluepages.vocabulary import Vocabulary


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "new",
        help="ask a few questions and write a new record",
        description="Ask for the least that a record needs, check it, and write it where it belongs.",
        epilog="Example: bluepages new",
    )
    add_common(parser)
    add_today(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, write, and say where."""
    from bluepages.records.load import load_book
    from bluepages.records.new import Answers, draft

    root = root_of(options)
    book = load_book(root)
    say("A new record. Leave a line empty to skip it; Ctrl+C ends it. I give this to the public domain (CC0).\n")
    county = _ask("County (or statewide)", lambda text: _county(book.vocabulary, text))
    name = _ask("Name of the provider", _some)
    answers = Answers(
        county=county,
        name=name,
        description=_ask("What it is, in a sentence", _some),
        service=_ask("What people can get there (a service, as in Hot lunch)", _some),
        need=_ask(
            "What need it meets (an id of data/needs.yaml, or a word)", lambda text: _need(book.vocabulary, text)
        ),
        phone=_ask("Telephone", _any),
        website=_ask("Web site", _any),
        street=_ask("Street address; none for a confidential place or a phone line", _any),
        city=_ask("City", _any),
        zip=_ask("ZIP code", _any),
        hours=_ask("Opening hours, as in Mo-Fr 09:00-17:00", _hours),
        source=_ask("Where you know it from (web:host, or an id of data/sources.yaml)", _some),
    )
    file, text = draft(book, answers, today_of(options))
    return _write(root, file, text, today_of(options))


def _write(root: Path, file: str, text: str, today: date) -> int:
    from bluepages import checks
    from bluepages.records.load import load_book
    from bluepages.report import REPORTERS

    path = root / file
    if path.exists():
        raise Complaint(f"{file} is already there.", "Edit it, or give the new one another name.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    except OSError as error:
        raise Complaint(f"{file} could not be written: {error.strerror}.", "Check the permissions.") from None
    problems = [problem for problem in checks.run(load_book(root), today=today) if problem.file == file]
    say(f"\nWritten: {file}")
    if problems:
        print(REPORTERS["text"](problems, []), end="")
    return DONE


def _ask(question: str, read: Callable[[str], str]) -> str:
    """Ask until the answer can be used; the end of the input ends the command."""
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            raise Complaint("The answers ended before the last question; nothing was written.") from None
        try:
            return read(answer)
        except ValueError as error:
            say(str(error))


def _any(text: str) -> str:
    return text


def _some(text: str) -> str:
    if not text:
        raise ValueError("This one is needed.")
    return text


def _county(vocabulary: Vocabulary, text: str) -> str:
    if text == "statewide" or text in vocabulary.counties:
        return text
    near = vocabulary.suggest_county(text)
    if near and vocabulary.counties[near].name.lower() == text.lower().removesuffix(" county"):
        return near
    raise ValueError(f"Did you mean {near}?" if near else "Write a county's name, or statewide.")


def _need(vocabulary: Vocabulary, text: str) -> str:
    if text in vocabulary.needs:
        return text
    near = vocabulary.suggest_need(text)
    raise ValueError(f"Did you mean {near}?" if near else "Write a need such as food.pantry; data/needs.yaml has all.")


def _hours(text: str) -> str:
    from bluepages.hours import HoursError, expand

    try:
        return expand(text) if text else ""
    except HoursError as error:
        raise ValueError(f"{error.message} {error.hint}") from None
