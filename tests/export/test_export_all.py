"""All files together: the same each time, agreeing with one another, and complete."""

from __future__ import annotations

import hashlib
import io
import pickle
import zipfile
from pathlib import Path

import orjson
import pytest

from bluepages import export
from bluepages.export import run
from bluepages.export.hsdsjson import BASE, Pages
from bluepages.hsds.datapackage import datapackage
from bluepages.hsds.validate import validate_object
from tests.export.editions import edition_of, golden, golden_files, read_csv
from tests.golden.data_set import edition as fresh_golden


def test_the_same_again_whatever_the_processes_and_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    first = golden_files()
    for jobs, chunk in ((1, 3), (2, 3), (2, 1)):
        monkeypatch.setattr(run, "CHUNK", chunk)
        made = list(export.export_all(fresh_golden(), jobs=jobs))
        assert len({path for path, _ in made}) == len(made)
        again = {path.removeprefix("data/"): content for path, content in made}
        assert sorted(again) == sorted(first)
        assert [path for path in again if again[path] != first[path]] == []


def test_the_order_of_the_files_does_not_depend_on_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    assert [path for path, _ in export.export_all(golden(), jobs=2)] == [
        path for path, _ in export.export_all(golden())
    ]


def test_counts_agree_in_all_files() -> None:
    edition, files = golden(), golden_files()
    services = read_csv(files["services.csv"])
    lists = {kind: orjson.loads(files[f"{BASE}{kind}.json"]) for kind in ("organizations", "services")}
    pairs = orjson.loads(files[f"{BASE}service_at_locations.json"])
    with zipfile.ZipFile(io.BytesIO(files["hsds.zip"])) as archive:
        assert archive.testzip() is None
        tables = {name: read_csv(archive.read(name)) for name in archive.namelist() if name.endswith(".csv")}
    organizations = {row["organization_id"] for row in services}
    assert len(organizations) == len(edition.providers) == len(tables["organizations.csv"])
    assert organizations == {item["id"] for item in lists["organizations"]["contents"]}
    assert {row["service_id"] for row in services} == {item["id"] for item in lists["services"]["contents"]}
    assert {row["service_id"] for row in services} == {row["id"] for row in tables["services.csv"]}
    at_places = {row["id"] for row in services if row["location_id"]}
    assert at_places == {item["id"] for item in pairs["contents"]}
    assert at_places == {row["id"] for row in tables["service_at_location.csv"]}
    assert len(services) == sum(len(found) for found in edition.offers.values())
    points = {row["location_id"] for row in services if row["latitude"]}
    features = orjson.loads(files["locations.geojson"])["features"]
    assert points <= {feature["id"] for feature in features} <= {row["id"] for row in tables["locations.csv"]}
    assert {row["id"] for row in tables["locations.csv"]} == {
        edition.ids.location(slug, provider, key)
        for slug, provider in edition.providers.items()
        for key in provider.locations
    }


def test_json_files_hold_what_their_lists_name() -> None:
    files = golden_files()
    for kind, one in (
        ("organizations", "organization"),
        ("services", "service"),
        ("service_at_locations", "service_at_location"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ):
        page = orjson.loads(files[f"{BASE}{kind}.json"])
        assert files[f"{BASE}{kind}.json"] == files[f"{BASE}{kind}/page/1.json"]
        assert (page["page_number"], page["first_page"], page["last_page"], page["empty"]) == (1, True, True, False)
        ids = [item["id"] for item in page["contents"]]
        assert page["total_items"] == page["size"] == len(ids) == len(set(ids))
        own = {path for path in files if path.startswith(f"{BASE}{kind}/") and "/page/" not in path}
        assert own == {f"{BASE}{kind}/{own_id}.json" for own_id in ids}
        for item in page["contents"]:
            full = orjson.loads(files[f"{BASE}{kind}/{item['id']}.json"])
            assert validate_object(one, full) == []  # type: ignore[arg-type]
            assert validate_object(one, item) == []  # type: ignore[arg-type]
            assert not any(isinstance(value, list) for value in item.values())
            for name, value in item.items():
                assert isinstance(value, dict) or full[name] == value


def test_api_json_maps_every_path_of_the_standard_to_a_file() -> None:
    files = golden_files()
    api = orjson.loads(files[f"{BASE}api.json"])
    assert api["openapi"].startswith("3.1")
    a_service = orjson.loads(files[f"{BASE}services.json"])["contents"][0]["id"]
    for kind in ("organizations", "services", "service_at_locations", "taxonomies", "taxonomy_terms"):
        paths = api["x-hsds-paths"]
        assert BASE + paths[f"/{kind}"] in files
        assert BASE + paths[f"/{kind}?page={{page}}"].replace("{page}", "1") in files
        assert f"/{kind}/{{id}}" in paths
    assert BASE + api["x-hsds-paths"]["/services/{id}"].replace("{id}", a_service) in files
    assert orjson.loads(files[BASE + api["x-hsds-paths"]["/"]])["version"] == "3.1"


@pytest.mark.parametrize(("total", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_pages(total: int, sizes: list[int]) -> None:
    pages = Pages("services", total, 3)
    files = [file for number in range(total) for file in pages.add([str(number).encode()])]
    files += pages.finish()
    made = [orjson.loads(content) for path, content in files if "/page/" in path]
    assert [page["size"] for page in made] == sizes == [len(page["contents"]) for page in made]
    assert [page["page_number"] for page in made] == list(range(1, len(sizes) + 1))
    assert [page["last_page"] for page in made] == [False] * (len(sizes) - 1) + [True]
    assert {(page["total_items"], page["total_pages"]) for page in made} == {(total, len(sizes))}
    assert [item for page in made for item in page["contents"]] == list(range(total))


def test_checksums_are_those_of_all_other_files() -> None:
    files = golden_files()
    listed = dict(reversed(line.split("  ", 1)) for line in files["checksums.txt"].decode().splitlines())
    assert list(listed) == sorted(set(files) - {"checksums.txt"})
    assert all(hashlib.sha256(files[path]).hexdigest() == digest for path, digest in listed.items())


def test_every_file_belongs_to_a_format_that_is_listed() -> None:
    known = [pattern for plugin in export.EXPORTS for pattern in plugin.paths]
    assert len({plugin.name for plugin in export.EXPORTS}) == len(export.EXPORTS)
    for path in set(golden_files()) - {"checksums.txt"}:
        folder, _, _ = path.rpartition("/")
        assert path in known or any(pattern.startswith(f"{folder}/<") for pattern in known), path
    text = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    assert [path for path, _ in export.contents() if f"`{path}`" not in text] == []


def test_an_empty_directory_makes_all_files_too() -> None:
    files = {path.removeprefix("data/"): content for path, content in export.export_all(edition_of({}))}
    assert read_csv(files["services.csv"]) == []
    assert orjson.loads(files["locations.geojson"])["features"] == []
    assert orjson.loads(files[f"{BASE}services.json"])["empty"] is True
    with zipfile.ZipFile(io.BytesIO(files["hsds.zip"])) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
    assert sorted(names) == sorted(
        r["path"] for r in datapackage(("organization", "service", "location"), "x")["resources"]
    )


def test_the_archive_holds_no_time_and_no_owner() -> None:
    with zipfile.ZipFile(io.BytesIO(golden_files()["hsds.zip"])) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.external_attr, entry.create_system, entry.extra) == (0o100644 << 16, 3, b"")


def test_the_disclaimer_travels_along() -> None:
    files = golden_files()
    said = "Nobody is responsible for the accuracy of this invented information."
    with zipfile.ZipFile(io.BytesIO(files["hsds.zip"])) as archive:
        inside = [archive.read(name) for name in ("README.txt", "datapackage.json")]
    outside = [files[name] for name in ("README.txt", "datapackage.json", "locations.geojson", f"{BASE}api.json")]
    for content in (*inside, *outside):
        assert said in " ".join(content.decode().split())
    for content in (inside[0], files["README.txt"], files["datapackage.json"]):
        assert b"List of county programs" in content
        assert b"A source that no record names" not in content


def test_withheld_records_are_nowhere() -> None:
    whole = golden()
    edition = type(whole)(whole.book, whole.today, whole.history, ["harbor-street-community-kitchen"])
    made = b"".join(content for _, content in export.export_all(edition))
    own = whole.ids.organization("harbor-street-community-kitchen", whole.providers["harbor-street-community-kitchen"])
    assert b"meals and groceries in West Oakland" not in made
    assert own.encode() not in made


def test_editions_can_be_sent_to_processes_that_share_nothing() -> None:
    sent = pickle.loads(pickle.dumps((golden(), export.EXPORTS)))
    assert run.make_parts(*sent, ["help-line"])[0] == run.make_parts(golden(), export.EXPORTS, ["help-line"])[0]
