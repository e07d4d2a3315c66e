"""Ids and slugs: stable through renames, moves and merges, and never typed by a person."""

from __future__ import annotations

import uuid
from pathlib import Path

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from bluepages.model import Location, Provider, Service, Source
from bluepages.records.book import Book, Entry
from bluepages.records.ids import RESERVED, Ids, is_slug, slugify
from tests.support import settings, vocabulary

SPACE = "0f6d2c1e-6f0b-5d8e-9a37-3c1b5be0ca11"
IDS = Ids(SPACE)
PROVIDER = Provider(
    name="A", description="B", sources=(Source("web:example.org"),),
    services={"lunch": Service("Lunch", ("food",))}, locations={"kitchen": Location()},
)  # fmt: skip


@given(st.text(max_size=40), st.text(max_size=40))
def test_ids_are_uuid5(kind: str, value: str) -> None:
    assert IDS.child(kind, "p", value) == str(uuid.uuid5(uuid.UUID(SPACE), f"{kind}:p:{value}"))


@given(st.text(max_size=120))
def test_slugs_made_of_any_text_are_slugs_or_empty(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or is_slug(slug)
    assert slugify(slug) == slug


def test_reserved_names_are_no_slugs() -> None:
    assert not any(is_slug(name) for name in RESERVED)
    assert slugify("CON") == "con-1"
    assert not is_slug("a" * 81) and not is_slug("-a") and not is_slug("a--b") and not is_slug("A")


def test_a_rename_keeps_every_id() -> None:
    renamed = replace(
        PROVIDER,
        formerly=("old-name",),
        services={"noon": replace(PROVIDER.services["lunch"], formerly=("lunch",))},
        locations={"hall": replace(PROVIDER.locations["kitchen"], formerly=("kitchen",))},
    )
    assert IDS.organization("new-name", renamed) == IDS.organization("old-name", PROVIDER)
    assert IDS.service("new-name", renamed, "noon") == IDS.service("old-name", PROVIDER, "lunch")
    assert IDS.location("new-name", renamed, "hall") == IDS.location("old-name", PROVIDER, "kitchen")
    assert IDS.service_at_location("new-name", renamed, "noon", "hall") == IDS.service_at_location(
        "old-name", PROVIDER, "lunch", "kitchen"
    )


def test_a_second_rename_still_keeps_them() -> None:
    twice = replace(PROVIDER, formerly=("first", "second"))
    assert IDS.organization("third", twice) == IDS.organization("first", PROVIDER)


def test_a_merge_keeps_the_ids_of_what_came_over() -> None:
    taken = replace(PROVIDER.services["lunch"], formerly=("gone/lunch",))
    host = replace(PROVIDER, merged=("gone",), services={**PROVIDER.services, "gone-lunch": taken})
    assert IDS.service("host", host, "gone-lunch") == IDS.service("gone", PROVIDER, "lunch")
    assert IDS.organization("host", host) == IDS.organization("host", PROVIDER)


class Names(RuleBasedStateMachine):
    """Providers that are renamed, moved and merged at will; ids and old addresses must outlive all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, tuple[str, Provider]] = {}
        self.organizations: dict[str, str] = {}
        self.services: dict[str, str] = {}
        self.count = 0

    @initialize()
    def begin(self) -> None:
        for _ in range(3):
            self.add()

    @rule()
    def add(self) -> None:
        """A new record under a name that was never used."""
        self.count += 1
        slug = f"place-{self.count}"
        self.records[slug] = ("alameda", replace(PROVIDER, name=slug))
        self.organizations[slug] = IDS.organization(slug, PROVIDER)
        self.services[slug] = IDS.service(slug, PROVIDER, "lunch")

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        """A record takes a new name and keeps the old ones."""
        old = data.draw(st.sampled_from(sorted(self.records)))
        self.count += 1
        folder, provider = self.records.pop(old)
        self.records[f"place-{self.count}"] = (folder, replace(provider, formerly=(*provider.formerly, old)))

    @rule(data=st.data(), folder=st.sampled_from(["fresno", "statewide"]))
    def move(self, data: st.DataObject, folder: str) -> None:
        """A file goes to another folder."""
        slug = data.draw(st.sampled_from(sorted(self.records)))
        self.records[slug] = (folder, self.records[slug][1])

    @precondition(lambda self: len(self.records) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """One record takes in another, with its services."""
        host, guest = data.draw(st.permutations(sorted(self.records)))[:2]
        _, gone = self.records.pop(guest)
        folder, provider = self.records[host]
        origin = gone.formerly[0] if gone.formerly else guest
        came = {
            f"{guest}-{key}": replace(service, formerly=service.formerly or (f"{origin}/{key}",))
            for key, service in gone.services.items()
        }
        names = (*provider.merged, guest, *gone.formerly, *gone.merged)
        self.records[host] = (folder, replace(provider, merged=names, services={**provider.services, **came}))

    @invariant()
    def every_first_address_still_leads_somewhere(self) -> None:
        entries = [
            Entry(Path("/"), f"data/providers/{folder}/{slug}.yaml", provider)
            for slug, (folder, provider) in self.records.items()
        ]
        book = Book(Path("/"), settings(), vocabulary(), entries)
        for first in self.organizations:
            assert first in book.by_slug or book.redirects[first] in book.by_slug

    @invariant()
    def every_service_keeps_its_id(self) -> None:
        now = {IDS.service(slug, p, key) for slug, (_, p) in self.records.items() for key in p.services}
        assert now == set(self.services.values())
        organizations = {IDS.organization(slug, p) for slug, (_, p) in self.records.items()}
        assert organizations <= set(self.organizations.values())


TestNames = Names.TestCase
TestNames.settings = hypothesis_settings(max_examples=25, stateful_step_count=12, deadline=None)
