"""Who works there goes nowhere: not beside a telephone, not as a mailbox, not in a sentence (DESIGN 3, rule 6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.federate.journal import Journal
from bluepages.federate.persons import Persons
from bluepages.federate.prosetext import text
from bluepages.records.load import load_book
from tests.federate.places import bring, directory


def persons() -> Persons:
    found = Persons([], ["Harbor Kitchen", "Catholic Aid of Oakland", "Oakland", "Santa Maria"], ["roe", "jane"])
    found.hear(["we serve hot lunch and weatherization to all; write to quill@harbor.example.org"])
    return found


@pytest.mark.parametrize(
    "label",
    ["Maria Quill", "Quill, Maria (updates only)", "M. Van De Mark (Don't give out)", "Brenda",
     "Carole Muller, Manager",
     "Jane's line", "KATHI SANTORA", "cell", "Director's home", "Secretary (Home)",
     "not for the public", "Director, A. Poe", "Intake - Patsy Astarita"],
)  # fmt: skip
def test_a_label_that_may_be_somebody(label: str) -> None:
    assert persons().may_be_named(label)


@pytest.mark.parametrize(
    "label", ["Intake", "Weatherization", "Oakland Office", "24 hour hotline", "X2400", "Main # (press 6)", "HEAP line",
              "Catholic Aid", "Mobile crisis team", "After hours", "Spanish intake line", "intake@harbor.example.org"]
)  # fmt: skip
def test_a_label_of_an_office(label: str) -> None:
    assert not persons().may_be_named(label)


@pytest.mark.parametrize(
    "box",
    ["mquill@harbor.example.org", "maria.quill@harbor.example.org", "quill@harbor.example.org",
     "j.roe@city.example.gov", "jroe@harbor.example.org",
     "harborkitchen@gmail.com", "tsaylor@agency.example.gov", "pat@harbor.example.org"],
)  # fmt: skip
def test_a_mailbox_that_may_be_somebodys(box: str) -> None:
    assert persons().owns(box, "Harbor Kitchen")


@pytest.mark.parametrize(
    "box", ["info@harbor.example.org", "harbor@harbor.example.org", "foodbank@city.example.gov", "hk@aid.example.org",
            "harborkitchen@aid.example.org", "intake2@aid.example.org", "volunteer-desk@aid.example.org"]
)  # fmt: skip
def test_a_mailbox_of_an_office(box: str) -> None:
    assert not persons().owns(box, "Harbor Kitchen")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hot lunch. Contact Maria Quill at 510-555-0142. Free.", "Hot lunch. Free."),
        ("Hot lunch. Ask for Maria.", "Hot lunch."),
        ("Site Manager: Maria Quill. Free.", "Free."),
        ("Program Director Maria Quill runs it. Free.", "Free."),
        ("The director of the kitchen runs it.", "The director of the kitchen runs it."),
        ("Hot lunch. Call Mr. Quill at 510-555-0142 ext. 4.", "Hot lunch."),
        ("Lunch<br>Contact: Lou Reyes lou.reyes@example.org<br>Bring bags", "Lunch Bring bags"),
        ("Tamales, 510-555-0142 (Rosa's cell)", ""),
        ("Write to mquill@harbor.example.org. Open to all.", "Open to all."),
        ("Call Catholic Aid at 510-555-0142.", "Call Catholic Aid at 510-555-0142."),
        ("Call 510-555-0142 for an appointment.", "Call 510-555-0142 for an appointment."),
        ("Named after Maria Quill, who founded it.", "Named after Maria Quill, who founded it."),
        ("See the website.", "See the website."),
    ],
)
def test_sentences(said: str, kept: str) -> None:
    journal = Journal()
    journal.persons = persons()
    assert text(said, "description", journal) == kept
    assert bool(journal.private) == (kept != said)


def test_a_package_brings_no_staff(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    tables = {
        "organization.csv": "id,name,description,email\n1,Harbor Kitchen,Meals for all,mquill@harbor.example.org\n",
        "service.csv": "id,organization_id,name,description,status,application_process\n"
        "10,1,Soup kitchen,Lunch on weekdays,active,Call Maria Quill at 510-555-0144.\n",
        "phone.csv": "id,service_id,number,description\n50,10,510-555-0142,Intake\n51,10,510-555-0143,Maria Quill\n"
        "52,10,510-555-0145,Quill (updates only)\n",
    }
    for name, rows in tables.items():
        (package / name).write_text(rows, encoding="utf-8")
    root = directory(tmp_path / "here")
    report = bring(root, "hsds", package)
    book = load_book(root)
    (service,) = book.providers["harbor-kitchen"].services.values()
    assert [phone.number for phone in service.phones] == ["510-555-0142"]
    written = "".join(report.files.values())
    assert "Quill" not in written and "quill" not in written
    assert "Quill" not in report.text(every_row=True)
    assert sum(report.private.values()) == 4
