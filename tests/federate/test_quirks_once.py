"""Quirks of the samples that stand there once, or that only another file of the set shows; see `test_quirks`."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bluepages.federate.sources import Wish, plan
from bluepages.records.load import load_book
from tests.federate.places import MAPPINGS, TODAY, bring, directory, sample
from tests.federate.samplesets import book_of, imported, numbers, places, services
from tests.federate.test_quirks import rows, texts

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def test_ohana_a_virtual_place_has_no_address(tmp_path: Path) -> None:
    """The only one of the sample gives nothing of ours: the first place is made one."""
    copy = tmp_path / "ohana"
    shutil.copytree(sample("ohana-sample-csv"), copy)
    table = rows("ohana-sample-csv/locations.csv")
    assert [row["virtual"] for row in table].count("true") == 1
    table[0]["virtual"] = "true"
    with (copy / "locations.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, table[0])
        writer.writeheader()
        writer.writerows(table)
    root = directory(tmp_path / "here")
    bring(root, "ohana", copy)
    (place,) = [place for place in places(load_book(root)) if place.location_type == "virtual"]
    assert place.address is None and place.latitude is None and place.name == table[0]["name"]


def test_baltimore_codes_of_the_211_taxonomy_stand_nowhere(folder: Path) -> None:
    codes = {row["211 Code"] for row in rows("baltimore-icarol-ohana-csv/taxonomy_mapping.csv", "utf-8-sig")}
    long = sorted(code for code in codes if "-" in code)
    assert len(long) > 1000
    found = set(re.findall(r"[A-Z]{1,2}-[0-9][0-9.-]*[0-9]", texts("baltimore", folder)))
    assert not found & set(long)


def test_what_the_source_suppressed_is_skipped_with_its_reason(tmp_path: Path) -> None:
    hidden = yaml.safe_load(sample("baynavigator-yaml/suppressed.yml").read_text(encoding="utf-8"))
    file = sample("baynavigator-yaml/federal-benefits.yml")
    (one,) = [each for each in hidden if f"- id: {each['id']}\n" in file.read_text(encoding="utf-8")]
    mapping = yaml.safe_load((MAPPINGS / "baynavigator.yaml").read_text(encoding="utf-8"))
    del mapping["columns"]["city"]  # which this file does not have
    mapping["rows"] = [{"match": {"key": one["id"]}, "skip": one["reason"]}]
    own = tmp_path / "mapping.yaml"
    own.write_text(yaml.safe_dump(mapping), encoding="utf-8")
    report = plan(Wish("yaml", str(file), "sample", own), load_book(directory(tmp_path / "here")), TODAY)
    assert one["reason"] in {row.reason for row in report.rows if not row.provider}
    assert not [text for text in report.files.values() if one["id"] in str(text)]


def test_keywords_in_one_string_are_no_text_of_a_record(folder: Path) -> None:
    source = sample("baynavigator-yaml/food.yml").read_text(encoding="utf-8")
    (first,) = re.findall(r"(?m)^  keywords: (Alameda County Community Food Bank, .+)$", source)
    said = texts("yaml", folder)
    assert first not in said and "mobile pantry, food distribution" not in said
    needs = {need for service in services(book_of("yaml", folder)) for need in service.needs}
    assert needs and not [need for need in needs if "," in need or " " in need]


def test_baltimore_accommodations_are_no_language(folder: Path) -> None:
    said = Counter(row["languages"].strip() for row in rows("baltimore-icarol-ohana-csv/services.csv"))
    assert said["Accommodations possible."] > 10
    book = book_of("baltimore", folder)
    known = {cell for cell in said if cell and "ccommodation" not in cell}
    assert known or not [service for service in services(book) if service.languages]
    assert any("ccommodation" in service.interpretation_services for service in services(book))


def test_baltimore_web_addresses_keep_no_backslash(folder: Path) -> None:
    sites = [provider.website for provider in book_of("baltimore", folder).providers.values() if provider.website]
    assert len(sites) > 100 and all(site.startswith("http://") for site in sites)
    assert not [site for site in sites if "\\" in site or " " in site]


def test_yaml_what_they_offer_is_shown_without_its_signs(folder: Path) -> None:
    assert "**" not in texts("yaml", folder) and "](http" not in texts("yaml", folder)


def test_dc_a_service_of_three_organizations_is_given_to_the_first_and_that_is_told(folder: Path) -> None:
    (joined,) = [
        row for row in rows("dc-orservices-hsds2/services.csv", "utf-8-sig") if "," in row["service_organization"]
    ]
    _, report = imported("dc", folder)
    ends = [row for row in report.rows if row.name == joined["service_name"]]
    assert [row.provider for row in ends] == ["marthas-table"]
    assert f"services.csv:{ends[0].line}: several organizations are named; the first is taken" in report.notes


def test_dc_numbers_with_an_extension_and_of_three_digits(folder: Path) -> None:
    cells = {row["number"] for row in rows("dc-orservices-hsds2/phones.csv", "utf-8-sig")}
    assert {"(202) 797-8806 ext 1311", "854"} <= cells
    book = book_of("dc", folder)
    lines = [phone for thing in (*book.providers.values(), *services(book), *places(book)) for phone in thing.phones]
    assert any((phone.number, phone.extension) == ("202-797-8806", "1311") for phone in lines)
    assert not [phone for phone in lines if phone.number == "854"]


def test_dc_a_zip_code_of_six_digits_is_none(folder: Path) -> None:
    codes = {row["postal_code"] for row in rows("dc-orservices-hsds2/physical_addresses.csv", "utf-8-sig")}
    assert {"380015", "20010`"} <= codes
    assert "380015" not in texts("dc", folder) and "38001" not in texts("dc", folder)


def test_grants_crosses_for_ages_and_languages_are_told_as_not_read(folder: Path) -> None:
    _, report = imported("grants", folder)
    told = " ".join(report.notes)
    assert "6-13" in told and "'6-13" not in told, "the apostrophe against dates is none of the heading"
    assert "Site District" in told and "Cantonese" in told
    assert not [service for service in services(book_of("grants", folder)) if service.languages]


def test_linksf_objects_of_the_old_backend_and_nulls_leave_no_trace(folder: Path) -> None:
    said = sample("sf-linksf-json/linksf.json").read_text(encoding="utf-8")
    assert '"GeoPoint"' in said and '"Pointer"' in said and "null" in said
    found = texts("linksf", folder)
    assert not re.search(r"GeoPoint|Pointer|__type|\bnull\b|\bNone\b", found)
    points = [place for place in places(book_of("linksf", folder)) if place.latitude is not None]
    assert len(points) > 30 and all(37 < (place.latitude or 0) < 38 for place in points)


def test_smc_numbers_with_a_space_services_without_a_name_and_hotlines_without_a_place(folder: Path) -> None:
    said = sample("smc-ohana-mongo-2014/locations.json").read_text(encoding="utf-8")
    spaced = {f"{a}-{b}" for a, b in re.findall(r'"(\d{3}) (\d{3}-\d{4})"', said)}
    assert "650-348-7600" in spaced
    book = book_of("smc", folder)
    assert len(spaced & numbers(book)) > 10
    assert all(service.name for service in services(book))
    assert len([place for place in places(book) if not (place.address and place.address.address_1)]) > 20
    assert not re.search(r": null\b|\$oid|\$date", texts("smc", folder))
