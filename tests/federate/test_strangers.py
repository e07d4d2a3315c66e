"""Files that nobody prepared for us: `detect` says what they are, its draft is finished by hand, and they come in."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from bluepages.errors import Complaint
from bluepages.federate.detect import Found, detect
from bluepages.model import Location
from bluepages.records.load import load_book
from tests.federate import inputs
from tests.federate.places import bring, directory


def finished(draft: str) -> str:
    """The drafted mapping with what a person has to decide."""
    text = draft.replace("{id: TODO}", "{id: sample}").replace('name: "TODO"', "name: Food")
    text = text.replace(
        '"TODO: what the provider is, in plain words; {fields} may stand in it"', "A place that gives food."
    )
    return text.replace("        needs: [TODO]\n", "") + "default_need: food.meals\nconstants: {county: Alameda}\n"


def comes_in(tmp_path: Path, name: str, source: bytes) -> tuple[Found, dict[str, Location], Path]:
    """What a file is found to be, and its first places by the name of their provider."""
    path = tmp_path / name
    path.write_bytes(source)
    found = detect(path)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(finished(found.mapping), encoding="utf-8")
    root = directory(tmp_path / "here")
    bring(root, found.format, path, str(mapping.with_suffix("")))
    book = load_book(root)
    assert not [problem for entry in book for problem in entry.problems]
    return found, {each.name: next(iter(each.locations.values())) for each in book.providers.values()}, root


def mapped(found: Found) -> dict[str, str]:
    return {column.field: column.name for column in found.columns if column.field}


def test_semicolons_latin_1_and_spanish_headings(tmp_path: Path) -> None:
    found, places, root = comes_in(tmp_path, "comedores.csv", inputs.SEMICOLONS)
    assert set(mapped(found)) == {"name", "street", "city", "zip", "phone", "url", "hours", "category"}
    assert set(places) == {"Comedor San José", "Despensa Señora de la Paz"}
    assert "Mo-Fr 09:00-17:00" in "".join((root / entry.file).read_text() for entry in load_book(root))


def test_a_workbook_with_a_cover_titles_and_a_total(tmp_path: Path) -> None:
    found, places, root = comes_in(tmp_path, "sites.xlsx", inputs.workbook())
    assert mapped(found)["phone"] == "Phone #"
    assert any("not read: Cover" in note for note in found.notes)
    assert any("people's own data" in note and "Contact Person" in note for note in found.notes)
    assert places["Harbor Kitchen"].latitude == 37.8044
    texts = "".join((root / entry.file).read_text() for entry in load_book(root))
    assert "Sa[1,3] 09:00-12:00" in texts
    assert "Jane" not in texts and "Pat " not in texts


def test_nested_json_with_its_list_two_layers_down(tmp_path: Path) -> None:
    found, places, _ = comes_in(tmp_path, "nested.json", inputs.NESTED)
    assert mapped(found)["key"] == "uid"
    assert mapped(found)["point"] == "location.coordinates"
    assert places["Harbor Kitchen"].identifiers["sample"] == "12345678901234567"
    assert (places["Bay Pantry"].latitude, places["Bay Pantry"].longitude) == (37.86, -122.29)


def test_outlines_of_sites_and_of_areas(tmp_path: Path) -> None:
    _, places, _ = comes_in(tmp_path, "areas.geojson", inputs.OUTLINES)
    latitude = places["Harbor Park Center"].latitude
    assert latitude is not None
    assert 37.804 < latitude < 37.806
    assert places["Bay Area Center"].latitude is None  # the middle of a whole region is nobody's door
    assert places["No Shape"].latitude is None


def test_utf_16_with_addresses_on_one_line(tmp_path: Path) -> None:
    _, places, _ = comes_in(tmp_path, "unicode.txt", inputs.UTF_16)
    address = places["Harbor Kitchen"].address
    assert address is not None
    assert (address.address_1, address.city, address.postal_code) == ("1200 Harbor St", "Oakland", "94607")


def test_a_line_with_too_many_cells_is_told(tmp_path: Path) -> None:
    found, places, _ = comes_in(tmp_path, "pipes.csv", inputs.PIPES)
    assert any("line 3" in note and "8 cells" not in note for note in found.notes)
    assert len(places) == 2


def test_address_and_point_in_one_cell(tmp_path: Path) -> None:
    _, places, _ = comes_in(tmp_path, "export.csv", inputs.CELLS)
    for name, city, latitude in (("Harbor Kitchen", "Oakland", 37.8044), ("Bay Pantry", "Berkeley", 37.86)):
        address = places[name].address
        assert address is not None
        assert address.city == city
        assert "37" not in address.address_1
        assert places[name].latitude == latitude


def test_a_package_with_columns_of_other_names(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for name, text in inputs.RENAMED.items():
        (package / name).write_text(text)
    found = detect(package)
    assert found.format == "hsds"
    unread = [column.name for column in found.columns if not column.field]
    assert unread == ["organization.csv: Board Chair"]
    root = directory(tmp_path / "here")
    report = bring(root, "hsds", package)
    assert any("Board Chair" in note for note in report.notes)
    assert [row.name for row in report.rows if row.ending == "skipped" and row.name] == ["Orphan meals"]
    book = load_book(root)
    assert set(book.providers) == {"harbor-kitchen", "bay-pantry"}
    kitchen = book.providers["harbor-kitchen"]
    assert kitchen.website == "https://harbor.example.org"
    (lunch,) = kitchen.services.values()
    assert lunch.cost == "free"
    (pantry,) = book.providers["bay-pantry"].locations.values()
    assert pantry.latitude is None
    assert pantry.address is not None and pantry.address.postal_code == "94710"
    assert "Jane Roe" not in "".join(report.files.values())


def test_mail_and_what_costs_nothing(tmp_path: Path) -> None:
    source = b"Name,County,City,Email,Cost\nHarbor Kitchen,Alameda,Oakland,info@harborkitchen.org,None\n"
    _, _, root = comes_in(tmp_path, "table.csv", source)
    provider = load_book(root).providers["harbor-kitchen"]
    assert provider.email == "info@harborkitchen.org"
    assert [service.cost for service in provider.services.values()] == ["free"]


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("page.csv", b"<!DOCTYPE html><html><body>Please sign in</body></html>", "web page"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "not a text file"),
        ("list.pdf", b"%PDF-1.4\n" + b"\x00\x80" * 300, "not a text file"),
        ("empty.csv", b"", "is empty"),
        ("cut.json", b'{"data": [{"name": ', "not JSON"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(50), "not a workbook"),
        ("cut.zip", b"PK\x03\x04" + bytes(50), "cannot be read|not a"),
        ("no.json", b"[]", "no rows"),
        ("bad.yaml", b"a: [1\nb: }", "not YAML"),
    ],
)
def test_what_is_no_data_is_said_in_words(tmp_path: Path, name: str, source: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(source)
    with pytest.raises(Complaint, match=said) as caught:
        detect(tmp_path / name)
    assert caught.value.hint


def test_a_map_in_metres_with_a_prefix_before_each_heading(tmp_path: Path) -> None:
    found, places, _ = comes_in(tmp_path, "sites.geojson", inputs.MERCATOR)
    fields = mapped(found)
    assert (fields["name"], fields["street"], fields["date"]) == ("USER_NAME", "USER_ADDR", "last_edited_date")
    kitchen = places["Harbor Kitchen"]
    assert (kitchen.latitude, kitchen.longitude) == pytest.approx((37.8044, -122.2712), abs=1e-5)
    assert kitchen.address.city == "Oakland"


def test_an_address_as_json_in_a_cell(tmp_path: Path) -> None:
    found, places, _ = comes_in(tmp_path, "socrata.json", inputs.HUMAN_ADDRESS)
    assert mapped(found)["street"] == "location.human_address.address"
    assert places["Harbor Kitchen"].address.postal_code == "94607"


def test_days_and_times_in_two_columns_and_a_city_with_its_zip(tmp_path: Path) -> None:
    _, _, root = comes_in(tmp_path, "sites.csv", inputs.DAYS_AND_TIMES)
    text = (root / "data/providers/alameda/harbor-kitchen.yaml").read_text()
    assert "Mo-Fr 11:30-12:30" in text and "city: Oakland, postal_code: 94607-1234" in text
    assert "date: 2026-03-04" in text
    pantry = (root / "data/providers/alameda/bay-pantry.yaml").read_text()
    assert "Various" not in pantry and "date:" not in pantry.split("questions:")[0]


@pytest.mark.parametrize(
    ("tables", "version"),
    [
        (("organizations", "services", "addresses", "services_taxonomy"), "1.1"),
        (("organizations", "services", "regular_schedules", "addresses"), "1.1"),
        (("organization", "service", "address", "attribute"), "3"),
        (("organization", "service", "physical_address"), "1.1"),
    ],
)
def test_which_hsds_a_package_is_nearest_to(tmp_path: Path, tables: tuple[str, ...], version: str) -> None:
    for table in tables:
        (tmp_path / f"{table}.csv").write_text("id,name\n1,A\n", encoding="utf-8")
    found = detect(tmp_path)
    assert found.what.endswith(f"HSDS {version}")
    assert {name for name, _ in found.tables} == {f"{table}.csv" for table in tables}


def test_a_day_of_last_spring_is_no_hours_and_one_of_an_unknown_year_is_asked(tmp_path: Path) -> None:
    rows = [
        ("Harbor Kitchen", "1200 Harbor St", "Sat, March 14, 9am-noon", "2020-02-03"),  # a list of 2020
        ("Hill Kitchen", "9 Hill Rd", "Sat, March 14, 9am-noon", ""),
        ("Bay Kitchen", "45 Bay St", "Mon-Fri 9-5, closed Friday, July 3", "2020-06-01"),
    ]
    source = "Name,Address,City,State,ZIP,Hours,Last Updated\n" + "".join(
        f'{name},{street},Oakland,CA,94607,"{hours}",{date}\n' for name, street, hours, date in rows
    )
    _, places, root = comes_in(tmp_path, "spring.csv", source.encode())
    book = load_book(root)
    hours = {
        each.name: [how.hours for s in each.services.values() for how in s.at.values()]
        for each in book.providers.values()
    }
    asked = {each.name: [question.text for question in each.questions] for each in book.providers.values()}
    assert set(places) == {"Harbor Kitchen", "Hill Kitchen", "Bay Kitchen"}
    assert hours == {"Harbor Kitchen": [""], "Hill Kitchen": [""], "Bay Kitchen": ["Mo-Fr 09:00-17:00"]}
    assert "March 14" in asked["Hill Kitchen"][0] and not asked["Harbor Kitchen"] and not asked["Bay Kitchen"]


def of_all(root: Path) -> str:
    return "".join((root / entry.file).read_text() for entry in load_book(root))


def test_a_workbook_with_merged_headings_on_two_lines_group_titles_and_a_total(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["East Bay Food Network - Partner Agency List"], ["Updated 9/15/2026"], [],
        ["Agency", "Address", None, None, "Phone", "Distribution", None, "Notes"],
        [None, "Street", "City", "Zip", None, "Day", "Time", None],
        ["ALAMEDA"],
        ["Harbor Pantry", "1200 Harbor St", "Oakland", 94607, "(510) 555-0142", "Mon & Wed", "9:00-11:00 AM",
         "Bring ID. Contact Pat Roe 510-555-0111"],
        ["St. Anne Church", "45 Bay St", "Berkeley", 94710, "510.555.0188 / 510.555.0189 fax", "1st Sat", "10-noon"],
        ["Hill Pantry", "9 Hill Rd", "Berkeley", "94710", "", "Thurs", "3 to 5", ""],
        ["Total", 3],
    ):  # fmt: skip
        sheet.append(row)
    for merged in ("A1:H1", "A2:H2", "B4:D4", "F4:G4", "A6:H6"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "made.xlsx")
    found, places, root = comes_in(tmp_path, "agencies.xlsx", (tmp_path / "made.xlsx").read_bytes())
    assert mapped(found) == {"name": "Agency", "street": "Street", "city": "City", "zip": "Zip", "phone": "Phone",
                             "days": "Day", "hours": "Time", "about": "Notes"}  # fmt: skip
    assert set(places) == {"Harbor Pantry", "St. Anne Church", "Hill Pantry"}
    texts = of_all(root)
    for hours in ("Mo,We 09:00-11:00", "Sa[1] 10:00-12:00", "Th 15:00-17:00"):
        assert hours in texts
    assert "Roe" not in texts and "0111" not in texts


def test_columns_of_a_countys_database_in_utf_16(tmp_path: Path) -> None:
    rows = [
        "County of Alameda HHSA - Provider Extract",
        "PROV_NM\tSITE_ADDR_LN_1\tSITE_CITY\tSITE_ST\tSITE_ZIP5\tSITE_PH\tHRS_OF_OPER\tCNTCT_NM\tLANG_SPKN\tACTV_IND\tCONF_IND",
        "HARBOR PANTRY\t1200 HARBOR ST\tOAKLAND\tCA\t94607\t5105550142\tM-F 0900-1700\tROE, PAT\tENG;SPA\tY\tN",
        "NEW DAWN\t77 SECRET RD\tOAKLAND\tCA\t94607\t5105550199\tMon 9am-noon\tPOE, LEE\tENG\tY\tY",
        "OLD KITCHEN\t9 HILL RD\tBERKELEY\tCA\t94710\t5105550188\tMon 9am-noon\t\tVIE\tN\tN",
    ]
    found, places, root = comes_in(tmp_path, "extract.txt", "\n".join(rows).encode("utf-16"))
    assert {"name", "street", "city", "state", "zip", "phone", "hours", "languages", "status"} <= set(mapped(found))
    assert set(places) == {"Harbor Pantry", "New Dawn"}
    assert places["New Dawn"].confidential and not places["New Dawn"].phones
    texts = of_all(root)
    assert "Mo-Fr 09:00-17:00" in texts and "languages: [en, es]" in texts
    written = (
        "".join(path.read_text() for path in root.joinpath("data", "sources").rglob("*") if path.is_file()) + texts
    )
    assert not any(word in written for word in ("Secret", "SECRET", "Roe", "ROE", "Poe", "POE"))


def test_a_saved_answer_of_a_map_layer_with_domains_dates_and_metres(tmp_path: Path) -> None:
    names = ("OBJECTID", "NAME", "ADDR", "CITY", "PHONE", "Editor")
    codes = [{"name": "Food Pantry", "code": 1}, {"name": "Cooling Center", "code": 2}]
    answer = {
        "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 102100, "latestWkid": 3857},
        "fields": [
            *({"name": name, "type": "esriFieldTypeString", "alias": name} for name in names),
            {"name": "TYPE", "type": "esriFieldTypeInteger", "domain": {"type": "codedValue", "codedValues": codes}},
            {"name": "EditDate", "type": "esriFieldTypeDate"},
        ],
        "features": [
            {"attributes": {"OBJECTID": 1, "NAME": "Harbor Pantry", "TYPE": 1, "ADDR": "1200 Harbor St",
                            "CITY": "Oakland", "PHONE": "510-555-0142", "EditDate": 1788220800000, "Editor": "pat.roe"},
             "geometry": {"x": -13611000.0, "y": 4551000.0}},
            {"attributes": {"OBJECTID": 2, "NAME": "Hill Center", "TYPE": 2, "ADDR": "9 Hill Rd", "CITY": "Berkeley",
                            "PHONE": None, "EditDate": None, "Editor": "pat.roe"}, "geometry": None},
        ],
    }  # fmt: skip
    found, places, root = comes_in(tmp_path, "layer.json", json.dumps(answer).encode())
    assert mapped(found)["date"] == "EditDate"
    assert set(places) == {"Harbor Pantry", "Hill Center"}
    assert (places["Harbor Pantry"].latitude, places["Harbor Pantry"].longitude) == (37.798503, -122.269693)
    texts = of_all(root)
    assert "food.pantry" in texts and "things.cooling" in texts and "2026-09-01" in texts and "roe" not in texts


def test_the_number_of_a_parent_is_no_name(tmp_path: Path) -> None:
    source = (
        "ResourceAgencyNum,PublicName,ParentAgency,PhysicalAddress1,PhysicalCity,PhysicalPostalCode,Phone1Number\n"
        "1001,Harbor Aid,0,1200 Harbor St,Oakland,94607,5105550142\n"
        "2001,Harbor Aid Food Program,1001,9 Hill Rd,Berkeley,94710,5105550188\n"
    )
    found, places, _ = comes_in(tmp_path, "resources.csv", source.encode())
    assert "organization" not in mapped(found)
    assert set(places) == {"Harbor Aid", "Harbor Aid Food Program"}
