"""Every reader on whatever bytes come: a report that adds up or a complaint in words; live sources, page by page."""

from __future__ import annotations

import datetime
import functools
import json
import random
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input
from bluepages.federate.fetch import Fetcher
from bluepages.federate.portals import read_portal
from bluepages.federate.sources import FORMATS, Wish, look, plan
from bluepages.records.book import Book
from bluepages.records.load import load_book
from tests.federate import inputs
from tests.federate.places import directory

TODAY = datetime.date(2026, 11, 25)
MAPPING = """\
title: Anything
as_of: 2026-11-21
columns: {name: name}
source: {id: sample}
default_need: food
kinds: {"": {description: A place., services: {main: {name: Food}}}}
"""
SEEDS = [
    inputs.SEMICOLONS, inputs.UTF_16, inputs.PIPES, inputs.CELLS, inputs.NESTED, inputs.OUTLINES, inputs.workbook(),
    b"name,city\nHarbor Kitchen,Oakland\n", b"- {name: Harbor Kitchen, city: Oakland}\n",
    b'[{"id": "1", "name": "Harbor", "services": [{"id": "2", "name": "Soup kitchen", "schedules": [{"byday": 3}]}]}]',
    b'{"name": "x", "organization": {"id": 1, "name": []}, "id": {}}\n{"name"',
    *map(str.encode, inputs.RENAMED.values()),
]  # fmt: skip


ODD = [b"\x00", b'"', b"\xff", b"{", b"[", b"\n", b",", b"\r", b"9" * 400, b"\xe2\x80\x8b"]
FILES = ["organizations.csv", "services.csv", "data.json", "data.xlsx", "data", "locations.json", "pack.zip", "a.yaml"]


@functools.cache
def book(folder: Path) -> Book:
    return load_book(directory(folder / "here"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readers")
    (path / "mapping.yaml").write_text(MAPPING)
    return path


def spoiled(source: bytes, seed: int) -> bytes:
    """The bytes with some of them changed, doubled, or cut off."""
    chance = random.Random(seed)
    found = bytearray(source)
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(found) + 1)
        what = chance.randrange(4)
        if what == 0:
            found[at:at] = chance.choice(
                [b"\x00", b'"', b"\xff", b"{", b"[", b"\n", b",", b"\r", b"9" * 400, b"\xe2\x80\x8b"]
            )
        elif what == 1:
            del found[at : at + chance.randrange(40)]
        elif what == 2:
            found[at:at] = found[max(0, at - chance.randrange(60)) : at]
        else:
            found = found[:at]
    return bytes(found)


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("ckan", "socrata", "arcgis")])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, len(SEEDS) - 1), seed=st.integers(0, 10**6), name=st.sampled_from(FILES))
def test_spoiled_bytes_end_in_a_report_or_in_words(folder: Path, form: str, which: int, seed: int, name: str) -> None:
    path = folder / f"{form}-{name}"
    package = folder / f"{form}-package"
    package.mkdir(exist_ok=True)
    for each in package.iterdir():
        each.unlink()
    path.write_bytes(spoiled(SEEDS[which], seed))
    (package / name).write_bytes(spoiled(SEEDS[which], seed))
    (package / "organizations.csv").write_bytes(spoiled(inputs.RENAMED["organization.csv"].encode(), seed + 1))
    for source in (path, package):
        mapping = folder / "mapping.yaml" if form in ("csv", "tsv", "xlsx", "json", "geojson", "yaml") else None
        try:
            report = plan(Wish(form, str(source), "sample", mapping), book(folder), TODAY)
        except Complaint as complaint:
            assert complaint.message
        else:
            assert sum(report.counts().values()) == len(report.rows)
            assert all(row.provider or row.reason for row in report.rows)
        try:
            assert look(Wish("detect", str(source))).text()
        except Complaint as complaint:
            assert complaint.message


# Live sources

ROWS = [{"_id": n, "name": f"Pantry {n}", "city": "Oakland"} for n in range(1, 26)]
Answer = Callable[[str, dict[str, str]], Any]


class Live:
    """A server on this machine that answers as `answer` says; a number is a status."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked = answer, [""]

    def __enter__(self) -> str:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                outer.asked.append(self.path)
                said = outer.answer(parts.path, {key: value[0] for key, value in parse_qs(parts.query).items()})
                body = b"" if isinstance(said, int) else json.dumps(said).encode()
                self.send_response(said if isinstance(said, int) else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(attempts=2, sleep=lambda seconds: None) as found:
        yield found


def ckan(path: str, asked: dict[str, str]) -> Any:
    begin, size = int(asked["offset"]), int(asked["limit"])
    return {"success": True, "result": {"total": len(ROWS), "records": ROWS[begin : begin + size]}}


def socrata(path: str, asked: dict[str, str]) -> Any:
    if "$select" in asked:
        return [{"total": str(len(ROWS))}]
    begin, size = int(asked["$offset"]), int(asked["$limit"])
    return ROWS[begin : begin + size]


def arcgis(path: str, asked: dict[str, str]) -> Any:
    if not path.endswith("/query"):
        return {"objectIdField": "_id", "maxRecordCount": 10}
    if "returnCountOnly" in asked:
        return {"count": len(ROWS)}
    begin = int(asked["resultOffset"])
    shape = inputs.square(-122.272, 37.804, 0.002)["coordinates"]
    found = ROWS[begin : begin + int(asked["resultRecordCount"])]
    return {"features": [{"attributes": row, "geometry": {"rings": shape}} for row in found]}


PORTALS: list[tuple[str, Answer, str]] = [
    ("ckan", ckan, "/dataset/x/resource/00000000-0000-4000-8000-000000000001"),
    ("socrata", socrata, "/resource/abcd-1234.json"),
    ("arcgis", arcgis, "/arcgis/rest/services/X/FeatureServer/0"),
]


@pytest.mark.parametrize(("kind", "answer", "path"), PORTALS)
def test_all_pages_of_a_portal(fetcher: Fetcher, kind: str, answer: Answer, path: str) -> None:
    with Live(answer) as base:
        table = read_portal(kind, base + path, Input(), fetcher, page=10)
    assert [row.cells["name"] for row in table.rows] == [row["name"] for row in ROWS]
    assert "geometry.latitude" in table.header or kind != "arcgis"


@pytest.mark.parametrize(("kind", "answer", "path"), PORTALS)
def test_a_run_that_was_cut_short_goes_on(
    tmp_path: Path, fetcher: Fetcher, kind: str, answer: Answer, path: str
) -> None:
    pages = [0]

    def broken(where: str, asked: dict[str, str]) -> Any:
        if {"offset", "$offset", "resultOffset"} & asked.keys():
            pages[0] += 1
            if pages[0] in (3, 4):  # and the second attempt
                return 503
        return answer(where, asked)

    with Live(broken) as base:
        with pytest.raises(Complaint, match="too busy"):
            read_portal(kind, base + path, Input(), fetcher, tmp_path, page=10)
        before = pages[0]
        table = read_portal(kind, base + path, Input(), fetcher, tmp_path, page=10)
    assert len(table.rows) == len(ROWS)
    assert pages[0] - before == 1  # only the page that was missing
    assert not list(tmp_path.iterdir())


def test_half_a_list_is_refused(fetcher: Fetcher) -> None:
    def short(path: str, asked: dict[str, str]) -> Any:
        return {"result": {"total": 99, "records": ROWS[:5]}}

    with Live(short) as base, pytest.raises(Complaint, match="99 rows, and 5 came") as caught:
        read_portal("ckan", base + PORTALS[0][2], Input(), fetcher, page=10)
    assert "Nothing was imported" in caught.value.hint


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
def test_what_a_server_refuses_is_said_without_its_parameters(fetcher: Fetcher, status: int) -> None:
    with Live(lambda path, asked: status) as base, pytest.raises(Complaint) as caught:
        fetcher.get(f"{base}/data.csv?key=secret")
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


def api(path: str, asked: dict[str, str]) -> Any:
    """An HSDS API, or a feed of Open Referral UK: pages of short services, each in full at its own address."""
    short = [{"id": f"s{n}", "name": f"Soup kitchen {n}"} for n in range(1, 6)]
    if path.endswith("/services"):
        page = int(asked.get("page", "1"))
        return {"total_pages": 3, "page": page, "contents": short[2 * page - 2 : 2 * page]}
    key = path.rpartition("/")[2]
    place = {"id": f"l{key}", "name": "Hall", "addresses": [{"address_1": f"{key[1:]} Harbor St", "city": "Oakland"}]}
    return {
        "id": key, "name": f"Soup kitchen {key[1:]}", "status": "active",
        "organization": {"id": "o", "name": "Harbor Kitchen"},
        "service_at_locations": [{"id": f"a{key}", "location": place, "schedules": [
            {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "12:00"}]}],
        "contacts": [{"id": "c", "name": "Jane Roe"}],
    }  # fmt: skip


@pytest.mark.parametrize("where", ["", "/services"])
def test_a_live_api_comes_in_page_by_page(folder: Path, fetcher: Fetcher, where: str) -> None:
    with Live(api) as base:
        report = plan(Wish("hsds-json", f"{base}/v3{where}", "sample"), book(folder), TODAY, fetcher)
    assert report.new == 1
    text = next(text for file, text in report.files.items() if file.startswith("data/providers"))
    assert text.count("Mo,We 09:00-12:00") == 5
    assert "Jane Roe" not in "".join(report.files.values())
    assert report.private["names of staff"] == 5
