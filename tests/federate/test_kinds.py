"""The kinds of lists that counties, 211s, libraries and portals really publish, with invented rows: what `detect` makes
of their headings, and what comes in.
"""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bluepages.federate.detect import Found, detect
from bluepages.federate.guess import field_of, of_people
from bluepages.federate.report import ImportReport
from bluepages.records.load import load_book
from tests.federate.places import bring, directory

ICAROL = """\
ResourceAgencyNum,PublicName,AgencyDescription,PhysicalAddress1,PhysicalAddress2,PhysicalCity,PhysicalStateProvince,\
PhysicalPostalCode,PhysicalCounty,PhysicalAddressIsPrivate,Phone1Number,Phone1Name,Phone1IsPrivate,EmailAddressMain,\
WebsiteAddress,HoursOfOperation,MainContactName,MainContactTitle,SeniorWorkerName,LastVerifiedOn,LastVerifiedByName,\
TaxonomyTerm,Eligibility,LanguagesOffered,Latitude,Longitude,AgencyStatus
401,Hollow Oak Food,Groceries.<br/>Ask for Maria Quill.,77 Oak Way,Ste 4,Fresno,CA,93721,Fresno,No,559-555-0100,Main,\
No,mquill@oak.example.org,www.oak.example.org,Monday - Friday: 8:00 am - 5:00 pm,Maria Quill,Director,Pat Stone,\
2026-08-01 00:00:00,Jo Fern,Food Pantries,Low income,"English, Hmong",36.7378,-119.7871,Active
402,Hollow Oak Nights,Beds at 900 Hidden Ln.,900 Hidden Ln,,Clovis,CA,93612,Fresno,Yes,559-555-0102,Pat cell,Yes,,,\
24 hours,,,,2026-08-01,Jo Fern,Food Pantries,,,36.8252,-119.7029,Active
403,Hollow Oak Lunch,Lunch.,5 Gone St,,Fresno,CA,93701,Fresno,No,559-555-0104,,No,,,\
M-F 12-1,,,,,,Food Pantries,,,,,Inactive
"""
DAYS = """\
Agency_Name,Program_Name,Site_Address,Site_City,Site_Phone,Contact_Name,Contact_Phone,Monday,Tuesday,Wednesday,Sunday
River Mission,Pantry,1401 Levee Rd,Sacramento,916-555-0111,Deb Ash,916-555-0199,9am-12pm,Closed,9am-12pm,
River Mission,Supper,1401 Levee Rd,Sacramento,916-555-0111,,,5pm-6:30pm,5pm-6:30pm,5pm-6:30pm,CLOSED
Odo Parish,Closet,By appointment only,Sacramento,916-555-0122,,,Call,Call,Call,
"""
LICENSED = """\
FACID,FAC_STATUS_TYPE_CODE,NPI,FACNAME,ADDRESS,CITY,ZIP,FACADMIN,CONTACT_EMAIL,CONTACT_PHONE_NUMBER,COUNTY_NAME
1,OPEN,1234567890,REDWOOD VALLEY CLINIC,12 REDWOOD HWY,UKIAH,95482,"ROE, JANE",JROE@REDWOOD.EXAMPLE.ORG,7075550124,\
MENDOCINO
2,CLOSED,1234567891,OAK CLINIC,3 OAK ST,UKIAH,95482,"POE, LEE",,7075550125,MENDOCINO
"""
MY_MAPS = """\
WKT,name,description
"POINT (-118.2437 34.0522)",Elm Street Food Pantry,"Saturdays 9am-11am<br>Contact: Lou Reyes lou.reyes@example.org"
"LINESTRING (-118.3 34.06, -118.31 34.07)",Mobile route,On wheels
"POINT (-118.26 34.03)",Kitchen (Rosa's home),Tamales
"""
SECTIONS = """\
Agency\tAddress\tCity/Zip\tPhone\tServices
(legal name)\t(physical)\t\t(public)\t
NORTH COUNTY\t\t\t\t
Vista Pantry\t12 Vista Way\tVista 92083\t760-555-0101\tFood Pantry
SOUTH COUNTY\t\t\t\t
Bay Closet\t9 Bay Blvd\tChula Vista, 91910\t619-555-0102\tClothing
"""
AIRTABLE = """\
Name,Organization,Status,Type of Service,Address,Phone,Last Modified By,Record ID,ADA,Hours
Job Desk,Grove Works,\u2705 Open,"Employment, Training","9 Fir Ave, Oakland, CA 94601, USA",510-555-0135,Sam Roe,recA,\
Yes,9:00 AM - 5:00 PM PST Mon-Fri
Legal Clinic,Grove Legal,\U0001f534 Closed,Legal Aid,"88 Pine St, Oakland, CA 94612, USA",510-555-0134,Sam Roe,recB,No,
Rent Desk,Grove Rent,Temporarily closed,Housing,"90 Pine St, Oakland, CA 94612, USA",510-555-0136,Sam Roe,recC,,
"""


BORDER = """\
Site,Street,City,State,ZIP,Phone,Notes,Hours
Lake Pantry,1 Lake Rd,South Lake Tahoe,CA,96150,530-555-0100,Site Manager: Jane Poe. Bring ID.,Mon: 10-8<br>Wed: Closed
Stateline Kitchen,5 Casino Way,Stateline,Nevada,89449,775-555-0101,,M-F 9-5
Mobile Vet,Various,Truckee,CA,96161,530-555-0104,,Mon-Fri 9-5 (call Ann 530-555-0111)
"""
NESTED_HOURS = {"resources": [
    {"_id": "64aa", "name": "Quince Kitchen", "category": ["food", "meals"], "phone": "408-555-0100",
     "address": {"street": "8 Quince St", "city": "San Jose", "state": "CA", "zip": "95112"},
     "hours": {"monday": {"open": "09:00", "close": "17:00"}, "tuesday": {"open": "09:00", "close": "17:00"}},
     "contact": {"name": "Pia Sole", "email": "pia@quince.example.org"}, "verified": True,
     "lastUpdated": "2026-02-03T10:00:00Z", "isConfidential": False},
]}  # fmt: skip


def merged_headings() -> bytes:
    """Two lines of headings, the upper one of merged cells; opening and closing in columns of their own."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["", "Where", "", "", "Contact", "When", "", ""],
        ["Agency", "Street", "City", "Zip", "Phone", "Days", "Open", "Close"],
        ["Valley Pantry", "5 Vine St", "Napa", 94558, "707-555-0101", "Mon, Wed", "9:00 AM", "12:00 PM"],
        ["Hill Kitchen", "7 Hill St", "Napa", 94559, "707-555-0102", "Daily", "11:30", "13:00"],
        ["Dale House", "8 Dale St", "Napa", 94559, "7075550103", "Tue", datetime.time(9, 0), datetime.time(12, 30)],
    ):
        sheet.append(row)
    for cells in ("B1:D1", "F1:H1"):
        sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def comes_in(folder: Path, name: str, source: str | bytes, more: str = "") -> tuple[Found, ImportReport, str]:
    """What a file is found to be, its report, and all that was written, with the draft finished by a hasty person."""
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    found = detect(path)
    text = found.mapping.replace("{id: TODO}", "{id: sample}").replace('name: "TODO"', "name: Help")
    text = text.replace('"TODO: what the provider is, in plain words; {fields} may stand in it"', "It helps people.")
    mapping = folder / "mapping.yaml"
    mapping.write_text(
        text.replace("        needs: [TODO]\n", "") + "default_need: food.pantry\n" + more, encoding="utf-8"
    )
    root = directory(folder / "here")
    report = bring(root, found.format, path, str(mapping.with_suffix("")))
    book = load_book(root)
    assert not [problem for entry in book for problem in entry.problems]
    return (
        found,
        report,
        "".join(path.read_text(encoding="utf-8") for path in (root / "data/providers").rglob("*.yaml")),
    )


def fields(found: Found) -> dict[str, str]:
    return {column.field: column.name for column in found.columns if column.field}


def test_an_export_of_a_211(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "icarol.csv", ICAROL)
    mapped = fields(found)
    assert (mapped["name"], mapped["phone"], mapped["url"]) == ("PublicName", "Phone1Number", "WebsiteAddress")
    assert (mapped["status"], mapped["category"]) == ("AgencyStatus", "TaxonomyTerm")
    assert [row.ending for row in report.rows] == ["imported", "imported", "skipped"]
    assert "closed (AgencyStatus: Inactive)" in report.rows[2].reason
    assert "address_2: Ste 4" in text and "languages: [en, hmn]" in text and "Mo-Fr 08:00-17:00" in text
    for gone in ("Quill", "quill", "Stone", "Fern", "900 Hidden", "36.8252", "559-555-0102"):
        assert gone not in text
    assert "confidential: true" in text
    assert report.private["names, telephones and mailboxes of staff"] == 5
    (note,) = (note for note in report.notes if "does not read" in note)
    assert "ResourceAgencyNum" in note and "SeniorWorkerName" in note and "PublicName" not in note


def test_a_column_for_each_day(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "hub.csv", DAYS)
    assert "week:" in found.mapping
    assert {"Contact_Name", "Contact_Phone"}.isdisjoint(fields(found).values())
    assert (fields(found)["name"], fields(found)["service_name"]) == ("Agency_Name", "Program_Name")
    assert "Mo,We 09:00-12:00; Tu off" in text and "Mo-We 17:00-18:30; Su off" in text
    assert "By appointment" not in text, "which is no street"
    assert "field: services.closet.hours" in text, "a question speaks of the service as the record calls it"
    assert [row.name for row in report.rows] == ["River Mission", "River Mission", "Odo Parish"]


def test_a_list_of_licensed_places(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "licensed.csv", LICENSED)
    assert fields(found)["phone"] == "CONTACT_PHONE_NUMBER", "ten digits of an NPI are no telephone"
    assert fields(found)["name"] == "FACNAME"
    assert "number: 707-555-0124" in text and "JROE" not in text and "email:" not in text
    assert [row.ending for row in report.rows] == ["imported", "skipped"]


def test_a_map_with_points_alone(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "map.csv", MY_MAPS)
    assert fields(found)["point"] == "WKT"
    assert "latitude: 34.0522" in text, "who sees the map finds it"
    assert "Saturdays 9am-11am" in text and "Reyes" not in text
    assert "34.06" not in text, "the middle of a route is no door"
    assert "34.03" not in text, "somebody lives there"
    assert len(report.rows) == 3


def test_sections_and_a_line_that_explains(tmp_path: Path) -> None:
    _, report, text = comes_in(tmp_path, "county.tsv", SECTIONS)
    assert [row.ending for row in report.rows] == ["skipped", "skipped", "imported", "skipped", "imported"]
    assert report.rows[1].reason == "it holds nothing but a name: a heading between the rows?"
    assert "North County" not in text and "legal" not in text


def test_states_of_rows_and_lists_in_cells(tmp_path: Path) -> None:
    _, report, text = comes_in(tmp_path, "airtable.csv", AIRTABLE)
    assert [row.ending for row in report.rows] == ["imported", "skipped", "imported"]
    assert "needs: [work.jobs]" in text
    assert "status: temporarily closed" in text
    assert "Mo-Fr 09:00-17:00" in text, "the time zone of the directory says nothing"
    assert 'accessibility_details: "ADA: Yes"' in text, "a bare yes says nothing without its heading"
    assert "Roe" not in text


def test_two_lines_of_headings_of_merged_cells(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "food.xlsx", merged_headings())
    assert fields(found)["street"] == "Street"
    assert "timetable:" in found.mapping and '  hours: "Open"' not in found.mapping
    assert [row.ending for row in report.rows] == ["skipped", "imported", "imported", "imported"]
    assert "Mo,We 09:00-12:00" in text and "Mo-Su 11:30-13:00" in text and "Tu 09:00-12:30" in text


def test_a_list_across_the_border_with_people_in_its_notes(tmp_path: Path) -> None:
    _, report, text = comes_in(tmp_path, "border.csv", BORDER)
    assert "state_province: NV" in text and text.count("county: ") == 2, "no county of ours has Nevada's place"
    assert any("another state" in doubt.reason for doubt in report.doubts)
    assert "description: Bring ID." in text and "Mo 10:00-20:00; We off" in text
    for gone in ("Poe", "Ann", "0111"):
        assert gone not in text + report.text(every_row=True)


def test_hours_nested_by_day_and_a_contact_inside(tmp_path: Path) -> None:
    found, report, text = comes_in(tmp_path, "app.json", json.dumps(NESTED_HOURS))
    assert fields(found)["date"] == "lastUpdated"
    assert "email" not in fields(found) and "hours" not in fields(found)
    assert "Mo,Tu 09:00-17:00" in text and "date: 2026-02-03" in text
    assert "Sole" not in text and report.private == {"names, telephones and mailboxes of staff": 1}


def test_a_status_that_is_closed_everywhere_tells_nothing(tmp_path: Path) -> None:
    rows = "".join(
        f"Pantry {number},{number} Oak St,Oakland,94607,510-555-01{number},Inactive\n" for number in range(10, 32)
    )
    _, report, text = comes_in(tmp_path, "dead.csv", f"Name,Address,City,Zip,Phone,Status\n{rows}")
    assert report.counts()["skipped"] == 0
    assert any("every row is closed" in note for note in report.notes)
    assert "Pantry 10" in text


@pytest.mark.parametrize(
    ("cell", "ending"),
    [("Permanently closed", "skipped"), ("CLOSED", "skipped"), ("No longer operating", "skipped"), ("4", "skipped"),
     ("Open", "imported"), ("", "imported"), ("Active", "imported"), ("Closed Sundays", "imported"), ("1", "imported")],
)  # fmt: skip
def test_words_of_a_status(tmp_path: Path, cell: str, ending: str) -> None:
    source = f"Name,Address,City,Zip,Phone,Status\nPantry,1 Oak St,Oakland,94607,510-555-0142,{cell}\n"
    _, report, _ = comes_in(tmp_path, "one.csv", source, 'statuses: {"4": defunct}\n')
    assert report.rows[0].ending == ending


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("facname", "name"), ("Branch Name", "name"), ("DBA", "name"), ("Provider Name", "organization"),
        ("opname", "organization"), ("Program Name", "service_name"), ("Address Line 2", "street2"),
        ("Suite", "street2"), ("WKT", "point"), ("Public Phone", "phone"), ("Hours of Operation", "hours"),
        ("Next Steps", "application"),
        ("Serving", "eligibility"), ("Types of Services", "category"), ("factype", "category"), ("Narrative", "about"),
        ("Operating Status", "status"), ("Catchment Area", "area"), ("Disabilities Access", "accessibility"),
        ("Phone1IsPrivate", ""), ("License Status", ""), ("streetname", ""), ("Photo", ""),
    ],
)  # fmt: skip
def test_headings(heading: str, field: str) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "heading", ["Claimed By", "FACADMIN", "created_user", "last_edited_user", "SeniorWorkerName", "LastVerifiedByName",
                "Branch Manager", "MainContactTitle", "Cell"]
)  # fmt: skip
def test_headings_of_people(heading: str) -> None:
    assert of_people(heading)
    assert not field_of(heading)


def service(key: str, category: str, taxonomy: str, **more: Any) -> dict[str, Any]:
    """A service of HSDS 3 with one category."""
    term = {"id": f"t{key}", "name": category, "taxonomy_detail": {"id": "tx", "name": taxonomy}}
    return {"id": key, "name": f"{category} {key}", "status": "active", "attributes": [{"id": f"a{key}",
            "taxonomy_term": term}], **more}  # fmt: skip


@pytest.mark.parametrize("taxonomy", ["Open Eligibility", "openeligibility", "open_eligibility", ""])
def test_open_eligibility_in_json_is_of_services(tmp_path: Path, taxonomy: str) -> None:
    owner = {"organization": {"id": "o1", "name": "Lantern Trust", "description": "Youth work"}}
    items = [service("s1", "Food Pantry", taxonomy, **owner), service("s2", "Ship chandlers", taxonomy, **owner)]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"contents": items}), encoding="utf-8")
    report = bring(directory(tmp_path / "here"), "hsds-json", path)
    assert [row.ending for row in report.rows] == ["imported", "skipped"], "each row is a service"
    assert "needs of this directory" in report.rows[1].reason
    assert report.unmapped == {"Ship chandlers": 1}
    assert "needs: [food.pantry]" in "".join(report.files.values())


def test_services_inside_an_organization_do_not_vanish_unsaid(tmp_path: Path) -> None:
    whole = {"id": "o1", "name": "Lantern Trust", "description": "Youth work",
             "services": [service("s1", "Food Pantry", ""), service("s2", "Ship chandlers", "")]}  # fmt: skip
    path = tmp_path / "organization.json"
    path.write_text(json.dumps([whole]), encoding="utf-8")
    report = bring(directory(tmp_path / "here"), "hsds-json", path)
    (note,) = (note for note in report.notes if "left out" in note)
    assert note.startswith("1 services inside other rows") and "Ship chandlers s2" in note
