"""What a row says of itself counts, whether or not a mapping file names the column."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.federate.csvfile import Row
from bluepages.federate.journal import Journal
from bluepages.federate.marks import MarkReader
from tests.federate.conftest import HEADER, Import
from tests.federate.places import bring, directory

ROW = "Harbor Kitchen,kitchen,Alameda,1200 Harbor St,Oakland,94607,(510) 555-0142,harbor.example.org,2026-04,official"


def marks(heading: str, cell: str) -> tuple[bool, bool]:
    read = MarkReader((heading,), (), Journal()).read(Row(2, {heading: cell}))[1]
    return read.hidden, read.withheld


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("PhysicalAddressIsPrivate", "Yes"),
        ("CONFIDENTIAL", "Y"),
        ("CONFIDENTI", "1"),
        ("Confidential Location", "TRUE"),
        ("Is Confidential", "x"),
        ("address_confidential", "ask the director"),
        ("Hide Address", "yes"),
        ("Show address", "No"),
        ("Display Location", "0"),
        ("Address is public", "n"),
        ("Notes", "The location is kept confidential; call first."),
    ],
)
def test_these_hide_the_place(heading: str, cell: str) -> None:
    assert marks(heading, cell) == (True, False)


@pytest.mark.parametrize(
    ("heading", "cell"), [("Publish", "N"), ("Do not publish", "yes"), ("OK to publish", "no"), ("Internal only", "X")]
)
def test_these_keep_the_row_from_the_public(heading: str, cell: str) -> None:
    assert marks(heading, cell) == (False, True)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("PhysicalAddressIsPrivate", "False"),
        ("CONFIDENTIAL", ""),
        ("Confidential Location", "No"),
        ("Is Confidential", "Not confidential"),
        ("Show address", ""),
        ("Show address", "Yes"),
        ("Publish", ""),
        ("Publish", "Yes"),
        ("Published", "2026-05-01"),
        ("Confidential counseling offered", "Yes"),
        ("Services", "Free and confidential HIV testing"),
        ("Public", "N"),
    ],
)
def test_these_do_neither(heading: str, cell: str) -> None:
    assert marks(heading, cell) == (False, False)


def test_a_line_that_is_called_private_is_not_taken() -> None:
    journal = Journal()
    cells = {"Phone1Number": "510-555-0142", "Phone1IsPrivate": "Yes", "Phone2Number": "510-555-0143",
             "Phone2IsPrivate": "", "Phone10Number": "510-555-0150"}  # fmt: skip
    row, _ = MarkReader(tuple(cells), (), journal).read(Row(2, cells))
    assert row.cells["Phone1Number"] == ""
    assert (row.cells["Phone2Number"], row.cells["Phone10Number"]) == ("510-555-0143", "510-555-0150")
    assert sum(journal.private.values()) == 1


def test_staff_is_counted_and_goes_nowhere() -> None:
    journal = Journal()
    MarkReader(("Director", "Mobile Phone", "Verified by"), (), journal).read(
        Row(2, {"Director": "Rosa Example", "Mobile Phone": "510-555-0100", "Verified by": ""})
    )
    assert journal.private == {"names, telephones and mailboxes of staff": 2}


def test_an_import_hides_withholds_and_says_so(run: Import, root: Path) -> None:
    report = run(
        f"{ROW},Yes,", ROW.replace("Harbor Kitchen", "Second Pantry").replace("1200", "77") + ",No,No",
        ROW.replace("Harbor Kitchen", "Third Table").replace("1200", "42") + ",,",
        header=f"{HEADER},AddressIsPrivate,Publish",
    )  # fmt: skip
    texts = "".join(path.read_text(encoding="utf-8") for path in (root / "data" / "providers").rglob("*.yaml"))
    assert "confidential: true" in texts
    assert texts.count("510-555-0142") == 2, "who calls is told where to come"
    assert "1200 Harbor" not in texts
    assert "42 Harbor" in texts
    assert "Second Pantry" not in texts
    assert [row.ending for row in report.rows] == ["imported", "skipped", "imported"]
    assert "not to be published" in report.rows[1].reason
    written = [path for path in root.rglob("*") if path.is_file() and path.name != "table.csv"]
    assert "1200 Harbor" not in "".join(path.read_text(encoding="utf-8", errors="replace") for path in written)


def test_another_name_at_the_same_street_and_telephone_is_hidden_too(run: Import, root: Path) -> None:
    report = run(
        ROW.replace("Harbor Kitchen", "Harbor Table") + ",", f"{ROW},Yes",
        ROW.replace("Harbor Kitchen", "Next Door").replace("0142", "0177").replace("harbor.ex", "next.ex") + ",No",
        header=f"{HEADER},AddressIsPrivate",
    )  # fmt: skip
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (root / "data" / "providers").rglob("*.yaml")}
    assert report.counts()["skipped"] == 0
    assert [name for name, text in texts.items() if "1200 Harbor" in text] == ["next-door"]


@pytest.mark.parametrize("where", ["location", "address"])
def test_a_package_that_calls_an_address_private_is_heard(tmp_path: Path, where: str) -> None:
    package = tmp_path / "package"
    package.mkdir()
    flag = {"location": ("", ""), "address": ("", "")} | {where: (",address_is_private", ",Yes")}
    tables = {
        "organization.csv": "id,name,description\n1,Harbor Kitchen,Meals for all\n",
        "service.csv": "id,organization_id,name,description\n10,1,Soup kitchen,Lunch at 1200 Harbor St.\n",
        "location.csv": f"id,organization_id,name,latitude,longitude{flag['location'][0]}\n"
        f"20,1,Kitchen,37.8044,-122.2712{flag['location'][1]}\n",
        "address.csv": f"id,location_id,address_1,city,postal_code{flag['address'][0]}\n"
        f"30,20,1200 Harbor St,Oakland,94607{flag['address'][1]}\n",
        "service_at_location.csv": "id,service_id,location_id\n40,10,20\n",
    }
    for name, rows in tables.items():
        (package / name).write_text(rows, encoding="utf-8")
    report = bring(directory(tmp_path / "here"), "hsds", package)
    written = "".join(report.files.values())
    assert "confidential: true" in written and "city: Oakland" in written
    assert "1200" not in written and "37.8" not in written
    assert "1200" not in report.text(every_row=True)
