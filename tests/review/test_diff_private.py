"""A reader of a difference learns nothing that must stay secret."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.review.diff import BookDiff, diff_books
from bluepages.review.formats import FORMATS, as_json, as_markdown, as_text
from bluepages.review.sentences import sentences
from tests.review.test_diff import SLUG, book
from tests.support import kitchen, make_book


def secret(word: str) -> dict[str, Any]:
    record = kitchen()
    record["description"] = f"A place {word}."
    record["phones"] = [{"number": "510-555-0177"}]
    record["questions"] = [{"field": f"locations.{word}", "text": f"Is it {word}?"}]
    record["locations"] = {f"at-{word}": {"confidential": True, "county": "alameda", "address": {"city": "Oakland"}}}
    record["services"]["hot-lunch"]["at"] = {f"at-{word}": {"description": f"ring at {word}"}}
    return record


WORDS = st.text("bcdfghjkmnpqrtvwxz", min_size=9, max_size=12)


@settings(max_examples=60)
@given(WORDS, WORDS, st.sampled_from(["before", "after", "both", "new", "gone"]), st.integers(1, 25))
def test_no_value_of_a_record_with_a_secret_is_ever_told(one: str, two: str, when: str, copies: int) -> None:
    open_record = {**kitchen(), "description": f"An office {one}.", "website": f"https://{two}.example.org"}
    pairs: dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]] = {
        "before": (secret(one), {**open_record, "description": f"An office {two}."}),
        "after": (open_record, secret(two)),
        "both": (secret(one), secret(two)),
        "new": (None, secret(one)),
        "gone": (secret(one), None),
    }
    before, after = pairs[when]
    names = [f"place-{n}" for n in range(copies)]
    base = make_book(dict.fromkeys(names, before) if before else {})
    head = make_book(dict.fromkeys(names, after) if after else {})
    found = diff_books(base, head)
    assert found.records or one == two
    for name, tell in FORMATS.items():
        text = tell(found)
        for value in (one, two, "510-555-0177", "510-555-0142", "1200 Harbor", "94607"):
            assert value not in text, (name, value)
    assert not found.records or any("confidential" in risk for record in found.records for risk in record.risks)


PRIVATE = [
    ("description", "Call Rosa, 123-45-6789."), ("description", "Pay to 4111 1111 1111 1111."),
    ("description", "Login with password: hunter22"), ("email", "rosa.example@gmail.com"),
    ("phones", [{"number": "510-555-0177", "description": "Rosa's personal cell"}]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), PRIVATE, ids=range(len(PRIVATE)))
@pytest.mark.parametrize("way", ["comes", "goes", "new"])
def test_peoples_own_data_is_never_repeated(field: str, value: Any, way: str) -> None:
    record = copy.deepcopy(kitchen())
    record[field] = value
    sides = {"comes": (kitchen(), record), "goes": (record, kitchen()), "new": (None, record)}[way]
    found = diff_books(book(sides[0]), book(sides[1]))
    for text in (as_text(found), as_markdown(found), as_json(found)):
        for secret in ("6789", "1111", "hunter22", "gmail", "0177", "Rosa"):
            assert secret not in text.replace("\\", ""), text
    assert field.removesuffix("s") in as_json(found)


def test_a_place_that_should_be_confidential_is_not_repeated() -> None:
    record = copy.deepcopy(kitchen())
    record["services"]["hot-lunch"]["needs"] = ["safety.dv"]
    record["locations"]["kitchen"]["address"]["address_1"] = "4471 Quill Lane"
    for base in (kitchen(), None):
        assert "Quill" not in as_json(diff_books(book(base), book(record)))


def dangerous(site: str, latitude: float, **place: Any) -> dict[str, Any]:
    """A service for people fleeing abuse, whose record does not say whether its place is confidential (P402)."""
    record = {**kitchen(), "website": f"https://{site}.example.org"}
    record["locations"]["kitchen"] |= {"latitude": latitude, **place}
    record["services"]["hot-lunch"]["needs"] = ["housing.safe"]
    return record


@pytest.mark.parametrize("flagged", ["before", "after", "both"])
def test_a_risk_of_a_record_that_should_be_confidential_tells_neither_distance_nor_site(flagged: str) -> None:
    known = {"confidential": False, "public_address": {"by": "staff", "date": "2026-01-02", "how": "phone"}}
    base = dangerous("quillhouse", 37.8, **(known if flagged == "after" else {}))
    head = dangerous("vexhouse", 37.9, **(known if flagged == "before" else {}))
    found = diff_books(book(base), book(head))
    assert "A web address leads to another site." in found.records[0].risks
    for tell in FORMATS.values():
        said = tell(found)
        assert "km" not in said and "quillhouse" not in said and "vexhouse" not in said and "37.9" not in said
    open_ones = diff_books(book(dangerous("a", 37.8, **known)), book(dangerous("b", 37.9, **known))).records[0].risks
    assert "A place moves by 11 km." in open_ones, "where the address is public, that is told"


def test_a_record_with_a_key_that_nobody_knows_is_told_in_words_all_the_same() -> None:
    record = {**kitchen(), "phones": [{"number": "510-555-0143"}]}
    text = make_book({SLUG: record}).by_slug[SLUG].document.source.decode()
    broken = text.replace("website:", "webiste:").replace("hours: Mo-Fr 11:30-13:30", "hours: Mo-Fr 11:30-13:00")
    assert broken.count("webiste") == 1 and "13:00" in broken
    (found,) = diff_books(book(kitchen()), make_book({SLUG: broken})).records
    assert found.kind == "changed" and "Web site removed: https://harborstreet.example.org" in sentences(found)
    assert "Phone changed: 510-555-0142 becomes 510-555-0143" in sentences(found)
    assert any("Hours of Hot lunch" in line for line in sentences(found))
    line = broken[: broken.index("webiste")].count("\n") + 1
    assert found.problems == (f'line {line}: "webiste" is not a key that is known here. Did you mean website?',)
    for name, tell in FORMATS.items():
        assert "webiste" in tell(BookDiff((found,))), name
    (new,) = diff_books(book(None), make_book({SLUG: broken})).records
    assert new.kind == "added" and new.problems and "Phone: 510-555-0143" in sentences(new)
    (mended,) = diff_books(make_book({SLUG: broken}), book(kitchen())).records
    assert not mended.problems and "Web site added: https://harborstreet.example.org" in sentences(mended)
    (lost,) = diff_books(book(kitchen()), make_book({SLUG: "name: [\n"})).records
    assert lost.kind == "unreadable" and len(lost.problems) == 1 and lost.problems[0].startswith("line ")


def test_a_broken_record_with_a_secret_tells_its_problem_and_no_word_of_it() -> None:
    for slip in ("confidental: true", "confidential: 'yes'", "confidential: true\n    quillkey: vexvalue",
                 "confidential: true\nquillkey: {a: vexvalue}\nphones_: 1\nx:\n  y:"):  # fmt: skip
        text = make_book({SLUG: kitchen()}).by_slug[SLUG].document.source.decode()
        text = text.replace("510-555-0142", "510-555-0199").replace("  kitchen:\n", f"  kitchen:\n    {slip}\n", 1)
        found = diff_books(book(kitchen()), make_book({SLUG: text}))
        assert found.records[0].problems, slip
        for tell in FORMATS.values():
            said = tell(found)
            for value in ("1200 Harbor", "94607", "0199", "0142", "quillkey", "vexvalue"):
                assert value not in said, (slip, value)
