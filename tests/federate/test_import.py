"""Rows become providers: grouping, merging, questions, counts, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.federate import ImportReport
from bluepages.records.load import load_book
from tests.federate.conftest import MAPPING, Import

ROW = "Harbor Kitchen,kitchen,Alameda,1200 Harbor St,Oakland,94607,(510) 555-0142,harbor.example.org,2026-04,official"


def rules(text: str, mapping: str = MAPPING) -> str:
    """The mapping with `text` for its rows."""
    return mapping.replace("rows: []\n", f"rows:\n{text}")


def ends(report: ImportReport) -> list[str]:
    return [row.ending for row in report.rows]


def test_one_row_is_one_provider(run: Import, root: Path) -> None:
    report = run(ROW)
    assert list(report.files) == ["data/providers/alameda/harbor-kitchen.yaml", "data/sources/state/harbor-list.jsonl"]
    book = load_book(root)
    (entry,) = book
    assert not entry.problems
    assert entry.canonical
    provider = book.providers["harbor-kitchen"]
    assert provider.description == "A kitchen in Oakland, Alameda County."
    assert provider.website == "https://harbor.example.org"
    assert [phone.number for phone in provider.phones] == ["510-555-0142"]
    assert provider.locations["office"].address.postal_code == "94607"  # type: ignore[union-attr]
    service = provider.services["meals"]
    assert service.description == "A warm meal in Oakland."
    assert list(service.at) == ["office"]
    assert service.serves.counties == ("alameda",)  # type: ignore[union-attr]
    for sources in (provider.sources, service.sources, provider.locations["office"].sources):
        assert [(source.ref, source.date) for source in sources] == [("harbor-list", "2026-04")]
    assert service.verified is None


def test_plan_only_writes_nothing(run: Import, root: Path) -> None:
    assert run(ROW, plan_only=True).files
    assert not (root / "data" / "providers").exists()


@pytest.mark.parametrize(
    ("other", "providers"),
    [
        ("The Harbor Kitchen Inc.,kitchen,Alameda,,,,,,,", 1),
        ("Harbor Kitchens,kitchen,Alameda,,,,(510) 555-0142,,,", 1),
        ("Harbor Kitchens,kitchen,Alameda,,,,,www.harbor.example.org,,", 1),
        ("Harbor Kitchens,kitchen,Alameda,,,,,,,", 2),
        ("Harbor Kitchen,kitchen,Napa,,,,,,,", 2),
        ("Harbor Kitchen,kitchen,Napa,,,,(510) 555-0142,,,", 2),
        ("Food for All,kitchen,Alameda,,,,(510) 555-0142,,,", 2),
    ],
)
def test_which_rows_are_one(run: Import, root: Path, other: str, providers: int) -> None:
    report = run(ROW, other)
    assert len(load_book(root).providers) == providers
    assert sorted(ends(report)) == (["imported", "merged"] if providers == 1 else ["imported", "imported"])


def test_look_alikes_are_shown_until_said_apart(run: Import) -> None:
    other = "Food for All,kitchen,Alameda,,,,(510) 555-0142,,,"
    said = ("food-for-all", "harbor-kitchen", "the same telephone 510-555-0142 (0.45)")
    assert run(ROW, other, plan_only=True).look_alikes == (said,)
    apart = rules("  - {match: {name: X}, skip: y}\napart: [[harbor-kitchen, food-for-all]]\n")
    assert run(ROW, other, mapping=apart, plan_only=True).look_alikes == ()


def test_trust_decides_and_the_other_value_is_asked(run: Import, root: Path) -> None:
    worse = "Harbor Kitchen,kitchen,Alameda,99 Pier Rd,Oakland,94607,(510) 555-0199,other.example.org,2026-05,copied"
    run(worse, ROW)
    provider = load_book(root).providers["harbor-kitchen"]
    assert [phone.number for phone in provider.phones] == ["510-555-0142"]
    assert list(provider.locations) == ["office"]
    assert {question.field for question in provider.questions} == {"phones", "website", "locations.office.address"}
    assert all((question.ref, question.date) == ("harbor-list", "2026-05") for question in provider.questions)
    assert any("510-555-0199" in question.text for question in provider.questions)


def test_of_equal_trust_the_newer_row_stands(run: Import, root: Path) -> None:
    run(ROW, ROW.replace("2026-04", "2026-06").replace("0142", "0177"))
    assert load_book(root).providers["harbor-kitchen"].phones[0].number == "510-555-0177"


def test_parts_of_one_provider(run: Import, root: Path) -> None:
    mapping = rules(
        '  - pattern: {name: "Harbor Kitchen: (?P<branch>.+)"}\n    into: harbor-kitchen\n    name: Harbor Kitchen\n'
        "    phone: place\n    description: Two kitchens.\n"
        "  - {match: {branch: North}, place: north, place_name: North kitchen}\n"
        "  - {match: {branch: South}, place: south}\n"
    )
    rows = ["Harbor Kitchen: North,kitchen,Alameda,1 A St,Oakland,,510-555-0101,,2026,official",
            "Harbor Kitchen: South,kitchen,Napa,2 B St,Napa,,510-555-0102,,2026,official"]  # fmt: skip
    report = run(*rows, mapping=mapping)
    assert sorted(ends(report)) == ["imported", "merged"]
    provider = load_book(root).providers["harbor-kitchen"]
    assert {key: place.phones[0].number for key, place in provider.locations.items()} == {
        "north": "510-555-0101", "south": "510-555-0102"}  # fmt: skip
    assert provider.services["meals"].serves.counties == ("alameda", "napa")  # type: ignore[union-attr]
    assert set(provider.services["meals"].at) == {"north", "south"}
    assert not provider.questions


def test_rows_that_do_not_come_in(run: Import, root: Path) -> None:
    mapping = rules(
        "  - {match: {name: Closed}, skip: it closed}\n"
        "  - match: {name: Doubt}\n    ask: {provider: harbor-kitchen, field: phones, text: 'Is it {phone|phones}?'}\n"
        "  - match: {name: Lost}\n    ask: {provider: nobody, field: phones, text: Who?}\n",
        MAPPING.replace("  kitchen:\n", "  kitchen:\n    class: meals\n"),
    )
    report = run(
        ROW,
        "Closed,kitchen,Alameda,,,,,,,",
        "Doubt,kitchen,Alameda,,,,(510) 555-0155,,,",
        "Lost,kitchen,Alameda,,,,,,,",
        "Old,kitchen,Alameda,,,,,,2024-10,",
        "Elsewhere,kitchen,Atlantis,,,,,,,",
        "Odd,castle,Alameda,,,,,,,",
        ",kitchen,Alameda,,,,,,,",
        mapping=mapping,
    )
    assert ends(report) == ["imported", "skipped", "questioned", *["skipped"] * 5]
    reasons = [row.reason for row in report.rows]
    assert reasons[1] == "it closed"
    assert "too old for a meals" in reasons[4]
    assert "Atlantis" in reasons[5]
    assert "castle" in reasons[6]
    assert reasons[7] == "it has no name"
    (question,) = load_book(root).providers["harbor-kitchen"].questions
    assert question.text == "Is it 510-555-0155?"


def test_a_confidential_kind_keeps_its_street_to_itself(run: Import, root: Path) -> None:
    report = run(ROW, mapping=MAPPING.replace("  kitchen:\n", "  kitchen:\n    confidential: true\n"))
    assert "1200 Harbor" not in "".join(report.files.values())
    assert "94607" not in "".join(report.files.values())
    assert load_book(root).providers["harbor-kitchen"].locations["office"].confidential


def test_an_import_brings_no_street_back(run: Import, root: Path) -> None:
    run(ROW)
    path = root / "data/providers/alameda/harbor-kitchen.yaml"
    head, _, tail = path.read_text().partition("locations:")
    tail = tail[tail.index("\nservices:") :].replace("\n      office: {}", "\n      safe: {}")
    path.write_text(
        head + "locations:\n  safe:\n    address: {city: Oakland}\n    county: alameda\n    confidential: true" + tail
    )
    report = run(ROW)
    assert "1200" not in path.read_text()
    assert report.look_alikes == ()


def test_what_a_person_wrote_stays(run: Import, root: Path) -> None:
    run(ROW)
    path = root / "data/providers/alameda/harbor-kitchen.yaml"
    text = path.read_text().replace("510-555-0142", "510-555-0188").replace("A warm meal in Oakland.", "Soup at noon.")
    path.write_text("# asked them on Monday\n" + text)
    report = run(ROW)
    after = path.read_text()
    assert after.startswith("# asked them on Monday\n")
    assert "Soup at noon." in after
    assert [phone.number for phone in load_book(root).providers["harbor-kitchen"].phones] == ["510-555-0188"]
    assert (report.files, report.unchanged, report.questions) == ({}, 1, 0)
    report = run(ROW.replace("0142", "0177"))
    assert [phone.number for phone in load_book(root).providers["harbor-kitchen"].phones] == ["510-555-0188"]
    assert "510-555-0177" in path.read_text().partition("questions:")[2]
    assert (report.changed, report.questions) == (1, 1)


def test_a_renamed_file_is_found(run: Import, root: Path) -> None:
    run(ROW)
    old = root / "data/providers/alameda/harbor-kitchen.yaml"
    new = root / "data/providers/napa/soup-house.yaml"
    new.parent.mkdir()
    new.write_text(old.read_text() + "formerly: [harbor-kitchen]\n")
    old.unlink()
    assert not [name for name in run(ROW).files if "harbor-kitchen" in name]


def test_report(run: Import) -> None:
    mapping = rules("  - {match: {name: Closed}, skip: it closed}\n  - {match: {name: Nobody}, skip: x}\n")
    rows = [ROW, "Closed,kitchen,Alameda,,,,,,,", "Bad,kitchen,Alameda,,,,call us,,,"]
    report = run(*rows, mapping=mapping)
    text = report.text(every_row=True)
    for part in (
        "3 rows",
        "2 imported",
        "1 it closed",
        "rows[1] of mapping.yaml fits no row",
        "1 phones: not a telephone number that can be read",
    ):
        assert part in " ".join(text.split())
    data = report.as_json()
    assert data["counts"] == {"rows": 3, "imported": 2, "merged": 0, "skipped": 1, "questioned": 0}
    assert data["files"]["paths"] == sorted(report.files)


CELLS = st.sampled_from(["", "Harbor Kitchen", "harbor kitchen inc", "Food for All", "Pantry"])
ROWS = st.lists(
    st.tuples(
        CELLS,
        st.sampled_from(["kitchen", "kitchen", "castle"]),
        st.sampled_from(["Alameda", "Napa", "Napa;Alameda", "", "Atlantis"]),
        st.sampled_from(["", "1 A St", "1 A Street", "2 B St, Suite 3"]),
        st.sampled_from(["", "Oakland", "Napa"]),
        st.sampled_from(["", "94607", "x"]),
        st.sampled_from(["", "510-555-0142", "510-555-0143 x5", "nonsense", "211"]),
        st.sampled_from(["", "a.example.org", "https://b.example.org"]),
        st.sampled_from(["", "2026", "2025-03"]),
        st.sampled_from(["", "official", "copied"]),
    ).map(lambda cells: ",".join(f'"{cell}"' for cell in cells)),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_counts_add_up_and_a_second_import_changes_nothing(run: Import, root: Path, rows: list[str]) -> None:
    import shutil

    shutil.rmtree(root / "data" / "providers", ignore_errors=True)
    report = run(*rows)
    assert sum(report.counts().values()) == len(report.rows) == len(rows)
    book = load_book(root)
    assert not [problem for entry in book for problem in entry.problems]
    assert all(entry.canonical for entry in book)
    assert {row.provider for row in report.rows if row.ending in ("imported", "merged")} == set(book.by_slug)
    again = run(*rows)
    assert again.files == {}
    assert again.unchanged == len(book)


def test_nothing_of_a_place_that_became_confidential_comes_back(run: Import, root: Path) -> None:
    """Neither as a fact that follows, nor as a question, nor in words, nor as a new record under another name."""
    run(ROW)
    file = root / "data" / "providers" / "alameda" / "harbor-kitchen.yaml"
    provider = load_book(root).by_slug["harbor-kitchen"].document.data
    assert isinstance(provider, dict)
    provider["locations"] = {"safe": {"confidential": True, "county": "alameda", "sources": provider["sources"]}}
    provider["services"]["meals"]["at"] = {"safe": {}}
    from bluepages.records.schema import provider_schema
    from bluepages.records.write import write

    file.write_text(write(provider, provider_schema(), None))
    for changed in (ROW, ROW.replace("1200 Harbor St", "77 Pier Rd"), ROW.replace("Harbor Kitchen", "Harbor House")):
        report = run(changed)
        told = "".join(report.files.values()) + report.text(every_row=True)
        assert "1200 Harbor" not in told
        assert "77 Pier" not in told
        assert "94607" not in told
    assert set(load_book(root).providers) == {"harbor-kitchen"}


def test_a_source_that_counts_its_rows_anew_exchanges_nobody(run: Import, root: Path) -> None:
    numbered = MAPPING.replace("trust: Trust}", "trust: Trust, key: Trust}").replace("\ntrust: [official, copied]", "")
    row = "{name},kitchen,Alameda,{street},Oakland,94607,{phone},,2026-04,{id}".format
    first = row(name="Warm Hands", street="1 A St", phone="510-555-0101", id=1)
    second = row(name="Grand Meals", street="2 B St", phone="510-555-0102", id=2)
    other = row(name="Aardvark Aid", street="3 C St", phone="510-555-0103", id=1)
    run(first, second, mapping=numbered)
    run(other, f"{first[:-1]}2", f"{second[:-1]}3", mapping=numbered)
    book = load_book(root)
    assert {slug: provider.name for slug, provider in book.providers.items()} == {
        "warm-hands": "Warm Hands", "grand-meals": "Grand Meals", "aardvark-aid": "Aardvark Aid"}  # fmt: skip
