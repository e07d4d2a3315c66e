"""What is made of the golden directory is what stands in `tests/golden/expected/`, byte for byte."""

from __future__ import annotations

import csv
import io

import pytest

from bluepages.export import COLUMNS, TABLES
from tests.export.editions import golden, golden_files, read_csv
from tests.golden.data_set import EXPECTED, files


def test_the_golden_directory_is_without_a_fault() -> None:
    book = golden().book
    assert [*book.problems, *(problem for entry in book for problem in entry.problems)] == []
    assert len(book.providers) == 8


def test_every_file_is_as_expected() -> None:
    made = dict(files(golden()))
    kept = {path.relative_to(EXPECTED).as_posix(): path.read_bytes() for path in EXPECTED.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(kept), "files came or went: python -m tests.golden.renew"
    for path, content in made.items():
        assert content == kept[path], f"{path} differs: python -m tests.golden.renew, and read the difference"


@pytest.mark.parametrize("column", [column.name for column in COLUMNS])
def test_every_column_has_a_value_somewhere(column: str) -> None:
    assert any(row[column] for row in read_csv(golden_files()["services.csv"]))


def test_every_property_and_crosswalk_column_has_a_value_somewhere() -> None:
    rows = read_csv(golden_files()["crosswalk.csv"])
    assert all(any(row[name] for row in rows) for name in rows[0])
    dictionary = read_csv(golden_files()["dictionary.csv"])
    assert all(any(row[name] for row in dictionary) for name in dictionary[0])
    assert len(dictionary) == sum(len(fields) for _, fields in TABLES)


def test_ugly_words_come_through_on_one_line() -> None:
    row = next(r for r in read_csv(golden_files()["services.csv"]) if r["organization_slug"] == "ugly-words")
    assert row["organization_name"] == '\'=1+1, "Clínica Ñandú" 健康'
    assert row["organization_description"] == (
        'First line, with "quotes"; and semicolons. Second line -- and a third <b>paragraph</b>.'
    )
    assert (row["service_name"], row["description"]) == ("'- Visits -", "'-2+3")
    assert (row["phone"], row["phone_display"]) == ("", "call us")
    assert row["email"] == ""
    assert row["website"] == "https://xn--clnica-4va.example/%C3%B1?q=%C3%BC"


def test_rows_of_the_others() -> None:
    rows = read_csv(golden_files()["services.csv"])
    by_slug = {slug: [row for row in rows if row["organization_slug"] == slug] for slug in golden().providers}
    clinic = by_slug["three-sites-clinic"]
    assert [row["location_name"] for row in clinic] == ["Central", "East", "Harbor", "Central"]
    assert [row["status"] for row in clinic] == ["active", "active", "active", "defunct"]
    assert clinic[0]["phone"] == "+12135550100", "a line to speak on comes before one for texts"
    assert [row["coordinates_approximate"] for row in clinic] == ["false", "true", "", "false"]
    (line,) = by_slug["help-line"]
    assert (line["id"], line["phone"], line["location_id"]) == (line["service_id"], "988", "")
    assert (line["serves_statewide"], line["confidential"], line["state"]) == ("true", "", "")
    (closed,) = by_slug["old-mill-pantry"]
    assert (closed["status"], closed["closed_date"]) == ("defunct", "2025-06-30")
    (shelter,) = by_slug["safe-door"]
    assert (shelter["confidential"], shelter["city"], shelter["county"]) == ("true", "Richmond", "Contra Costa")
    assert not any(shelter[name] for name in ("address_1", "zip", "zip_4", "latitude", "longitude", "location_name"))
    assert (shelter["phone"], shelter["phone_extension"]) == ("+18005550199", "0042")
    kitchen, delivery = by_slug["harbor-street-community-kitchen"]
    assert (kitchen["zip"], kitchen["zip_4"], kitchen["county_fips"]) == ("94607", "1234", "001")
    assert kitchen["alert_until"] == "2026-12-01"
    assert delivery["alert"] == "", "a notice that is over is left out"
    assert delivery["cost"] == "Suggested donation; Box: $5 each; $2.50"
    assert (delivery["verified_date"], delivery["reported_correct_date"]) == ("", "2026-11-01")


def test_csv_files_are_plain() -> None:
    for path in ("services.csv", "crosswalk.csv", "dictionary.csv"):
        content = golden_files()[path]
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.count(b"\n") == len(list(csv.reader(io.StringIO(content.decode(), newline=""))))
