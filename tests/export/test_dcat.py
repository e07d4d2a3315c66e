"""The catalogue files that portals harvest: valid by both schemas, and true of the files beside them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from bluepages.enrich import Edition
from bluepages.export import catalogue_files, sums_of
from tests.export.editions import golden, golden_files
from tests.support import ROOT


def made(edition: Edition) -> dict[str, Any]:
    files = golden_files()
    sizes = {path: len(content) for path, content in files.items()}
    found = catalogue_files(edition, sums_of(files["checksums.txt"]), sizes)
    return {path: json.loads(content) for path, content in found}


def with_config(**more: Any) -> Edition:
    import copy

    edition = copy.copy(golden())
    edition.config = replace(edition.config, **more)
    return edition


def errors(version: str, data: Any) -> list[str]:
    schema = json.loads((ROOT / "schema" / "dcat-us" / f"{version}.json").read_text(encoding="utf-8"))
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_both_are_valid() -> None:
    files = made(with_config(contact_email="office@example.org"))
    assert errors("1.1", files["data.json"]) == []
    assert errors("3.0", files["dcat-us/3.0.json"]) == []


@pytest.mark.parametrize("name", ["identifier", "contactPoint", "title"])
def test_the_schemas_can_refuse(name: str) -> None:
    files = made(with_config(contact_email="office@example.org"))
    for version, path in (("1.1", "data.json"), ("3.0", "dcat-us/3.0.json")):
        del files[path]["dataset"][0][name]
        assert errors(version, files[path])


def test_a_mailbox_that_nobody_named_is_not_made_up() -> None:
    files = made(with_config(contact_email=""))
    assert errors("1.1", files["data.json"]) == []
    assert errors("3.0", files["dcat-us/3.0.json"]) == ["'hasEmail' is a required property"]


def test_distributions_name_the_files_with_their_hashes() -> None:
    files = made(golden())
    base = golden().config.site_url
    for each in files["dcat-us/3.0.json"]["dataset"][0]["distribution"]:
        content = golden_files()[each["downloadURL"].removeprefix(f"{base}data/")]
        assert each["checksum"]["checksumValue"] == hashlib.sha256(content).hexdigest()
        assert each["byteSize"] == str(len(content))
    old = files["data.json"]["dataset"][0]
    assert {each["downloadURL"] for each in old["distribution"]} == {
        each["downloadURL"] for each in files["dcat-us/3.0.json"]["dataset"][0]["distribution"]
    }
    assert old["describedBy"].endswith("services.schema.json")
    assert old["identifier"] == f"urn:uuid:{golden().config.namespace}"


def test_the_disclaimer_is_in_both() -> None:
    files = made(golden())
    said = golden().config.disclaimer["en"]
    assert said in files["data.json"]["dataset"][0]["description"]
    assert said in files["dcat-us/3.0.json"]["dataset"][0]["liabilityStatement"]
    assert len(files["data.json"]["dataset"][0]["rights"]) <= 255


def test_without_an_address_of_the_site_there_is_none() -> None:
    assert made(with_config(site_url="")) == {}


def test_metadata_csv_has_a_row_for_each_file() -> None:
    rows = list(csv.DictReader(io.StringIO(golden_files()["metadata.csv"].decode())))
    assert [row["file_name"] for row in rows][:2] == ["services.csv", "locations.geojson"]
    assert all(row["public_access_level"] == "Public" and row["disclaimer"] for row in rows)
