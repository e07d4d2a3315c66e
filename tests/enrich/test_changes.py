"""What Git remembers of each record, on real repositories."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bluepages.enrich import gather
from bluepages.enrich.changes import MOST, changes_of
from bluepages.enrich.history import Change, Changes, read_past
from bluepages.export.changes import ChangesCsv
from bluepages.export.feeds import CountyFeeds, Feeds, NeedFeeds
from bluepages.records.load import load_book
from tests.support import file_of, kitchen, make_directory, to_bytes

SECRET = {"main": {"confidential": True, "county": "alameda"}}


class Repository:
    """A directory under Git whose commits are a day apart."""

    def __init__(self, root: Path) -> None:
        self.root = make_directory(root)
        self.day = 0
        self.git("init", "-q", "-b", "main")
        self.commit({})

    def git(self, *arguments: str) -> str:
        when = f"2026-01-{self.day + 1:02}T12:00:00Z"
        names = ("-c", "user.name=Rosa", "-c", "user.email=rosa@example.org", "-c", "commit.gpgsign=false")
        run = subprocess.run(
            ["git", "-C", str(self.root), *names, *arguments], check=True, capture_output=True, text=True,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when},
        )  # fmt: skip
        return run.stdout.strip()

    def commit(self, records: Mapping[str, Any], remove: str = "") -> str:
        self.day += 1
        for name, record in records.items():
            path = self.root / file_of(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(to_bytes(record))
        if remove:
            (self.root / file_of(remove)).unlink()
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"day {self.day}")
        return self.git("rev-parse", "HEAD")

    def changes(self) -> Changes:
        return changes_of(load_book(self.root), read_past(self.root))


@pytest.fixture
def place(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "d")


def told(changes: Changes, slug: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(change.kind, change.fields) for change in changes.get(slug, ())]


def test_a_life_is_told_newest_first_by_names_of_fields(place: Repository) -> None:
    record = kitchen()
    first = place.commit({"a": record})
    record["phones"] = [{"number": "510-555-0143"}]
    record["services"]["hot-lunch"]["at"]["kitchen"]["hours"] = "Mo-Th 11:30-13:30"
    place.commit({"a": record})
    record["services"]["hot-lunch"]["verified"] = {
        "date": "2026-01-04", "by": "alameda", "how": "phone call", "covers": ["phone", "hours"],
    }  # fmt: skip
    place.commit({"a": record})
    record["closed"] = {"date": "2026-01-05"}
    last = place.commit({"a": record})
    changes = place.changes()
    assert told(changes, "a") == [
        ("closed", ()), ("verified", ("hours", "phone")), ("changed", ("hours", "phones")), ("added", ()),
    ]  # fmt: skip
    assert [change.commit for change in changes["a"]][::3] == [last, first]
    assert changes["a"][0].time == "2026-01-06T12:00:00Z"


def test_spelling_and_moving_folders_are_no_change(place: Repository) -> None:
    place.commit({"alameda/a": kitchen()})
    place.commit({"alameda/a": to_bytes(kitchen()) + b"# a remark\n"})
    place.commit({"contra-costa/a": kitchen()}, remove="alameda/a")
    assert told(place.changes(), "a") == [("added", ())]


def test_a_renamed_record_keeps_its_past(place: Repository) -> None:
    place.commit({"old-name": kitchen()})
    place.commit({"new-name": {**kitchen(), "formerly": ["old-name"]}}, remove="old-name")
    assert told(place.changes(), "new-name") == [("changed", ("formerly",)), ("added", ())]


def test_a_record_that_was_taken_in_is_told_under_the_one_that_stays(place: Repository) -> None:
    place.commit({"a": kitchen()})
    place.commit({"b": {**kitchen(), "name": "Another"}})
    place.commit({"a": {**kitchen(), "merged": ["b"]}}, remove="b")
    changes = place.changes()
    assert told(changes, "a") == [("changed", ("merged",)), ("added", ())], "born once, the first time"
    assert "b" not in changes


@pytest.mark.parametrize("hidden", ["before", "after"])
def test_of_a_record_with_a_secret_past_or_present_nothing_is_told_but_that(place: Repository, hidden: str) -> None:
    safe = {**kitchen(), "locations": SECRET}
    safe["services"]["hot-lunch"]["at"] = {"main": {}}
    one, two = (safe, kitchen()) if hidden == "before" else (kitchen(), safe)
    place.commit({"a": one})
    place.commit({"a": {**two, "phones": [{"number": "510-555-0144"}]}})
    changed = place.changes()["a"][0]
    assert (changed.kind, changed.fields, changed.commit) == ("changed", (), "")


def test_what_a_branch_brought_counts_from_the_merge_on(place: Repository) -> None:
    place.commit({"a": kitchen()})
    place.git("checkout", "-q", "-b", "side")
    place.commit({"a": {**kitchen(), "email": "a@example.org"}})
    place.commit({"a": {**kitchen(), "email": "b@example.org"}})
    place.git("checkout", "-q", "main")
    place.day += 1
    place.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    changes = place.changes()["a"]
    assert [change.kind for change in changes] == ["changed", "added"]
    assert changes[0].time == "2026-01-06T12:00:00Z"


def test_an_unreadable_past_and_a_shallow_clone_are_no_fault(place: Repository, tmp_path: Path) -> None:
    place.commit({"a": b"name: [\n"})
    place.commit({"a": kitchen()})
    assert told(place.changes(), "a") == [("changed", ()), ("added", ())]
    place.git("clone", "-q", "--depth", "1", f"file://{place.root}", str(tmp_path / "shallow"))
    book = load_book(tmp_path / "shallow")
    assert changes_of(book, read_past(book.root)) == {}


def test_only_the_newest_changes_are_looked_into(place: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST >= 1000
    monkeypatch.setattr("bluepages.enrich.changes.MOST", 1)
    for number in range(3):
        place.commit({"a": {**kitchen(), "email": f"a{number}@example.org"}})
    assert [change.kind for change in place.changes()["a"]] == ["changed", "added"]


def test_the_files_are_the_same_whenever_they_are_made_and_tell_no_value(place: Repository) -> None:
    from datetime import date

    place.commit({"a": kitchen()})
    place.commit({"a": {**kitchen(), "phones": [{"number": "510-555-0199"}]}})
    book = load_book(place.root)
    past = read_past(place.root)
    import msgspec

    history = msgspec.structs.replace(past.history, changes=changes_of(book, past))
    formats = (ChangesCsv(), Feeds(), CountyFeeds(), NeedFeeds())
    days = [gather(book, date(2026, 2, day), history) for day in (1, 20)]
    one, two = ([file for made in formats for file in made.files(edition)] for edition in days)
    assert one == two, "no clock"
    whole = b"".join(content for _, content in one)
    assert b"0142" not in whole and b"0199" not in whole and b"Rosa" not in whole
    feeds = dict(one)
    assert b"Changed: Harbor Street" in feeds["changes/county/alameda.atom"]
    assert b"Changed: Harbor Street" in feeds["changes/need/food.atom"]
    assert b"Changed: Harbor Street" in feeds["changes/need/food-meals.atom"]
    assert b"<entry>" not in feeds["changes/county/marin.atom"]
    assert b"<updated>2026-01-04T12:00:00+00:00</updated>" in feeds["changes/county/marin.atom"]


def test_a_change_is_a_small_value() -> None:
    assert Change("2026-01-01T00:00:00Z", "a", "added").fields == ()
