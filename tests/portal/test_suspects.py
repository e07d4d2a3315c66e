"""The quick look over large texts: it may name a line too many, and none too few."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bluepages.checks.personal import rules_in
from bluepages.checks.streets import matcher
from bluepages.config import Portal as Entry
from bluepages.export.cells import lines
from bluepages.publish import privacy
from bluepages.publish.suspects import lines_to_look_at
from bluepages.publish.table import columns_of, csv_bytes, prepared, read_rows
from bluepages.publish.wanted import Column

BAD = (
    "123-45-6789", "SSN 123456789", "social security number is 123 45 6789", "Social Security No 123-45-6789",
    "4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "somebody@gmail.com", "A.B+c@Hotmail.COM",
    "born 1/2/1990", "date of birth: 2 March 1990", "DOB 1990-01-02", "d.o.b. 1/2/90", "birthday 1/2/90",
    "birth date is 1/2/90", "nacido el 2 de marzo de 1990", "fecha de nacimiento 1/2/1990", "AKIAABCDEFGHIJKLMNOP",
    f"ghp_{'a' * 36}", f"github_pat_{'b' * 40}", f"glpat-{'c' * 20}", "xoxb-1234567890", f"AIza{'d' * 35}",
    f"sk-{'e' * 30}", f"sk_live_{'f' * 20}", "-----BEGIN RSA PRIVATE KEY-----", f"eyJ{'g' * 12}.eyJ{'h' * 12}.x",
    "PASSWORD = hunter2", "contraseña: secreta", "Contraseña=abcd", "passwort: geheim", "api_key=abcdef",
    "API key: abcdef", "apikey:abcd", "token: abcd", "<!-- hidden -->", "display : none", "VISIBILITY:hidden",
    "font-size: 0", "a\u200db", "soft\u00adhyphen", "&shy;", "&#x200B;", "&#8203;", "\U000e0101", "\u3164",
)  # fmt: skip
"""One of each kind that a rule knows."""

PLAIN = (
    "Hot meals for everybody", "12 Harbor St", "comida caliente, niños", "+15105550142", "2026-10-01", " ", ",", '"',
    "8f14e45f-ceea-467f-a9c4-6b1d0f0a1b2c", "12345678-1234-1234-1234-123456789012", "office@example.org", "é", "~",
    "37.8044,-122.2712", "Mo-Fr 11:30-13:30", "keys", "turkey", "birth certificate", "social security card",
)  # fmt: skip

texts = st.lists(
    st.lists(st.one_of(st.sampled_from(BAD), st.sampled_from(PLAIN), st.text("ab1 -.@&é\u200d٣", max_size=4)),
             max_size=6).map("".join),
    max_size=6,
)  # fmt: skip


@given(texts)
def test_no_line_that_breaks_a_rule_is_passed_over(written: list[str]) -> None:
    text = "\n".join(line.replace("\n", " ") for line in written)
    found = dict(lines_to_look_at(text.encode()))
    for number, line in enumerate(text.split("\n"), 1):
        if any(rules_in(privacy._KNOWN.sub(" ", line))):
            assert found.get(number) == line


@pytest.mark.parametrize("bad", BAD)
def test_each_kind_breaks_a_rule_and_is_found_in_a_file_and_in_a_row(bad: str) -> None:
    assert list(rules_in(bad))
    whole = "\n".join(["fine", f"x {bad} y", "fine"]).encode()
    told = list(privacy.Files(None, frozenset()).look("places.csv", whole))
    assert told
    assert all("places.csv, line 2: " in stop.message for stop in told)
    columns = (Column("id", "id", "text", "", ""), Column("d", "description", "text", "", ""))
    found = list(privacy.personal(columns, {"1": ("1", "fine"), "2": ("2", f"x {bad} y")}))
    assert found
    assert all(stop.message.startswith("Row 2, column d: ") for stop in found)
    assert not any(bad in stop.message + stop.hint for stop in [*told, *found])


def test_what_is_always_there_is_no_suspect() -> None:
    assert lines_to_look_at("\n".join(PLAIN).encode()) == []


def test_a_line_that_lies_in_two_files_is_told_of_both() -> None:
    files = privacy.Files(matcher({"77 hidden oak ln"}), frozenset())
    bad = b"id,where\n1,77 Hidden Oak Lane\n2,somebody@gmail.com\n"
    first, again = list(files.look("a.csv", bad)), list(files.look("z.zip/a.csv", b"id,where\n" + bad))
    assert [stop.code for stop in first] == [stop.code for stop in again] == ["hidden-street", "personal"]
    assert first[1].message.startswith("a.csv, line 3: ")
    assert again[1].message.startswith("z.zip/a.csv, line 4: ")


@given(st.integers())
@example(8021)  # a street that comes with its long word, in a text that has the short one
def test_a_street_is_found_as_it_always_was(seed: int) -> None:
    """The search begins with the house number; it must find what the plain one finds."""
    dice = random.Random(seed)
    words = ["1200", "12", "harbor", "st", "street", "1st", "first", "n", "north", "elm"]
    streets = {" ".join(dice.choices(words, k=dice.randint(2, 4))) for _ in range(3)}
    text = "".join(dice.choice([*words, " ", " ", ", ", "-", "x", "Harbor"]) for _ in range(40))
    pattern = matcher(streets)
    assert pattern is not None
    assert bool(pattern.search(text)) == any(_has(text.lower(), street.split()) for street in streets)


def _ways(word: str) -> tuple[str, ...]:
    same = ({"st", "street"}, {"1st", "first"}, {"n", "north"})
    return tuple(next((each for each in same if word in each), {word}))


def _has(text: str, street: list[str]) -> bool:
    """Whether the words of a street follow one another in a text: told apart from the pattern, letter by letter."""
    found, word = [], ""
    for sign in f"{text} ":
        if sign.isalnum():
            word += sign
        elif word:
            found.append(word)
            word = ""
    return any(
        all(there in _ways(word) for there, word in zip(found[at : at + len(street)], street, strict=False))
        for at in range(len(found) - len(street) + 1)
    )


cells = st.text(st.sampled_from("ab ,\"'=+-@\n1é"), max_size=8)


@given(st.lists(st.tuples(cells, st.sampled_from(["12 Harbor Street", "1 Elm Avenue", "9 Main St", ""]),
                          st.sampled_from(["a@gmail.com", "office@example.org", ""])), max_size=8))  # fmt: skip
def test_the_file_to_download_is_the_same_whether_made_anew_or_from_ours(made: list[tuple[str, str, str]]) -> None:
    header = ["id", "description", "address_1", "email"]
    ours = lines([header, *([str(number), *row] for number, row in enumerate(made))])
    entry = Entry(personal_mailboxes="leave-out")
    columns = columns_of(header, entry)
    _, rows = read_rows(ours)
    better, changed = prepared(header, rows, entry)
    assert csv_bytes(columns, better, ours, changed) == csv_bytes(columns, better)
    assert [row for at, row in enumerate(better) if at not in changed] == [
        row for at, row in enumerate(rows) if at not in changed
    ]
