"""Which rows are one organization, and which file is theirs already.

Rows belong together when the mapping says so (`into`), when one operator runs them (`operators`), or when what they
share leaves no doubt (`match`). Everything else that looks alike is only reported: a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from bluepages.federate.cards import cards_of
from bluepages.federate.draft import Draft
from bluepages.federate.match import Card, Index, card_of
from bluepages.records.book import Book
from bluepages.records.ids import MAX_SLUG, is_slug

MOST_COUNTIES: Final = 3
"""An operator with places in more counties than this is reviewed by the statewide stewards."""


class Group(msgspec.Struct):
    """Rows of one provider, the most trusted first; `file` where it has one, else where it will be."""

    slug: str
    file: str
    drafts: list[Draft]
    exists: bool = False


def make_groups(drafts: Iterable[Draft], book: Book) -> list[Group]:
    """All drafts by provider, in the order of their lines."""
    drafts = sorted(drafts, key=lambda draft: (not draft.into, draft.order))
    names = _Names(book, drafts)
    groups: dict[str, Group] = {}
    for draft in drafts:
        slug = names.of(draft, groups)
        group = groups.get(slug)
        if group is None:
            entry = book.by_slug.get(slug)
            file = entry.file if entry else f"data/providers/{names.folder(draft)}/{slug}.yaml"
            group = groups[slug] = Group(slug, file, [], entry is not None)
        group.drafts.append(draft)
        names.met(slug, draft)
    for group in groups.values():
        group.drafts.sort(key=lambda draft: (not draft.own, draft.order))
    return sorted(groups.values(), key=lambda group: min(draft.line for draft in group.drafts))


class _Names:
    """Which provider each draft is part of: the one that was said, one that it surely is, or a new one."""

    def __init__(self, book: Book, drafts: list[Draft]) -> None:
        self.book = book
        self.index = Index(cards_of(book).values())
        self.families: dict[str, list[Draft]] = {}
        for draft in drafts:
            if draft.family:
                self.families.setdefault(draft.family, []).append(draft)
        self.found: dict[str, str] = {}

    def of(self, draft: Draft, groups: dict[str, Group]) -> str:
        """The slug of the draft's provider; rows of one family have one."""
        if draft.into or draft.home:
            wanted = draft.into or draft.home
            return self.book.redirects.get(wanted, wanted)
        if draft.family:
            if draft.family not in self.found:
                self.found[draft.family] = self._slug(draft, _family_card(self.families[draft.family]), groups)
            return self.found[draft.family]
        return self._slug(draft, _card(draft), groups)

    def _slug(self, draft: Draft, mine: Card, groups: dict[str, Group]) -> str:
        """The name of a known one that it surely is, or a new and free one."""
        best = self.index.best(mine)
        if best:
            return best[0].slug
        wanted = self.book.redirects.get(draft.slug, draft.slug)
        for card in self.index.near(mine):
            if card.slug == wanted and card.names & mine.names and not (card.counties and mine.counties):
                return wanted  # nothing but the name is known of one of them
        ends = ("", *(f"-{county}" for county in draft.counties), *(f"-{n}" for n in range(2, 100)))
        for slug in (_shortened(wanted, end) for end in ends):
            if slug not in groups and slug not in self.book.by_slug and is_slug(slug):
                return slug
        return wanted

    def folder(self, draft: Draft) -> str:
        """The county with most of the family's places; `statewide` where it is in more than three."""
        counties = Counter(county for each in self.families.get(draft.family, ()) for county in each.counties)
        if not draft.family or len(counties) < 2:
            return draft.folder
        return "statewide" if len(counties) > MOST_COUNTIES else min(counties, key=lambda slug: (-counties[slug], slug))

    def met(self, slug: str, draft: Draft) -> None:
        """Remember what is known of a provider now."""
        if draft.own:
            self.index.add(replace(_card(draft), slug=slug))


def _shortened(slug: str, end: str) -> str:
    return slug[: MAX_SLUG - len(end)].rstrip("-") + end


def _card(draft: Draft) -> Card:
    return card_of(draft.slug, draft.data, draft.counties)


def _family_card(drafts: list[Draft]) -> Card:
    """One card for all rows of an operator."""
    cards = [_card(draft) for draft in drafts]
    kinds = ("counties", "names", "phones", "hosts", "streets", "ids")
    return Card(drafts[0].slug, *(frozenset().union(*(getattr(card, kind) for card in cards)) for kind in kinds))
