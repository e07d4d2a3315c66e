"""Names: every slug is usable, unique, and never given to another thing (DESIGN 3, rule 1; P210 to P215)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bluepages.checks.context import Context
from bluepages.model import Location, Provider, Service
from bluepages.problems import Problem
from bluepages.records.book import Entry
from bluepages.records.ids import MAX_SLUG, RESERVED, is_slug, slugify
from bluepages.vocabulary import nearest

STATEWIDE = "statewide"


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """The names of one record: its file, its folder, its keys."""
    if not is_slug(entry.slug):
        yield entry.problem("P210", (), f'"{_cut(entry.slug)}" cannot be the name of a record{_why(entry.slug)}.',
                            _rename(provider.name))  # fmt: skip
    if entry.folder != STATEWIDE and entry.folder not in context.vocabulary.counties and context.vocabulary.counties:
        near = context.vocabulary.suggest_county(entry.folder) or nearest(entry.folder, [STATEWIDE])
        hint = f"Did you mean {near}?" if near else "Move it to the folder of its county, or to statewide."
        yield entry.problem("P211", (), f'"{_cut(entry.folder)}" is not a county of this directory.', hint)
    for group in ("locations", "services"):
        for key in getattr(provider, group):
            if key in RESERVED:
                yield entry.problem("P210", (group, key), f'"{key}" is a word that computers keep for themselves.',
                                    f"Call it {key}-1, or something that says more.")  # fmt: skip
    yield from _own_names(entry, provider)
    if provider.name and not resembles(entry.slug, provider):
        hint = f"{slugify(provider.name) or 'A name made of its words'} would be found more easily; keep formerly."
        yield entry.problem("P215", (), "The file's name has nothing in common with the provider's name.", hint)


def _own_names(entry: Entry, provider: Provider) -> Iterator[Problem]:
    """Earlier names of places and services must not be present ones, nor claimed by two."""
    groups: tuple[tuple[str, Mapping[str, Location | Service]], ...] = (
        ("locations", provider.locations), ("services", provider.services),
    )  # fmt: skip
    for group, things in groups:
        claimed: dict[str, str] = {}
        for key, thing in things.items():
            for field in ("formerly", "merged"):
                for at, old in enumerate(getattr(thing, field)):
                    local = old.removeprefix(f"{entry.slug}/")
                    taken = local if local in things else claimed.get(local)
                    if taken:
                        hint = "Take it out here, or give the new thing a name of its own."
                        message = f"{old} is the name of another entry under {group}."
                        yield entry.problem("P214", (group, key, field, at), message, hint)
                    claimed.setdefault(local, key)


def check_book(context: Context) -> Iterator[Problem]:
    """Names across the whole directory."""
    first_file: dict[str, Entry] = {}
    first_path: dict[str, Entry] = {}
    for entry in context.book:
        twin = first_file.setdefault(entry.slug, entry)
        folded = first_path.setdefault(entry.file.casefold(), entry)
        if twin is not entry:
            for one, other in ((entry, twin), (twin, entry)):
                message = f"{other.file} has the same name; names are unique in the whole directory."
                yield one.problem("P212", (), message, f"Rename one, as in {entry.slug}-{entry.folder}.")
        if folded is not entry:
            message = f"{folded.file} differs only in capital letters; many computers cannot tell them apart."
            yield entry.problem("P213", (), message, "Rename one of the two files in lower case.")
    yield from _earlier_names(context)


def _earlier_names(context: Context) -> Iterator[Problem]:
    present = context.book.by_slug
    claimed: dict[str, Entry] = {}
    for entry in context.book:
        provider = entry.provider
        if provider is None or not (provider.formerly or provider.merged):
            continue
        for field in ("formerly", "merged"):
            for at, old in enumerate(getattr(provider, field)):
                holder = present.get(old) or claimed.get(old)
                if holder is not None:
                    whose = "this record's own name" if holder is entry else f"the name of {holder.file}"
                    hint = "A name once used is never given to another thing: take it out, or rename the new file."
                    yield entry.problem("P214", (field, at), f"{old} is {whose}, now or before.", hint)
                claimed.setdefault(old, entry)


def resembles(slug: str, provider: Provider) -> bool:
    """Whether a slug has anything to do with the provider's name, its other name or its initials."""
    plain_name = provider.name.lower()
    if any(len(word) > 2 and word in plain_name for word in slug.split("-")):
        return True
    squeezed = slug.replace("-", "")
    words = [word for word in slug.split("-") if len(word) > 2]
    for name in (provider.name, provider.alternate_name):
        plain = slugify(name)
        if not plain:
            continue
        if any(word in plain for word in words) or plain.replace("-", "") in squeezed:
            return True
        initials = "".join(part[0] for part in re.split("-", plain))
        if any(len(word) > 1 and word in initials for word in (squeezed, *slug.split("-"))):
            return True
    return not slugify(provider.name)


def _why(slug: str) -> str:
    if len(slug) > MAX_SLUG:
        return f": it is longer than {MAX_SLUG} characters"
    if slug in RESERVED:
        return ": it is a word that computers keep for themselves"
    return ": only lower-case letters, digits and single hyphens are"


def _rename(name: str) -> str:
    slug = slugify(name)
    return f"Rename the file to {PurePosixPath(slug + '.yaml')}." if slug else "Rename the file, as in food-bank.yaml."


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
