"""What can be told without a portal: addresses, approval, the lease, answers, words, the sorts of cells."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from msgspec.structs import replace

from bluepages.checks.streets import matcher
from bluepages.config import Portal as Entry
from bluepages.errors import Complaint
from bluepages.publish import gate
from bluepages.publish.approval import approval_stops
from bluepages.publish.ckan.answers import Refusal, result_of
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.lease import Holder, Lease, is_dead, new_holder, parse
from bluepages.publish.ckan.xloader import Loaded, wait_for
from bluepages.publish.settings import settings_of
from bluepages.publish.table import columns_of, typed
from bluepages.publish.wanted import File, Wanted, rows_digest, schema_version
from tests.support import ROOT, settings

TOKEN = "eyJ-a-secret-token"


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://data.example.gov", True),
        ("https://data.example.gov/portal/", True),
        ("http://127.0.0.1:5000", True),
        ("http://localhost:5000", True),
        ("http://[::1]:5000", True),
        ("http://data.example.gov", False),
        ("http://127.0.0.1.example.org", False),
        ("https://somebody:secret@data.example.gov", False),
        ("ftp://data.example.gov", False),
        ("data.example.gov", False),
        ("https://data.example.gov?key=1", False),
    ],
)
def test_a_token_goes_to_https_or_to_this_machine(url: str, fine: bool) -> None:
    environment = {"CKAN_URL": url, "CKAN_API_TOKEN": TOKEN}
    if fine:
        made = settings_of(settings(), "ckan", environment)
        assert made.url == url.rstrip("/")
        assert TOKEN not in repr(made)
        return
    with pytest.raises(Complaint) as stopped:
        settings_of(settings(), "ckan", environment)
    assert "secret" not in str(stopped.value).replace("a secret", "")


@pytest.mark.parametrize(
    ("said", "url", "wanted"),
    [
        ("", "https://data.example.gov", True),
        ("", "http://127.0.0.1:5000", False),
        ("required", "http://127.0.0.1:5000", True),
        ("none", "https://data.example.gov", False),
    ],
)
def test_an_approval_is_required_unless_somebody_says_otherwise(said: Any, url: str, wanted: bool) -> None:
    config = replace(settings(), portals={"ckan": Entry(url="https://other.example.gov", approval=said)})
    made = settings_of(config, "ckan", {"CKAN_URL": url})
    assert (made.approval, made.url) == (wanted, url)
    with pytest.raises(Complaint, match="no portal named"):
        settings_of(config, "else", {})


def test_the_repositorys_template_approves_nothing() -> None:
    stops = list(approval_stops(ROOT, "approvals/template.yaml", "s-1", datetime.date(2026, 11, 9)))
    assert {stop.code for stop in stops} == {"approval"}
    assert len(stops) >= 3
    assert not list((ROOT / "approvals").glob("ckan*")), "an approval is a department's, not ours"


def test_an_approval_of_level_two_names_the_agency(tmp_path: Path) -> None:
    path = tmp_path / "ckan.yaml"
    text = 'level: 2\nschema_version: s-1\nsteward: {name: A, date: "2026-01-05"}\n'
    today = datetime.date(2026, 11, 9)
    path.write_text(text, encoding="utf-8")
    assert "agency" in next(approval_stops(tmp_path, "ckan.yaml", "s-1", today)).message
    path.write_text(text + 'agency: {name: B, date: "2026-12-24"}\n', encoding="utf-8")
    assert "no date up to today" in next(approval_stops(tmp_path, "ckan.yaml", "s-1", today)).message
    path.write_text(text + 'agency: {name: B, date: "2026-02-24"}\n', encoding="utf-8")
    assert not list(approval_stops(tmp_path, "ckan.yaml", "s-1", today))
    path.write_text("steward: [", encoding="utf-8")
    assert "cannot be read" in next(approval_stops(tmp_path, "ckan.yaml", "s-1", today)).message


class Field:
    """The field of a data set in which the publishers stand, and a clock that moves only by waiting."""

    def __init__(self) -> None:
        self.text, self.now = "", 1000.0
        self.meanwhile: list[Callable[[], None]] = []

    def pause(self, seconds: float) -> None:
        self.now += seconds
        if self.meanwhile:
            self.meanwhile.pop(0)()

    def lease(self) -> Lease:
        def write(text: str) -> None:
            self.text = text

        return Lease(lambda: self.text, write, {}, clock=lambda: self.now, pause=self.pause)


def held(run: str, host: str, pid: int, at: float, started: str = "-") -> str:
    return Holder(run, host, pid, started, at).text()


def test_a_lease_is_taken_and_a_dead_ones_work_is_known() -> None:
    field = Field()
    lease = field.lease()
    lease.take()
    assert parse(field.text) == lease.mine
    assert lease.found == ""
    field.text = held("gone", lease.mine.host, 4_000_000, field.now)
    lease.take()
    assert lease.found == "gone"
    field.text = lease.over()
    other = field.lease()
    other.take()
    assert other.found == lease.mine.run


def test_another_machines_run_is_waited_for_until_it_is_silent() -> None:
    field = Field()
    field.text = held("far", "elsewhere", 1, field.now)
    lease = field.lease()
    begun = field.now
    lease.take()
    assert lease.found == "far"
    assert field.now - begun > 300


def test_a_living_run_is_waited_for_and_then_let_be() -> None:
    field = Field()
    me = new_holder({}, 0)
    field.text = held("busy", me.host, os.getppid(), field.now)
    with pytest.raises(Complaint, match="Another publication is at work"):
        field.lease().take()
    assert parse(field.text).run == "busy"  # type: ignore[union-attr]


def test_of_two_who_write_at_once_one_waits() -> None:
    field, told = Field(), list[str]()
    rival = held("rival", "elsewhere", 7, field.now)
    field.meanwhile.append(lambda: setattr(field, "text", rival))
    field.meanwhile.append(lambda: setattr(field, "text", ""))
    lease = field.lease()
    lease.take(told.append)
    assert told == ["Waiting for another publication (run rival)"]
    assert field.text == lease.mine.text()
    field.text = rival
    with pytest.raises(Complaint, match="run rival on elsewhere"):
        lease.confirm()


def test_a_name_that_a_late_write_of_the_portal_brought_back_is_written_over() -> None:
    field = Field()
    lease = field.lease()
    lease.take()
    field.text = held("killed", lease.mine.host, 4_000_000, field.now)
    lease.confirm()
    assert field.text == lease.mine.text()
    stubborn = held("killed", lease.mine.host, 4_000_000, field.now)
    field.text = stubborn
    field.meanwhile += [lambda: setattr(field, "text", stubborn)] * 3
    with pytest.raises(Complaint, match="run killed"):
        lease.confirm()


def test_a_number_that_another_process_has_now_is_no_sign_of_life() -> None:
    me = new_holder({}, 1000.0)
    assert not is_dead(replace(me, run="x"), me, 1000.0)
    if me.started != "-":
        assert is_dead(replace(me, run="x", started="1"), me, 1000.0)
    assert parse("nonsense") is None


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, '{"success": false, "error": {"message": "Access denied"}}', "denied"),
        (404, '{"success": false, "error": {"message": "Not found"}}', "missing"),
        (409, '{"success": false, "error": {"name": ["That URL is already in use."]}}', "taken"),
        (409, '{"success": false, "error": {"upload": ["File upload too large"]}}', "too-large"),
        (413, "<html><title>Request Entity Too Large</title></html>", "too-large"),
        (409, '{"success": false, "error": {"info": {"orig": ["deadlock detected"]}}}', "deadlock"),
        (409, '{"success": false, "error": {"tags": ["bad"]}}', "invalid"),
        (429, "slow down", "busy"),
        (500, "", "busy"),
        (504, "<html><title>Gateway Time-out</title></html>", "busy"),
        (200, "<html><title>Welcome</title></html>", "broken"),
        (200, '{"success": false, "error": "no"}', "broken"),
        (200, "[]", "broken"),
    ],
)
def test_answers_are_understood(status: int, body: str, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        result_of("x", httpx.Response(status, text=body, headers={"content-type": "text/html"}))
    assert refused.value.kind == kind
    assert len(refused.value.said) <= 300


def client(answer: Callable[[httpx.Request], httpx.Response], waits: list[float] | None = None) -> Client:
    kept = waits if waits is not None else []
    return Client("https://data.example.gov", TOKEN, pause=kept.append, transport=httpx.MockTransport(answer))


def test_retry_after_is_honoured_and_reads_of_the_public_carry_no_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            return httpx.Response(429, headers={"retry-after": "7"})
        return httpx.Response(200, json={"success": True, "result": 1})

    waits: list[float] = []
    assert client(answer, waits).read("x", public=True) == 1
    assert waits == [7.0]
    assert all("authorization" not in request.headers for request in seen)
    client(answer).read("x")
    assert seen[-1].headers["authorization"] == TOKEN


def test_a_file_that_lies_elsewhere_is_fetched_without_the_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.host == "data.example.gov":
            return httpx.Response(302, headers={"location": "https://store.example.org/file"})
        return httpx.Response(200, content=b"x")

    assert client(answer).download("https://data.example.gov/d/file", public=False).content == b"x"
    assert ["authorization" in request.headers for request in seen] == [True, False]

    def down(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://store.example.org/file"})

    with pytest.raises(Refusal, match="without https"):
        client(down).download("https://data.example.gov/d/file", public=False)


def test_what_the_network_says_never_holds_the_token() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot send {dict(request.headers)}", request=request)

    with pytest.raises(Refusal) as refused:
        client(broken).write("x", {})
    error: BaseException | None = refused.value
    assert TOKEN not in str(error)
    assert error is not None and error.__suppress_context__


def test_guessed_types_are_put_right_by_a_second_load() -> None:
    asked: list[str] = []
    guessed = [{"id": "ZIP", "type": "numeric"}]

    def answer(request: httpx.Request) -> httpx.Response:
        action = request.url.path.rpartition("/")[2]
        asked.append(action)
        if action == "xloader_submit":
            guessed[0] = {"id": "ZIP", "type": "text"}
        found: dict[str, Any] = {"xloader_status": {"status": "complete"}}
        result = found.get(action, {"fields": guessed, "total": 3, "records": []})
        return httpx.Response(200, json={"success": True, "result": result})

    loaded = Loaded(client(answer), "id", (), 3, pause=lambda seconds: None)
    assert not loaded.check().passed
    loaded.settle(lambda step: None)
    assert asked.index("datastore_create") < asked.index("xloader_submit")
    assert loaded.check().passed


def wanted(**more: Any) -> Wanted:
    header = ["id", "organization_name", "county", "county_fips", "address_2"]
    columns = columns_of(header, Entry())
    rows = typed(columns, [["1", "A", "Alameda", "001", ""]])
    said = "Nobody answers for it."
    files = tuple(
        File(role, role, f"{role}.csv", "CSV", "text/csv", "", said.encode()) for role in ("dictionary", "readme")
    )
    made = Wanted("x", {"notes": said}, {"liability_statement": said}, (), files, "", said, columns, rows, "c", "s")
    return replace(made, **more)


def test_the_gate_wants_headers_dictionary_disclaimer_and_standard() -> None:
    made = wanted()
    there = settings_of(settings(), "ckan", {"CKAN_URL": "http://127.0.0.1:1"})
    checks = (gate.header_stops, gate.dictionary_stops, gate.disclaimer_stops)
    assert not [stop for check in checks for stop in check(made)]
    assert not list(gate.standard_stops(made, there))
    long = replace(made.columns[1], name="x" * 30)
    assert list(gate.header_stops(replace(made, columns=(made.columns[0], long, *made.columns[2:]))))
    dumb = replace(made.columns[1], notes="")
    assert list(gate.dictionary_stops(replace(made, columns=(made.columns[0], dumb, *made.columns[2:]))))
    assert list(gate.disclaimer_stops(replace(made, fields={"notes": ""})))
    assert list(gate.disclaimer_stops(replace(made, custom={})))
    broken = {"1": ("1", "A", "Alameda", None, "x" * 21)}
    (stop,) = gate.standard_stops(replace(made, rows=broken), there)
    assert "Address2" in stop.message and "County_FIPS" in stop.message
    assert list(gate.header_stops(replace(made, rows={"1": ("1", "A\nB", None, None, None)})))


@pytest.mark.parametrize(
    "text", ["77 Hidden Oak Lane", "77 hidden  oak ln.", "at 77 HIDDEN OAK LN, rear", "77-Hidden-Oak-Lane"]
)
def test_a_street_is_found_however_it_is_written(text: str) -> None:
    pattern = matcher({"77 hidden oak ln"})
    assert pattern is not None
    assert pattern.search(text)
    assert not pattern.search("177 Hidden Oak Lane")
    assert not pattern.search("77 Hidden Oakland")
    assert matcher(()) is None
    assert matcher({""}) is None  # a place that is hidden and has no street


def test_digests_know_cells_and_not_their_order() -> None:
    rows: dict[str, Any] = {"a": ("a", 1.0), "b": ("b", None)}
    assert rows_digest(["id", "n"], rows) == rows_digest(["n", "id"], {"b": (None, "b"), "a": (1.0, "a")})
    assert rows_digest(["id", "n"], rows) != rows_digest(["id", "n"], {**rows, "b": ("b", 0.0)})
    assert schema_version([("a", "text"), ("b", "bool")]) == schema_version([("b", "bool"), ("a", "text")])
    assert schema_version([("a", "text")]) != schema_version([("a", "bool")])


def test_a_load_that_can_be_viewed_already_is_waited_for_to_its_end() -> None:
    told = iter(["pending", "running", "running_but_viewable", "running_but_viewable", "complete"])

    class Portal:
        def read(self, action: str, _what: dict[str, Any]) -> dict[str, Any]:
            assert action == "xloader_status"
            return {"status": next(told)}

    assert wait_for(cast(Any, Portal()), "r1", lambda seconds: None) == "complete"
    assert next(told, None) is None
