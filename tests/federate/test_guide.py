"""The worked example of docs/federation.md, as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.federate.mapping import load_mapping
from bluepages.records.load import load_book
from tests.federate.places import directory
from tests.project.test_docs_examples import blocks

GUIDE = "docs/federation.md"


def run(line: str, root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """One command of the guide, which must work."""
    code = main([*line.split()[1:], "--root", str(root)]) if " detect " not in line else main(line.split()[1:])
    told = capsys.readouterr()
    assert code == 0, told.err
    return told.out


def test_an_afternoon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    source, mapping, feed = blocks(GUIDE, "yaml")
    (table,) = blocks(GUIDE, "csv")
    look, tried, done = (text.strip() for text in blocks(GUIDE, "sh"))
    root = directory(tmp_path / "here")
    monkeypatch.chdir(root)
    with (root / "data" / "sources.yaml").open("a", encoding="utf-8") as stream:
        stream.write(source)
    (root / "pantries.csv").write_text(table, encoding="utf-8")
    found = run(look, root, capsys)
    assert "Contact Person" in found
    assert "people's own data" in found
    drafted = (root / "pantries.yaml").read_text(encoding="utf-8")
    columns = {line.strip() for line in re.findall(r"(?m)^  (\w+: .+)$", mapping.split("constants")[0])}
    assert columns <= {line.strip().replace('"', "") for line in drafted.splitlines()}
    path = root / "data" / "sources" / "harbor-county-pantries.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(mapping, encoding="utf-8")
    plan = run(tried, root, capsys)
    for said in ("5 rows", "3 imported", "1 merged", "1 skipped", "Boats"):
        assert said in plan
    assert "Pat" not in plan
    assert not list((root / "data" / "providers").rglob("*.yaml"))
    run(done, root, capsys)
    book = load_book(root)
    assert sorted(book.providers) == ["bay-kitchen", "harbor-pantry", "hill-pantry"]
    hours = {
        how.hours for provider in book.providers.values() for s in provider.services.values() for how in s.at.values()
    }
    assert hours == {"Mo-Fr 09:00-17:00", "Tu[2,4] 10:00-14:00", ""}
    assert [question.text for question in book.providers["hill-pantry"].questions] == [
        "The source gives the hours as “2x per month”. What are they?"
    ]
    assert "Pat" not in "".join((root / entry.file).read_text() for entry in book)
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert "0 new, 0 changed" in run(done, root, capsys)
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before
    shorter = "".join(line for line in table.splitlines(keepends=True) if not line.startswith("Bay Kitchen"))
    (root / "pantries.csv").write_text(shorter, encoding="utf-8")
    assert "1 provider no longer listed" in run(done, root, capsys)
    (question,) = load_book(root).providers["bay-kitchen"].questions
    assert "no longer lists this provider (not seen since its data of 2026-10-01)" in question.text
    path.write_text(mapping + feed, encoding="utf-8")
    kept = load_mapping(path, book).feed
    assert kept is not None and kept.format == "csv"
    shutil.rmtree(root)
