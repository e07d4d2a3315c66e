"""The main job as a whole: the same bytes whatever runs it, and nothing written that need not be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bluepages.export.run import CHUNK as EXPORTED
from bluepages.records.load import CHUNK as LOADED
from bluepages.site.pages import CHUNK as RENDERED
from tests.support import file_of, kitchen, make_directory, to_bytes
from tests.whole.program import TODAY, bluepages, repository, tree

pytestmark = pytest.mark.slow


def records(count: int = 12) -> dict[str, object]:
    """Providers enough to be shared among processes, each somewhere else."""
    made: dict[str, object] = {}
    for number in range(count):
        record = kitchen()
        record["name"] = f"Kitchen {number}"
        record["website"] = f"https://kitchen{number}.example.org"
        record["phones"] = [{"number": f"510-263-{2000 + number}"}]
        record["locations"]["kitchen"]["address"]["address_1"] = f"{number + 1} Harbor St"
        made[f"kitchen-{number}"] = record
    return made


def test_same_bytes_whatever_the_processes_folder_zone_and_locale(tmp_path: Path) -> None:
    count = max(LOADED, EXPORTED, RENDERED) + 20  # so many that each step shares them among its processes
    first = repository(tmp_path / "one", records(count))
    shutil.copytree(first, tmp_path / "elsewhere" / "two")
    runs = [
        (first, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, "1"),
        (tmp_path / "elsewhere" / "two", {"TZ": "Asia/Tokyo", "LC_ALL": "es_MX.UTF-8", "PYTHONHASHSEED": "2"}, "2"),
    ]
    trees = []
    for number, (root, environment, jobs) in enumerate(runs):
        out = tmp_path / f"out-{number}"
        run = bluepages("build", "--today", TODAY, "--jobs", jobs, "--out", out, root=root, **environment)
        assert run.returncode == 0, run.stderr
        trees.append(tree(out))
    assert trees[0].keys() == trees[1].keys()
    assert [name for name in trees[0] if trees[0][name] != trees[1][name]] == []
    assert len(trees[0]) > 50


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    root = make_directory(tmp_path / "d", records(4))  # type: ignore[arg-type]
    out = tmp_path / "out"
    assert bluepages("build", "--today", TODAY, "--out", out, root=root).returncode == 0
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    again = bluepages("build", "--today", TODAY, "--out", out, root=root)
    assert again.stdout.splitlines()[1].startswith("0 files written")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == times
    (root / file_of("kitchen-3")).unlink()
    assert bluepages("build", "--today", TODAY, "--out", out, root=root).returncode == 0
    assert not (out / "p" / "kitchen-3.html").exists()
    fresh = tmp_path / "fresh"
    assert bluepages("build", "--today", TODAY, "--out", fresh, root=root).returncode == 0
    assert tree(out) == tree(fresh)


def test_a_broken_record_is_left_out_and_named(tmp_path: Path) -> None:
    broken = kitchen()
    broken["phones"] = [{"number": "510 555 01"}]
    root = make_directory(tmp_path / "d", {**records(2), "broken-kitchen": broken})  # type: ignore[dict-item]
    run = bluepages("build", "--today", TODAY, "--out", tmp_path / "out", root=root)
    assert run.returncode == 1
    assert "broken-kitchen" in run.stderr and "bluepages check" in run.stderr
    made = tree(tmp_path / "out")
    assert "p/kitchen-0.html" in made and "p/broken-kitchen.html" not in made
    assert json.loads(made["build.json"])["withheld"] == ["broken-kitchen"]
    strict = bluepages("build", "--strict", "--today", TODAY, "--out", tmp_path / "no", root=root)
    assert strict.returncode == 1 and not (tmp_path / "no").exists()


def test_counts_agree(tmp_path: Path) -> None:
    root = make_directory(tmp_path / "d", records(5))  # type: ignore[arg-type]
    out = tmp_path / "out"
    assert bluepages("build", "--today", TODAY, "--out", out, root=root).returncode == 0
    counts = json.loads((out / "build.json").read_bytes())["counts"]
    assert counts["providers"] == len(list((out / "p").glob("*.html"))) == 5
    rows = (out / "data" / "services.csv").read_text(encoding="utf-8").splitlines()
    assert counts["offers"] == len(rows) - 1


@pytest.mark.parametrize("crlf", [False, True])
def test_a_record_from_windows_builds_the_same(tmp_path: Path, crlf: bool) -> None:
    text = to_bytes(kitchen())  # type: ignore[arg-type]
    record = text.replace(b"\n", b"\r\n") if crlf else text
    root = make_directory(tmp_path / "d", {"harbor-street-community-kitchen": record})
    run = bluepages("build", "--today", TODAY, "--out", tmp_path / "out", root=root)
    assert run.returncode == 0
    assert "Harbor Street" in (tmp_path / "out" / "p" / "harbor-street-community-kitchen.html").read_text()
