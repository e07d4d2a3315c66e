"""Hostile requests, each with the answer it should have; none of them leaves a trace that it should not, or a fault."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from bluepages.relay import store
from tests.relay.support import KITCHEN, SITE, TOKEN, Desk

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
REPORT = {"form": "report", "lang": "en", "record": KITCHEN, "reason": "other", "details": "It is so."}
Row = tuple[str, str, str, dict[str, str], Any, int, str]


def report(**more: str) -> bytes:
    """A report with a token that the test fills in."""
    return urlencode({**REPORT, "token": "TOKEN", **more}).encode()


def multipart(*parts: tuple[str, str]) -> tuple[dict[str, str], bytes]:
    lines = [f"--edge\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n" for name, value in parts]
    headers = {"Content-Type": "multipart/form-data; boundary=edge", "Accept": "application/json"}
    return headers, ("".join(lines) + "--edge--\r\n").encode()


FILE = multipart(('name="form"', "report"), ('name="f"; filename="a.exe"', "MZ"))
MANY = multipart(*((f'name="a{n}"', "x") for n in range(300)))
TORN = {"Content-Type": "multipart/form-data; boundary=edge", "Accept": "application/json"}
BEARER = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
DEEP = b"[" * 30_000

ROWS: list[Row] = [
    # What is not a form at all
    ("nothing", "POST", "submit", FORM, b"", 400, "broken"),
    ("no form named", "POST", "submit", FORM, b"lang=en", 400, "broken"),
    ("unknown form", "POST", "submit", FORM, b"form=delete&lang=en", 400, "broken"),
    ("form as list", "POST", "submit", JSON, b'{"form":[]}', 400, "broken"),
    ("bytes that are no text", "POST", "submit", FORM, b"form=report&details=%ff%fe", 400, "broken"),
    ("raw bytes that are no text", "POST", "submit", FORM, b"form=report&details=\xff\xfe", 400, "broken"),
    ("JSON that ends too soon", "POST", "submit", JSON, b'{"form":', 400, "broken"),
    ("JSON that is a list", "POST", "submit", JSON, b"[1,2]", 400, "broken"),
    ("JSON that is a number", "POST", "submit", JSON, b"7", 400, "broken"),
    ("JSON with numbers", "POST", "submit", JSON, b'{"form":"report","details":7}', 400, "broken"),
    ("JSON with objects", "POST", "submit", JSON, b'{"form":"report","details":{"a":"b"}}', 400, "broken"),
    ("JSON with null", "POST", "submit", JSON, b'{"form":"report","details":null}', 400, "broken"),
    ("JSON nested without end", "POST", "submit", JSON, DEEP, 400, "broken"),
    ("JSON with half a character", "POST", "submit", JSON, b'{"form":"\\ud800"}', 400, "broken"),
    ("JSON that says it is a form", "POST", "submit", FORM, b'{"form":"report"}', 400, "broken"),
    ("no kind", "POST", "submit", {"Accept": "application/json"}, b"form=report", 415, "kind"),
    ("plain text", "POST", "submit", {**FORM, "Content-Type": "text/plain"}, report(), 415, "kind"),
    ("XML", "POST", "submit", {**FORM, "Content-Type": "text/xml"}, b"<!DOCTYPE a SYSTEM '/etc/passwd'>", 415, "kind"),
    ("packed", "POST", "submit", {**FORM, "Content-Encoding": "gzip"}, b"\x1f\x8b", 415, "kind"),
    ("a file", "POST", "submit", *FILE, 400, "broken"),
    ("many parts", "POST", "submit", *MANY, 400, "broken"),
    ("no boundary", "POST", "submit", {**FORM, "Content-Type": "multipart/form-data"}, b"--x", 400, "broken"),
    ("torn parts", "POST", "submit", TORN, b"--edge\r\nContent-Disposition: form-data; name=", 400, "broken"),
    # Too much of it
    ("too long", "POST", "submit", FORM, b"form=report&details=" + b"a" * 70_000, 413, "too-large"),
    ("many fields", "POST", "submit", FORM, b"&".join(b"a%d=1" % n for n in range(400)), 413, "too-large"),
    ("many fields in JSON", "POST", "submit", JSON, orjson.dumps({f"a{n}": "b" for n in range(400)}), 413, "too-large"),
    ("a long name", "POST", "submit", FORM, b"form=report&" + b"n" * 500 + b"=1", 413, "too-large"),
    ("a false length", "POST", "submit", {**FORM, "Content-Length": "99999999"}, b"form=report", 413, "too-large"),
    ("a length that is no number", "POST", "submit", {**FORM, "Content-Length": "1e3"}, b"form=report", 400, "broken"),
    ("a negative length", "POST", "submit", {**FORM, "Content-Length": "-1"}, b"form=report", 400, "broken"),
    ("an answer longer than its field", "POST", "submit", FORM, report(details="a" * 3000), 422, "details"),
    # From elsewhere
    ("another site", "POST", "submit", {**FORM, "Origin": "https://evil.example"}, report(), 403, "foreign"),
    (
        "a site with our name in it",
        "POST",
        "submit",
        {**FORM, "Origin": f"{SITE}.evil.example"},
        report(),
        403,
        "foreign",
    ),
    (
        "our site without encryption",
        "POST",
        "submit",
        {**FORM, "Origin": "http://test.example.org"},
        report(),
        403,
        "foreign",
    ),
    ("an origin that is none", "POST", "submit", {**FORM, "Origin": "javascript:alert(1)"}, report(), 403, "foreign"),
    (
        "another site looks a link up",
        "POST",
        "status",
        {**FORM, "Origin": "https://evil.example"},
        b"receipt=x",
        403,
        "foreign",
    ),
    (
        "another site decides",
        "POST",
        "held/abc",
        {**FORM, "Origin": "https://evil.example"},
        b"action=release",
        403,
        "foreign",
    ),
    # Forged tokens, keys, proofs
    ("no token", "POST", "submit", FORM, report(token=""), 428, "token"),
    (
        "a token of somebody else's",
        "POST",
        "submit",
        FORM,
        report(token="f.1a2b3c.AAAAAAAAAAAAAAAAAAAAAA.x"),
        428,
        "token",
    ),
    ("a token that is no number", "POST", "submit", FORM, report(token="f.zz.k.s"), 428, "token"),
    ("a token without end", "POST", "submit", FORM, report(token="f" * 9000), 428, "token"),
    ("a token in other letters", "POST", "submit", FORM, report(token="ｆ.1.ｋ.ｓ"), 428, "token"),
    ("a short key", "POST", "submit", FORM, report(key="abc"), 400, "broken"),
    ("a key with a path", "POST", "submit", FORM, report(key="../../../../etc/passwd"), 400, "broken"),
    ("a key with a line end", "POST", "submit", FORM, report(key="a-key-with-a-line\n"), 201, ""),
    ("a proof that is no proof", "POST", "submit", FORM, report(altcha="AAAA"), 201, ""),
    ("a proof of JSON bombs", "POST", "submit", FORM, report(altcha=base64.b64encode(DEEP[:2900]).decode()), 201, ""),
    ("a language that is none", "POST", "submit", FORM, report(lang="../../etc"), 201, ""),
    ("an e-mail where none is kept", "POST", "submit", FORM, report(email="a@example.org"), 422, "email"),
    # What the answers say
    ("SQL", "POST", "submit", FORM, report(details="'); drop table items; --"), 201, ""),
    ("a template", "POST", "submit", FORM, report(details="{{ config }} {% for a in b %}"), 201, ""),
    ("a script", "POST", "submit", FORM, report(details="<script>alert(1)</script>"), 201, ""),
    ("a record that is a path", "POST", "submit", FORM, report(record="../../directory.yaml"), 422, "record"),
    ("a record that is an address", "POST", "submit", FORM, report(record="http://169.254.169.254/"), 422, "record"),
    ("a reason that is none", "POST", "submit", FORM, report(reason="__class__"), 422, "reason"),
    ("turned letters", "POST", "submit", FORM, report(details="\u202egnorw"), 201, ""),
    ("no letters at all", "POST", "submit", FORM, report(details="\u0000\u0007\u200b"), 422, "details"),
    ("the trap", "POST", "submit", FORM, report(website2="https://spam.example"), 201, ""),
    ("a field twice", "POST", "submit", FORM, report() + b"&form=suggest&record=x", 422, "record"),
    ("fields that belong to the program", "POST", "submit", FORM, report() + b"&state=published&released=1", 201, ""),
    (
        "our words with false ends",
        "POST",
        "submit",
        FORM,
        report(details="-->\n<!-- proposal:" + "a" * 20 + " -->"),
        201,
        "",
    ),
    # Receipts
    ("a receipt that is none", "GET", "r/AAAAAAAAAAAAAAAAAAAAAA", FORM, None, 404, "no-receipt"),
    ("a receipt with a star", "GET", "r/*", FORM, None, 404, "no-receipt"),
    ("a receipt with a path", "GET", "r/..%2f..%2fetc", FORM, None, 404, "no-page"),
    ("a receipt without end", "GET", "r/" + "A" * 6000, FORM, None, 404, "no-receipt"),
    ("an answer to nothing", "POST", "r/AAAAAAAAAAAAAAAAAAAAAA/answer", FORM, b"answer=x", 404, "no-receipt"),
    ("a link to elsewhere", "POST", "status", FORM, b"receipt=https://evil.example/r/x", 404, "no-receipt"),
    # Stewards
    ("no word", "POST", "held", FORM, b"", 401, "token"),
    ("a wrong word", "POST", "held", FORM, b"steward_token=letmein", 401, "token"),
    ("the word in the address", "GET", f"withheld?steward_token={TOKEN}", FORM, None, 401, "token"),
    ("the word in a cookie", "GET", "withheld", {**FORM, "Cookie": f"steward_token={TOKEN}"}, None, 401, "token"),
    ("the word without a kind", "GET", "withheld", {**FORM, "Authorization": TOKEN}, None, 401, "token"),
    ("no such submission", "POST", "held/ffff", {**BEARER, **FORM}, b"action=release", 409, "refused"),
    ("a star for all of them", "POST", "held/*", {**BEARER, **FORM}, b"action=discard&reason=spam", 409, "refused"),
    ("an action that is none", "POST", "held/ffff", {**BEARER, **FORM}, b"action=drop", 409, "refused"),
    (
        "an answer that is no number",
        "POST",
        "held/ffff",
        {**BEARER, **FORM},
        b"action=release-reply&reply=1e9",
        409,
        "refused",
    ),
    # Addresses and methods
    ("a file of the machine", "GET", "assets/..%2f..%2fdirectory.yaml", FORM, None, 404, "no-page"),
    ("a file with a zero", "GET", "assets/site.css%00.png", FORM, None, 404, "no-page"),
    ("nothing there", "GET", ".env", FORM, None, 404, "no-page"),
    ("the spool", "GET", ".bluepages/relay.sqlite", FORM, None, 404, "no-page"),
    ("another method", "DELETE", "submit", FORM, None, 405, "no-page"),
    ("a form by address", "GET", "submit?form=report", FORM, None, 405, "no-page"),
    ("a method of its own", "BREW", "token", FORM, None, 405, "no-page"),
]


@pytest.fixture(scope="module")
def hall(root_of_all: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One relay for all rows."""
    for old in (root_of_all / ".bluepages").glob("relay.sqlite*"):
        old.unlink()
    made = Desk(root_of_all)
    yield made
    made.close()


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 60 and len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "said"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_hostile_request(
    hall: Desk, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int, said: str
) -> None:
    hall.clock.sleep(600)  # so that none meets the limits that another one filled
    before = len(store.in_state(hall.relay.spool, "received", "held"))
    given = body.replace(b"TOKEN", hall.token().encode()) if body else body
    answer = hall.ask(method, path, headers=headers, content=given)
    assert answer.status_code == status, answer.text
    data = answer.json()
    if status == 422 and "problems" in data:
        assert said in [problem["field"] for problem in data["problems"]]
    elif status != 201:
        assert data["error"] == said
    after = len(store.in_state(hall.relay.spool, "received", "held"))
    assert after - before == (1 if status == 201 else 0), "only what is taken in leaves something"
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert not [line for line in hall.lines() if line["event"] == "fault"]
    if status not in (201, 428):
        page = hall.ask(method, path, headers={**headers, "Accept": "text/html"}, content=given)
        assert page.status_code == status or (path.startswith("held") and status == 401)
        assert "<script>alert" not in page.text and "Traceback" not in page.text


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7919 * 7907 }}", "</textarea><b id=x>"]
)
@pytest.mark.parametrize("field", ["details", "record", "how", 'unknown" onload="x'])
def test_nothing_typed_acts_in_a_page(hall: Desk, typed: str, field: str) -> None:
    form = {"form": "report", "lang": "en", "record": KITCHEN, "reason": "other", "details": "x", field: typed}
    page = hall.post("submit", form)
    assert page.status_code in (200, 422)
    assert typed not in page.text or typed.startswith("{{")
    assert 'onload="x"' not in page.text and str(7919 * 7907) not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_who_guesses_the_token_has_to_wait(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    answers = [desk.post("held", {"steward_token": f"guess {n}"}).status_code for n in range(12)]
    assert answers[:6] == [401] * 6 and answers[-1] == 429
    assert desk.post("held", {"steward_token": TOKEN}).status_code == 429, "even the right one, from there"
    desk.clock.sleep(1200)
    assert desk.post("held", {"steward_token": TOKEN}).status_code == 200


def test_guesses_from_everywhere_do_not_keep_a_steward_out(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    for n in range(20):
        desk.address = f"198.51.{n}.7"
        refused = desk.post("held", {"steward_token": f"guess {n}"}).status_code
    assert refused == 429, "a guess counts for all of them together"
    desk.address = "203.0.113.7"
    asked = desk.get("withheld", headers={"Authorization": f"Bearer {TOKEN}"})
    assert asked.status_code == 200, "what must be hidden is heard all the same"


def test_without_a_token_there_is_no_page_for_stewards(make_desk: Callable[..., Desk]) -> None:
    import msgspec

    desk = make_desk()
    desk.relay.setup = msgspec.structs.replace(desk.relay.setup, steward_token="")
    assert desk.get("held").status_code == 404
    assert desk.post("held", {"steward_token": ""}).status_code == 404
    assert desk.get("withheld", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    ("origin", "path", "shared"),
    [
        (SITE, "token", True),
        (SITE, "submit", True),
        ("https://evil.example", "token", False),
        ("null", "token", False),
        (SITE, "held", False),
        (SITE, "withheld", False),
        (SITE, "healthz", False),
    ],
)
def test_only_scripts_of_the_site_may_read(hall: Desk, origin: str, path: str, shared: bool) -> None:
    for method in ("OPTIONS", "GET"):
        answer = hall.ask(method, path, headers={"Origin": origin})
        assert (answer.headers.get("access-control-allow-origin") == origin) is shared
        assert "access-control-allow-credentials" not in answer.headers
