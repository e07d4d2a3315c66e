"""Tables in the encodings and separators that people send, and what is said of those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input, read_rows


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("name,city\nCafé,Oakland\n".encode(), Input()),
        ("name;city\r\nCafé;Oakland\r\n".encode("cp1252"), Input()),
        ("\ufeffname\tcity\nCafé\tOakland\n".encode(), Input()),
        ("name,city\nCafé,Oakland\n".encode("utf-16"), Input()),
        ("name|city\nCafé|Oakland\n".encode("latin-1"), Input(encoding="latin-1", delimiter="|")),
        (b"name , city \n\n ,\nCaf\xc3\xa9, Oakland \n", Input()),
    ],
)
def test_tables_that_are_one(tmp_path: Path, source: bytes, how: Input) -> None:
    (tmp_path / "t.csv").write_bytes(source)
    assert [row.cells for row in read_rows(tmp_path / "t.csv", how)] == [{"name": "Café", "city": "Oakland"}]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('name,note\na,"two\nlines"\n\nb,\n')
    assert [(row.line, row.cells["name"]) for row in read_rows(tmp_path / "t.csv", Input())] == [(2, "a"), (5, "b")]


@pytest.mark.parametrize(
    ("source", "how", "said"),
    [
        (b"", Input(), "empty"),
        (b"name\n\"open\n", Input(), "not CSV"),
        (b"name,city\na,b,c\nd,e,f,g\nh,i,j,k,l\n", Input(), "more cells"),
        (b"name\n\xff\n", Input(encoding="utf-8"), "not text"),
        (b"name\n", Input(encoding="klingon"), "no encoding"),
    ],
)  # fmt: skip
def test_tables_that_are_none(tmp_path: Path, source: bytes, how: Input, said: str) -> None:
    (tmp_path / "t.csv").write_bytes(source)
    with pytest.raises(Complaint, match=said) as complaint:
        read_rows(tmp_path / "t.csv", how)
    assert complaint.value.hint


def test_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match="no file"):
        read_rows(tmp_path / "t.csv", Input())
