"""The strict reader: values come through as written, what is forbidden is refused on its line, nothing hangs."""

from __future__ import annotations

import time

import pytest

from bluepages.records import engines
from bluepages.records.schema import provider_schema
from bluepages.records.yamlfile import Document

MINIMAL = (
    "name: A\ndescription: B\nservices:\n  s:\n    name: S\n    needs: [food]\nsources: [{ref: web:example.org}]\n"
)


def read(text: str | bytes) -> Document:
    source = text.encode() if isinstance(text, str) else text
    return Document(source, "x.yaml", provider_schema())


@pytest.mark.parametrize(
    "written", ["no", "9:30", "01234", "1e3", "2026-10-02", "0x1F", "0o17", "~x", "1_000", ".5", "on"]
)
@pytest.mark.parametrize("fast", [True, False])
def test_text_comes_through_as_written(written: str, fast: bool) -> None:
    text = MINIMAL.replace("name: A", f"name: {written}")
    if fast:
        assert read(text).data["name"] == written
    else:
        with engines.reference_only():
            assert read(text).data["name"] == written


def test_numbers_and_booleans_only_where_the_schema_wants_them() -> None:
    place = "locations: {m: {latitude: 37.5, longitude: -122, confidential: false, address: {postal_code: 94607}}}\n"
    place_data = read(MINIMAL + place).data["locations"]["m"]
    assert place_data == {
        "latitude": 37.5, "longitude": -122, "confidential": False, "address": {"postal_code": "94607"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("name: &a A\nalternate_name: *a\n", "P103", 1),
        ("name: A\nalternate_name: !!str B\n", "P103", 2),
        ("name: A\n---\nname: B\n", "P103", 2),
        ("%YAML 1.2\n---\nname: A\n", "P103", 1),
        ("a:\n  <<: {x: y}\n", "P103", 2),
        ("name: A\nphones: []\nname: B\n", "P102", 3),
        ("name: A\n\tphones: x\n", "P101", 2),
        ("name: 'A\nphones: x\n", "P101", 3),
        ("name: a: b\n", "P101", 1),
        ("phones: [a\nname: b\n", "P101", 2),
        ("[" * 3, "P101", 1),
        ("a: " + "[" * 30 + "]" * 30, "P104", 1),
        ("x: 1\n" * 2 + "é: \x07", "P106", 3),
        ('name: "a\\u202eb"\n', "P106", 1),
        ("name: a\u202eb\n", "P106", 1),
        ("1: 2\n? [x]\n: y\n", "P101", 2),
    ],
)
def test_what_is_forbidden_is_refused_on_its_line(text: str, rule: str, line: int) -> None:
    found = [(problem.rule, problem.line) for problem in read(text).problems]
    assert (rule, line) in found


@pytest.mark.parametrize(
    ("source", "rule"), [(b"name: \xff\n", "P105"), (b"x" * 300_000, "P104"), (b"\xef\xbb\xbfname: A\r\n", "P107")]
)
def test_bytes(source: bytes, rule: str) -> None:
    assert rule in [problem.rule for problem in read(source).problems]


HOSTILE = {
    "brackets": b"a: " + b"[" * 200_000,
    "braces with keys": b"a: " + b"{b: " * 60_000,
    "flow list": b"a: [" + b"a," * 120_000 + b"]",
    "many keys": b"".join(b"k%d: v\n" % number for number in range(25_000)),
    "same key": b"a: b # c\n" * 25_000,
    "one long word": b"a: " + b"x" * 250_000,
    "escapes": b'a: "' + b"\\u0041" * 40_000 + b'"',
    "deep block": b"".join(b" " * level + b"a:\n" for level in range(600)),
    "questions": b"? " * 120_000,
    "dashes": b"- " * 120_000,
    "blank block": b"a: |\n" + b"\n" * 250_000,
    "hashes": b"#" * 250_000,
    "quotes": b'"' * 250_000,
    "aliases": b"a: &a [x]\n" + b"".join(b"k%d: [*a, *a]\n" % n for n in range(9_000)),
    "binary": bytes(range(256)) * 900,
    "colons": b":" * 250_000,
    "tabs": b"\t" * 250_000,
    "huge number": b"name: " + b"9" * 250_000,
    "percent": b"%" * 250_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_hangs_or_raises(name: str) -> None:
    began = time.process_time()
    document = read(HOSTILE[name])
    document.comments, document.is_canonical, document.at(("a",))
    assert time.process_time() - began < 4  # alone on a machine under 2 s; memory is measured in tests/checks
    assert document.problems or not document.fits


def test_line_and_column_of_keys_and_values() -> None:
    document = read(MINIMAL)
    assert document.at(("services", "s", "name")) == (5, 11)
    assert document.at(("services", "s", "name"), key=True) == (5, 5)
    assert document.at(("sources", 0, "ref")) == (7, 17)
    assert document.at(("services", "s", "missing")) == (4, 3)
