"""Who works there goes nowhere: not beside a telephone, not as a mailbox, not in a sentence (DESIGN 3, rule 6)."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from bluepages.federate.journal import Journal
from bluepages.federate.persons import Persons
from bluepages.federate.prosetext import text
from bluepages.records.load import load_book
from tests.federate.places import bring, directory
from tests.support import ROOT


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


@functools.cache
def of_california() -> Persons:
    """With everything that a source in California meets, and a staff list."""
    found = Persons.of(
        load_book(ROOT).vocabulary, ["Harbor Kitchen", "Manna Aid"], ["roe", "jane", "porter"], "California"
    )
    found.hear(["the mark of a baker; bill payment, a rose garden, walkers and crutches, we cook with grace and hope"])
    return found


@pytest.mark.parametrize(
    "label",
    ["Recording (24 hours)", "2nd contact number", "After 4PM", "Clerk-Recorder", "Circulation/Reference", "Archives",
     "California Relay", "Toll free in California", "Stateline", "Bayshore Family Center", "Benny McKeown Center",
     "Eastside Career Center", "Northpoint Library", "Chimes School", "Detectives", "Transportation Cancellation",
     "Sheriff (after hours)", "Hope Housing", "Bill payment", "Tues and Thurs"],
)  # fmt: skip
def test_whole_kinds_of_office_labels_come_in(label: str) -> None:
    assert not of_california().may_be_named(label)


@pytest.mark.parametrize(
    "label",
    ["Jane Center", "Maria Quill, Family Center", "Ms. Quill, Northpoint Library", "Pastor Poe School", "Ask for Rose",
     "Quill - Eastside Career Center", "Jane Roe School", "Maria Quill", "Rose", "Bill", "Mark Baker", "Grace (intake)",
     "Karen", "Tues and Thurs, Maria", "Recording by Quill", "Detective Quill", "Maria's house", "Quill home"],
)  # fmt: skip
def test_none_of_those_kinds_lets_a_name_in(label: str) -> None:
    assert of_california().may_be_named(label)


@pytest.mark.parametrize(
    "box",
    ["dhs@agency.example.gov", "wic@unity.example.org", "dentalreservations@umd.example.edu",
     "respite_care@county.example.gov",
     "planning-commission@county.example.gov", "parksandrecreation@city.example.org",
     "childcare.admissions@x.example.gov",
     "supporterinfo@smile.example.org", "info.sonoma@alz.example.org", "FSintake@some.example.org",
     "president@club.example.org",
     "newclient@food.example.org", "santaclaraoffice@corps.example.org", "recparks@county.example.gov",
     "main@mission.example.org"],
)  # fmt: skip
def test_whole_kinds_of_office_mailboxes_come_in(box: str) -> None:
    assert not of_california().owns(box, "Department of Human Services" if box.startswith("dhs") else "Harbor Kitchen")


@pytest.mark.parametrize(
    "box",
    ["jcarey@harbor.example.org", "mstafford@harbor.example.org", "wchurchill@harbor.example.org",
     "jdonatelli@x.example.org",
     "rlegall@x.example.org", "jboardman@x.example.org", "rosa.parks@x.example.org", "mbride@x.example.org",
     "hismail@x.example.org",
     "tracy@x.example.org", "ramona@x.example.org", "walker@x.example.org", "carpenter@x.example.org",
     "ann@hannahhouse.example.org",
     "maida@aid.example.org", "jane.outreach@x.example.org", "janeoutreach@x.example.org", "porter.info@x.example.org",
     "rosa.program@x.example.org", "madison.lee@x.example.gov", "jls@lfs.example.org", "mary.school@gmail.com",
     "rbanks@x.example.org"],
)  # fmt: skip
def test_none_of_those_kinds_lets_a_persons_mailbox_in(box: str) -> None:
    assert of_california().owns(box, "Harbor Kitchen")


@pytest.mark.parametrize(
    "sentence",
    ["A second office is at 285 North Wolfe Road, Suite 102 (510-555-0142).",
     "Pacifica Library - 104 Hilton Way (510-555-0142).",
     "Bernard Harris Elementary 510-555-0142.", "Call Virginia Quill Family Center at 510-555-0142.",
     "Quit smoking and sickle cell anemia.", "Gives 911 cell phones to survivors.", "Stem cell research is told about.",
     "Call Thurs, 10AM-4PM.", "Write to dentalreservations@umd.example.edu."],
)  # fmt: skip
def test_sentences_about_places_and_programs_stay(sentence: str) -> None:
    assert of_california().without(sentence) == (sentence, 0)


@pytest.mark.parametrize(
    "sentence",
    ["Call Maria Lane at 510-555-0142.", "Bernard Harris 510-555-0142.",
     "Call Bernard Harris, Family Center, 510-555-0142.",
     "Contact Maria Quill School Nurse at 510-555-0142.", "Contact Jane Roe Center at 510-555-0142.",
     "Rosa's cell phone is on the door.", "Her cell phone is on all night.", "Cell phone 510-555-0142.",
     "Call Quill Thurs, 10AM-4PM.", "Write to jcarey@umd.example.edu.", "At 285 North Wolfe Road ask for Maria."],
)  # fmt: skip
def test_sentences_about_people_go(sentence: str) -> None:
    assert of_california().without(sentence) == ("", 1)


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
