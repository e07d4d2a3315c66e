"""`--fix`: what a machine can mend is mended, the result is stable, and nothing else is touched."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.checks import fix, run
from bluepages.problems import Problem
from tests.support import ROOT, file_of, kitchen, make_book, to_bytes

TODAY = datetime.date(2026, 11, 21)
FILE = file_of("harbor-kitchen")


def mend(source: str | bytes) -> tuple[str | None, list[Problem], list[Problem]]:
    """The mended text, if any, with the problems before and after."""
    book = make_book({"harbor-kitchen": source})
    before = run(book, today=TODAY)
    text = fix(book, before).get(FILE)
    after = run(make_book({"harbor-kitchen": source if text is None else text}), today=TODAY)
    return text, before, after


GOOD = to_bytes(kitchen()).decode()
MENDED = {
    "phone": ("510-555-0142", "(510) 555.0142"),
    "extension": ("number: 510-555-0142", 'number: "510-555-0142 x 12"'),
    "sign": ("longitude: -122.2712", "longitude: 122.2712"),
    "need": ("food.meals", "food.meal"),
    "language": ("[en, es]", "[English, spanish]"),
    "language twice": ("[en, es]", "[en, es, es, en]"),
    "web": ("https://harborstreet", "harborstreet"),
    "key": ("website:", "websit:"),
    "list": ("languages: [en, es]", "languages: en"),
    "at": ("      kitchen: {", "      kitchn: {"),
    "spaces": ("Hot lunch", '"Hot  lunch "'),
    "letters": ("Hot lunch", "Almuerzo para niÃ±os"),
    "hours": ("Mo-Fr 11:30-13:30", "mo-fr 11:30-13:30"),
    "quotes": ("name: Hot lunch", "name: 'Hot lunch'"),
}


@pytest.mark.parametrize("case", MENDED)
def test_mended(case: str) -> None:
    wanted, broken = MENDED[case]
    assert wanted in GOOD
    text, before, after = mend(GOOD.replace(wanted, broken))
    assert text is not None
    rules = {problem.rule for problem in before} - {"P208"}
    assert rules
    assert not rules & {problem.rule for problem in after}, [p.message for p in after]
    again, _, _ = mend(text)
    assert again is None


def test_one_run_mends_what_one_mend_uncovers() -> None:
    """A misspelt key hides the value below it: two rounds."""
    text, _, after = mend(GOOD.replace("phones: [{number: 510-555-0142}]", "phone: [{number: (510) 555-0142}]"))
    assert text == GOOD
    assert {problem.rule for problem in after} == {"P208"}


def test_bytes_of_windows() -> None:
    text, before, after = mend(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert {problem.rule for problem in before} >= {"P107"} and text == GOOD
    assert not {problem.rule for problem in after} & {"P107", "P117"}


def test_comments_stay() -> None:
    source = GOOD.replace("phones:", "# the front desk\nphones:").replace("510-555-0142", "(510) 555 0142")
    text, _, _ = mend(source)
    assert text is not None and "# the front desk\nphones: [{number: 510-555-0142}]" in text


@pytest.mark.parametrize(
    "source",
    ["name: [", "name: a\nname: b\n", "- a list\n", "just text\n", "", b"\xff\xfe", b"name: \x00", "&a b: *a\n"],
)
def test_what_cannot_be_read_is_left_alone(source: str | bytes) -> None:
    text, before, _ = mend(source)
    assert text is None and before


def test_a_good_file_is_left_alone() -> None:
    assert mend(GOOD)[0] is None


def test_two_list_items_go() -> None:
    text, _, _ = mend(GOOD.replace("[en, es]", "[en, es, en, es, en]"))
    assert text == GOOD


RECORDS = sorted((ROOT / "tests" / "records").rglob("bad*.yaml"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
def test_mending_is_a_fixed_point(path: Path) -> None:
    """Every bad record: the mended text loads where the broken one did, and stays as it is."""
    text, before, after = mend(path.read_bytes())
    if text is not None:
        assert mend(text)[0] is None
        assert sum(p.level == "error" for p in after) <= sum(p.level == "error" for p in before)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(MENDED)), unique=True, max_size=6))
def test_any_mixture_is_mended_for_good(cases: list[str]) -> None:
    source = GOOD
    for case in cases:
        source = source.replace(*MENDED[case])
    text, _, _ = mend(source)
    if text is not None:
        assert mend(text)[0] is None
