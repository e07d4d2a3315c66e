"""What the forms know and the relay does not: how answers are read, what is wrong with them, what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from bluepages.errors import Complaint
from bluepages.intake import web
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.web import Considered, Subject, Submission
from bluepages.problems import Problem
from bluepages.records.book import Book
from bluepages.records.load import load_book
from bluepages.site.webforms import WebForms


class Door(Protocol):
    """What the relay asks of the forms (docs/relay.md)."""

    @property
    def book(self) -> Book:
        """The records, as they are now."""

    def read(self, form: str, language: str, fields: Iterable[tuple[str, str]]) -> Submission:
        """Answers from what was sent."""

    def problems(self, submission: Submission) -> tuple[Problem, ...]:
        """What the person must mend first."""

    def subject(self, submission: Submission) -> Subject:
        """What it is about."""

    def own_words(self, submission: Submission) -> dict[str, str]:
        """Free texts, by field."""

    def consider(self, submission: Submission, ident: str, day: date) -> Considered:
        """What is to be made of it, by the same checks as everything else."""

    def tell(self, submission: Submission) -> Considered:
        """A report that was considered, but shall only join the one review of its record."""

    def page(
        self, submission: Submission, problems: Sequence[Problem], action: str, hidden: Mapping[str, str], home: str
    ) -> bytes:
        """The form again, with everything typed."""

    def aside(self, submission: Submission, fields: Iterable[tuple[str, str]]) -> dict[str, str]:
        """What was typed where the other answers ask nothing; it goes back into the page as it came."""

    def asks(self, submission: Submission) -> Sequence[str]:
        """The questions that these answers lead to."""

    def summary(self, submission: Submission) -> list[tuple[str, str]]:
        """Questions and answers in words."""

    def refresh(self) -> None:
        """Look whether the records have changed."""


class Forms:
    """The forms over the records of one directory; `today` is the day it is there.

    `upstream` is a remote of the repository whose base branch is followed, `""` where the folder itself is the truth.
    """

    def __init__(self, root: Path, base_url: str, today: Callable[[], date], upstream: str = "") -> None:
        self.root, self._base_url, self._today, self._upstream = root, base_url, today, upstream
        self.git = GitBranch(root, "relay@localhost")
        self._head = ""
        self._load()

    @property
    def book(self) -> Book:
        return self._book

    def read(self, form: str, language: str, fields: Iterable[tuple[str, str]]) -> Submission:
        return web.read(form, language, fields)

    def problems(self, submission: Submission) -> tuple[Problem, ...]:
        return web.problems(self._book, submission)

    def subject(self, submission: Submission) -> Subject:
        return web.subject(submission)

    def own_words(self, submission: Submission) -> dict[str, str]:
        return web.own_words(submission)

    def consider(self, submission: Submission, ident: str, day: date) -> Considered:
        return web.consider(self._book, submission, ident, day, self._today())

    def tell(self, submission: Submission) -> Considered:
        return web.tell(self._book, submission)

    def page(
        self, submission: Submission, problems: Sequence[Problem], action: str, hidden: Mapping[str, str], home: str
    ) -> bytes:
        return self._pages.page(submission, problems, action, hidden, home)

    def aside(self, submission: Submission, fields: Iterable[tuple[str, str]]) -> dict[str, str]:
        return web.aside(submission, fields)

    def asks(self, submission: Submission) -> Sequence[str]:
        return self._pages.asks(submission)

    def summary(self, submission: Submission) -> list[tuple[str, str]]:
        return self._pages.summary(submission)

    def refresh(self) -> None:
        """Follow the base branch, and read the records again where they have changed.

        A folder that cannot be brought forward stays as it is: old records are better than no door.
        """
        if self._upstream:
            branch = self._book.config.branch
            try:
                self.git.run(
                    "fetch", "--quiet", "--no-tags", self._upstream, f"+refs/heads/{branch}:refs/bluepages/base"
                )
                self.git.run("merge", "--quiet", "--ff-only", "refs/bluepages/base")
            except Complaint:
                return
        if self._state() != self._head:
            self._load()

    def _load(self) -> None:
        self._head = self._state()
        self._book = load_book(self.root)
        self._pages = WebForms(self.root, self._book, self._base_url)

    def _state(self) -> str:
        """What changes when the records do: the commit, and how the files differ from it."""
        head = self.git.find("HEAD")
        if not head:
            return ""
        return f"{head} {self.git.run('status', '--porcelain', '--', 'data', 'directory.yaml')}"
