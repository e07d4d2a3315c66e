"""A street planted in a confidential record, now or in its past, is in no byte that leaves the program (rule 3)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import file_of, kitchen, to_bytes
from tests.whole.program import TODAY, bluepages, git, repository, tree

STREET, NUMBER, ZIP = "Quillfeather", "4471", "94613-7788"
FILE = file_of("safe-harbor-house")


def shelter(**place: Any) -> dict[str, Any]:
    """A shelter for people fleeing abuse, whose place is `place`."""
    return {
        "name": "Safe Harbor House",
        "description": "Shelter and counsel for people leaving an abusive home.",
        "phones": [{"number": "510-555-0188"}],
        "locations": {"house": {"county": "alameda", **place}},
        "services": {"shelter": {"name": "Shelter", "needs": ["safety.dv"], "at": {"house": {}}}},
        "sources": [{"ref": "issue:1", "date": "2026-10-01"}],
    }


ADDRESS = {"address_1": f"{NUMBER} {STREET} Lane", "city": "Oakland", "postal_code": ZIP}
EXPOSED = {"address": ADDRESS, "latitude": 37.801234, "longitude": -122.261234, "transportation": f"Bus to {STREET}"}
SECRETS = [STREET, STREET.lower(), ZIP, "94613", "37.801234", "37.8012", "122.261234", "122.2612", f"{NUMBER} "]


def leaks(text: bytes) -> list[str]:
    """The secrets found in some output, also inside of a zip file."""
    if text.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(text)) as package:
            return [leak for name in package.namelist() for leak in leaks(package.read(name))]
    known = {"94613"} if text.startswith(b'{"id":"places:') else set()  # the state's ZIP codes, all of them
    return [secret for secret in SECRETS if secret.encode() in text and secret not in known]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A shelter that wrongly holds its street now, in every field where one could stand."""
    record = shelter(confidential=True, **EXPOSED, name=f"House on {STREET}", description=f"At {NUMBER} {STREET} Lane")
    record["locations"]["house"]["mailing_address"] = ADDRESS
    record["locations"]["house"]["url"] = f"https://example.org/{STREET}"
    record["services"]["shelter"]["zzz_unknown"] = f"{NUMBER} {STREET}"
    record["locations"]["house"]["address"] = {**ADDRESS, "adress_2": STREET}
    return repository(tmp_path / "planted", {"safe-harbor-house": record, "kitchen": kitchen()})


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    """A shelter whose street stood in an earlier commit, before it became confidential; also one set to valid data."""
    exposed = shelter(
        confidential=False, public_address={"by": "staff", "date": "2026-01-02", "how": "phone"}, **EXPOSED
    )
    root = repository(tmp_path / "hidden", {"safe-harbor-house": exposed, "kitchen": kitchen()})
    (root / FILE).write_bytes(to_bytes(shelter(confidential=True, address={"city": "Oakland"})))
    git(root, "commit", "-q", "-a", "-m", f"{STREET} is confidential now")
    return root


@pytest.mark.parametrize("style", ["text", "github", "json", "markdown"])
def test_no_message_repeats_it(planted: Path, tmp_path: Path, style: str) -> None:
    summary = tmp_path / "summary.md"
    run = bluepages("check", "--format", style, "--today", TODAY, root=planted, GITHUB_STEP_SUMMARY=str(summary))
    assert run.returncode == 1
    assert FILE in run.stdout
    written = summary.read_bytes() if summary.exists() else b""
    assert leaks(run.stdout.encode() + run.stderr.encode() + written) == []


def test_no_message_of_an_unreadable_file_repeats_it(planted: Path) -> None:
    (planted / FILE).write_text((planted / FILE).read_text() + f"\n{STREET}: [{NUMBER} {STREET}\n", encoding="utf-8")
    for style in ("text", "github", "json", "markdown"):
        run = bluepages("check", "--format", style, "--today", TODAY, root=planted)
        assert run.returncode == 1
        assert leaks(run.stdout.encode() + run.stderr.encode()) == []


@pytest.mark.slow
def test_no_output_holds_it(planted: Path, hidden: Path, tmp_path: Path) -> None:
    for number, root in enumerate((planted, hidden)):
        out = tmp_path / f"out-{number}"
        run = bluepages("build", "--today", TODAY, "--out", out, root=root)
        assert leaks(run.stdout.encode() + run.stderr.encode()) == []
        made = tree(out)
        assert {name: found for name, content in made.items() if (found := leaks(content))} == {}
        assert [name for name in made if STREET.lower() in name.lower()] == []
    assert (tmp_path / "out-1" / "p" / "safe-harbor-house.html").exists()


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_no_difference_in_words_shows_it(hidden: Path, style: str) -> None:
    run = bluepages("diff", "HEAD~1", "--format", style, root=hidden)
    assert run.returncode == 0
    assert "Safe Harbor House" in run.stdout
    assert leaks(run.stdout.encode() + run.stderr.encode()) == []
    back = bluepages("diff", "HEAD", "HEAD~1", "--format", style, root=hidden)
    assert leaks(back.stdout.encode() + back.stderr.encode()) == []


def test_nor_of_a_file_that_still_holds_it(planted: Path) -> None:
    (planted / FILE).write_text((planted / FILE).read_text().replace(NUMBER, "9999"), encoding="utf-8")
    run = bluepages("diff", "HEAD", root=planted)
    assert run.returncode == 0 and leaks(run.stdout.encode()) == [] and "9999" not in run.stdout


def test_the_search_for_leaks_finds_one() -> None:
    assert leaks(f"1 {STREET}".encode()) == [STREET]
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as package:
        package.writestr("a.csv", f"x,{ZIP}")
    assert ZIP in leaks(box.getvalue())
