"""Ids and slugs: stable through renames, moves and merges, and never typed by a person."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bluepages.model import Location, Provider, Service, Source
from bluepages.records.ids import RESERVED, Ids, is_slug, slugify

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
