"""One agency in the tables of HSDS 1.1, 2.0 and 3.x as other programs write them: the same record comes out of each.

Then the same packages with files missing, headings spelled otherwise, rows multiplied, and a
`datapackage.json` that lies.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bluepages.checks.run import run
from bluepages.federate.report import ImportReport
from bluepages.federate.sources import Wish, look
from bluepages.model import plain
from bluepages.records.load import load_book
from tests.federate.places import TODAY, bring, directory

ORGANIZATION = """\
id,name,alternate_name,description,email,{web},tax_id,year_incorporated,legal_status
o1,Harbor Kitchen,HK,Meals for all.,hello@harbor.example.org,https://harbor.example.org,,1987,Nonprofit
"""
LOCATION = """\
id,organization_id,name,description,transportation,latitude,longitude
l1,o1,Kitchen,,Bus 88.,37.8044,-122.2712
"""
ADDRESS = """\
id,location_id,{kind}address_1,city,region,state_province,postal_code,country
a1,l1,{said}1200 Harbor St,Oakland,,CA,94607,US
"""
STAFF = "id,organization_id,name,title,email\nc1,o1,Jane Roe,Director,jane.roe@harbor.example.org\n"

V1 = {
    "organization.csv": ORGANIZATION.format(web="url"),
    "service.csv": "id,organization_id,program_id,name,description,status,application_process,fees\n"
    "s1,o1,,Soup kitchen,Lunch on weekdays.,active,Walk in.,Free\n",
    "location.csv": LOCATION,
    "service_at_location.csv": "id,service_id,location_id,description\nsl1,s1,l1,\n",
    "physical_address.csv": ADDRESS.format(kind="", said=""),
    "phone.csv": "id,location_id,service_id,organization_id,contact_id,number,extension,type,language,description\n"
    "p1,l1,,,,510-555-0142,,voice,,\np2,,,,c1,510-555-0199,,voice,,\n",
    "contact.csv": STAFF,
    "regular_schedule.csv": "id,service_id,location_id,service_at_location_id,weekday,opens_at,closes_at\n"
    + "".join(f"r{day},,,sl1,{day},11:30,13:30\n" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
    "language.csv": "id,service_id,location_id,language\ng1,s1,,Spanish\ng2,s1,,English\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,Adults\n",
    "service_area.csv": "id,service_id,service_area,description\nx1,s1,Alameda County,\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nt1,Meals,,,own\n",
    "service_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\nst1,s1,t1,\n",
}
V2 = {
    **{name: text for name, text in V1.items() if name not in
       ("regular_schedule.csv", "taxonomy.csv", "service_taxonomy.csv")},
    "schedule.csv": "id,service_id,location_id,service_at_location_id,valid_from,valid_to,dtstart,freq,interval,byday,"
    'opens_at,closes_at\nr1,,,sl1,,,,WEEKLY,1,"MO,TU,WE,TH,FR",11:30,13:30\n',
    "taxonomy_term.csv": "id,term,description,parent_id,taxonomy,language\nt1,Meals,,,own,\n",
    "service_attribute.csv": "id,service_id,taxonomy_term_id\nst1,s1,t1\n",
}  # fmt: skip
V3 = {
    **{name: text for name, text in V2.items() if name not in
       ("physical_address.csv", "eligibility.csv", "service_attribute.csv", "taxonomy_term.csv", "language.csv")},
    "organization.csv": ORGANIZATION.format(web="website"),
    "service.csv": "id,organization_id,program_id,name,description,status,application_process,fees_description,"
    "eligibility_description\ns1,o1,,Soup kitchen,Lunch on weekdays.,active,Walk in.,Free,Adults\n",
    "location.csv": LOCATION.replace("id,org", "id,location_type,org").replace("l1,o1", "l1,physical,o1"),
    "address.csv": ADDRESS.format(kind="address_type,", said="physical,"),
    "language.csv": "id,service_id,location_id,name,code,note\ng1,s1,,Spanish,es,\ng2,s1,,English,en,\n",
    "taxonomy.csv": "id,name,description,uri,version\nx,own,Our own words,,\n",
    "taxonomy_term.csv": "id,code,name,description,parent_id,taxonomy,language,taxonomy_id\nt1,M1,Meals,,,own,,x\n",
    "attribute.csv": "id,link_id,link_type,link_entity,value,taxonomy_term_id,label\nst1,s1,kind,service,,t1,\n",
}  # fmt: skip
PACKAGES = {"1.1": V1, "2.0": V2, "3.x": V3}


def package(folder: Path, files: dict[str, str], lies: object = None) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    if lies is not None:
        (folder / "datapackage.json").write_text(lies if isinstance(lies, str) else json.dumps(lies), encoding="utf-8")
    return folder


def taken(tmp_path: Path, files: dict[str, str], lies: object = None, name: str = "a") -> tuple[Path, ImportReport]:
    """The directory that a package makes, checked, and the report, which adds up."""
    root = directory(tmp_path / f"{name}-root")
    source = package(tmp_path / name, files, lies)
    report = bring(root, "hsds", source)
    assert not [problem for problem in run(load_book(root), today=TODAY) if problem.level == "error"]
    assert bring(root, "hsds", source).files == {}
    assert "Jane Roe" not in "".join(report.files.values())
    assert "510-555-0199" not in "".join(report.files.values())
    return root, report


@pytest.mark.parametrize("version", PACKAGES)
def test_every_fact_of_every_version(tmp_path: Path, version: str) -> None:
    root, report = taken(tmp_path, PACKAGES[version])
    (provider,) = load_book(root).providers.values()
    assert (provider.name, provider.alternate_name, provider.year_incorporated) == ("Harbor Kitchen", "HK", 1987)
    assert (provider.website, provider.email) == ("https://harbor.example.org", "hello@harbor.example.org")
    (place,) = provider.locations.values()
    assert place.address is not None
    assert (place.address.address_1, place.address.city, place.address.postal_code) == (
        "1200 Harbor St",
        "Oakland",
        "94607",
    )
    assert (place.county, place.latitude, place.transportation) == ("alameda", 37.8044, "Bus 88.")
    assert [phone.number for phone in place.phones] == ["510-555-0142"]
    (service,) = provider.services.values()
    assert (service.name, service.needs, service.cost) == ("Soup kitchen", ("food.meals",), "free")
    assert set(service.languages) == {"en", "es"}
    assert (service.eligibility_description, service.application_process) == ("Adults", "Walk in.")
    assert service.serves is not None and service.serves.counties == ("alameda",)
    hours = {how.hours for how in service.at.values()} | {service.hours, place.hours}
    assert hours - {""} == {"Mo-Fr 11:30-13:30"}
    assert report.private["names of staff"] == 1
    assert report.private["telephones of staff"] == 1


def test_the_three_versions_are_one_record(tmp_path: Path) -> None:
    made = [load_book(taken(tmp_path, files, name=name)[0]) for name, files in PACKAGES.items()]
    first, *others = (plain(book.providers["harbor-kitchen"]) for book in made)
    for other in others:
        assert other == first


def test_days_that_are_numbers_are_asked(tmp_path: Path) -> None:
    """The standard does not say whether 1 is Monday or Sunday."""
    days = {"Monday": "1", "Tuesday": "2", "Wednesday": "3", "Thursday": "4", "Friday": "5"}
    text = V1["regular_schedule.csv"]
    for day, number in days.items():
        text = text.replace(day, number)
    root, _ = taken(tmp_path, {**V1, "regular_schedule.csv": text})
    (provider,) = load_book(root).providers.values()
    assert not [how.hours for service in provider.services.values() for how in service.at.values() if how.hours]
    assert [question.field for question in provider.questions] == ["services.soup-kitchen.hours"]


@pytest.mark.parametrize("version", PACKAGES)
def test_detect_knows_the_version(tmp_path: Path, version: str) -> None:
    found = look(Wish("detect", str(package(tmp_path / "a", PACKAGES[version]))))
    assert found.format == "hsds"
    assert found.what.endswith({"3.x": "HSDS 3"}.get(version, f"HSDS {version}"))


@pytest.mark.parametrize("version", PACKAGES)
@pytest.mark.parametrize(
    "gone", ["organization", "service", "location", "address", "service_at_location", "schedule", "taxonomy"]
)
def test_a_package_without_one_of_its_tables(tmp_path: Path, version: str, gone: str) -> None:
    """What is left comes in, or each row is left out with a reason; nothing is made up in its stead."""
    files = {
        name: text
        for name, text in PACKAGES[version].items()
        if not (name.removesuffix(".csv").endswith(gone) or (gone == "taxonomy" and "taxonomy" in name))
    }
    assert len(files) < len(PACKAGES[version])
    root, report = taken(tmp_path, files)
    book = load_book(root)
    if gone == "organization":
        (provider,) = book.providers.values()  # what is known of it, under the name of its place
        assert provider.name == "Kitchen"
        assert any("organization" in note for note in report.notes)
    elif gone == "service":
        assert not book.providers
        assert all(row.reason for row in report.rows)
    elif gone == "taxonomy":
        assert [service.needs for provider in book.providers.values() for service in provider.services.values()] == [
            ("food.meals",)
        ]  # by the name of the service, and it is told
        assert report.mended["needs read from a name or from keywords"] == 1
    else:
        (provider,) = book.providers.values()
        given = [service.hours for service in provider.services.values()]
        given += [how.hours for service in provider.services.values() for how in service.at.values()]
        hours = {*given} - {""}
        assert hours == (set() if gone in ("schedule", "location", "service_at_location") else {"Mo-Fr 11:30-13:30"})
        if gone == "address":
            assert not [place for place in provider.locations.values() if place.address and place.address.address_1]


LIES = {
    "names files that are not there": {"resources": [{"name": "organization", "path": "data/groups.csv"}]},
    "claims another version": {"name": "hsds", "version": "9.9", "profile": "tabular-data-package", "resources": []},
    "gives other columns": {"resources": [{"path": "service.csv", "schema": {"fields": [{"name": "titel"}]}}]},
    "is a list": ["organization.csv"],
    "is no JSON": "{resources: [",
    "has odd types": {"resources": [None, 3, {"path": ["a", 1], "schema": "none"}, {"path": "../../etc/passwd"}]},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("version", PACKAGES)
def test_a_datapackage_that_lies_changes_no_record(tmp_path: Path, version: str, lie: str) -> None:
    honest, _ = taken(tmp_path, PACKAGES[version], name="honest")
    root, report = taken(tmp_path, PACKAGES[version], LIES[lie], name="lying")
    assert load_book(root).providers == load_book(honest).providers
    if lie in ("names files that are not there", "gives other columns", "is no JSON"):
        assert any("datapackage.json" in note for note in report.notes), report.notes


@pytest.mark.parametrize("version", PACKAGES)
def test_headings_in_other_spellings_and_rows_that_a_join_multiplied(tmp_path: Path, version: str) -> None:
    def spoiled(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join(["\ufeff" + head.upper().replace("_", " "), *rows, *rows]) + "\n"

    plainly, _ = taken(tmp_path, PACKAGES[version], name="plain")
    root, report = taken(tmp_path, {name: spoiled(text) for name, text in PACKAGES[version].items()}, name="spoiled")
    assert load_book(root).providers == load_book(plainly).providers
    assert len(report.rows) == 2 * sum(text.count("\n") - 1 for text in PACKAGES[version].values())
