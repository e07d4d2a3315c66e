"""Dead only when nothing was found twice, three days apart; told in one rolling issue a county, closed by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.cli import main
from bluepages.enrich.links import FILE, DeadLink, read_links
from bluepages.errors import Complaint
from bluepages.sweep.board import BRANCH, GitHubBoard
from bluepages.sweep.links import State, addresses, ask, dead_links, decode, encode, remember
from bluepages.sweep.telling import LABEL, tell
from tests.github.standin import Standin
from tests.support import kitchen, make_book, make_directory

SLUG = "harbor-street-community-kitchen"
URL = "https://harborstreet.example.org"
DAY = date(2026, 11, 21)


def after(*found: tuple[int, str]) -> State:
    """The memory after runs on these days (counted from the first) with these findings at one address."""
    state = State()
    for day, each in found:
        state = remember(state, {URL: each}, [URL], DAY + timedelta(days=day))  # type: ignore[dict-item]
    return state


def is_dead(state: State) -> bool:
    return any(each.dead for each in state.links.values())


@pytest.mark.parametrize(
    ("runs", "dead"),
    [
        ([(0, "404")], False),
        ([(0, "404"), (1, "404"), (2, "404")], False),
        ([(0, "404"), (3, "404")], True),
        ([(0, "404"), (3, "410")], True),
        ([(0, "unknown host"), (1, "unsure"), (4, "404")], True),
        ([(0, "404"), (2, "ok"), (4, "404")], False),
        ([(0, "404"), (5, "unsure")], False),
        ([(0, "unsure"), (9, "unsure")], False),
        ([(0, "refused"), (9, "refused")], False),
        ([(0, "404"), (3, "404"), (4, "ok")], False),
        ([(0, "404"), (3, "404"), (4, "unsure")], True),
    ],
)
def test_when_an_address_counts_as_dead(runs: list[tuple[int, str]], dead: bool) -> None:
    assert is_dead(after(*runs)) is dead


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["ok", "404", "410", "unknown host", "unsure", "refused"])))
)
def test_never_dead_without_two_findings_three_days_apart_and_no_answer_between(runs: list[tuple[int, str]]) -> None:
    runs = sorted(runs, key=lambda each: each[0])
    state = after(*runs)
    last_ok = max((at for at, (_, found) in enumerate(runs) if found == "ok"), default=-1)
    bad = [day for day, found in runs[last_ok + 1 :] if found in ("404", "410", "unknown host")]
    assert is_dead(state) is (bool(bad) and bad[-1] - bad[0] >= 3)
    assert decode(encode(state)) == state


def test_addresses_that_no_record_names_any_more_are_forgotten() -> None:
    state = after((0, "404"), (3, "404"))
    assert not remember(state, {}, [], DAY).links
    assert remember(state, {}, [URL], DAY).links


def test_a_network_that_is_down_proves_nothing() -> None:
    found = {f"https://{n}.example/": "unknown host" for n in range(20)}
    with pytest.raises(Complaint):
        remember(State(), found, found, DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [None, b"", b"[]", b"{", b"\xff", b'{"links": 5}', b'{"links": {"u": {"found": "x"}}}',
                                 b'{"links": {"u": {"found": "404", "first": "soon", "last": "later"}}}'])  # fmt: skip
def test_a_broken_memory_is_an_empty_one(raw: bytes | None) -> None:
    assert decode(raw) == State()


def test_which_addresses_are_asked() -> None:
    record = {
        **kitchen(),
        "locations": {**kitchen()["locations"], "house": {"county": "alameda", "confidential": True}},
    }
    closed = {**kitchen(), "name": "Old", "website": "https://old.example.org", "closed": {"date": "2026-01-01"}}
    record["services"]["hot-lunch"]["url"] = f"{URL}/lunch"
    found = addresses(make_book({SLUG: record, "old": closed, "twin": {**kitchen(), "name": "Twin"}}))
    assert found == {URL: [SLUG, "twin"], f"{URL}/lunch": [SLUG]}


def test_the_addresses_of_one_host_are_asked_one_after_another() -> None:
    at_once: list[int] = []
    busy = [0]

    def look(url: str) -> Any:
        busy[0] += 1
        at_once.append(busy[0])
        busy[0] -= 1
        return "ok"

    urls = [f"https://one.example/{n}" for n in range(50)]
    assert ask(urls, look) == dict.fromkeys(urls, "ok") and max(at_once) == 1


def aged() -> dict[str, Any]:
    record = kitchen()
    check = {"date": "2025-01-02", "by": "alameda", "how": "phone call"}
    record["services"]["hot-lunch"]["verified"] = check
    return record


def test_what_a_county_is_told() -> None:
    book = make_book({SLUG: {**aged(), "name": "Kitchen @team <b>"}, "marin/other": {**kitchen(), "name": "Other"}})
    told = {each.county: each for each in tell(book, dead_links(after((0, "404"), (3, "404")), book), DAY)}
    alameda = told["alameda"]
    assert not alameda.empty and "2025-01-02" in alameda.body and "`https://harborstreet.example.org`" in alameda.body
    assert "@team" not in alameda.body.replace("<span>@</span>team", "") and "<b>" not in alameda.body
    assert not told["marin"].empty and told["fresno"].empty and told["statewide"].empty
    assert len(told) == 59


def test_a_list_of_any_length_is_one_that_github_takes() -> None:
    long = {**aged(), "website": f"{URL}/{'x' * 400}"}
    book = make_book({f"kitchen-{n}": {**long, "name": f"{n} " + "Kitchen " * 20} for n in range(120)})
    links = [DeadLink(slug, provider.website, "404", "2026-11-20") for slug, provider in book.providers.items()]
    (body,) = (each.body for each in tell(book, links, DAY) if each.county == "alameda")
    assert 40_000 < len(body) < 65_536 and body.count("more stand on the stewards' page.") == 2


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Standin]:
    with Standin(tmp_path) as started:
        started.hub.git.seed({"README.md": b"x"})
        yield started
        assert not started.hub.refused


def test_one_rolling_issue_for_a_county_updated_in_place(github: Standin) -> None:
    board = GitHubBoard(github.repo())
    book = make_book({SLUG: aged()})
    assert board.show(tell(book, (), DAY)) == 1
    (issue,) = github.hub.things.values()
    assert (issue.title, issue.labels, issue.state) == ("Sweep: Alameda County", [LABEL], "open")
    assert board.show(tell(book, (), DAY)) == 0, "nothing new, nothing written"
    fine = make_book({SLUG: kitchen()})
    assert board.show(tell(fine, (), DAY)) == 1
    assert "Nothing waits here now" in issue.body and issue.state == "open", "a machine closes nothing"
    github.person("sam", "write").closes(issue.number)
    assert board.show(tell(fine, (), DAY)) == 0, "and opens nothing without a reason"
    assert board.show(tell(book, (), DAY)) == 1
    assert [thing.state for thing in github.hub.things.values()] == ["closed", "open"]


def test_what_a_person_ticked_stays_ticked_and_a_closed_list_comes_back_for_something_new_alone(
    github: Standin,
) -> None:
    board, sam = GitHubBoard(github.repo()), github.person("sam", "write")
    other = {**aged(), "name": "Other Kitchen"}
    one, both = make_book({SLUG: aged()}), make_book({SLUG: aged(), "other-kitchen": other})
    assert board.show(tell(one, (), DAY)) == 1
    (issue,) = github.hub.things.values()
    sam.edits(issue.number, issue.body.replace("- [ ] ", "- [x] ").replace("\n", "\r\n"))
    assert board.show(tell(one, (), DAY)) == 0, "a tick is no reason to write"
    assert board.show(tell(both, (), DAY)) == 1
    assert (issue.body.count("- [x] "), issue.body.count("- [ ] ")) == (1, 1)
    sam.edits(issue.number, issue.body.replace("- [ ] ", "- [x] "))
    sam.closes(issue.number)
    assert board.show(tell(both, (), DAY)) == 0, "ticked and closed: nothing is new"
    assert board.show(tell(one, (), DAY)) == 1, "one thing less to do is nothing new either"
    assert [thing.state for thing in github.hub.things.values()] == ["closed"]
    assert board.show(tell(both, (), DAY)) == 1
    old, new = github.hub.things.values()
    assert (old.state, new.state) == ("closed", "open"), "it has come back"
    assert new.body.count("- [x] ") == 1 and new.body.count("- [ ] ") == 1


def test_not_too_many_at_once_and_nobody_elses(github: Standin) -> None:
    github.person("eve").opens("Sweep: Alameda County", "<!-- bluepages:sweep -->\nmine", [LABEL])
    counties = [
        "alameda",
        "alpine",
        "amador",
        "butte",
        "calaveras",
        "colusa",
        "fresno",
        "glenn",
        "inyo",
        "kern",
        "kings",
        "lake",
    ]
    book = make_book({f"{county}/kitchen-{county}": {**aged(), "name": f"Kitchen {county}"} for county in counties})
    board = GitHubBoard(github.repo())
    assert board.show(tell(book, (), DAY)) == 10
    assert board.show(tell(book, (), DAY)) == 2
    assert github.hub.things[1].body.endswith("mine")


def test_a_lost_answer_opens_no_second_issue(github: Standin) -> None:
    from bluepages.intake.again import patiently

    board = GitHubBoard(github.repo(), lambda action: patiently(action, lambda seconds: None))
    github.fault("lost", "POST", "/issues$")
    github.fault("lost", "POST", "/git/refs$")
    assert board.show(tell(make_book({SLUG: aged()}), (), DAY)) == 1
    assert len(github.hub.things) == 1
    for content in (b"one", b"one", b"two"):
        board.keep(content)
        assert board.recall() == content
    assert github.hub.git.run("rev-list", "--count", BRANCH) == "2"
    assert github.hub.git.files(BRANCH) == {"sweep.json": b"two"}


def test_the_command(github: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_directory(tmp_path / "directory", {SLUG: aged()})
    for name, value in github.environment().items():
        monkeypatch.setenv(name, value)
    no_wait = {"seconds_between_requests": 0, "seconds_between_writes": 0}
    monkeypatch.setattr("bluepages.intake.githubforge.PAUSES", no_wait)
    monkeypatch.setattr("bluepages.sweep.fetch.Fetcher.look", lambda self, url: "404")
    arguments = ["sweep", "links", "age", "--root", str(root), "--today"]
    assert main([*arguments, "2026-11-21"]) == 0 and not read_links(root)
    assert main([*arguments, "2026-11-24"]) == 0
    (link,) = read_links(root)
    assert (link.slug, link.url, link.found, link.since) == (SLUG, URL, "404", "2026-11-21")
    (issue,) = github.hub.things.values()
    assert "harborstreet" in issue.body and "2025-01-02" in issue.body
    for part in ("age", "links"):
        assert main(["sweep", part, "--root", str(root), "--today", "2026-11-24"]) == 0
        assert "harborstreet" in issue.body and "2025-01-02" in issue.body, f"{part} alone takes nothing away"
    (root / FILE).unlink()
    assert main(["reviews", "pull", "--root", str(root)]) == 0
    assert read_links(root) == (link,), "a publication fetches what the sweep remembers"


def test_without_github_it_is_told_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    root = make_directory(tmp_path / "directory", {SLUG: aged()})
    monkeypatch.setattr("bluepages.sweep.fetch.Fetcher.look", lambda self, url: "ok")
    assert main(["sweep", "links", "age", "--root", str(root), "--today", "2026-11-21"]) == 0
    assert "2025-01-02" in (root / ".bluepages" / "sweeps" / "alameda.md").read_text(encoding="utf-8")
    assert json.loads((root / ".bluepages" / "sweep.json").read_text()) == {"links": {}}
