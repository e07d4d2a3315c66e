"""The commands as people meet them: exit codes, and messages one can act on, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bluepages.errors import Complaint
from bluepages.output.folder import Folder
from tests.support import file_of, kitchen, make_directory, to_bytes
from tests.whole.program import TODAY, bluepages, git, repository

ONE = {"harbor-street-community-kitchen": kitchen()}
FILE = file_of("harbor-street-community-kitchen")


def said(run: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in run.stdout + run.stderr
    assert len(run.stderr.strip().splitlines()) <= 3
    return run.stderr


def test_unknown_root(tmp_path: Path) -> None:
    for command in (("check",), ("build",), ("diff", "HEAD")):
        run = bluepages(*command, root=tmp_path / "nowhere")
        assert run.returncode == 2
        assert "directory.yaml" in said(run) and "--root" in said(run)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ("name: [", "directory.yaml:"),
        ("", "empty"),
        ("name: X\n", "docs/directory.md"),
        ("nmae: X\n", "docs/directory.md"),
    ],
)
def test_broken_settings(tmp_path: Path, settings: str, word: str) -> None:
    root = make_directory(tmp_path, ONE, settings)
    run = bluepages("check", root=root)
    assert run.returncode == 2
    assert word in said(run)


def test_missing_vocabulary(tmp_path: Path) -> None:
    root = make_directory(tmp_path, ONE)
    (root / "data" / "needs.yaml").unlink()
    run = bluepages("check", root=root)
    assert run.returncode == 1
    assert "P191" in run.stdout and "data/needs.yaml" in run.stdout


@pytest.mark.parametrize(
    "arguments", [("chekc",), (), ("check", "--format", "xml"), ("build", "--jobs", "0"), ("build", "--today", "soon")]
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    run = bluepages(*arguments)
    assert run.returncode == 2
    assert "--help" in said(run)


def test_every_command_has_help_with_an_example() -> None:
    from bluepages.cli import parser

    for name, command in parser()._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr, index]
        assert f"Example: bluepages {name}" in " ".join(command.format_help().split())


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    run = bluepages("check", tmp_path / "none.yaml", root=make_directory(tmp_path / "d", ONE))
    assert run.returncode == 2 and "none.yaml" in said(run)


def test_check_tells_all_in_json(tmp_path: Path) -> None:
    record = kitchen()
    record["phones"] = [{"number": "510 555 01"}]
    record["services"]["hot-lunch"]["needs"] = ["food.mealz"]
    run = bluepages(
        "check",
        "--format",
        "json",
        "--today",
        TODAY,
        root=make_directory(tmp_path, {"harbor-street-community-kitchen": record}),
    )
    assert run.returncode == 1
    problems = json.loads(run.stdout)
    assert {"P204"} <= {problem["rule"] for problem in problems}
    assert all(list(problem) == ["rule", "level", "file", "line", "field", "message", "hint"] for problem in problems)
    assert any("food.meals" in problem["hint"] for problem in problems)


def test_fix_mends_and_the_second_check_is_clean(tmp_path: Path) -> None:
    record = kitchen()
    record["phones"] = [{"number": "(510) 263-2420"}]
    messy = to_bytes(record).replace(b"name: Harbor", b"name:   'Harbor").replace(b"Kitchen\n", b"Kitchen'\n", 1)
    root = make_directory(tmp_path, {"harbor-street-community-kitchen": messy})
    before = bluepages("check", "--today", TODAY, root=root)
    assert "P117" in before.stdout
    assert bluepages("check", "--fix", "--today", TODAY, root=root).returncode == 0
    text = (root / FILE).read_text()
    assert "510-263-2420" in text and "name: Harbor Street Community Kitchen\n" in text
    assert "P117" not in bluepages("check", "--today", TODAY, root=root).stdout


def test_a_pull_request_answers_only_for_what_it_touches(tmp_path: Path) -> None:
    old = kitchen()
    old["phones"] = [{"number": "12"}]
    other = kitchen()
    other["name"] = "Another Place"
    other["phones"] = [{"number": "510-263-2420"}]
    other["website"] = "https://another.example.org"
    other["locations"]["kitchen"]["address"]["address_1"] = "9 Elm St"
    root = repository(tmp_path, {"old-debt": old, "another-place": other})
    git(root, "checkout", "-q", "-b", "change")
    other["description"] = "Something new."
    (root / file_of("another-place")).write_bytes(to_bytes(other))
    run = bluepages("check", "--changed-since", "main", "--today", TODAY, root=root)
    assert run.returncode == 0, run.stdout
    assert "HSDS: 2 objects valid" in run.stdout
    other["phones"] = [{"number": "13"}]
    (root / file_of("another-place")).write_bytes(to_bytes(other))
    git(root, "commit", "-q", "-a", "-m", "worse")
    run = bluepages("check", "--changed-since", "main", "--format", "github", "--today", TODAY, root=root)
    assert run.returncode == 1 and "::error file=data/providers/alameda/another-place.yaml" in run.stdout
    assert bluepages("check", "--changed-since", "no-such", root=root).returncode == 2


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    run = bluepages("build", "--out", tmp_path / "mine", root=make_directory(tmp_path / "d", ONE))
    assert run.returncode == 2 and "left alone" in said(run)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_first_build_that_was_cut_short_is_gone_on_with(tmp_path: Path) -> None:
    Folder(tmp_path / "out").write("p/half.html", b"half")
    root = make_directory(tmp_path / "d", ONE)
    assert bluepages("publish", "ckan", "--site", tmp_path / "out", root=root).returncode == 2
    run = bluepages("build", "--out", tmp_path / "out", root=root)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "out" / "p" / "half.html").exists()
    assert json.loads((tmp_path / "out" / "build.json").read_bytes())["counts"]["providers"] == 1


def test_a_directory_without_its_lists_says_which_and_what_belongs_there(tmp_path: Path) -> None:
    root = make_directory(tmp_path / "d")
    for name in ("counties", "needs", "sources"):
        (root / "data" / f"{name}.yaml").unlink()
    run = bluepages("check", root=root)
    assert run.returncode == 1 and run.stdout.count(" P191 ") == 3
    run = bluepages("build", "--out", tmp_path / "out", root=root)
    assert run.returncode == 1 and "our own fault" not in said(run)


def test_the_tables_of_places_are_checked_as_well(tmp_path: Path) -> None:
    root = make_directory(tmp_path / "d", ONE)
    zips = root / "data" / "places" / "zips.csv"
    zips.write_text(zips.read_text(encoding="utf-8") + "94607,91.5,-122,alameda,Oakland\n", encoding="utf-8")
    (root / "data" / "places" / "cities.csv").unlink()
    run = bluepages("check", root=root)
    assert run.returncode == 1 and "data/places/zips.csv" in run.stdout and "data/places/cities.csv P191" in run.stdout
    assert "data/places" not in bluepages("check", root / FILE, root=root).stdout


def test_a_full_disk_and_a_locked_folder_are_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path / "out")
    for number, word in ((28, "disk is full"), (13, "permission"), (30, "permission")):

        def fail(self: Path, content: bytes, number: int = number) -> int:
            raise OSError(number, "no")

        monkeypatch.setattr(Path, "write_bytes", fail)
        with pytest.raises(Complaint, match=word):
            folder.write(f"a-{number}", b"x")


def test_new_asks_and_writes_a_valid_file(tmp_path: Path) -> None:
    root = make_directory(tmp_path, ONE)
    answers = [
        "Almeda", "alameda", "Elm Street Pantry", "Volunteers give out groceries.", "Groceries", "food.pantry",
        "510-263-2420", "https://elm.example.org", "12 Elm St", "Oakland", "94607", "Sat 9am-1pm",
        "web:elm.example.org",
    ]  # fmt: skip
    run = bluepages("new", "--today", TODAY, root=root, given="\n".join(answers) + "\n")
    assert run.returncode == 0, run.stderr
    path = root / "data" / "providers" / "alameda" / "elm-street-pantry.yaml"
    assert "Sa 09:00-13:00" in path.read_text()
    checked = bluepages("check", str(path), "--today", TODAY, root=root)
    assert checked.returncode == 0 and "warning" not in checked.stdout.split("\n")[-2], checked.stdout
    short = bluepages("new", root=root, given="alameda\n")
    assert short.returncode == 2 and "nothing was written" in said(short)


def test_build_py_is_the_same_command(tmp_path: Path) -> None:
    from tests.support import ROOT

    run = subprocess.run([sys.executable, "build.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and "bluepages build" in run.stdout
