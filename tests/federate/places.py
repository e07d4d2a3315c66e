"""Directories to import into, for any state, and the samples that stand beside the project."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bluepages.federate.apply import write_files
from bluepages.federate.report import ImportReport
from bluepages.federate.sources import Wish, plan
from bluepages.records.load import load_book
from tests.support import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"
TODAY = datetime.date(2026, 11, 25)
MAPPINGS = Path(__file__).parent / "mappings"

_SETTINGS = """\
name: Blue Pages Test
state: {state}
state_name: {name}
state_fips: "06"
namespace: 00000000-0000-5000-8000-000000000001
site_url: https://test.example.org/
time_zone: America/Los_Angeles
languages: [en, es]
contact_email: office@example.org
sensitive_needs: [housing.safe, safety.dv, safety.sexual, safety.trafficking]
"""
_SOURCE = """\
sample:
  title: A sample list
  publisher: Nobody in particular
  licence: CC0-1.0
"""


def directory(folder: Path, state: str = "CA", name: str = "California", counties: Sequence[str] = ()) -> Path:
    """An empty directory; without `counties` California's, with its places."""
    data = folder / "data"
    (data / "providers").mkdir(parents=True)
    for each in ("needs", "audiences", "languages", "accessibility"):
        shutil.copy(ROOT / "data" / f"{each}.yaml", data)
    sources = _SOURCE
    if counties:
        lines = [
            f'{slug}:\n  name: {slug.title()}\n  fips: "{n:03}"\n  neighbours: []\n'
            for n, slug in enumerate(counties, 1)
        ]
        (data / "counties.yaml").write_text("".join(lines), encoding="utf-8")
    else:
        shutil.copy(ROOT / "data" / "counties.yaml", data)
        shutil.copytree(ROOT / "data" / "places", data / "places")
        sources += (ROOT / "data" / "sources.yaml").read_text(encoding="utf-8")
    (data / "sources.yaml").write_text(sources, encoding="utf-8")
    (data / "stewards.yaml").write_text("{}\n", encoding="utf-8")
    (folder / "directory.yaml").write_text(_SETTINGS.format(state=state, name=name), encoding="utf-8")
    return folder


def bring(root: Path, form: str, source: Path | str, mapping: str = "", *, write: bool = True) -> ImportReport:
    """One import into `root`, which must add up."""
    wish = Wish(form, str(source), "sample", MAPPINGS / f"{mapping}.yaml" if mapping else None)
    report = plan(wish, load_book(root), TODAY)
    assert sum(report.counts().values()) == len(report.rows)
    assert all(row.provider or row.reason for row in report.rows)
    if write:
        write_files(root, report.files)
    return report


def sample(name: str) -> Path:
    """A sample, or a skip where they are not beside the project."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the samples stand beside the project, not in it")
    return path
