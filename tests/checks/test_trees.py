"""Hostile trees: real commits, as a stranger's pull request would hold them, judged by what Git itself says."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from bluepages.checks.treerules import Change, check_tree
from bluepages.cli import main
from tests.github.hub import Bare
from tests.support import ROOT, SETTINGS, file_of, kitchen, make_directory, to_bytes

SLUG = "harbor-street-community-kitchen"
OTHER = to_bytes({**kitchen(), "name": "Other Kitchen", "website": "https://other.example.org"})
SECRET = b"never to be shown: 4471 Quillfeather Lane\n"
HERE = "data/providers/alameda/"


MODULES = b'[submodule "x"]\n\tpath = vendor/tool\n\turl = https://evil.example/x\n'


class Entry(NamedTuple):
    """One entry of a tree: its path, its mode, and its content (or the commit of a submodule)."""

    path: str
    mode: str = "100644"
    content: bytes = OTHER


HOSTILE: dict[str, tuple[list[Entry], str]] = {
    "a link to a file of the machine": ([Entry(f"{HERE}other.yaml", "120000", b"/etc/passwd")], "P911"),
    "a link out of the repository": ([Entry(f"{HERE}other.yaml", "120000", b"../../../../secret.txt")], "P911"),
    "a link to itself": ([Entry(f"{HERE}other.yaml", "120000", b"other.yaml")], "P911"),
    "a folder that is a link": ([Entry("data/providers/marin", "120000", b"../../..")], "P911"),
    "a link beside the records": ([Entry("docs/more.md", "120000", b"/etc/hostname")], "P911"),
    "the vocabulary as a link": ([Entry("data/needs.yaml", "120000", b"/dev/zero")], "P911"),
    "a submodule among the records": ([Entry("data/providers/marin", "160000")], "P911"),
    "a submodule anywhere": ([Entry("vendor/tool", "160000"), Entry(".gitmodules", content=MODULES)], "P911"),
    "a record that can be run": ([Entry(f"{HERE}other.yaml", "100755")], "P912"),
    "a list that can be run": ([Entry("data/run.sh", "100755", b"#!/bin/sh\ntouch /tmp/x\n")], "P912"),
    "a deeper folder": ([Entry(f"{HERE}more/other.yaml")], "P913"),
    "no folder": ([Entry("data/providers/other.yaml")], "P913"),
    "another ending": ([Entry(f"{HERE}other.yml")], "P913"),
    "an ending more": ([Entry(f"{HERE}other.yaml.py", content=b"import os\n")], "P913"),
    "attributes for git": ([Entry(f"{HERE}.gitattributes", content=b"*.yaml filter=evil\n")], "P913"),
    "large letters": ([Entry(f"{HERE}Other.yaml")], "P913"),
    "another spelling of the folder": ([Entry("data/Providers/alameda/other.yaml")], "P913"),
    "a name that turns around": ([Entry(f"{HERE}other\u202elmay.yaml")], "P913"),
    "a hidden sign": ([Entry(f"{HERE}oth\u200ber.yaml")], "P913"),
    "a line feed": ([Entry(f"{HERE}other\n::error::x.yaml")], "P913"),
    "a command for the runner": ([Entry(f"{HERE}%0A::set-output name=x::y.yaml")], "P913"),
    "a backslash": ([Entry(f"{HERE}..\\..\\other.yaml")], "P913"),
    "a device": ([Entry("docs/con.md", content=b"x")], "P913"),
    "a point at the end": ([Entry("docs/other.", content=b"x")], "P913"),
    "a colon": ([Entry("docs/a:b.md", content=b"x")], "P913"),
    "bytes that are no text": ([Entry(f"{HERE}oth\udcffer.yaml")], "P913"),
    "a very long name": ([Entry(f"docs/{'x' * 220}.md", content=b"x")], "P913"),
    "another normal form": ([Entry("docs/cafe\u0301.md", content=b"x")], "P913"),
    "two lists in one": ([Entry("data/Needs.yaml", content=b"x: 1\n")], "P914"),
    "two folders in one": ([Entry("Data/extra.yaml", content=b"x: 1\n")], "P914"),
    "two new ones": ([Entry("docs/A.md", content=b"x"), Entry("docs/a.md", content=b"y")], "P914"),
    "too many": ([Entry(f"docs/{n}.md", content=b"x") for n in range(31)], "P915"),
    "records and workflows": ([Entry(f"{HERE}other-kitchen.yaml"), Entry(".github/workflows/x.yml")], "P916"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    folder = tmp_path_factory.mktemp("base")
    settings = SETTINGS + "limits: {most_changed: 30}\n"
    made = make_directory(folder / "made", {SLUG: kitchen()}, settings)
    bare = Bare(folder / "bare.git")
    bare.seed({path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()})
    return bare


def commit(bare: Bare, entries: list[Entry]) -> str:
    """A commit of raw entries on main, as plumbing makes it: no checkout and no system is asked whether it may be."""
    tree: dict[bytes, bytes] = {}
    for line in bare.raw("ls-tree", "-r", "-z", "main").split(b"\0"):
        if line:
            meta, _, path = line.partition(b"\t")
            tree[path] = meta
    for entry in entries:
        path = entry.path.encode("utf-8", "surrogateescape")
        for gone in [each for each in tree if each.startswith(path + b"/")]:
            del tree[gone]
        sha = "1" * 40 if entry.mode == "160000" else bare.blob(entry.content)
        kind = "commit" if entry.mode == "160000" else "blob"
        tree[path] = f"{entry.mode} {kind} {sha}".encode()
    return bare.commit(_tree(bare, tree), [bare.find("main")], "Add a kitchen")


def _tree(bare: Bare, entries: dict[bytes, bytes]) -> str:
    here: list[bytes] = []
    inner: dict[bytes, dict[bytes, bytes]] = {}
    for path, meta in entries.items():
        head, slash, rest = path.partition(b"/")
        if slash:
            inner.setdefault(head, {})[rest] = meta
        else:
            here.append(meta + b"\t" + head)
    here += [f"040000 tree {_tree(bare, found)}".encode() + b"\t" + name for name, found in inner.items()]
    return bare.run("mktree", "-z", "--missing", given=b"\0".join(here) + b"\0")


def clone(bare: Bare, sha: str, folder: Path) -> Path:
    root = folder / "clone"
    bare.update("refs/heads/pull", sha)
    (folder / "secret.txt").write_bytes(SECRET)
    subprocess.run(["git", "clone", "-q", "-b", "pull", str(bare.path), str(root)], check=True, capture_output=True)
    return root


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_tree_is_refused_in_plain_words(
    name: str, base: Bare, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, rule = HOSTILE[name]
    root = clone(base, commit(base, entries), tmp_path)
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    arguments = ["check", "--root", str(root), "--changed-since", "HEAD^", "--today", "2026-11-21", "--jobs", "1"]
    code = main([*arguments, "--format", "github"])
    said = capsys.readouterr()
    whole = said.out + said.err + (summary.read_text(encoding="utf-8") if summary.exists() else "")
    assert rule in whole, whole
    assert code == (0 if rule == "P916" else 1)
    for leak in ("Quillfeather", "root:x:0", "Traceback", "our own fault"):
        assert leak not in whole
    lines = said.out.splitlines()
    assert not [
        line for line in lines if line.startswith("::") and not line.startswith(("::error ", "::warning ", "::notice "))
    ]
    assert "\u202e" not in whole and "\u200b" not in whole


def test_a_plain_change_is_fine(base: Bare, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = commit(base, [Entry(f"{HERE}other-kitchen.yaml"), Entry(f"{HERE}README.md", content=b"Hello\n")])
    root = clone(base, record, tmp_path)
    assert main(["check", "--root", str(root), "--changed-since", "HEAD^", "--today", "2026-11-21"]) == 0
    assert "P91" not in capsys.readouterr().out


def test_what_is_not_committed_yet_is_seen_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_directory(tmp_path / "d", {SLUG: kitchen()})
    run = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*run[:3], "init", "-q", "-b", "main"], check=True)
    subprocess.run([*run, "add", "-A"], check=True)
    subprocess.run([*run, "commit", "-q", "-m", "First"], check=True)
    (root / file_of(SLUG)).chmod(0o755)
    assert main(["check", "--root", str(root), "--changed-since", "HEAD", "--today", "2026-11-21"]) == 1
    assert "P912" in capsys.readouterr().out


def test_how_many_there_are_is_counted_whole() -> None:
    changes = [Change(f"docs/{n}.md", "100644") for n in range(3001)]
    (problem,) = check_tree(changes, (), 3000)
    assert problem.rule == "P915" and "3001" in problem.message
    assert not check_tree(changes, (), 3001)


def test_what_is_taken_away_is_never_a_fault_of_the_tree() -> None:
    gone = [Change(f"{HERE}Old Name.yml", "000000", "120000"), Change("data/NEEDS.yaml", "000000", "100644")]
    assert not check_tree(gone, ["data/needs.yaml"], 10)


@pytest.mark.parametrize("code", [f"P91{n}" for n in range(1, 7)])
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_rules_by_their_records(code: str, kind: str) -> None:
    """A line of `tests/records/<code>/<kind>.tree` is a mode and a path; of P915 three files are the most."""
    lines = (ROOT / "tests" / "records" / code / f"{kind}.tree").read_text(encoding="utf-8").splitlines()
    changes = [Change(path, mode) for mode, _, path in (line.partition(" ") for line in lines)]
    found = {problem.rule for problem in check_tree(changes, [change.path for change in changes], 3)}
    assert found == ({code} if kind == "bad" else set())
