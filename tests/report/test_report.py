"""Every reporter's words, and that no record can give a terminal, a runner or a page commands through them."""

from __future__ import annotations

import html
import json
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.problems import Edit, Problem, sort_key
from bluepages.report import REPORTERS, summary
from bluepages.report.github import MOST, SUMMARY_BYTES
from bluepages.report.text import plain

FILE = "data/providers/alameda/food-bank.yaml"
PHONE = Problem(
    "P204", "error", FILE, 14, "phones[0].number", '"510 555 01" is not a US phone number (10 digits).',
    "Write it like 510-555-0100.", (Edit(("phones", 0, "number"), "SECRET-EDIT"),), 19,
)  # fmt: skip
FORM = Problem("P117", "warning", FILE, 1, "", "The file is not in canonical form.", "Run bluepages check --fix.")
AGE = Problem("P503", "notice", "data/providers/fresno/b.yaml", 0, "", "Old.")


def test_text() -> None:
    said = REPORTERS["text"]([PHONE, FORM, AGE], ["HSDS: 12 objects valid"])
    assert said == (
        "Errors (1)\n"
        f'{FILE}:14 P204 phones[0].number: "510 555 01" is not a US phone number (10 digits). '
        "Write it like 510-555-0100.\n"
        "\n"
        "Warnings (1)\n"
        f"{FILE}:1 P117 The file is not in canonical form. Run bluepages check --fix.\n"
        "\n"
        "Notices for stewards (1)\n"
        "data/providers/fresno/b.yaml P503 Old.\n"
        "\n"
        "HSDS: 12 objects valid\n"
        "1 error, 1 warning, 1 notice.\n"
    )


def test_text_of_nothing() -> None:
    assert REPORTERS["text"]([]) == "No problems.\n"


def test_a_field_is_not_said_twice() -> None:
    problem = Problem("P115", "error", FILE, 3, "sources[0].date", 'sources[0].date: "x" is not right.')
    assert 'P115 sources[0].date: "x" is not right.' in REPORTERS["text"]([problem])


def test_older_problems_stand_apart() -> None:
    for name in ("text", "markdown"):
        said = REPORTERS[name]([PHONE], [], [FORM])
        assert said.index("P204") < said.index("Older problems, not from this change") < said.index("P117")


def test_json_is_exactly_the_list() -> None:
    rows = json.loads(REPORTERS["json"]([PHONE], ["HSDS: 12 objects valid"], [AGE]))
    assert [list(row) for row in rows] == [["rule", "level", "file", "line", "field", "message", "hint"]] * 2
    assert rows[0]["line"] == 14 and rows[1]["rule"] == "P503"


def test_github() -> None:
    said = REPORTERS["github"]([PHONE, FORM], ["HSDS: 12 objects valid"]).splitlines()
    assert said[0] == (
        f"::error file={FILE},line=14,col=19,title=P204 Not a phone number::"
        'phones[0].number: "510 555 01" is not a US phone number (10 digits). Write it like 510-555-0100.'
    )
    assert said[1].startswith(f"::warning file={FILE},line=1,title=P117 ")
    assert said[-2:] == ["HSDS: 12 objects valid", "1 error, 1 warning."]


def test_github_shows_the_ten_worst() -> None:
    many = [AGE] * 30 + [FORM] * 5 + [PHONE] * 7
    said = REPORTERS["github"](many).splitlines()
    commands = [line for line in said if line.startswith("::")]
    assert len(commands) == MOST
    assert [line.split()[0] for line in commands] == ["::error"] * 7 + ["::warning"] * 3
    assert "32 more stand in the summary of this job." in said
    assert summary(many).count("P503") == 30


def test_github_escapes_as_the_runner_reads() -> None:
    nasty = Problem("P703", "error", "data/a,b:c%.yaml", 1, "name", "50% of\r\n::set-output name=x::y, z: w")
    line = REPORTERS["github"]([nasty]).splitlines()[0]
    assert line.startswith("::error file=data/a%2Cb%3Ac%25.yaml,line=1,")
    assert line.endswith("::name: 50%25 of%0D%0A::set-output name=x::y, z: w")


ANY = st.text(max_size=60) | st.sampled_from(
    ["\n::error::x", "##[error]x", "@octocat", "#12", "https://evil.example", "www.evil.example", "<img src=x>", "`|`",
     "a|b", "[x](https://evil.example)", "\x1b[31mred", "GH-3", "![x](y)", "</details>", "\u202eabc", "-->", "~~x~~"]
)  # fmt: skip
ANY_PROBLEM = st.builds(
    Problem,
    st.just("P703"),
    st.sampled_from(["error", "warning", "notice"]),
    ANY.map("data/providers/{}".format),
    st.integers(0, 9),
    ANY,
    ANY,
    ANY,
)


@given(st.lists(ANY_PROBLEM, max_size=14))
def test_no_record_gives_commands(problems: list[Problem]) -> None:
    problems = sorted(problems, key=sort_key)
    for line in REPORTERS["text"](problems).split("\n"):
        assert not line.strip().startswith("::")
        assert "##[" not in line and not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", line)
    commands = REPORTERS["github"](problems).rstrip("\n").split("\n")
    assert sum(line.startswith("::") for line in commands) == min(len(problems), MOST)
    assert all("\r" not in line for line in commands)
    rows = json.loads(REPORTERS["json"](problems))
    assert [row["message"] for row in rows] == [problem.message for problem in problems]


@given(ANY, ANY)
def test_markdown_shows_words_as_words(message: str, hint: str) -> None:
    """Rendered with a Markdown library, a cell holds the message as text: no link, picture, tag or mention."""
    said = REPORTERS["markdown"]([Problem("P703", "error", FILE, 1, "", message or "x", hint)])
    row = next(line for line in said.splitlines() if line.startswith(f"| `{FILE}"))
    page = markdown.markdown(said, extensions=["tables"])
    cells = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert len(cells) == 3, row
    tags = set(re.findall(r"<(/?[a-z0-9]+)", cells[2]))
    assert tags <= {"span", "/span"}, cells[2]
    text = html.unescape(re.sub(r"</?span>", "", cells[2]))
    assert not re.search(r"@\w", re.sub(r"<span>@</span>", "", cells[2]))
    wanted = plain(f"{message or 'x'} {hint}")
    assert text.replace("\\", "").split() == wanted.replace("\\", "").split()


@pytest.mark.parametrize("sign", ["@octocat", "#12", "https://evil.example/x", "www.evil.example"])
def test_what_github_would_link_is_cut(sign: str) -> None:
    said = REPORTERS["markdown"]([Problem("P703", "error", FILE, 1, "", sign)])
    assert sign not in said and sign in re.sub("</?span>", "", said)
    assert "\u200b" not in said


def test_a_job_summary_fits() -> None:
    many = [Problem("P703", "warning", FILE, n, "name", "ñ@" * 300) for n in range(3000)]
    said = summary(many, ["HSDS: 12 objects valid"])
    assert 900_000 < len(said.encode()) <= SUMMARY_BYTES
    assert re.search(r"\d+ more do not fit here", said)
    shown = said.count(f"| `{FILE}")
    assert shown + int(re.findall(r"(\d+) more do not fit", said)[0]) == 3000


@pytest.mark.parametrize("name", REPORTERS)
def test_edits_are_never_shown(name: str) -> None:
    assert "SECRET-EDIT" not in REPORTERS[name]([PHONE])
    assert REPORTERS[name]([PHONE]).endswith("\n")
