"""The locks hold everything by hash and name no registry."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.project.source import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
EVERY_LOCK = (*LOCKS, "package-lock.json", "package.json", ".npmrc")
ENTRY = re.compile(
    r"(?m)^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ \\\n]+)(?: ; [^\\\n]+)? \\\n(?P<hashes>(?:    --hash=.*\n)+)"
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locked(text: str) -> dict[str, set[str]]:
    """Return package -> versions of a lock (several where Python versions differ)."""
    found: dict[str, set[str]] = {}
    for entry in ENTRY.finditer(text):
        found.setdefault(canonicalize_name(entry["name"]), set()).add(entry["version"])
    return found


def project() -> Any:
    return tomllib.loads(read("pyproject.toml"))["project"]


def unlocked(requirements: list[str], lock: dict[str, set[str]]) -> list[str]:
    """Name the requirements that a lock does not hold in a version that fits."""
    wanted = [Requirement(text) for text in requirements]
    return [
        str(one)
        for one in wanted
        if not any(one.specifier.contains(Version(v)) for v in lock.get(canonicalize_name(one.name), ()))
    ]


@pytest.mark.parametrize("name", EVERY_LOCK)
def test_no_lock_names_an_address(name: str) -> None:
    assert not re.search(r"https?:|(?<![A-Za-z0-9+/-])//|--(extra-)?index-url|--find-links|registry=", read(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    text = read(name)
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    entries = list(ENTRY.finditer(text))
    assert len(entries) == len(pins) > 20, "a line is no pin"
    for entry in entries:
        assert all(HASH.search(line) for line in entry["hashes"].splitlines())


def test_the_project_is_locked() -> None:
    run, test = locked(read("requirements.lock")), locked(read("requirements-dev.lock"))
    extras = project()["optional-dependencies"]
    needed = project()["dependencies"] + extras["setup"]
    assert not unlocked(needed, run), "run `make lock`"
    assert not unlocked(needed + extras["dev"], test), "run `make lock`"


def test_the_lock_of_the_tests_holds_the_lock_of_a_build() -> None:
    run, test = locked(read("requirements.lock")), locked(read("requirements-dev.lock"))
    assert {name: versions for name, versions in test.items() if name in run} == run


def test_npm_packages_are_locked_by_integrity_alone() -> None:
    lock, wanted = json.loads(read("package-lock.json")), json.loads(read("package.json"))["dependencies"]
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    for entry in packages.values():
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
        assert not entry.get("hasInstallScript")
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())


def test_npm_runs_no_script_and_records_no_address() -> None:
    settings = [line for line in read(".npmrc").splitlines() if line and not line.startswith("#")]
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)


def test_a_missing_or_old_package_is_seen() -> None:
    assert unlocked(["msgspec>=0.20"], {}) == ["msgspec>=0.20"]
    assert unlocked(["msgspec>=0.20"], {"msgspec": {"0.19"}}) == ["msgspec>=0.20"]
    assert not unlocked(["PyYAML>=6"], {"pyyaml": {"6.0.3"}})


def test_the_same_bytes_everywhere() -> None:
    assert "* text=auto eol=lf" in read(".gitattributes").splitlines()
    for name in (*EVERY_LOCK, "pyproject.toml", "Makefile", ".gitattributes"):
        assert b"\r" not in Path(ROOT / name).read_bytes(), name
