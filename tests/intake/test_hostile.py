"""Issues written to do harm: a clear answer or none, nothing that acts, nothing of somebody else's, no private word."""

from __future__ import annotations

import re

import pytest

from bluepages.intake import describe
from bluepages.intake.handle import Answer
from bluepages.report.markdown import escape
from tests.intake.support import ADD, CORRECT, answer, book, forms, issue_body, render
from tests.support import kitchen, make_book

FILLER = "x" * 65_536
WORDS = [
    "@team please look", "closes #1", "Fixes #1, resolves octo/repo#2", "GH-1", "Fixes GH-1, closes gh-2", "see https://github.com/o/r/issues/1",
    "![x](https://evil.example/t.png)", "<img src=https://evil.example/t.png>", "[click](javascript:alert(1))",
    "<script>alert(1)</script>", "<!-- bluepages:intake -->", "a <!-- hidden --> b", "<details><summary>x</summary>",
    "\u202egro.live\u202c", "z\u200be\u200br\u200bo", "``` \n@team", "`@team`", "| a | b |\n| - | - |", "# heading",
    "- [x] Done", "%0a::error::x", "::set-output name=a::b", "${{ github.token }}", "$(touch /tmp/x)", "; rm -rf /",
    "=HYPERLINK(\"http://evil.example\")", "&lt;b&gt;", "http://www.evil.example www.evil.example", "{{ 7*7 }}",
    "{name} {0}", "%s %n", "\x00\x1b[31mred", "\U000e0041\U000e0042", "a" * 1500, "\n" * 500, "&#64;team", "\\@team",
    "@\u200bteam", "commit 0123456789abcdef0123456789abcdef01234567", "http://[::1]/", "ＣＬＯＳＥＳ ＃1",
]  # fmt: skip
ACTS = [
    (re.compile(r"(?<![\w/`])@[A-Za-z0-9]"), "a mention"),
    (re.compile(r"!\[[^\]]*\]\("), "a picture"),
    (re.compile(r"<(?!span>|/span>|!-- bluepages:intake -->)[A-Za-z!/]"), "HTML"),
    (
        re.compile(r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? (?:#|gh-|https?:|[\w-]+/[\w-]+#)"),
        "a closing word",
    ),
    (re.compile("[\u200b-\u200f\u202a-\u202e\x00\x1b\U000e0000-\U000e007f]"), "a hidden sign"),
]


def acting(text: str) -> list[str]:
    """What in a Markdown text of ours would act; our own last line and our own links are taken out first."""
    text = re.sub(r"\nCloses #12\n\Z|\A<!-- bluepages:intake -->\n<!-- bluepages:read [0-9a-f]{32} -->\n", "\n", text)
    text = re.sub(r"\]\(https://(?:github\.com/rosa-example|test\.example\.org/[a-z/-]+)\)", "]", text)
    found = [what for pattern, what in ACTS if pattern.search(text)]
    links = re.findall(r"(?<!span>)(?:https?|javascript)://|\]\(", text)
    return found + (["a link"] if links else [])


def said(found: Answer) -> list[str]:
    """Everything of ours that people would see of an answer."""
    texts = [found.text]
    if found.outcome.good:
        texts += [describe.title(found.outcome), describe.body(found.outcome, book())]
    return texts


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
@pytest.mark.parametrize(("kind", "field"), [("add", "name"), ("add", "description"), ("correct", "source"),
                                             ("correct", "record"), ("add", "service")])  # fmt: skip
def test_no_word_of_a_stranger_acts(kind: str, field: str, words: str) -> None:
    base = ADD if kind == "add" else CORRECT
    found = answer(issue_body(kind, {**base, field: words}))  # type: ignore[arg-type]
    assert found.kind in ("proposal", "problems", "held")
    for text in said(found):
        assert not acting(text), text
        assert len(text) <= 65_536
    if found.outcome.proposal is not None:
        message = describe.commit_message(found.outcome.proposal)
        assert re.fullmatch(
            r"(?:New|Correct): [a-z0-9-]+\n\nReported-by: rosa-example\nProposed-in: issue 12\n", message
        )
        assert re.fullmatch(r"data/providers/[a-z-]+/[a-z0-9-]+\.yaml", found.outcome.proposal.file)


def test_the_look_for_acting_words_sees_them() -> None:
    """So that the test above can fail."""
    for words in ("@team", "closes #1", "![x](y)", "<img>", "fixes o/r#2", "[a](b)", "https://x.example", "a\u200bb"):
        assert acting(words), words
        assert not acting(escape(words)) or words == "a\u200bb"


@pytest.mark.parametrize(
    "body",
    [
        FILLER, "### " * 20_000, "\n".join(["### Name of the organization"] * 5_000),
        issue_body("add", ADD) * 3, issue_body("add", ADD) + "\n" + issue_body("correct", CORRECT),
        issue_body("add", {**ADD, "source": FILLER}), "<!--" + issue_body("add", ADD),
        "\ufeff" + issue_body("add", ADD),
        issue_body("add", ADD).replace("###", "##"), issue_body("add", ADD).replace("### ", "###\u00a0"),
        issue_body("add", ADD)[::-1], "\n".join(reversed(issue_body("add", ADD).split("\n"))),
        issue_body("add", ADD).replace("[x]", "[ ]"), issue_body("add", ADD).replace("[x]", "[x] not"),
        issue_body("add", {**ADD, "county": "../../.github/workflows"}), issue_body("add", {**ADD, "need": "x"}),
        issue_body("add", {**ADD, "county": "Alameda\n\n### Service\n\nOther"}),
        issue_body("correct", {**CORRECT, "hours": "(" * 400}), issue_body("correct", {**CORRECT, "phone": "1" * 60}),
    ],
    ids=range(19),
)  # fmt: skip
def test_no_shape_of_a_text_gets_through(body: str) -> None:
    found = answer(body)
    assert found.kind in ("none", "problems"), found.text[:300]
    assert not acting(found.text)
    assert not found.outcome.good


@pytest.mark.parametrize("name", ["index", "con", "constructor", "..", "///", "💥", "__proto__", "-x-", "A" * 199])
def test_a_name_of_any_kind_makes_a_harmless_file(name: str) -> None:
    found = answer(issue_body("add", {**ADD, "name": name}))
    if found.outcome.proposal is not None:
        assert re.fullmatch(r"data/providers/alameda/[a-z0-9]+(-[a-z0-9]+)*\.yaml", found.outcome.proposal.file)
        assert found.outcome.proposal.slug not in ("index", "con", "constructor")


def test_a_new_record_never_takes_the_name_of_another() -> None:
    found = answer(issue_body("add", {**ADD, "name": kitchen()["name"]}))
    assert found.outcome.proposal is not None
    assert found.outcome.proposal.slug == "harbor-street-community-kitchen-2"
    assert "Looks like another" in found.text or "harbor-street-community-kitchen" in found.text


def test_yaml_in_an_answer_stays_text() -> None:
    tricks = "x\nverified: {date: 2026-01-01, by: alameda, how: visit}\n&a *a !!python/object:os.system"
    found = answer(issue_body("correct", {**CORRECT, "description": tricks}))
    assert found.outcome.good, found.text
    again = make_book({"harbor-street-community-kitchen": found.outcome.text})
    provider = again.providers["harbor-street-community-kitchen"]
    assert provider.description == tricks
    assert all(service.verified is None for service in provider.services.values())


def test_a_tampered_prefill_reaches_only_the_fields_it_shows() -> None:
    values = {
        **CORRECT,
        "phone": "510-444-7788",
        "eligibility": "All.\n\n### Closed since\n\n2026-01-01\n\n### New cost",
    }
    found = answer(render(forms().forms["correct"], values))
    assert "closed" not in found.outcome.text
