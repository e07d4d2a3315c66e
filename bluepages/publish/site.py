"""What `_site/` holds, once it is sure that it is what HEAD says: a stale build is not published."""

from __future__ import annotations

import hashlib
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec
import orjson

from bluepages.enrich.history import head, is_clean
from bluepages.enrich.stamp import STAMP, config_hash
from bluepages.errors import Complaint

NEEDED: Final = (
    *("services.csv", "locations.geojson", "hsds.zip", "datapackage.json", "dictionary.csv", "README.txt"),
    *("crosswalk.csv", "redirects.json"),
)
_AGAIN: Final = "Build it again: bluepages build"


class Site(msgspec.Struct, frozen=True):
    """One build: the commit it stands on, the address it was made for, and its data files by name."""

    commit: str
    site_url: str
    files: dict[str, bytes]


def read_site(root: FilePath, folder: FilePath, *, current: bool = True) -> Site:
    """Read the build in `folder` and check it against its checksums, and against HEAD unless `current` is false.

    Raises `Complaint` where it is not there, not whole, or not what HEAD and a clean tree make; the day of the build
    does not matter.
    """
    stamp = _stamp(folder)
    commit = str(stamp.get("commit") or "")
    if current:
        _check_current(root, stamp, commit)
    files = {}
    sums = _sums(folder)
    for name in NEEDED:
        try:
            files[name] = (folder / "data" / name).read_bytes()
        except OSError:
            raise Complaint(f"The site has no data/{name}.", f"{_AGAIN}, without --no-exports.") from None
        if hashlib.sha256(files[name]).hexdigest() != sums.get(name):
            raise Complaint(f"data/{name} is not the file that the build wrote.", _AGAIN)
    return Site(commit, str(stamp.get("site_url") or ""), files)


def _stamp(folder: FilePath) -> dict[str, Any]:
    try:
        stamp = orjson.loads((folder / STAMP).read_bytes())
    except (OSError, ValueError):
        raise Complaint(f"There is no whole build in {folder}.", f"{_AGAIN}, or name it: --site DIR") from None
    return stamp if isinstance(stamp, dict) else {}


def _check_current(root: FilePath, stamp: dict[str, Any], commit: str) -> None:
    now = head(root)
    if not now:
        raise Complaint(
            "This directory is in no Git repository, so nobody can say what would be published.",
            "Publish from a clone, with everything committed.",
        )
    if commit != now:
        raise Complaint(f"The site was built from {commit[:10] or 'no commit'}, and HEAD is {now[:10]}.", f"{_AGAIN}.")
    if not stamp.get("clean"):
        raise Complaint("The site was built with changes that are not committed.", "Commit or undo them, build again.")
    if not is_clean(root):
        raise Complaint("There are changes here that are not committed.", "Commit or undo them, then build again.")
    if stamp.get("config") != config_hash(root):
        raise Complaint("The site was built with other settings than directory.yaml has now.", f"{_AGAIN}.")


def _sums(folder: FilePath) -> dict[str, str]:
    try:
        lines = (folder / "data" / "checksums.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Complaint("The site has no data/checksums.txt.", f"{_AGAIN}, without --no-exports.") from None
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: value for value, name in pairs}
