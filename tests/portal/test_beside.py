"""What a second process found in the large files counts for those very bytes alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bluepages.checks.streets import matcher
from bluepages.publish import beside
from bluepages.publish.beside import Beside
from bluepages.publish.privacy import Files
from tests.doors.support import make_repository

NONE: frozenset[str] = frozenset()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beside, "WORTH", 10)
    root = make_repository(tmp_path / "directory")
    data = root / "_site" / "data"
    data.mkdir(parents=True)
    (data / "services.csv").write_text("id,name\n1,Harbor Kitchen\n", encoding="utf-8")
    with zipfile.ZipFile(data / "hsds.zip", "w") as archive:
        archive.writestr("services.csv", "id,note\n1,her number is 078-05-1120 (SSN)\n")
    return root


def test_it_finds_what_the_gate_would_find(root: Path) -> None:
    table, archive = (root / "_site" / "data" / name for name in ("services.csv", "hsds.zip"))
    begun = Beside(root, root / "_site")
    assert begun.found(table.read_bytes(), None, NONE) == []
    found = begun.found(archive.read_bytes(), None, NONE)
    assert found and found == [*Files(None, NONE).look("hsds.zip", archive.read_bytes())]


def test_other_bytes_streets_or_ids_are_not_answered(root: Path) -> None:
    table = (root / "_site" / "data" / "services.csv").read_bytes()
    begun = Beside(root, root / "_site")
    assert begun.found(table + b"2,Other\n", None, NONE) is None
    assert begun.found(table, matcher({"77 hidden oak ln"}), NONE) is None
    assert begun.found(table, None, frozenset({"x"})) is None


def test_where_it_fails_the_gate_looks_itself(root: Path) -> None:
    (root / "_site" / "data" / "hsds.zip").write_bytes(b"no archive, but long enough")
    (root / "directory.yaml").write_text("name: [", encoding="utf-8")
    table = (root / "_site" / "data" / "services.csv").read_bytes()
    assert Beside(root, root / "_site").found(table, None, NONE) is None
    assert Beside(root, root / "nowhere").found(table, None, NONE) is None
