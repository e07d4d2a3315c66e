"""Every quirk that a SOURCE.md of the samples names and `test_samples` does not meet, sample by sample.

A quirk has two halves: what it must not become (a wrong fact), and where it is told (mended, doubted, left out). Each
test counts in the source itself what it then looks for, so that a sample that changes does not pass unseen.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bluepages.records.load import load_book
from tests.federate.places import bring, directory, sample
from tests.federate.samplesets import SETS, book_of, imported, numbers, places, services

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def rows(path: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with sample(path).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def texts(name: str, base: Path) -> str:
    """The records of a sample as they stand in their files."""
    root, _ = imported(name, base)
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "data" / "providers").rglob("*.yaml")))


def hours_of(book: Any) -> set[str]:
    """All hours of a book, wherever they stand."""
    own = {thing.hours for thing in (*places(book), *services(book)) if thing.hours}
    return own | {how.hours for service in services(book) for how in service.at.values() if how.hours}


@pytest.mark.parametrize("name", SETS)
def test_no_record_holds_what_no_record_may(name: str, folder: Path) -> None:
    book, said = book_of(name, folder), texts(name, folder)
    assert not re.search("[\r\ufeff\u00a0\u200b\x00]", said)
    assert not re.search(r"&(?:amp|nbsp|rsquo|mdash|quot|#\d+);", said)
    assert "\u00e2\u20ac" not in said
    assert all(re.fullmatch(r"\d{3}(-\d{3}-\d{4})?", number) for number in numbers(book))
    points = [(place.latitude, place.longitude) for place in places(book) if place.latitude is not None]
    assert all(latitude > 30 and longitude < -70 for latitude, longitude in points)
    codes = [place.address.postal_code for place in places(book) if place.address]
    assert all(re.fullmatch(r"(\d{5}(-\d{4})?)?", code) for code in codes)
    assert all(re.match(r"https?://[^/\s`']+\.", provider.website) for provider in book.providers.values()
               if provider.website)  # fmt: skip


# Ohana's own sample: lists in cells, `virtual`, telephones with exactly one of four parents


def test_ohana_lists_in_a_cell_are_parted(folder: Path) -> None:
    book = book_of("ohana", folder)
    assert any(len(place.languages) > 2 for place in places(book))
    assert any(len(place.accessibility) > 2 for place in places(book))
    listed = [row["taxonomy_ids"] for row in rows("ohana-sample-csv/services.csv") if "," in row["taxonomy_ids"]]
    assert listed
    assert any(len(service.needs) > 1 for service in services(book))


def test_ohana_a_telephone_of_a_contact_is_nobodys_here(folder: Path) -> None:
    phones = rows("ohana-sample-csv/phones.csv")
    assert all(sum(bool(row[f"{who}_id"]) for who in ("contact", "location", "organization", "service")) == 1
               for row in phones)  # fmt: skip
    staff = {re.sub(r"\D", "", row["number"])[-10:] for row in phones if row["contact_id"]}
    others = {re.sub(r"\D", "", row["number"])[-10:] for row in phones if not row["contact_id"]}
    found = {number.replace("-", "") for number in numbers(book_of("ohana", folder))}
    assert found & others
    assert not found & (staff - others)
    _, report = imported("ohana", folder)
    assert report.private["telephones of staff"] == sum(bool(row["contact_id"]) for row in phones)


def test_ohana_admins_stay_out(folder: Path) -> None:
    admins = [row["admin_emails"] for row in rows("ohana-sample-csv/locations.csv") if row["admin_emails"]]
    assert admins
    said = texts("ohana", folder)
    assert not [box for cell in admins for box in re.findall(r"[\w.+-]+@[\w.-]+", cell) if box in said]


# Baltimore: fixed widths, empty columns, masks of telephones, points far away


def test_baltimore_empty_columns_invent_nothing(folder: Path) -> None:
    assert not any(row.get("hours") for row in rows("baltimore-icarol-ohana-csv/locations.csv"))
    book = book_of("baltimore", folder)
    assert not [place for place in places(book) if place.hours]
    assert not [service for service in services(book) if service.serves]


def test_baltimore_masks_of_telephones(folder: Path) -> None:
    masks = [row["number"] for row in rows("baltimore-icarol-ohana-csv/phones.csv")]
    assert {"(   ) -  -", "(800) 370-LEAD"} <= {mask.strip() for mask in masks}
    book = book_of("baltimore", folder)
    found = numbers(book)
    assert "800-370-5323" in found
    assert {number for number in found if len(number) == 3} <= {"211", "311", "911", "988", "411", "711"}
    phones = [phone for thing in (*services(book), *places(book)) for phone in thing.phones]
    assert not [phone for phone in phones if phone.description and not re.search("[A-Za-z]", phone.description)]


def test_baltimore_costs_and_placeholders(folder: Path) -> None:
    fees = Counter(row["fees"].strip() for row in rows("baltimore-icarol-ohana-csv/services.csv"))
    assert fees["None."] and fees["See notes."]
    costs = {service.cost for service in services(book_of("baltimore", folder))}
    assert "free" in costs
    assert not costs & {"None", "None.", "See notes", "See notes.", "N/A", "NULL"}
    _, report = imported("baltimore", folder)
    assert sum(number for what, number in report.mended.items() if what.startswith("placeholders")) > 100


def test_baltimore_headings_that_say_nothing_are_told(folder: Path) -> None:
    _, report = imported("baltimore", folder)
    assert any("bom" in note for note in report.notes)
    assert any("taxonomy_mapping.csv" in note for note in report.notes)
    assert any(doubt.field == "latitude" for doubt in report.doubts)


# Bay Navigator: no places, areas in words, one id in two files, what its keepers took back


def test_one_id_in_two_files_is_one_provider(tmp_path: Path) -> None:
    root = directory(tmp_path / "here")
    for file in ("community.yml", "housing.yml"):
        bring(root, "yaml", sample(f"baynavigator-yaml/{file}"), "baynavigator")
    book = load_book(root)
    same = [slug for slug, provider in book.providers.items() if provider.identifiers.get("sample") == "sf-hsh"]
    assert len(same) == 1
    named = [provider for provider in book.providers.values() if provider.name == book.providers[same[0]].name]
    assert len(named) == 1


def test_what_its_keepers_checked_is_not_checked_here(folder: Path) -> None:
    book = book_of("yaml", folder)
    assert not [service for service in services(book) if service.verified]
    dates = {source.date for provider in book.providers.values() for source in provider.sources}
    assert any(re.fullmatch(r"202\d-\d\d-\d\d", date) for date in dates)


def test_programs_without_a_place_get_none(folder: Path) -> None:
    assert not places(book_of("yaml", folder))
    inside = places(book_of("yaml-points", folder))
    assert len([place for place in inside if place.latitude is not None]) > 60
    _, report = imported("yaml-points", folder)
    assert report.unmapped["Museums"] == 45


def test_telephones_of_three_digits_and_of_letters(folder: Path) -> None:
    cells = re.findall(r"(?m)^  phone: ['\"]?(\d{3})['\"]?$", sample("baynavigator-yaml/food.yml").read_text())
    assert set(cells) <= numbers(book_of("yaml", folder))
    _, report = imported("yaml-points", folder)
    assert any("telephone" in doubt.reason and "PARK" in doubt.value for doubt in report.doubts)


# Washington: two exports of one publisher


def test_dc_ids_stay_whole(folder: Path) -> None:
    known = {row["id"] for row in rows("dc-orservices-hsds2/organizations.csv", "utf-8-sig") if row.get("id")}
    assert max(map(len, known)) >= 15
    ids = {provider.identifiers["sample"] for provider in book_of("dc", folder).providers.values()}
    assert ids <= known


def test_dc_orphans_are_told_one_by_one(folder: Path) -> None:
    _, report = imported("dc", folder)
    reasons = Counter(row.reason for row in report.rows)
    assert reasons["it names no organization"] >= 90
    assert sum(number for reason, number in reasons.items() if reason.startswith("its organization ")) >= 5


def test_dc_states_codes_and_two_in_a_cell(folder: Path) -> None:
    book = book_of("dc", folder)
    states = {place.address.state_province for place in places(book) if place.address}
    assert states <= {"", "MD", "VA", "DC", "NY", "PA"}
    boxes = [thing.email for thing in (*book.providers.values(), *services(book)) if thing.email]
    assert all(re.fullmatch(r"[^@\s;,]+@[^@\s;,]+", box) for box in boxes)
    _, report = imported("dc", folder)
    assert report.mended["cells with several web addresses: the first was taken"]
    assert report.mended["web addresses without https:// in front"]
    assert report.mended["signs beside ZIP codes"]


def test_dc_points_outside_the_area(folder: Path) -> None:
    _, report = imported("dc", folder)
    kinds = Counter(doubt.reason for doubt in report.doubts if doubt.field == "latitude")
    assert kinds["a point that is no place (0,0 or not a number)"] >= 80
    assert kinds["a point far from where it should be"] >= 30
    for place in places(book_of("dc", folder)):
        assert place.latitude is None or (36 < place.latitude < 42 and -80 < place.longitude < -73)


# Los Angeles: hours in seven spans of columns, seasons


def test_pantries_hours_are_those_of_the_columns(folder: Path) -> None:
    table = {row["name"]: row for row in rows("la-foodoasis-pantries-csv/food-pantry.csv")}
    assert table["All Saints Conference"]["daycode1"] == "Fri2nd"
    book = book_of("pantries", folder)
    by_name = {provider.name: provider for provider in book.providers.values()}
    assert hours_of_one(by_name["All Saints Conference"]) == {"Fr[2,4] 15:00-17:00"}
    assert hours_of_one(by_name["Altadena S.D.A. Church"]) == {"Tu[2,4] 09:00-12:00"}
    assert hours_of_one(by_name["All Peoples Christian Center"]) == {"Fr 12:00-17:00"}


def hours_of_one(provider: Any) -> set[str]:
    return {how.hours for service in provider.services.values() for how in service.at.values() if how.hours}


def test_pantries_half_past_one_is_not_half_past_one_at_night(folder: Path) -> None:
    """`130` after `1100` may be 13:30 or a slip: what is written is the one that can be, or a question."""
    spans = [
        (row["name"], row[f"day{n}_open"], row[f"day{n}_close"])
        for row in rows("la-foodoasis-pantries-csv/food-pantry.csv") for n in (1, 2, 3) if row[f"day{n}_close"] == "130"
    ]  # fmt: skip
    assert spans
    found = hours_of(book_of("pantries", folder))
    assert not [each for each in found if re.search(r"-01:30|-25:30", each)]


def test_pantries_broken_telephones_are_asked(folder: Path) -> None:
    _, report = imported("pantries", folder)
    asked = {doubt.value for doubt in report.doubts if doubt.field == "phones"}
    assert {"((21)) 2-3514", "(626)333-.726", "(213)247-cell"} <= asked
    again = imported("pantries-tsv", folder)[1]
    assert again.counts() == report.counts()


def test_lunches_of_one_summer_are_asked_about(folder: Path) -> None:
    book = book_of("lunch", folder)
    assert not hours_of(book)
    asked = [question.text for provider in book.providers.values() for question in provider.questions]
    assert any("7/4/2017" in text for text in asked)
    assert not [place for place in places(book) if place.latitude is not None]


# San Francisco's grants: 33 shapes of telephone, one agency in many rows


def test_grants_telephones(folder: Path) -> None:
    cells = [row["Site Phone"] for row in rows("sf-dcyf-cms-2013/dcyf_cms_05312013.csv", "mac_roman")]
    shapes = Counter(re.sub(r"\d", "9", cell) for cell in cells)
    assert len(shapes) >= 30
    found = numbers(book_of("grants", folder))
    whole = [cell for cell in cells if re.fullmatch(r"\d{3}[-. ]?\d{3}[-. ]?\d{4}", cell)]
    plain = {re.sub(r"(\d{3})(\d{3})(\d{4})", r"\1-\2-\3", re.sub(r"\D", "", cell)) for cell in whole}
    plain -= {number for number in plain if number[4] in "01" or number[0] in "01"}
    root, report = imported("grants", folder)
    told = "".join(path.read_text() for path in root.glob("data/providers/*/*.yaml"))  # in a record, or asked of it
    told += "".join(map(str, report.doubts))
    asked_of = {number for number in plain if re.search(number.replace("-", r"\D*"), told)}
    assert plain == asked_of | {number for number in plain if len(set(number.replace("-", "")[3:])) == 1}
    asked = Counter(doubt.reason for doubt in report.doubts if doubt.field == "phones")
    assert asked["not a whole US telephone number"] >= 10
    assert not [number for number in found if len(number) == 8]  # no area code was invented


def test_grants_one_agency_is_one_provider(folder: Path) -> None:
    table = rows("sf-dcyf-cms-2013/dcyf_cms_05312013.csv", "mac_roman")
    agencies = {row["Agency Name"].strip() for row in table}
    book = book_of("grants", folder)
    assert len(book.providers) <= len(agencies) < len(table)
    assert any(len(provider.locations) > 5 for provider in book.providers.values())


def test_skfids_lists_of_blanks_and_staff(folder: Path) -> None:
    said = texts("skfids", folder)
    assert "Matt Reno" not in said and "mreno" not in said
    (provider,) = book_of("skfids", folder).providers.values()
    (service,) = provider.services.values()
    assert service.languages == ("en", "es", "cmn", "yue", "ru")
    assert service.cost == "free"
    assert "\n" not in provider.description


# Link-SF: nights in two halves, several numbers in a cell, names that come again


def test_linksf_several_numbers_with_words_in_a_cell(folder: Path) -> None:
    found = numbers(book_of("linksf", folder))
    assert {"877-503-1850", "877-923-0700"} <= found
    _, report = imported("linksf", folder)
    assert report.private["telephones that stand beside a person's name or other words"] == 2


def test_linksf_a_name_that_comes_again(folder: Path) -> None:
    names = Counter(each["name"] for each in json.loads(sample("sf-linksf-json/linksf.json").read_text("utf-8")))
    twice = [name for name, number in names.items() if number > 1]
    assert len(twice) >= 10
    book = book_of("linksf", folder)
    providers = Counter(provider.name for provider in book.providers.values())
    assert all(providers[name] <= names[name] for name in twice)


def test_linksf_nights_are_joined_and_round_the_clock_is_whole(folder: Path) -> None:
    found = hours_of(book_of("linksf", folder))
    assert not [each for each in found if "23:59" in each]
    assert any("24/7" in each or "00:00-24:00" in each for each in found)


# San Mateo County: prose, areas of all sizes, names that come again, records of kind `test`


def test_smc_rows_of_kind_test_and_of_no_category(folder: Path) -> None:
    lines = sample("smc-ohana-mongo-2014/locations.json").read_text(encoding="utf-8").splitlines()
    spots = [json.loads(line) for line in lines]
    tests = {spot["name"] for spot in spots if spot.get("kind") == "test"}
    assert len(tests) >= 1
    _, report = imported("smc", folder)
    reasons = Counter(row.reason for row in report.rows if row.ending == "skipped")
    assert any("among the needs" in reason for reason in reasons)
    names = Counter(spot["name"] for spot in spots)
    assert sum(number > 1 for number in names.values()) >= 20
    assert len(load_book(imported("smc", folder)[0]).providers) == report.new


def test_smc_points_are_turned_the_right_way(folder: Path) -> None:
    inside = [place for place in places(book_of("smc", folder)) if place.latitude is not None]
    assert inside
    assert all(place.latitude > 0 > place.longitude for place in inside)


def test_smc_short_telephones(folder: Path) -> None:
    short = {number for number in numbers(book_of("smc", folder)) if len(number) == 3}
    assert short and short <= {"211", "311", "411", "511", "711", "811", "911", "988"}


def test_smc_areas_beyond_the_state_are_not_counties(folder: Path) -> None:
    book = book_of("smc", folder)
    counties = {county for service in services(book) if service.serves for county in service.serves.counties}
    assert counties <= set(book.vocabulary.counties)
    _, report = imported("smc", folder)
    told = {doubt.value for doubt in report.doubts if doubt.field == "serves"}
    assert "Worldwide" in told
