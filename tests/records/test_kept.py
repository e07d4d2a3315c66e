"""Records as they were last read: the same as read anew, whatever became of the file that keeps them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.records import engines
from bluepages.records.kept import FILE
from bluepages.records.load import load_book
from tests.site.samples import BARE, CLOSED, ELM, HOSTILE_RECORD, SAFE
from tests.support import make_directory

RECORDS = {
    "fresno/elm": ELM,
    "fresno/hostile": HOSTILE_RECORD,
    "fresno/old": CLOSED,
    "fresno/bare": BARE,
    "fresno/safe": SAFE,
}
NAMED = "data/providers/fresno/bare.yaml"


def told(root: Path, fresh: bool = False) -> list[object]:
    """Everything that a book says of its records, once with what is kept and once without."""
    book = load_book(root, fresh=None if fresh else lambda file: file == NAMED)
    return [
        (each.file, each.provider, each.problems, each.readable, each.canonical, each.confidential) for each in book
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make_directory(tmp_path, RECORDS)
    (made / "data/providers/fresno/broken.yaml").write_text("name: [", encoding="utf-8")
    return made


def test_it_is_what_reading_gives(root: Path) -> None:
    first = told(root)
    assert (root / FILE).is_file()
    assert first == told(root) == told(root, fresh=True)


def test_nothing_broken_named_or_confidential_is_kept(root: Path) -> None:
    told(root)
    kept = (root / FILE).read_bytes()
    assert b"Elm Street Neighbors" in kept
    assert b"Quiet Door" not in kept and b"Hidden Orchard" not in kept and b"Bare Minimum" not in kept


def test_a_change_is_seen(root: Path) -> None:
    told(root)
    path = root / "data/providers/fresno/elm.yaml"
    path.write_bytes(path.read_bytes().replace(b"Elm Hall", b"Oak Hall"))
    assert told(root) == told(root, fresh=True)
    assert b"Oak Hall" in (root / FILE).read_bytes() and b"Elm Hall" not in (root / FILE).read_bytes()
    path.unlink()
    assert told(root) == told(root, fresh=True)
    assert b"Oak Hall" not in (root / FILE).read_bytes()


def test_a_link_is_no_record(root: Path) -> None:
    told(root)
    path = root / "data/providers/fresno/elm.yaml"
    path.rename(root / "elsewhere.yaml")
    path.symlink_to(root / "elsewhere.yaml")
    assert told(root) == told(root, fresh=True)


@settings(max_examples=20)
@given(cut=st.integers(0, 200), change=st.integers(0, 255))
def test_a_file_that_is_cut_or_changed_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, cut: int, change: int
) -> None:
    root = make_directory(tmp_path_factory.mktemp("kept"), {"fresno/elm": ELM, "fresno/bare": BARE})
    whole = told(root)
    kept = bytearray((root / FILE).read_bytes())
    at = cut * len(kept) // 201
    (root / FILE).write_bytes(kept[:at])
    assert told(root) == whole
    kept[at] = change
    (root / FILE).write_bytes(kept)
    assert told(root) == whole


def test_where_nothing_can_be_kept_all_is_read(root: Path) -> None:
    (root / FILE).parent.mkdir()
    (root / FILE).mkdir()
    assert told(root) == told(root, fresh=True)
    assert [path.name for path in (root / FILE).parent.iterdir()] == [Path(FILE).name]


def test_the_reference_keeps_nothing(root: Path) -> None:
    with engines.reference_only():
        told(root)
    assert not os.path.lexists(root / FILE)
