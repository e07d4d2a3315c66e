"""Files made to break a reader: no exception, no hang, no flood of memory, and always something said."""

from __future__ import annotations

import datetime
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from bluepages.checks import fix, run
from bluepages.records import engines
from bluepages.records.book import Book
from bluepages.records.load import load_book
from bluepages.report import REPORTERS
from tests.support import file_of, kitchen, make_book, make_directory, to_bytes

TODAY = datetime.date(2026, 11, 21)
SECONDS = 2.0
MEGABYTES = 200
GOOD = to_bytes(kitchen())

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (n, n, *[n - 1] * 9) for n in range(ord("b"), ord("k"))
)

HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "only spaces": b" \n \n",
    "brackets": b"[" * 200_000,
    "braces": b"{a: " * 60_000,
    "brackets in a value": GOOD + b"questions: " + b"[" * 100_000 + b"]" * 100_000,
    "deep block": b"".join(b" " * n + b"a:\n" for n in range(600)),
    "deep list": b"- " * 100_000 + b"x",
    "deep question marks": b"? " * 50_000 + b"x",
    "too large": b"name: " + b"x" * 300_000,
    "just small enough": b"name: " + b"x" * 262_000,
    "many lines": b"a:\n" * 80_000,
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(15_000)),
    "duplicate keys": b"name: x\n" * 20_000,
    "many values": b"phones: [" + b"a," * 100_000 + b"]",
    "alias bomb": BOMB,
    "anchor": b"name: &x y\nalternate_name: *x\n",
    "endless alias": b"a: &a\n  b: *a\n",
    "merge": b"a: &a {b: c}\nd:\n  <<: *a\n",
    "tags": b"name: !!python/object/apply:os.system ['true']\n",
    "tag prefix": b"%TAG ! tag:example.org,2026:\n---\nname: !x y\n",
    "directive": b"%YAML 9.9\n---\nname: x\n",
    "documents": GOOD + b"---\n" + GOOD,
    "many documents": b"--- a\n" * 30_000,
    "NUL": b"name: a\x00b\n",
    "NULs": b"\x00" * 200_000,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "latin": b"name: Pe\xf1a\n",
    "invalid": bytes(range(128, 256)) * 100,
    "overlong": b"name: \xc0\xaf\n",
    "surrogate": b"name: \xed\xa0\x80\n",
    "escaped surrogate": b'name: "\\ud800"\n',
    "escaped NUL": b'name: "\\0"\n',
    "big escape": b'name: "\\U00110000"\n',
    "bidi": "name: a\u202eb\n".encode(),
    "isolates": ("name: " + "\u2066" * 10_000 + "\n").encode(),
    "marks": ("name: a" + "\u0301" * 60_000 + "\n").encode(),
    "huge number": b"year_incorporated: " + b"9" * 100_000 + b"\n",
    "huge exponent": GOOD.replace(b"37.8044", b"1e999999999"),
    "infinite": GOOD.replace(b"37.8044", b".inf"),
    "not a number": GOOD.replace(b"37.8044", b".nan"),
    "hex": GOOD.replace(b"37.8044", b"0x1F"),
    "sixty": GOOD.replace(b"37.8044", b"1:2:3:4:5"),
    "list as key": b"[a, b]: c\n",
    "map as key": b"{a: b}: c\n",
    "null key": b"~: c\n: d\n",
    "a list": b"- name: x\n",
    "a word": b"name",
    "no value": b"name:\ndescription:\nservices:\nsources:\n",
    "wrong kinds": b"name: []\ndescription: {}\nservices: []\nsources: x\nphones: {a: b}\nlocations: [1]\n",
    "wrong inside": b"name: a\ndescription: b\nservices: {x: [], y: 1, z: {needs: {a: b}, at: [], phones: [[], 1]}}\n"
    b"sources: [[], 1, {ref: []}]\nlocations: {a: 1, b: {address: [], latitude: x, phones: {}}}\n",
    "quotes": b"name: '" + b"''" * 100_000 + b"'\n",
    "open quote": b'name: "' + b"x\n" * 100_000,
    "tabs": b"name:\n\t- x\n",
    "folded": b"name: >\n" + b"  x\n\n" * 30_000,
    "colons": b"a: " * 50_000,
    "commas": b"name: [" + b"," * 100_000 + b"]",
    "spaces": b"name: a" + b" " * 200_000 + b"b\n",
    "long streets": GOOD.replace(b"Volunteers", b"1 a " * 50_000),
    "digits": GOOD.replace(b"Volunteers", b"4111 " * 800),
    "long capitals": GOOD.replace(b"Volunteers", b"ABCDE " * 800),
    "mails": GOOD.replace(b"Volunteers", b"a@a.a" * 900),
    "dots": GOOD.replace(b"Volunteers", b"a." * 2_000 + b"@"),
    "cell": GOOD.replace(b"Volunteers", b"<a " * 1_500),
    "hours": GOOD.replace(b"Mo-Fr 11:30-13:30", b"Mo-Fr " * 80),
    "byte-order marks": b"\xef\xbb\xbf" * 3 + GOOD,
    "old Mac": GOOD.replace(b"\n", b"\r"),
    "separators": "name: a\u2028b\u0085c\n".encode(),
    "private keys": b"__proto__: {}\nconstructor: {}\nname: a\n",
}


def _directory_named_like_a_file(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def _dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD: dict[str, Callable[[Path], None]] = {
    "directory": _directory_named_like_a_file,
    "link": _link,
    "link to itself": _link_to_itself,
    "dangling link": _dangling_link,
    "pipe": _pipe,
    "endless device": _endless,
}


def survive(book: Book) -> list[str]:
    """Check and mend a book within the limits; the rules told."""
    problems = run(book, today=TODAY)
    fix(book, problems)
    for report in REPORTERS.values():
        report(problems).encode()
    return [problem.rule for problem in problems]


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_bytes(case: str) -> None:
    started = time.process_time()
    rules = survive(make_book({"hostile": HOSTILE[case]}))
    spent = time.process_time() - started
    assert rules, "nothing was said"
    assert spent < SECONDS, f"{spent:.2f} s"


@pytest.mark.parametrize("case", [case for case, source in HOSTILE.items() if len(source) < 50_000])
def test_hostile_bytes_by_the_reference_alone(case: str) -> None:
    with engines.reference_only():
        assert survive(make_book({"hostile": HOSTILE[case]}))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("case", ODD)
def test_hostile_files(case: str, tmp_path: Path) -> None:
    root = make_directory(tmp_path)
    (root / file_of("hostile")).parent.mkdir(parents=True)
    ODD[case](root / file_of("hostile"))
    rules = survive(load_book(root))
    assert rules or case == "directory"


@pytest.mark.slow
@pytest.mark.parametrize("case", HOSTILE)
def test_memory(case: str) -> None:
    tracemalloc.start()
    try:
        survive(make_book({"hostile": HOSTILE[case]}))
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1_000_000
    finally:
        tracemalloc.stop()
