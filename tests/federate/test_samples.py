"""Real data sets of eight publishers: each comes in whole, adds up, passes the checks, builds, and meets its traps."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bluepages.checks.run import run
from bluepages.records.load import load_book
from tests.federate.places import TODAY, bring, directory, sample
from tests.federate.samplesets import SETS, book_of, imported, numbers, places, services

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.mark.parametrize("name", SETS)
def test_a_sample_comes_in_whole(name: str, folder: Path) -> None:
    one = SETS[name]
    root, report = imported(name, folder)
    assert len(report.rows) >= one.rows
    book = load_book(root)
    assert len(book.providers) >= one.providers
    assert not [problem for problem in run(book, today=TODAY) if problem.level == "error"]
    assert not [service for service in services(book) if service.verified]
    again = bring(root, one.form, sample(one.path), one.mapping)
    assert (again.files, again.new, again.changed) == ({}, 0, 0)


@pytest.mark.parametrize("name", SETS)
def test_a_sample_builds_into_a_site_and_its_export_comes_back_whole(name: str, folder: Path, tmp_path: Path) -> None:
    """Import, export, import: no record and no service is lost, and the third import changes nothing."""
    from tests.whole.program import bluepages

    one = SETS[name]
    root, _ = imported(name, folder)
    site = tmp_path / "site"
    done = bluepages("build", "--root", str(root), "--out", str(site), "--today", TODAY.isoformat())
    assert done.returncode == 0, done.stderr
    before = load_book(root).providers
    assert len(list((site / "p").glob("*.html"))) >= len(before) >= one.providers
    back = directory(tmp_path / "back", *one.state, [one.county] if one.county else ())
    report = bring(back, "hsds", site / "data" / "hsds.zip")
    after = load_book(back).providers
    assert {provider.name for provider in before.values()} == {provider.name for provider in after.values()}
    assert sum(len(each.services) for each in after.values()) == sum(len(each.services) for each in before.values())
    assert bring(back, "hsds", site / "data" / "hsds.zip").files == {}
    assert report.new == len(after)


# The traps of each


def test_ohana_staff_and_placeholders(folder: Path) -> None:
    _, report = imported("ohana", folder)
    assert report.private["names of staff"] == 31
    texts = "".join(report.files.values())
    assert "Susan Houston" not in texts
    assert "lorem ipsum" not in texts.lower()


def test_ohana_holidays_of_every_year(folder: Path) -> None:
    hours = [place.hours for place in places(book_of("ohana", folder)) if place.hours]
    assert not hours or all("0001" not in each for each in hours)


def test_baltimore_masks_padding_and_silence(folder: Path) -> None:
    root, report = imported("baltimore", folder)
    book = load_book(root)
    assert "311" in numbers(book) or "211" in numbers(book)
    assert all(number.replace("-", "").isdigit() for number in numbers(book))
    assert report.private["names of staff"] == 737
    assert not re.search(r": See notes\.$", "".join(report.files.values()), re.MULTILINE)
    assert any(service.cost == "free" for service in services(book))
    assert any("accommodations" in service.interpretation_services.lower() for service in services(book))
    assert all(place.name == place.name.strip() for place in places(book))
    assert not [place for place in places(book) if place.latitude is not None and not 36 < place.latitude < 42]


def test_dc_headings_ids_and_orphans(folder: Path) -> None:
    root, report = imported("dc", folder)
    reasons = Counter(row.reason for row in report.rows)
    assert sum(n for reason, n in reasons.items() if "organization" in reason and "not in the package" in reason) >= 3
    assert any("application" in note for note in report.notes)
    assert any("datapackage.json names" in note for note in report.notes)
    ids = [provider.identifiers["sample"] for provider in load_book(root).providers.values()]
    assert max(map(len, ids)) >= 15
    assert all(each.isdigit() for each in ids)
    texts = "".join(text for file, text in report.files.items() if file.startswith("data/providers"))
    assert "&rsquo;" not in texts
    assert "\ufeff" not in texts
    assert report.private["names of staff"] == 196


def test_dc_points_and_exploded_rows(folder: Path) -> None:
    book = book_of("dc", folder)
    assert not [place for place in places(book) if place.latitude == 0]
    for provider in book.providers.values():
        for thing in (provider, *provider.locations.values(), *provider.services.values()):
            assert len({(phone.number, phone.extension) for phone in thing.phones}) == len(thing.phones)


def test_dc_clock_times_in_columns_for_dates(folder: Path) -> None:
    book = book_of("dc", folder)
    hours = {how.hours for service in services(book) for how in service.at.values() if how.hours}
    assert "Mo-Fr 09:00-17:00" in hours
    assert not [each for each in hours if "00:00-00:00" in each]


def test_a_status_that_all_have_says_nothing(folder: Path) -> None:
    root, report = imported("dc-older", folder)
    assert any("inactive" in note for note in report.notes)
    assert all(service.status == "active" for service in services(load_book(root)))


def test_pantries_codes_headings_and_the_one_in_illinois(folder: Path) -> None:
    root, report = imported("pantries", folder)
    book = load_book(root)
    assert any("day6_open" in note for note in report.notes)
    hours = {how.hours for service in services(book) for how in service.at.values() if how.hours}
    assert {"Sa[3] 09:00-12:00"} & hours or any("Sa[3]" in each for each in hours)
    assert any("Fr[-1]" in each for each in hours)
    assert report.mended["web addresses with a broken beginning"] == 29
    assert any(doubt.field == "latitude" for doubt in report.doubts)
    assert all(place.latitude is None or place.latitude < 35 for place in places(book))
    tsv = imported("pantries-tsv", folder)[1]
    assert any("Macintosh" in note for note in tsv.notes)


def test_lunch_keeps_coordinators_out(folder: Path) -> None:
    root, report = imported("lunch", folder)
    assert report.private["telephones that stand beside a person's name or other words"] >= 60
    assert "Person" not in "".join(text for file, text in report.files.items() if file.startswith("data/providers"))
    assert len(numbers(load_book(root))) <= 12


def test_grants_of_two_encodings(folder: Path) -> None:
    root, report = imported("grants", folder)
    assert any("two encodings" in note for note in report.notes)
    texts = "".join(report.files.values())
    assert "\u2030" not in texts
    assert "\u00e2\u20ac" not in texts
    assert not [place for place in places(load_book(root)) if place.address and place.address.postal_code == "00000"]


def test_linksf_hidden_places_and_half_days(folder: Path) -> None:
    for name in ("linksf", "linksf-csv"):
        root, report = imported(name, folder)
        book = load_book(root)
        assert report.private["places held back as confidential or as somebody's home"] >= 3
        hidden = [place for place in places(book) if place.confidential]
        assert hidden
        assert all(place.latitude is None and not place.phones for place in hidden)
        assert "1663 Mission" not in (root / "data/providers/san-francisco/la-casa-de-las-madres.yaml").read_text()
    book = book_of("linksf", folder)
    assert not [how.hours for service in services(book) for how in service.at.values() if "00:00-12:00" in how.hours]
    assert "A Woman's Place" in "".join(imported("linksf-csv", folder)[1].files.values())


def test_yaml_areas(folder: Path) -> None:
    served = {
        county for service in services(book_of("yaml", folder)) if service.serves for county in service.serves.counties
    }
    assert {"alameda", "san-francisco", "sonoma"} <= served


def test_smc_points_staff_and_tests(folder: Path) -> None:
    root, report = imported("smc", folder)
    book = load_book(root)
    inside = [place for place in places(book) if place.latitude is not None]
    assert len(inside) > 500
    assert all(place.latitude > 32 and place.longitude < -114 for place in inside)
    assert report.private["names of staff"] > 1500
    assert report.private["personal e-mail addresses"] > 100
    assert "Anne LeClair" not in "".join(report.files.values())
    assert "test" not in {provider.name.lower() for provider in book.providers.values()}
    assert report.mended["hours in words read as hours"] > 500
    assert any("serves" in doubt.field for doubt in report.doubts)


def test_markets_by_season_and_turned_points(folder: Path) -> None:
    _, report = imported("markets", folder)
    assert report.mended["points with latitude and longitude exchanged"] == 20
    texts = "".join(report.files.values())
    assert "May-Oct Tu 16:00-19:30" in texts


# There and back


def test_import_export_import_is_stable(folder: Path, tmp_path: Path) -> None:
    from tests.whole.program import bluepages

    root, _ = imported("ohana", folder)
    first = tmp_path / "first"
    done = bluepages("build", "--root", str(root), "--out", str(first), "--today", TODAY.isoformat())
    assert done.returncode == 0, done.stderr
    back = directory(tmp_path / "back")
    bring(back, "hsds", first / "data" / "hsds.zip")
    before, after = book_of("ohana", folder), load_book(back)
    assert set(after.providers) == set(before.providers)
    for slug, provider in before.providers.items():
        other = after.providers[slug]
        assert {s.name for s in other.services.values()} == {s.name for s in provider.services.values()}
        assert len(other.locations) == len(provider.locations)
        assert {p.number for p in other.phones} >= {p.number for p in provider.phones}
    again = bring(back, "hsds", first / "data" / "hsds.zip")
    assert again.files == {}
    twin = directory(tmp_path / "twin")
    shutil.rmtree(twin / "data" / "providers")
    bring(twin, "bluepages", root)
    assert set(load_book(twin).providers) == set(before.providers)
    assert bring(twin, "bluepages", root).files == {}
