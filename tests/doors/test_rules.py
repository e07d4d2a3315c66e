"""Instant checks: Python and the browser agree on every answer, and refuse nothing that the checks of CI let pass."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bluepages.checks.phonenumber import canonical, split_extension
from bluepages.checks.webaddress import email_fault, url_fault
from bluepages.doors import rules
from bluepages.doors.clean import one_line, visible
from bluepages.doors.definition import load_webforms
from bluepages.doors.problems import problems
from bluepages.doors.submission import Submission, read
from bluepages.site.doorpages import for_browser
from tests.doors.test_web import book
from tests.support import ROOT, vocabulary

RULES = ["phone", "web", "mail", "office", "zip", "day", "hours", ""]
BOOK = book()
FORMS = load_webforms(vocabulary(), "California")
PHONES = st.from_regex(r"\(?[2-9][0-9]{2}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}( ?(ext\.?|x) ?[0-9]{1,4})?", fullmatch=True)
HOSTS = st.from_regex(r"[a-z0-9-]{1,8}(\.[a-z0-9-]{1,8}){0,2}(\.[a-z]{1,6})?", fullmatch=True)
ANSWERS = st.one_of(
    st.text(max_size=30), PHONES, HOSTS, HOSTS.map("https://{}/a?b=c#d".format), HOSTS.map("rosa@{}".format),
    st.from_regex(r"[0-9]{4,6}(-[0-9]{3,5})?", fullmatch=True),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.sampled_from(["211", "1-800-FLOWERS", "510-444-2231", "rosa@GMAIL.com", "a@b.ſs", "http://\u00e9.org"]),
)  # fmt: skip

ONCE = (Phase.explicit, Phase.generate)  # each example starts Node; what fails is told without being made smaller

SCRIPT = """
import { readFileSync } from "node:fs";
const { quick, wrong } = await import(process.argv[1]);
const { rules, answers, forms } = JSON.parse(readFileSync(0));
console.log(JSON.stringify({
  quick: answers.map(([rule, text]) => quick(rule, text, rules)),
  wrong: forms.map(([fields, values]) => wrong(fields, values, rules).map(([id, name]) => [id, name])),
}));
"""


def in_browser(answers: list[tuple[str, str]], forms: list[Any]) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    said = json.dumps({"rules": rules.for_browser(), "answers": answers, "forms": forms})
    module = (ROOT / "site/assets/forms-rules.mjs").as_uri()
    done = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT, module], input=said, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@settings(max_examples=3, phases=ONCE)
@given(st.lists(st.tuples(st.sampled_from(RULES), ANSWERS), min_size=150, max_size=150))
def test_both_decide_alike(pairs: list[tuple[str, str]]) -> None:
    answers = [(rule, one_line(visible(text))) for rule, text in pairs]
    found = in_browser(answers, [])["quick"]
    assert found == [rules.quick(rule, text) for rule, text in answers]


@given(ANSWERS)
def test_nothing_is_refused_that_the_checks_would_take_or_mend(text: str) -> None:
    said = one_line(visible(text))
    if canonical(said) or canonical(split_extension(said)[0]):
        assert rules.quick("phone", said) == ""
    fault = url_fault(said)
    if said and (fault is None or fault.mended):
        assert rules.quick("web", said) == ""
    if said.isascii() and email_fault(said) is None:
        assert rules.quick("mail", said) == ""


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ("phone", ["510-444-2231", "(510) 444-2231 x 3", "1 800 444 2231", "211"], ["12", "510 444 22", "call us"]),
        (
            "web",
            ["example.org", "https://example.org/a?b", "HTTP://X.ORG"],
            ["example", "a b.org", "ftp://a.org", "x@y.org"],
        ),
        ("mail", ["info@example.org"], ["info@", "@example.org", "info example.org"]),
        ("office", ["info@example.org"], ["rosa@gmail.com", "x"]),
        ("zip", ["94607", "94607-1234"], ["9460", "946077", "94607-12"]),
        ("day", ["2026-10-02"], ["10/2/2026", "2026-1-2"]),
    ],
)
def test_good_and_bad(rule: str, good: list[str], bad: list[str]) -> None:
    assert [rules.quick(rule, text) for text in good] == [""] * len(good)
    assert all(rules.quick(rule, text) for text in bad)


@st.composite
def filled(draw: st.DrawFn) -> Submission:
    form = FORMS.forms[draw(st.sampled_from(["suggest", "report", "confirm"]))]
    pairs: list[tuple[str, str]] = []
    for field in form.fields:
        if field.options:
            chosen = draw(st.lists(st.sampled_from([option.id for option in field.options]), max_size=8))
            pairs += [(field.id, name) for name in (chosen if field.kind == "ticks" else chosen[:1])]
        elif field.kind not in ("record", "part"):
            pairs.append((field.id, draw(st.one_of(st.just(""), ANSWERS, st.just("x" * 300)))))
    return read(form.id, "en", pairs)


def test_a_letter_is_one_letter_whatever_its_code() -> None:
    """Found by the test below: a browser counts some signs twice, and said "too long" where the relay did not."""
    form = FORMS.forms["suggest"]
    field = next(field for field in form.fields if field.kind not in ("record", "part") and field.longest < 120)
    for count, long in ((field.longest, False), (field.longest + 1, True)):
        made = read(form.id, "en", [(field.id, "\U0001f600" * count)])
        (said,) = in_browser([], [([for_browser(field, "en")], made.values)])["wrong"]
        assert [words for _, words in said if words == "long"] == ["long"] * long
        mine = {problem.field: problem.message for problem in problems(BOOK, FORMS, made)}
        assert ("long" in mine.get(field.id, "") or str(field.longest) in mine.get(field.id, "")) == long


@settings(max_examples=2, phases=ONCE)
@given(st.lists(filled(), min_size=40, max_size=40))
def test_whole_forms_are_judged_alike(many: list[Submission]) -> None:
    """The relay knows a little more (hours, languages, days of the calendar); for the rest the two say the same."""
    given_to = []
    for made in many:
        form = FORMS.forms[made.form]
        asked = [for_browser(field, "en") for field in form.fields]
        given_to.append((asked, made.values))
    found = in_browser([], given_to)["wrong"]
    for made, said in zip(many, found, strict=True):
        mine = {p.field: p.message for p in problems(BOOK, FORMS, made)}
        theirs = {name: FORMS.problems[words]["en"].split("{")[0] for name, words in said}
        assert theirs.keys() <= mine.keys()
        assert all(mine[name].startswith(words) for name, words in theirs.items())
        assert mine.keys() - theirs.keys() <= {"hours", "more_languages", "closed_on", "phone"}
