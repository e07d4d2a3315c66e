"""The rolling issue of a county: dead links and checks that have grown old, as one text that is kept up to date."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from bluepages import checks
from bluepages.enrich.links import DeadLink
from bluepages.records.book import Book
from bluepages.report.markdown import code, escape
from bluepages.vocabulary.keepers import STATEWIDE, keepers

MARK: Final = "<!-- bluepages:sweep -->"
LABEL: Final = "sweep"
MOST: Final = 100
LONGEST: Final = 28_000
"""Lines of a list, and their characters: GitHub takes 65,536 for an issue with two lists."""

_NOTE: Final = (
    "It is brought up to date by itself, and never closed by a machine. A person decides what is right: a link may "
    "have moved, a place may be open all the same."
)
_TICKED: Final = re.compile(r"- \[[xX]\] (.*)")
AGED: Final = frozenset({"P503", "P505"})
"""Checks past their time, and notices whose day is over."""


class Told(msgspec.Struct, frozen=True):
    """What one county's issue should say; `empty`: nothing waits."""

    county: str
    title: str
    body: str
    empty: bool


def tell(book: Book, links: Sequence[DeadLink], today: date) -> list[Told]:
    """A text for each county (and for what is statewide), always with both: it replaces the one that is there."""
    broken: dict[str, list[DeadLink]] = defaultdict(list)
    for link in links:
        broken[book.by_slug[link.slug].folder].append(link)
    old: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for problem in checks.run(book, today=today):
        if problem.rule in AGED:
            slug = problem.file.rpartition("/")[2].removesuffix(".yaml")
            old[problem.file.split("/")[-2]].append((slug, problem.message))
    folders = (STATEWIDE, *book.vocabulary.counties)
    return [_one(book, folder, broken[folder], sorted(set(old[folder]))) for folder in folders]


def _one(book: Book, folder: str, broken: Sequence[DeadLink], old: Sequence[tuple[str, str]]) -> Told:
    county = book.vocabulary.counties.get(folder)
    name = f"{county.name} County" if county else f"All of {book.config.state_name}"
    who = ", ".join(escape(person.name) for person in keepers(folder, book.vocabulary, book.config).people)
    blocks = [
        MARK,
        f"What a machine found in the records of **{escape(name)}**. {_NOTE}",
        f"Looked after by {who}." if who else "Nobody looks after this county yet; anybody may help.",
    ]
    if broken:
        rows = [
            f"- [ ] {_page(book, link.slug)}: {code(link.url)} ({link.found}, since {link.since})" for link in broken
        ]
        blocks += ["### Web addresses at which nothing is found", *_listed(rows)]
    if old:
        rows = [f"- [ ] {_page(book, slug)}: {escape(message)}" for slug, message in old]
        blocks += ["### To be checked again", *_listed(rows)]
    if not broken and not old:
        blocks.append("**Nothing waits here now.**")
    return Told(folder, f"Sweep: {name}", "\n\n".join(blocks) + "\n", not (broken or old))


def _page(book: Book, slug: str) -> str:
    provider = book.providers.get(slug)
    name = escape(provider.name if provider else slug)
    return f"[{name}]({book.config.site_url}p/{slug})"


def _listed(rows: Sequence[str]) -> Iterable[str]:
    ends = itertools.accumulate(len(row) + 1 for row in rows[:MOST])
    shown = sum(1 for end in ends if end <= LONGEST)
    yield "\n".join(rows[:shown])
    if len(rows) > shown:
        yield f"{len(rows) - shown} more stand on the stewards' page."


def ticked_as(new: str, old: str) -> str:
    """The new text with the boxes ticked that somebody ticked in the old one, as far as their lines are still there."""
    ticked = {found[1] for line in _lines(old) if (found := _TICKED.fullmatch(line))}
    return "\n".join(
        f"- [x] {line[6:]}" if line.startswith("- [ ] ") and line[6:].rstrip() in ticked else line
        for line in new.split("\n")
    )


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, whichever line ends a browser has made of them."""
    return "\n".join(_lines(one)) == "\n".join(_lines(other))


def tells_more(new: str, old: str) -> bool:
    """Whether the new text has anything to look at that the old one did not have, ticked or not."""
    return bool(_rows(new) - _rows(old))


def _rows(text: str) -> set[str]:
    return {_TICKED.sub(r"- [ ] \1", line) for line in _lines(text) if line.startswith("- ")}


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
