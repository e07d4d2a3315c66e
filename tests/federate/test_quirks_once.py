"""Quirks of the samples that stand there once, or that only another file of the set shows; see `test_quirks`."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml

from bluepages.federate.sources import Wish, plan
from bluepages.records.load import load_book
from tests.federate.places import MAPPINGS, TODAY, bring, directory, sample
from tests.federate.samplesets import book_of, places, services
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
