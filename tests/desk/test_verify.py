"""A steward's check is recorded with who, when, how and what; nobody else's is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bluepages.cli import main
from bluepages.desk.verify import COVERS
from bluepages.records.load import load_book
from bluepages.records.schema import provider_schema
from tests.support import kitchen, make_directory

STEWARDS = "rosa:\n  name: Rosa M.\n  counties: [alameda]\n"
CALL = ["--by", "rosa", "--how", "phone call", "--covers", "hours,phone"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    record = kitchen()
    record["services"]["dinner"] = {"name": "Dinner", "needs": ["food.meals"], "at": {"kitchen": {}}}
    made = make_directory(tmp_path / "d", {"kitchen": record, "other": {**kitchen(), "name": "Harbor Street Kitchen"}})
    (made / "data/stewards.yaml").write_text(STEWARDS, encoding="utf-8")
    return made


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root), "--today", "2026-11-25"])


def services(root: Path) -> dict[str, Any]:
    return load_book(root).providers["kitchen"].services


def test_a_check_is_recorded_and_said_in_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "verify", "kitchen", *CALL) == 0
    for service in services(root).values():
        assert (service.verified.by, service.verified.how, service.verified.date) == (
            "rosa",
            "phone call",
            "2026-11-25",
        )
        assert service.verified.covers == ("hours", "phone")
    said = capsys.readouterr().out
    assert "Checked by a person of Hot lunch added: on 2026-11-25 by rosa, phone call: hours, phone" in said
    assert main(["check", "--root", str(root), "--today", "2026-11-25"]) == 0


def test_one_service_another_day_everything(root: Path) -> None:
    arguments = ["--by", "alameda", "--how", "visit", "--covers", "all", "--date", "2026-11-20", "--service", "dinner"]
    assert run(root, "verify", "https://x.example/p/kitchen", *arguments) == 0
    found = services(root)
    assert found["hot-lunch"].verified is None and found["dinner"].verified.covers == ()
    assert found["dinner"].verified.date == "2026-11-20"


def test_a_check_takes_the_place_of_a_visitors_word(root: Path) -> None:
    assert run(root, "verify", "kitchen", "--reported", "--date", "2026-11-01") == 0
    assert services(root)["hot-lunch"].reported_correct.date == "2026-11-01"
    assert services(root)["hot-lunch"].verified is None, "a visitor's word is no check"
    assert run(root, "verify", "kitchen", *CALL) == 0
    assert services(root)["hot-lunch"].reported_correct is None


def test_a_check_of_one_part_joins_that_of_the_same_day_and_says_what_an_earlier_one_loses(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "verify", "kitchen", *CALL) == 0
    more = [*CALL[:-1], "phone,address"]
    assert run(root, "verify", "kitchen", *more) == 0
    assert services(root)["dinner"].verified.covers == ("hours", "phone", "address")
    assert "name that in --covers" not in capsys.readouterr().err
    arguments = ["verify", "kitchen", *more, "--root", str(root), "--today", "2026-11-26"]
    assert main(arguments) == 0
    assert services(root)["dinner"].verified.covers == ("phone", "address")
    assert "Dinner: the check of 2026-11-25 covered hours too" in capsys.readouterr().err


REFUSED = [
    (["--by", "sam", "--how", "phone call", "--covers", "hours"], "Here these are: rosa."),
    (["--by", "napa", "--how", "phone call", "--covers", "hours"], "is not a steward"),
    (["--by", "rosa", "--how", "because", "--covers", "hours"], "how it was checked"),
    (["--by", "rosa", "--how", "phone call", "--covers", "hour"], "Did you mean hours?"),
    ([*CALL, "--date", "2026-12-25"], "has not come yet"),
    ([*CALL, "--date", "soon"], "is not a day"),
    ([*CALL, "--service", "supper"], "There is no service supper"),
    (["--how", "phone call", "--covers", "hours"], "--by"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_no_check_is_not_written(
    root: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / "data/providers/alameda/kitchen.yaml").read_bytes()
    assert run(root, "verify", "kitchen", *arguments) == 2
    assert said in capsys.readouterr().err
    assert (root / "data/providers/alameda/kitchen.yaml").read_bytes() == before


def test_without_any_steward_nobody_signs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "data/stewards.yaml").write_text("{}\n", encoding="utf-8")
    assert run(root, "verify", "kitchen", "--by", "alameda", "--how", "visit", "--covers", "all") == 2
    assert "There is no steward yet" in capsys.readouterr().err


def test_an_older_check_does_not_hide_a_newer_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "verify", "kitchen", *CALL) == 0
    assert run(root, "verify", "kitchen", *CALL, "--date", "2026-11-01") == 2
    assert "was checked later than that" in capsys.readouterr().err


def test_two_that_are_two_are_remembered(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(root), "--today", "2026-11-25"]) == 0
    assert "P22" in capsys.readouterr().out
    assert run(root, "distinct", "kitchen", "other") == 0
    assert load_book(root).providers["kitchen"].not_duplicate_of == ("other",)
    assert run(root, "distinct", "other", "kitchen") == 0
    assert "remembered already" in capsys.readouterr().err
    assert main(["check", "--root", str(root), "--today", "2026-11-25"]) == 0
    assert "P22" not in capsys.readouterr().out
    assert run(root, "distinct", "other", "other") == 2


def test_what_a_check_may_cover_is_what_the_schema_says() -> None:
    covers = provider_schema().raw["$defs"]["verified"]["properties"]["covers"]["items"]["enum"]
    assert set(covers) == set(COVERS)
