"""The state's Address Format Standard: names, forms, and what breaks them."""

from __future__ import annotations

import pytest

from bluepages.export.address_standard import STANDARD, abbreviated, standard_header, standard_row, violations
from bluepages.export.columns import HEADER
from tests.export.editions import golden_files, read_csv


def test_every_column_of_ours_is_in_the_file_and_renamed() -> None:
    assert {column.ours for column in STANDARD} <= set(HEADER)
    renamed = standard_header(HEADER)
    assert len(renamed) == len(set(renamed)) == len(HEADER)
    assert renamed[0] == "id"
    for name in ("Address", "Address2", "City", "State", "ZIP", "ZIP_4", "Country", "County", "County_FIPS"):
        assert name in renamed
    assert "address_1" not in renamed


def test_the_golden_rows_keep_the_standard() -> None:
    rows = [standard_row(row) for row in read_csv(golden_files()["services.csv"])]
    assert [violations(row) for row in rows] == [[]] * len(rows)
    assert "1200 Harbor St" in {row["Address"] for row in rows}
    assert list(rows[0]) == standard_header(HEADER)


@pytest.mark.parametrize(
    ("street", "short"),
    [
        ("1200 Harbor Street", "1200 Harbor St"),
        ("1200 North Harbor Boulevard", "1200 N Harbor Blvd"),
        ("50 Main Street West", "50 Main St W"),
        ("1215 O St", "1215 O St"),
        ("12 North Street", "12 North St"),
        ("1 Avenue", "1 Avenue"),
        ("One Court Street", "One Court Street"),
        ("PO Box 12", "PO Box 12"),
        ("400 West Avenue", "400 West Ave"),
        ("", ""),
    ],
)
def test_streets_are_abbreviated_where_that_is_sure(street: str, short: str) -> None:
    assert abbreviated(street) == short
    assert abbreviated(short) == short


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Address": "x" * 81}, "Address is longer"),
        ({"Address2": "x" * 21}, "Address2 is longer"),
        ({"City": "x" * 31}, "City is longer"),
        ({"State": "Ca"}, "State is not written"),
        ({"ZIP": "9460"}, "ZIP is not written"),
        ({"ZIP_4": "123"}, "ZIP_4 is not written"),
        ({"County": "Alameda County", "County_FIPS": "001"}, "County is not written"),
        ({"County": "Alameda"}, "County_FIPS is missing"),
        ({"County_FIPS": "1"}, "County_FIPS is not written"),
        ({"Latitude": "north"}, "Latitude is not written"),
    ],
)
def test_breaches_are_named_without_the_value(row: dict[str, str], words: str) -> None:
    (found,) = violations(row)
    assert found.startswith(words)
    assert "xxx" not in found


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("Building 400, Suite 202", "Bldg 400, Ste 202"),
        ("Building 257, Ground Floor", "Bldg 257, Ground Fl"),
        ("Suite 202", "Suite 202"),
        ("Suite 133 and Suite 112", "Ste 133 and Ste 112"),
    ],
)
def test_a_unit_is_shortened_only_where_it_is_too_long(unit: str, short: str) -> None:
    assert standard_row({"address_2": unit}) == {"Address2": short}
    assert not violations({"Address2": short})
