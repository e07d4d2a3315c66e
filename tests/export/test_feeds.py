"""The feeds are ones that every reader takes (RFC 4287): all, each county, each need; whatever a record is called."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest

from bluepages.enrich import Edition
from bluepages.enrich.history import Change, History
from bluepages.export.feeds import ENTRIES, CountyFeeds, Feeds, NeedFeeds
from tests.export.atomrules import ATOM, faults
from tests.worklist.samples import edition, record

NAMES = ["A & B <i>", "]]> --> <!--", "Ñandú \u202e\u200b", "x\u0007y", "\U0001f4a5 \ud7ff"]
KINDS = ("added", "changed", "closed", "verified")


def told() -> Edition:
    """Many changes of every kind, of records with names of every kind, beside the flag that the samples have."""
    extra = {f"odd-{at}": record(f"Odd {name}") for at, name in enumerate(NAMES)}
    found = edition(extra)
    changes = {
        slug: [
            Change(f"2026-{month:02}-0{day}T1{day}:00:00+00:00", slug, KINDS[day % 4], ("phones",) * (day % 4 == 1))
            for month in range(1, 11) for day in range(1, 5)
        ]
        for slug in found.providers
    }  # fmt: skip
    found.history = History(changes=changes)
    return found


@pytest.fixture(scope="module")
def feeds() -> dict[str, bytes]:
    where = told()
    return dict(file for made in (Feeds(), CountyFeeds(), NeedFeeds()) for file in made.files(where))


def test_every_feed_is_what_the_standard_says(feeds: dict[str, bytes]) -> None:
    assert len(feeds) > 58 + 100
    assert {name: found for name, raw in feeds.items() if (found := faults(raw))} == {}
    everything = Tree.fromstring(feeds["changes.atom"]).findall(f"{ATOM}entry")
    assert len(everything) == ENTRIES
    kinds = {entry.find(f"{ATOM}category").get("term") for entry in everything}  # type: ignore[union-attr]
    assert kinds == {*KINDS, "flagged"}
    assert any("A & B <i>" in (entry.findtext(f"{ATOM}title") or "") for entry in everything)


def test_a_feed_without_a_change_is_one_all_the_same(feeds: dict[str, bytes]) -> None:
    empty = feeds["changes/county/alpine.atom"]
    assert b"<entry>" not in empty and not faults(empty)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<updated>", b"<updated>yesterday "),
        (b"<id>urn:uuid:", b"<id>"),
        (b'rel="self"', b'rel="related"'),
        (b"<rights>", b"<writer>x</writer><rights>"),
        (b"<title>", b"<title></title><title>"),
        (b"<summary>", b"<summary>a</summary><summary>"),
        (b"<category term=", b"<category label="),
        (b'href="', b'href="no-address" old="'),
    ],
)
def test_the_rules_see_what_is_wrong(feeds: dict[str, bytes], old: bytes, new: bytes) -> None:
    raw = feeds["changes.atom"]
    assert old in raw
    assert faults(raw.replace(old, new))
