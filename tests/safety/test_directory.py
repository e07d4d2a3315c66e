"""A directory with six ways to have a secret address, through every command that reads it: nothing tells one.

Three kinds of proof: what comes out is searched for each address in every spelling; no commit that shows one is
linked; and two directories that differ only in their secrets cannot be told apart by anything that comes out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.safety.canaries import OTHERS, SECRETS, World, leaks
from tests.whole.program import TODAY, bluepages, tree

LINKS = re.compile(rb"\b[0-9a-f]{40}\b")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world") / "directory")


def built(world: World, out: Path) -> dict[str, bytes]:
    run = bluepages("build", "--today", TODAY, "--out", out, root=world.root)
    assert run.returncode == 0, run.stdout + run.stderr
    return tree(out) | {"said": (run.stdout + run.stderr).encode()}


@pytest.mark.slow
def test_nothing_that_is_built_tells_of_it(world: World, tmp_path: Path) -> None:
    files = built(world, tmp_path / "one")
    assert leaks(files) == {}
    text = b"\n".join(files.values())
    for name in ("harbor-home", "lantern-house", "willow-house", "open-door-house"):
        page = files[f"p/{name}.html"].decode()
        assert "/commits/main/" not in page, "no way to the past of a record with a secret"
        assert ("/edit/main/" in page) == (name not in ("lantern-house", "willow-house")), "nor to a file that tells"
    assert "/commits/main/" in files["p/kitchen.html"].decode()
    linked = {found.decode() for found in LINKS.findall(text.replace(world.commits[-1].encode(), b""))}
    assert not linked & set(world.commits[:4]), "each of these commits shows a secret to whoever follows it"

    other = World(tmp_path / "other", OTHERS)
    twin = built(other, tmp_path / "two")
    assert leaks(twin, OTHERS) == {} and twin.keys() == files.keys()
    told_apart = {name for name in files if masked(files[name], world) != masked(twin[name], other)}
    assert told_apart - {"said"} == set(), "nobody can tell from what is published which secrets there are"


def masked(content: bytes, world: World) -> bytes:
    """The content without the names of commits, which differ since the files do."""
    for number, commit in enumerate(world.commits):
        content = content.replace(commit.encode(), b"commit %d" % number).replace(commit[:7].encode(), b"%d" % number)
    return content


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_no_difference_between_any_two_of_its_days_tells_of_it(world: World, style: str) -> None:
    pairs = [(a, b) for a in world.commits for b in (*world.commits, "") if a != b]
    for base, head in pairs if style == "json" else pairs[::9]:
        run = bluepages("diff", *filter(None, (base, head)), "--format", style, root=world.root)
        assert run.returncode == 0
        assert leaks({"diff": (run.stdout + run.stderr).encode()}) == {}, (base, head)


def test_the_search_finds_what_is_there(world: World) -> None:
    text = world.root.joinpath("data/providers/alameda/lantern-house.yaml").read_bytes()
    assert {hit.split(":")[0] for hit in leaks({"file": text})["file"]} == {"Larkmeadow"}
    for secret in SECRETS:
        for spelling in (secret.line.upper(), secret.key, f"x%20{secret.street}%20", secret.line.replace(" ", "+"),
                         f"{secret.latitude:.4f}", f"[{secret.longitude:.3f}"):  # fmt: skip
            assert leaks({"page": spelling.encode()}), spelling
