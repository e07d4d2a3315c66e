"""What a change takes away (P910): a record keeps its page for ever, closed or renamed (DESIGN 3, rule 2)."""

from __future__ import annotations

from bluepages.problems import Problem
from bluepages.records.book import Book
from bluepages.rules import RULES


def check_change(base: Book, head: Book) -> list[Problem]:
    """The records of `base` that `head` neither has nor leads to, each told where its file was."""
    rule = RULES["P910"]
    lost = [entry for entry in base if entry.slug not in head.by_slug and entry.slug not in head.redirects]
    message = "This record is taken away, and its page with it."
    return [Problem(rule.code, rule.level, entry.file, 0, "", message, rule.advice) for entry in lost]
