"""What happened to each record, as Git remembers it: added, changed, closed, verified. Names of fields, never values.

A place that is confidential now was not always so, and the other way round (DESIGN 3, rule 3): of a record that has,
or had, one, it is only told that it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from bluepages.enrich.history import Change, Changes, Commit, Past, objects
from bluepages.enrich.secrets import Secrets, secrets_of
from bluepages.model import Provider, plain
from bluepages.problems import Path
from bluepages.records.book import Book, Entry
from bluepages.records.load import read_entry

MOST: Final = 10_000
"""Changes of records that are looked into, the newest first: each costs reading two files. Older ones are not told."""

_AT_ONCE: Final = 1_000
_OWN_KEYS: Final = frozenset({"locations", "services", "at"})
_ENDED: Final = ("defunct", "temporarily closed", "inactive")


def changes_of(book: Book, past: Past, secrets: Secrets | None = None) -> Changes:
    """Everything that happened to the records of `book`; its `secrets` are worked out where they are not given."""
    found: dict[str, list[Change]] = {}
    secrets = secrets_of(book, past) if secrets is None else secrets
    all_of_them = _changes(book, past.commits, secrets)
    for change in sorted(all_of_them, key=lambda change: (change.time, change.kind), reverse=True):
        found.setdefault(change.slug, []).append(change)
    return {slug: tuple(_born_once(found[slug])) for slug in sorted(found)}


def _born_once(changes: list[Change]) -> Iterator[Change]:
    """The newest first; of several beginnings (a record that was taken in had its own) only the first counts."""
    births = [change for change in changes if change.kind == "added"]
    yield from (change for change in changes if change.kind != "added" or change is births[-1])


class _Step(msgspec.Struct):
    """One record in one commit: the files before and after, and their objects."""

    commit: Commit
    slug: str
    before: tuple[str, str] | None
    after: tuple[str, str]


def _changes(book: Book, commits: Iterable[Commit], secrets: Secrets) -> Iterator[Change]:
    waiting: list[_Step] = []
    left = MOST
    for commit in commits:
        for step in _steps(book, commit):
            if step.before is None:
                yield Change(commit.time, step.slug, "added", commit=_shown(book, step, secrets))
            elif left > 0:
                left -= 1
                waiting.append(step)
        if len(waiting) >= _AT_ONCE:
            yield from _compared(book, waiting, secrets)
            waiting = []
    yield from _compared(book, waiting, secrets)


def _steps(book: Book, commit: Commit) -> Iterator[_Step]:
    """What a commit did to each record: a file that moved, was renamed or taken in is one record before and after."""
    before: dict[str, list[tuple[str, str]]] = {}
    after: dict[str, tuple[str, str]] = {}
    for version in commit.versions:
        name = PurePosixPath(version.file).stem
        slug = book.redirects.get(name, name)
        if slug not in book.by_slug:
            continue
        if version.before:
            before.setdefault(slug, []).append((version.file, version.before))
        if version.after and (slug not in after or name == slug):
            after[slug] = (version.file, version.after)
    for slug, now in after.items():
        earlier = before.get(slug, [])
        same = next((old for old in earlier if old[0] == now[0]), earlier[0] if earlier else None)
        if same != now:
            yield _Step(commit, slug, same, now)


def _compared(book: Book, steps: list[_Step], secrets: Secrets) -> Iterator[Change]:
    names = dict.fromkeys(side[1] for step in steps for side in (step.before, step.after) if side)
    contents = objects(book.root, list(names))
    known: dict[tuple[str, str], Entry] = {}
    for step in steps:
        sides = []
        for side in (step.before, step.after):
            assert side is not None
            if side not in known:
                known[side] = read_entry(book.root, side[0], contents.get(side[1], b""))
            sides.append(known[side])
        yield from _told(book, step, sides[0], sides[1], secrets)


def _is_private(book: Book, step: _Step, secrets: Secrets) -> bool:
    """Whether the record has a secret, now or at any time, under this name or the one it had in that commit."""
    names = {PurePosixPath(side[0]).stem for side in (step.before, step.after) if side}
    return book.by_slug[step.slug].confidential or bool(names & secrets.names)


def _shown(book: Book, step: _Step, secrets: Secrets) -> str:
    """The commit's name, `""` where following it would show a secret, of this record or of another."""
    return "" if step.commit.name in secrets.exposing or _is_private(book, step, secrets) else step.commit.name


def _told(book: Book, step: _Step, old: Entry, new: Entry, secrets: Secrets) -> Iterator[Change]:
    private = old.confidential or new.confidential or _is_private(book, step, secrets)
    commit = "" if private else _shown(book, step, secrets)
    if old.provider is None or new.provider is None:
        yield Change(step.commit.time, step.slug, "changed", (), commit)
        return
    closed, checked = _closes(old.provider, new.provider), _checks(old.provider, new.provider)
    fields = set(changed_fields(old.provider, new.provider))
    if closed:
        yield Change(step.commit.time, step.slug, "closed", (), commit)
    if checked:
        yield Change(step.commit.time, step.slug, "verified", () if private else checked, commit)
    rest = fields - ({"closed", "status"} if closed else set()) - ({"verified"} if checked else set())
    if rest or (old.slug != new.slug and not (closed or checked)):
        yield Change(step.commit.time, step.slug, "changed", () if private else tuple(sorted(rest)), commit)


def _closes(old: Provider, new: Provider) -> bool:
    """Whether the provider, or a service of it, is closed now and was not."""
    if new.closed and not old.closed:
        return True
    for key, service in new.services.items():
        was = old.services.get(key)
        if was is None:
            continue
        if (service.closed and not was.closed) or (service.status in _ENDED and was.status == "active"):
            return True
    return False


def _checks(old: Provider, new: Provider) -> tuple[str, ...]:
    """What a person checked anew, `("all",)` for everything; `()` for nothing."""
    covered: set[str] = set()
    for key, service in new.services.items():
        was = old.services[key].verified if key in old.services else None
        if service.verified and (was is None or service.verified.date > was.date):
            covered |= set(service.verified.covers) or {"all"}
    return tuple(sorted(covered))


def changed_fields(old: Provider, new: Provider) -> tuple[str, ...]:
    """The names of the fields that differ, in alphabetical order: `hours`, not where it stands."""
    return tuple(sorted({_name(path) for path in _paths(plain(old), plain(new), ())}))


def _paths(before: Any, after: Any, path: Path) -> Iterator[Path]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and (not path or path[-1] not in _WHOLE):
        for key in dict.fromkeys((*before, *after)):
            yield from _paths(before.get(key), after.get(key), (*path, key))
    else:
        yield path


_WHOLE: Final = frozenset({"address", "mailing_address", "verified", "closed", "serves", "translations", "identifiers"})


def _name(path: Path) -> str:
    """The last field that the schema names: `("services", "lunch", "at", "kitchen", "hours")` -> `hours`."""
    names = [str(step) for at, step in enumerate(path) if not (at and path[at - 1] in _OWN_KEYS)]
    return names[-1] if names else ""
