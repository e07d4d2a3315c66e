"""Proposals that wait in the local repository: branches `proposals/<id>`, listed, shown, accepted, declined.

What is accepted is merged with the record as it is now, checked like everything else, written to its file and
committed; a report, which changes no record, is only marked as settled.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from bluepages import checks
from bluepages.enrich.secrets import secret_names
from bluepages.errors import PROBLEMS, Complaint
from bluepages.intake.gitbranch import NAME, GitBranch
from bluepages.problems import Problem
from bluepages.records.book import Book
from bluepages.records.load import PROVIDERS, read_entry
from bluepages.review.diff import diff_books
from bluepages.review.formats import as_text

PREFIX: Final = "refs/heads/proposals/"
TRAILER: Final = "Proposed-in: form "
_ID: Final = re.compile(r"[0-9A-Za-z_-]{4,80}")


class Waiting(msgspec.Struct, frozen=True):
    """One branch that waits: its record's file, `""` for a report, and the commit's message.

    A `strange` one changes more than one record, which no form can ask for: somebody made it by hand.
    """

    ident: str
    tip: str
    day: str
    message: str
    file: str = ""
    strange: bool = False

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


class Accepted(msgspec.Struct, frozen=True):
    """What was done: the file that changed, `""` for a report, what changed in words, and warnings."""

    file: str
    words: str = ""
    remarks: tuple[Problem, ...] = ()


class LocalReview:
    """The proposals of the repository at the book's root."""

    def __init__(self, book: Book, mail: str) -> None:
        self.book, self.git = book, GitBranch(book.root, mail)
        if not self.git.find("HEAD"):
            raise Complaint(
                "This folder is no Git repository with a commit, so no proposals wait in it.",
                "git init, then commit the directory first.",
            )

    def waiting(self) -> list[Waiting]:
        """All that wait, the oldest first."""
        names = self.git.run("for-each-ref", "--format=%(refname)", PREFIX.rstrip("/")).split()
        found = [self._waiting(name.removeprefix(PREFIX)) for name in names]
        return sorted(found, key=lambda each: (each.day, each.ident))

    def find(self, said: str) -> Waiting:
        """The one whose id is, or begins with, what was said. Raises `Complaint` for none and for several."""
        wanted = said.removeprefix("proposals/")
        found = [each for each in self.waiting() if _ID.fullmatch(wanted) and each.ident.startswith(wanted)]
        exact = [each for each in found if each.ident == wanted]
        if exact or len(found) == 1:
            return (exact or found)[0]
        many = f"{len(found)} proposals begin with it." if found else "No proposal of that name waits."
        raise Complaint(many, "bluepages intake --list names all that wait.")

    def _waiting(self, ident: str) -> Waiting:
        tip = self.git.find(f"{PREFIX}{ident}")
        base = self._base(tip)
        files = self.git.run("diff", "--name-only", "--relative", base, tip).split("\n") if base else []
        changed = [file for file in files if file]
        strange = len(changed) > 1 or any(not file.startswith(f"{PROVIDERS}/") for file in changed)
        day, _, message = self.git.run("log", "-1", "--format=%as%n%B", tip).partition("\n")
        return Waiting(ident, tip, day, message, changed[0] if changed else "", strange)

    def _base(self, tip: str) -> str:
        return self.git.run("merge-base", "HEAD", tip)

    def words(self, each: Waiting) -> str:
        """What it would change, as the diff says it; `""` for a report."""
        self._refuse_strange(each)
        if not each.file:
            return ""
        merged = self._merged(each)
        return self._diff(each, merged if merged is not None else self._at(each.tip, each.file) or b"")

    def accept(self, each: Waiting, today: date) -> Accepted:
        """Merge, check, write and commit. Raises `Complaint` where a person must decide first."""
        self._refuse_strange(each)
        if not each.file:
            self._settle(each, f"Settled: {each.title}")
            self.decline(each)
            return Accepted("")
        text = self._merged(each)
        if text is None:
            raise Complaint(
                f"{each.file} was changed in the same place since this was proposed.",
                f"Edit the record by hand, then end the proposal: bluepages intake --decline {each.ident}",
                PROBLEMS,
            )
        words = self._diff(each, text)
        fails = self._problems(each, text, today)
        errors = [problem for problem in fails if problem.level == "error"]
        if errors:
            first = errors[0]
            raise Complaint(
                f"It does not pass the checks now: {first.field}: {first.message}".replace(": :", ":"),
                f"{first.hint} (git switch proposals/{each.ident} to mend it there.)".strip(),
                PROBLEMS,
            )
        path = self.book.root / each.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        self._commit(each, text)
        self.decline(each)
        return Accepted(each.file, words, tuple(problem for problem in fails if problem.level == "warning"))

    def _refuse_strange(self, each: Waiting) -> None:
        if each.strange:
            hint = f"Look at it with git diff HEAD...proposals/{each.ident}, and merge it by hand if it is good."
            raise Complaint(f"proposals/{each.ident} changes more than one record.", hint, PROBLEMS)

    def decline(self, each: Waiting) -> None:
        """End it: the branch goes, and nothing else changes."""
        self.git.run("update-ref", "-d", f"{PREFIX}{each.ident}", each.tip)

    def _merged(self, each: Waiting) -> bytes | None:
        """The record as it is in its file now with the proposal's changes; `None` where both changed the same."""
        path = self.book.root / each.file
        ours = path.read_bytes() if path.is_file() else None
        base, theirs = self._at(self._base(each.tip), each.file), self._at(each.tip, each.file)
        if theirs is None:
            return None
        if ours in (base, theirs):
            return theirs
        if ours is None or base is None:
            return None
        with tempfile.TemporaryDirectory() as folder:
            names = [str(Path(folder) / name) for name in ("ours", "base", "theirs")]
            for name, text in zip(names, (ours, base, theirs), strict=True):
                Path(name).write_bytes(text)
            try:
                self.git.run("merge-file", *names)
            except Complaint:
                return None
            return Path(names[0]).read_bytes()

    def _at(self, commit: str, file: str) -> bytes | None:
        """A file as a commit has it, byte for byte."""
        prefix = self.git.run("rev-parse", "--show-prefix")
        try:
            return self.git.raw("cat-file", "blob", f"{commit}:{prefix}{file}")
        except Complaint:
            return None

    def _problems(self, each: Waiting, text: bytes, today: date) -> list[Problem]:
        known = checks.run(self.book, today=today, touched={each.file})
        after = self._after(each, text)
        return checks.split(checks.run(after, today=today, touched={each.file}), (), known).fails

    def _after(self, each: Waiting, text: bytes) -> Book:
        entries = [entry for entry in self.book if entry.file != each.file]
        entries.append(read_entry(self.book.root, each.file, text))
        return Book(self.book.root, self.book.config, self.book.vocabulary, entries, self.book.problems)

    def _diff(self, each: Waiting, text: bytes) -> str:
        slug = each.file.rpartition("/")[2].removesuffix(".yaml")
        secret = secret_names(self.book)
        return as_text(diff_books(self.book.only({slug}), self._after(each, text).only({slug}), secret=secret))

    def _commit(self, each: Waiting, text: bytes) -> None:
        """One commit of that file alone on the branch at work; what else was begun stays as it is."""
        if self._at("HEAD", each.file) == text:
            self._settle(each, each.message)
            return
        self.git.run("add", "--", each.file)
        message = self._named(each, each.message)
        self.git.run("commit", "--quiet", "--no-gpg-sign", "-m", message, "--only", "--", each.file, more=self._who())

    def _settle(self, each: Waiting, message: str) -> None:
        """A commit without a change, by which the sender hears that it is settled."""
        head = self.git.find("HEAD")
        made = self.git.run(
            "commit-tree", "--no-gpg-sign", f"{head}^{{tree}}", "-p", head,
            given=self._named(each, message).encode(), more=self._who(),
        )  # fmt: skip
        self.git.run("update-ref", "HEAD", made, head)

    def _named(self, each: Waiting, message: str) -> str:
        return message if TRAILER in message else f"{message.strip()}\n\n{TRAILER}{each.ident}\n"

    def _who(self) -> dict[str, str]:
        """Made by us, committed by whoever accepts; by us as well where Git does not know their name."""
        who = {"GIT_AUTHOR_NAME": NAME, "GIT_AUTHOR_EMAIL": self.git.mail}
        try:
            self.git.run("config", "user.email")
        except Complaint:
            who |= {"GIT_COMMITTER_NAME": NAME, "GIT_COMMITTER_EMAIL": self.git.mail}
        return who
