"""frictionless finds nothing wrong with our data packages, and would find what is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from bluepages.export.columns import COLUMNS
from tests.export.editions import golden_files

frictionless = pytest.importorskip("frictionless")


def faults(folder: Path) -> list[str]:
    report: Any = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [str(error) for error in report.flatten(["title", "description", "note"])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in golden_files().items():
        if "/" not in path:
            (tmp_path / path).write_bytes(content)
    return tmp_path


def test_the_flat_files_are_a_valid_package(folder: Path) -> None:
    assert faults(folder) == []
    package: Any = frictionless.Package(str(folder / "datapackage.json"))
    assert package.get_resource("services").read_rows()[0]["serves_statewide"] is False
    assert [len(package.get_resource(name).read_rows()) for name in ("services", "crosswalk")] == [12, 8]


def test_the_tables_in_the_archive_are_a_valid_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(golden_files()["hsds.zip"])) as archive:
        archive.extractall(tmp_path)
    assert faults(tmp_path) == []


def test_a_wrong_cell_is_found(folder: Path) -> None:
    table = folder / "services.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",active,", ",perhaps,"), encoding="utf-8")
    assert len(faults(folder)) > 0


@pytest.mark.parametrize("name", ["services", "crosswalk"])
def test_the_separate_schemas_are_those_of_the_package(name: str) -> None:
    files = golden_files()
    (resource,) = (r for r in orjson.loads(files["datapackage.json"])["resources"] if r["name"] == name)
    assert orjson.loads(files[f"{name}.schema.json"]) == resource["schema"]
    assert frictionless.Schema.from_descriptor(resource["schema"]).field_names[0] == "id"


def test_every_source_and_licence_is_named() -> None:
    package = orjson.loads(golden_files()["datapackage.json"])
    assert [source["licence"] for source in package["sources"]] == ["CC-BY-4.0", "facts-only"]
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert len(package["resources"][0]["schema"]["fields"]) == len(COLUMNS)
