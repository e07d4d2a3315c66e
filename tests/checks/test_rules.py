"""Every rule by its records in `tests/records/`: the bad one breaks it, the good one does not, with either engine."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from bluepages.checks import run
from bluepages.problems import Problem
from bluepages.records import engines
from bluepages.records.load import load_book
from bluepages.records.schema import provider_schema
from bluepages.records.yamlfile import Document
from bluepages.rules import RULES
from tests.support import ROOT, file_of, make_book, make_directory, name_of, to_bytes

RECORDS = ROOT / "tests" / "records"
TODAY = datetime.date(2026, 11, 21)
CODES = sorted(code for code in RULES if code < "P9")
"""All but what is found only after the checks, in the compiled record (`tests/hsds`)."""


def _link(root: Path) -> None:
    (root / "elsewhere.yaml").write_text("name: x\n", encoding="utf-8")
    try:
        (root / file_of("linked")).symlink_to(root / "elsewhere.yaml")
    except OSError:
        pytest.skip("this system makes no links")


def _pipe(root: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system makes no pipes")
    os.mkfifo(root / file_of("pipe"))


MADE: dict[str, Callable[[Path], None]] = {"P108": _link, "P109": _pipe}
"""What no file in Git can be, made by the test."""


def problems_of(code: str, kind: str, folder: Path) -> list[Problem]:
    """What a run says of a rule's bad or good records."""
    single, many = RECORDS / code / f"{kind}.yaml", RECORDS / code / kind
    if single.exists():
        source = single.read_bytes()
        return run(make_book({name_of(source): source}), today=TODAY)
    if kind == "bad" and code in MADE:
        root = make_directory(folder, {"alameda/.keep": b""})
        MADE[code](root)
        return run(load_book(root), today=TODAY)
    if (many / "data").is_dir():
        root = make_directory(folder)
        shutil.copytree(many / "data", root / "data", dirs_exist_ok=True)
        for missing in root.rglob("*.missing"):
            missing.with_suffix("").unlink()
        return run(load_book(root), today=TODAY)
    files = sorted(many.rglob("*.yaml"))
    return run(make_book({f.relative_to(many).as_posix(): f.read_bytes() for f in files}), today=TODAY)


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize("code", CODES)
def test_bad_and_good(code: str, engine: str, tmp_path: Path) -> None:
    if engine == "reference":
        with engines.reference_only():
            _bad_and_good(code, tmp_path)
    else:
        _bad_and_good(code, tmp_path)


def _bad_and_good(code: str, folder: Path) -> None:
    bad = problems_of(code, "bad", folder / "bad")
    found = [problem for problem in bad if problem.rule == code]
    assert found, f"{code} is not reported; reported is {[(p.rule, p.field, p.message) for p in bad]}"
    assert all(problem.level == RULES[code].level for problem in found)
    good = problems_of(code, "good", folder / "good")
    assert code not in {problem.rule for problem in good}
    errors = [(p.rule, p.file, p.field, p.message) for p in good if p.level == "error" and not code.startswith("P19")]
    assert not errors, errors


@pytest.mark.parametrize("path", sorted(RECORDS.rglob("*.yaml")), ids=lambda p: p.relative_to(RECORDS).as_posix())
def test_the_referee_agrees(path: Path) -> None:
    """`jsonschema_rs`, which decides, and `jsonschema`, the referee, on every good and bad record."""
    schema = provider_schema()
    document = Document(path.read_bytes(), "record.yaml", schema)
    assert schema.is_valid(document.data) == jsonschema.Draft202012Validator(schema.raw).is_valid(document.data)
    fast = schema.violations(document.data)
    with engines.reference_only():
        assert fast == schema.violations(document.data)


@pytest.mark.parametrize("code", CODES)
def test_messages_are_for_people(code: str, tmp_path: Path) -> None:
    for problem in problems_of(code, "bad", tmp_path):
        said = f"{problem.message} {problem.hint}"
        assert problem.message.endswith((".", "?", "!")), said
        for word in ("NoneType", "dict", "list[", "Traceback", "{'", "['", "instance", "<class", "additionalProp"):
            assert word not in said, said


def test_every_code_is_in_its_family() -> None:
    assert all(len(code) == 4 and code[0] == "P" and code[1:].isdigit() for code in RULES)
    assert all(rule.title[:1].isupper() or rule.title.startswith("not_") for rule in RULES.values())


def test_six_mistakes_are_told_in_one_run() -> None:
    """One record, six mistakes, of shape and of sense: six messages, and none in the words of a program."""
    record = b"""\
name: Harbor Street Community Kitchen
description: Volunteers serve hot meals in West Oakland.
phones: [{number: 510 555 01}]
websit: https://harborstreet.example.org
locations:
  kitchen:
    address: {address_1: 1200 Harbor St, city: Oakland, postal_code: "94607"}
    latitude: 37.8044
    longitude: 122.2712
services:
  hot-lunch:
    name: Hot lunch
    status: open
    needs: [food.mealz]
    languages: en
    at: {kitchen: {hours: whenever}}
sources: [{ref: "issue:214", date: 2026-10-01}]
"""
    problems = [p for p in run(make_book({"harbor-street": record}), today=TODAY) if p.level == "error"]
    assert {p.rule for p in problems} == {"P110", "P112", "P113", "P204", "P302", "P310", "P320"}
    assert [p.line for p in problems] == sorted(p.line for p in problems) == [3, 4, 8, 13, 14, 15, 16]
    phone = next(p for p in problems if p.rule == "P204")
    assert phone.message == '"510 555 01" is not a US phone number (10 digits).'
    assert phone.hint == "Write it like 510-555-0100."
    for problem in problems:
        assert not any(sign in problem.message for sign in ("{", "}", "str", "None", "[]", "'"))


def test_reading_twice_gives_the_same() -> None:
    source = to_bytes((RECORDS / "P204" / "bad.yaml").read_bytes())
    runs = [run(make_book({"harbor-street": source}), today=TODAY) for _ in range(2)]
    assert runs[0] == runs[1]
