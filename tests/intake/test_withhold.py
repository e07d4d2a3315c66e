"""Which places are withheld: a steward's word, else only what is most at risk, and only a few a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bluepages.enrich.reviews import Withheld
from bluepages.errors import Complaint
from bluepages.intake.withheldsources import from_list, from_relay
from bluepages.intake.withhold import MOST_A_DAY, Told, about, decide, read_lines
from tests.intake.test_on_github import SHELTER
from tests.support import kitchen, make_book, make_directory

DAY = "2026-11-21"
KITCHEN = "harbor-street-community-kitchen"


def shelters(many: int) -> dict[str, Any]:
    return {f"lantern-house-{n}": {**SHELTER, "name": f"Lantern House {n}"} for n in range(1, many + 1)}


def test_without_a_steward_only_places_of_a_sensitive_kind_are_withheld() -> None:
    book = make_book({KITCHEN: kitchen(), **shelters(1)})
    found = decide([Told("lantern-house-1", "house", DAY), Told(KITCHEN, "kitchen", DAY)], book)
    assert found.withheld == (Withheld("lantern-house-1", "house", DAY),) and found.waiting == 1
    found = decide([Told(KITCHEN, "kitchen", DAY, confirmed=True)], book)
    assert found.withheld == (Withheld(KITCHEN, "kitchen", DAY),) and not found.waiting


def test_a_place_of_the_same_record_that_is_not_at_risk_waits() -> None:
    record = {**SHELTER, "locations": {**SHELTER["locations"], "office": {"county": "alameda"}}}  # type: ignore[dict-item]
    book = make_book({"lantern-house-1": record})
    assert decide([Told("lantern-house-1", "office", DAY)], book).waiting == 1
    assert decide([Told("lantern-house-1", "no-such", DAY)], book).withheld, "rather too much than too little"


def test_more_than_a_few_a_day_wait_for_a_person() -> None:
    book = make_book(shelters(9))
    told = [Told(f"lantern-house-{n}", "house", DAY) for n in range(1, 9)]
    found = decide([*told, Told("lantern-house-9", "house", "2026-11-22")], book)
    assert len([each for each in found.withheld if each.since == DAY]) == MOST_A_DAY
    assert found.waiting == 3 and Withheld("lantern-house-9", "house", "2026-11-22") in found.withheld
    confirmed = decide([Told(each.slug, "house", DAY, confirmed=True) for each in told], book)
    assert len(confirmed.withheld) == 8


def test_the_same_report_many_times_counts_once() -> None:
    book = make_book(shelters(2))
    told = [Told("lantern-house-1", "house", DAY)] * 20 + [Told("lantern-house-2", "house", DAY)]
    assert decide(told, book) == decide(told[19:], book)
    assert len(decide(told, book).withheld) == 2


def test_what_names_no_record_waits() -> None:
    found = decide([Told(""), Told("gone", "", DAY)], make_book(shelters(1)))
    assert not found.withheld and found.waiting == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://x.example/p/lantern-house-1#at-house please", ("lantern-house-1", "house")),
        ("/es/p/lantern-house-1.html", ("lantern-house-1", "")),
        ("the record lantern-house-1 shows it", ("lantern-house-1", "")),
        ("lantern-house-1 or lantern-house-2", ("", "")),
        ("/p/other-thing and 12 Elm Rd", ("", "")),
        ("", ("", "")),
    ],
)
def test_which_record_a_report_is_about(text: str, found: tuple[str, str]) -> None:
    assert about(text, make_book(shelters(2))) == found


def test_the_stewards_list() -> None:
    text = f"\n{KITCHEN}/kitchen {DAY}  # until Monday\nlantern-house\n"
    assert read_lines(text) == [Told(KITCHEN, "kitchen", DAY, True), Told("lantern-house", "", "", True)]
    for wrong in ("../x", "a/b/c", "a/b soon", "a b c", "A", "12 Elm Rd"):
        with pytest.raises(Complaint) as told:
            from_list(f"lantern-house\n{wrong}")
        assert "Line 2" in str(told.value) and wrong not in str(told.value)


ROWS = {"withheld": [{"slug": "lantern-house", "location": "house", "since": DAY}]}


def answering(status: int, content: object) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/withheld" and request.headers["authorization"] == "Bearer secret"
        return httpx.Response(status, json=content, headers={"location": "https://evil.example/"})

    return httpx.MockTransport(answer)


def test_the_relay_is_asked() -> None:
    found = from_relay("https://relay.example/", "secret", answering(200, ROWS))
    assert found == [Told("lantern-house", "house", DAY)]
    confirmed = {"withheld": [{**ROWS["withheld"][0], "confirmed": True}]}
    assert from_relay("https://relay.example", "secret", answering(200, confirmed))[0].confirmed


@pytest.mark.parametrize(
    ("url", "token", "status", "content"),
    [
        ("https://relay.example/", "", 200, ROWS),
        ("http://relay.example/", "secret", 200, ROWS),
        ("https://relay.example/", "secret", 302, ROWS),
        ("https://relay.example/", "secret", 401, {}),
        ("https://relay.example/", "secret", 503, {}),
        ("https://relay.example/", "secret", 200, {}),
        ("https://relay.example/", "secret", 200, []),
        ("https://relay.example/", "secret", 200, {"withheld": [{"slug": "12 Elm Rd"}]}),
        ("https://relay.example/", "secret", 200, {"withheld": [{"slug": "a", "since": "x"}]}),
        ("https://relay.example/", "secret", 200, {"withheld": "a"}),
    ],
)
def test_a_relay_that_does_not_answer_well_stops_it(
    url: str, token: str, status: int, content: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(Complaint) as stopped:
        from_relay(url, token, answering(status, content))
    assert stopped.value.code == 3 and "Elm" not in str(stopped.value) and "secret" not in str(stopped.value)


def test_in_local_mode_the_relay_of_this_machine_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A safety report that somebody sent to a relay in local mode hides the place in the next build."""
    from bluepages.cli import main
    from bluepages.enrich.reviews import read_reviews

    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    root = make_directory(tmp_path, {"lantern-house": SHELTER})
    (root / ".bluepages").mkdir()
    (root / ".bluepages" / "relay.sqlite").write_bytes(b"")
    rows = [{"slug": "lantern-house", "location": "house", "since": DAY}]
    monkeypatch.setattr("bluepages.relay.decide.withheld", lambda spool, day: rows)
    assert main(["reviews", "pull", "--root", str(root)]) == 0
    assert read_reviews(root).withheld == (Withheld("lantern-house", "house", DAY),)
