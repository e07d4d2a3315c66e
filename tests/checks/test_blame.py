"""What a change is to blame for."""

from __future__ import annotations

import datetime

from bluepages.checks import run, split
from bluepages.problems import Problem
from tests.support import file_of, kitchen, make_book

TODAY = datetime.date(2026, 11, 21)


def problem(file: str, rule: str = "P204", line: int = 3, message: str = "m") -> Problem:
    return Problem(rule, "error", file, line, "phones[0].number", message)


def test_touched_files_fail_and_others_are_older() -> None:
    mine, theirs = problem("a.yaml"), problem("b.yaml")
    assert split([mine, theirs], {"a.yaml"}) == ([mine], [theirs])


def test_what_was_not_there_before_is_the_changes_fault() -> None:
    old, new = problem("b.yaml"), problem("b.yaml", "P601")
    assert split([old, new], {"a.yaml"}, [old]) == ([new], [old])


def test_one_more_of_the_same_counts() -> None:
    twice = [problem("b.yaml", line=3), problem("b.yaml", line=9)]
    assert len(split(twice, set(), twice[:1]).fails) == 1


def test_a_line_that_moved_is_the_same_problem() -> None:
    assert not split([problem("b.yaml", line=9)], set(), [problem("b.yaml", line=3)]).fails


def test_a_new_duplicate_is_told_on_both_sides() -> None:
    first = kitchen()
    second = kitchen() | {"name": "The Harbor Street Kitchen"}
    base = run(make_book({"harbor-street": first}), today=TODAY)
    now = run(make_book({"harbor-street": first, "harbor-two": second}), today=TODAY)
    blame = split(now, {file_of("harbor-two")}, base)
    assert {p.file for p in blame.fails if p.rule == "P220"} == {file_of("harbor-street"), file_of("harbor-two")}
    assert {p.rule for p in blame.older} == {"P208"}


def test_a_reference_left_dangling_by_a_deletion() -> None:
    closed = kitchen() | {"closed": {"date": "2026-01-01", "see": ["other-kitchen"]}}
    other = kitchen() | {"name": "Other Kitchen"}
    base = run(make_book({"harbor-street": closed, "other-kitchen": other}), today=TODAY)
    now = run(make_book({"harbor-street": closed}), today=TODAY)
    assert [p.rule for p in split(now, {file_of("other-kitchen")}, base).fails] == ["P602"]


def test_a_quick_look_sees_touched_files_and_all_references() -> None:
    wrong = kitchen() | {"phones": [{"number": "12"}], "closed": {"date": "2026-01-01", "see": ["nobody"]}}
    book = make_book({"harbor-street": wrong, "harbor-two": wrong})
    found = run(book, today=TODAY, touched={file_of("harbor-two")})
    assert {p.file for p in found if p.rule == "P204"} == {file_of("harbor-two")}
    assert {p.file for p in found if p.rule == "P602"} == {file_of("harbor-street"), file_of("harbor-two")}
