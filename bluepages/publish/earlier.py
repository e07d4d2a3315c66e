"""An earlier commit's build for a rollback, without what must stay hidden today.

The records are taken as that commit had them. What is confidential or withheld now is hidden in them too, whatever
they said then; and a place that is gone from a record which has something to hide, or that served people fleeing abuse,
is hidden as well, since nobody can ask any more whether it may be shown.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path as FilePath

from msgspec.structs import replace

from bluepages.checks import run
from bluepages.checks.context import Context
from bluepages.checks.privacy import is_sensitive
from bluepages.checks.streets import street_key
from bluepages.enrich import gather
from bluepages.enrich.hiding import hide_withheld
from bluepages.enrich.history import read_history, resolve
from bluepages.enrich.reviews import Reviews, Withheld, read_reviews
from bluepages.enrich.secrets import secret_names
from bluepages.errors import Complaint
from bluepages.export import export_all
from bluepages.model import Location, Provider
from bluepages.publish.site import NEEDED, Site
from bluepages.publish.streets import names_of
from bluepages.records.book import Book
from bluepages.records.load import load_book


def earlier_site(root: FilePath, commit: str, site_url: str, today: datetime.date) -> Site:
    """What a build of `commit` holds for a portal; raises `Complaint` where Git does not have it."""
    whole = resolve(root, commit)
    now = load_book(root)
    with checkout(root, whole) as folder:
        then = load_book(folder)
        config = replace(now.config, site_url=site_url or now.config.site_url)
        plain = Book(folder, config, now.vocabulary, then.entries, then.problems)
        problems = run(plain, today=today)
        book = hidden_today(plain, now, today)
        bad = {entry.slug for entry in book for problem in problems
               if problem.level == "error" and problem.file == entry.file}  # fmt: skip
        edition = gather(book, today, read_history(folder), bad, read_reviews(root))
        files = {path.removeprefix("data/"): content for path, content in export_all(edition)}
    return Site(whole, config.site_url, {name: files[name] for name in NEEDED})


def hidden_today(then: Book, now: Book, today: datetime.date) -> Book:
    """The earlier book with everything hidden that is hidden now, or was at any time since."""
    context, secret = Context(now, today), secret_names(now)
    wanted = [
        Withheld(entry.slug, key) for entry in then if entry.provider is not None
        for key in _hidden(entry.provider, entry.slug, now, secret, context)
    ]  # fmt: skip
    return hide_withheld(then, Reviews(withheld=tuple(wanted)))


def _hidden(provider: Provider, slug: str, now: Book, secret: Set[str], context: Context) -> Iterator[str]:
    """Keys of places of the earlier record that must be hidden."""
    present = now.by_slug.get(slug) or now.by_slug.get(now.redirects.get(slug, ""))
    current = present.provider if present else None
    places = current.locations if current else {}
    known = {name: place for key, place in places.items() for name in names_of(key, place)}
    guarded = bool({slug, present.slug if present else ""} & secret)
    shown = {_street(place) for place in places.values() if not place.confidential} - {""}
    secretive = (present is not None and current is None) or any(
        is_sensitive(service, provider, context) for service in provider.services.values()
    )
    for key, place in provider.locations.items():
        same = known.get(key)
        hide = bool(same.confidential) if same is not None else secretive
        if guarded:
            hide = _street(place) not in shown
        if place.confidential or hide:
            yield key


def _street(place: Location) -> str:
    return street_key(place.address.address_1) if place.address else ""


@contextmanager
def checkout(root: FilePath, commit: str) -> Iterator[FilePath]:
    """The directory as it was at `commit`, in a folder of its own that goes away."""
    top = _git(root, "rev-parse", "--show-toplevel").strip()
    inner = _git(root, "rev-parse", "--show-prefix").strip()
    base = FilePath(tempfile.mkdtemp(prefix="bluepages-"))
    try:
        _git(FilePath(top), "worktree", "add", "--detach", "--quiet", str(base / "tree"), commit)
        yield base / "tree" / inner
    finally:
        shutil.rmtree(base, ignore_errors=True)
        _git(FilePath(top), "worktree", "prune")


def _git(folder: FilePath, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.hooksPath=", *arguments], capture_output=True, check=False
    )
    if done.returncode != 0:
        raise Complaint(
            "Git could not bring back the earlier commit.", "Is all of the history here, and is there room?"
        )
    return done.stdout.decode("utf-8", "replace")
