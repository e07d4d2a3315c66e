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

from bluepages.checks.run import run as check
from bluepages.errors import Complaint
from bluepages.federate.apply import write_files
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


def test_a_portal_that_gives_fewer_rows_at_a_time_than_were_asked_for(fetcher: Fetcher) -> None:
    def stingy(path: str, asked: dict[str, str]) -> Any:
        begin = int(asked["offset"])
        return {"result": {"total": len(ROWS), "limit": 7, "records": ROWS[begin : begin + 7]}}

    with Live(stingy) as base:
        table = read_portal("ckan", base + PORTALS[0][2], Input(), fetcher, page=10)
    assert [row.cells["name"] for row in table.rows] == [row["name"] for row in ROWS]


def test_a_map_server_that_stops_early_says_so(fetcher: Fetcher) -> None:
    def stingy(path: str, asked: dict[str, str]) -> Any:
        answer = arcgis(path, asked)
        if "resultOffset" in asked and len(answer["features"]) > 6:
            return {"features": answer["features"][:6], "exceededTransferLimit": True}
        return answer

    with Live(stingy) as base:
        table = read_portal("arcgis", base + PORTALS[2][2], Input(), fetcher, page=10)
    assert len(table.rows) == len(ROWS)


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


OLD_FEED = {
    "id": "s1", "name": "Soup kitchen", "description": "<p>Lunch &amp; more.</p>", "status": "active",
    "url": "https://harbor.example.org/soup", "email": "soup@harbor.example.org", "fees": "",
    "organization": {"id": "o1", "name": "Harbor Kitchen", "description": "Meals.", "url": "https://harbor.example.org"},
    "contacts": [{"id": "c1", "name": "Jane Roe", "phones": [{"id": "p2", "number": "510-555-0199"}]}],
    "cost_options": [{"id": "k1", "option": "Lunch", "amount": 2, "amount_description": "a meal"}],
    "eligibilitys": [{"id": "e1", "eligibility": "Adults", "minimum_age": 18}],
    "languages": [{"id": "g1", "language": "Spanish"}],
    "service_areas": [{"id": "x1", "service_area": "Alameda County", "uri": "http://example.org/E06000001"}],
    "service_taxonomys": [{"id": "t1", "taxonomy": {"id": "t", "name": "Meals", "vocabulary": "own"}}],
    "regular_schedules": [],
    "service_at_locations": [{
        "id": "sl1",
        "regular_schedules": [
            {"id": "r1", "opens_at": "11:30:00", "closes_at": "13:30:00", "byday": "MO,WE", "freq": "WEEKLY",
             "interval": "1", "valid_from": "2026-01-01", "dtstart": None},
        ],
        "location": {"id": "l1", "name": "Hall", "latitude": 37.8044, "longitude": -122.2712, "physical_addresses": [
            {"id": "a1", "address_1": "1200 Harbor St", "city": "Oakland", "state_province": "CA",
             "postal_code": "94607", "country": "US"}]},
    }],
}  # fmt: skip


def old_feed(path: str, asked: dict[str, str]) -> Any:
    """A feed of Open Referral UK 1: `content`, `totalPages` in capitals, the first page 1, whole services in full."""
    others = [{**OLD_FEED, "id": f"s{n}", "name": f"Soup kitchen {n}"} for n in range(2, 6)]
    every = [OLD_FEED, *others]
    if path.endswith("/services"):
        page = int(asked.get("page", "1"))
        short = [{key: each[key] for key in ("id", "name", "description", "url", "status")} for each in every]
        return {
            "totalElements": 5, "totalPages": 3, "number": page, "size": 2, "first": page == 1, "last": page == 3,
            "empty": False, "content": short[2 * page - 2 : 2 * page],
        }  # fmt: skip
    key = path.rpartition("/")[2]
    return next((each for each in every if each["id"] == key), 404)


def unpaged_feed(path: str, asked: dict[str, str]) -> Any:
    """The same without any word of how many pages there are: an empty page is the end."""
    answer = old_feed(path, asked)
    if not path.endswith("/services"):
        return answer
    return {"content": answer["content"]}


@pytest.mark.parametrize("feed", [old_feed, unpaged_feed])
def test_a_feed_of_open_referral_uk(tmp_path: Path, fetcher: Fetcher, feed: Answer) -> None:
    root = directory(tmp_path / "here")
    with Live(feed) as base:
        report = plan(Wish("hsds-json", f"{base}/o/OpenReferralService/v1/services", "sample"), load_book(root), TODAY,
                      fetcher)  # fmt: skip
        assert len(report.rows) == 5
        write_files(root, report.files)
        again = plan(Wish("hsds-json", f"{base}/o/OpenReferralService/v1", "sample"), load_book(root), TODAY, fetcher)
        assert again.files == {}
    (provider,) = load_book(root).providers.values()
    assert len(provider.services) == 5
    (place,) = provider.locations.values()
    assert place.address is not None and place.address.address_1 == "1200 Harbor St"
    for service in provider.services.values():
        assert service.needs == ("food.meals",)
        assert [how.hours for how in service.at.values()] == ["Mo,We 11:30-13:30"]
        assert (service.eligibility_description, service.languages) == ("Adults", ("es",))
        assert service.serves is not None and service.serves.counties == ("alameda",)
        assert "2" in service.cost
        assert service.description == "Lunch & more."
    assert report.private["names of staff"] == 5
    assert not [problem for problem in check(load_book(root), today=TODAY) if problem.level == "error"]
    everything = "".join(report.files.values())
    assert "Jane Roe" not in everything and "510-555-0199" not in everything


def test_a_feed_from_another_country_ends_in_a_report(folder: Path, fetcher: Fetcher) -> None:
    """Postcodes, telephones and areas of Great Britain fit no field here: they are left out, and told."""
    there = json.loads(json.dumps(OLD_FEED).replace("Oakland", "Bristol").replace("94607", "BS1 4DJ"))
    spot = there["service_at_locations"][0]["location"]
    spot |= {"latitude": 51.45, "longitude": -2.59, "phones": [{"id": "p1", "number": "0117 496 0000"}]}
    spot["physical_addresses"][0] |= {"country": "GB", "state_province": "Avon"}
    there["service_areas"] = [{"id": "x", "service_area": "Bristol"}]

    def feed(path: str, asked: dict[str, str]) -> Any:
        return {"total_pages": 1, "contents": [there]} if path.endswith("/services") else there

    with Live(feed) as base:
        report = plan(Wish("hsds-json", base, "sample"), book(folder), TODAY, fetcher)
    assert sum(report.counts().values()) == 1
    text = next(text for file, text in report.files.items() if file.startswith("data/providers"))
    for word in ("BS1", "51.45", "0117"):
        assert word not in text
    assert {"latitude", "postal_code", "phones", "serves"} <= {
        doubt.field.rpartition(".")[2] for doubt in report.doubts
    }
