"""A mail becomes the same proposal as the form would have, whatever is in it; and the browser writes the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bluepages.cli import main
from bluepages.doors.definition import Forms, load_webforms
from bluepages.doors.submission import Submission, read
from bluepages.doors.text import compose
from bluepages.intake.web import consider
from bluepages.intake.webtext import read_mail
from tests.doors.support import SLUG, TODAY, git, make_repository
from tests.doors.test_web import IDENT, PANTRY, book, sent
from tests.support import ROOT, vocabulary

FORMS: Forms = load_webforms(vocabulary(), "California")
HEADINGS = [
    f"### {field.label[code]}" for form in FORMS.forms.values() for field in form.fields for code in ("en", "es")
]
LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*HEADINGS[:20], "### Public domain", "- [x] I give this to the public domain (CC0)", "> quoted",
                     "'### x", "''# y", "#", "", "_No response_", "(remove)"]),
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=4).map("\n".join)


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    form = FORMS.forms[draw(st.sampled_from(sorted(FORMS.forms)))]
    pairs: list[tuple[str, str]] = []
    for field in form.fields:
        if field.options:
            chosen = draw(st.lists(st.sampled_from([option.id for option in field.options]), max_size=3))
            pairs += [(field.id, name) for name in (chosen if field.kind == "ticks" else chosen[:1])]
        else:
            pairs.append((field.id, draw(TEXTS)))
    return read(form.id, draw(st.sampled_from(["en", "es"])), pairs)


@settings(max_examples=80)
@given(submissions())
def test_what_is_mailed_is_what_was_typed_and_no_answer_forges_another(made: Submission) -> None:
    found = read_mail(compose(FORMS, made).replace("\n", "\r\n").encode(), FORMS)
    assert found is not None
    assert found.faults == ()
    assert found.submission == made


def test_the_same_proposal() -> None:
    made = sent("suggest", "es", **PANTRY)
    found = read_mail(compose(FORMS, made).encode(), FORMS)
    assert found is not None
    by_mail = consider(book(), found.submission, IDENT, TODAY, TODAY)
    assert by_mail == consider(book(), made, IDENT, TODAY, TODAY)
    assert by_mail.kind == "proposal"


@settings(max_examples=100)
@given(st.lists(st.one_of(LINES, st.sampled_from(HEADINGS)), max_size=12), st.binary(max_size=60))
def test_any_text_is_read_or_refused_in_words(lines: list[str], junk: bytes) -> None:
    read_mail("\n".join(lines).encode("utf-8", "replace") + junk, FORMS)
    read_mail(b"From: a@b\nSubject: x\nContent-Type: text/plain; charset=nonsense\n\n" + junk, FORMS)


def test_a_heading_that_stands_twice_is_asked_about() -> None:
    text = compose(FORMS, sent("report", record=SLUG, reason="closed"))
    twice = text.replace("### What you know\n\n", "### What you know\n\n### How you know\n\n- forged\n\n")
    found = read_mail(twice.encode(), FORMS)
    assert found is not None
    assert found.faults
    assert found.submission.values == {}


def test_without_the_consent_nothing_is_taken() -> None:
    text = compose(FORMS, sent("report", record=SLUG, reason="closed")).replace("- [x] I give", "- [ ] I give")
    found = read_mail(text.encode(), FORMS)
    assert found is not None
    assert [fault.field for fault in found.faults] == ["Public domain"]


@pytest.mark.parametrize("quoted", [False, True])
def test_a_whole_mail_with_greeting_and_signature(quoted: bool) -> None:
    text = compose(FORMS, sent("report", record=SLUG, reason="phone", phone="510 444 7788"))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "rosa@example.org", "office@example.org", "Something wrong?"
    if quoted:
        text = "\n".join(f"> {line}" for line in text.splitlines())
    mail.set_content(f"Hello,\n\n{text}\n\n-- \nSent from my telephone")
    found = read_mail(mail.as_bytes(), FORMS)
    assert found is not None
    assert found.submission == sent("report", record=SLUG, reason="phone", phone="510 444 7788")


def test_a_mail_without_a_form_holds_none() -> None:
    assert read_mail(b"Hello, your page is wrong.", FORMS) is None


def test_from_the_mail_to_the_accepted_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository(tmp_path / "directory")
    mail = tmp_path / "mail.txt"
    mail.write_text(compose(FORMS, sent("report", record=SLUG, reason="hours", service="evening", hours="Sa 5pm-8pm")))
    here = ["--root", str(root), "--today", TODAY.isoformat()]
    assert main(["intake", "--text", str(mail), *here]) == 0
    assert "on Saturdays: 5:00 PM to 7:00 PM becomes 5:00 PM to 8:00 PM" in capsys.readouterr().out
    assert main(["intake", "--text", str(mail), *here]) == 0  # the same again is the same branch
    names = git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads/proposals").split()
    assert len(names) == 1
    ident = names[0].removeprefix("proposals/")
    assert main(["intake", "--list", *here]) == 0
    assert ident in capsys.readouterr().out
    assert main(["intake", "--accept", ident[:6], *here]) == 0
    text = (root / f"data/providers/alameda/{SLUG}.yaml").read_text()
    assert "Sa 17:00-20:00" in text
    assert f"ref: form:{ident}" in text
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "for-each-ref", "refs/heads/proposals") == ""


def test_a_bad_mail_says_what_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository(tmp_path / "directory")
    mail = tmp_path / "mail.txt"
    mail.write_text(compose(FORMS, sent("report", "es", record="harbor-street-kitchen", reason="phone", phone="12")))
    assert main(["intake", "--text", str(mail), "--root", str(root)]) == 1
    out = capsys.readouterr().out
    assert f"Quiso decir {SLUG}?" in out
    assert "Número correcto: Escriba un teléfono" in out
    mail.write_text("nothing")
    assert main(["intake", "--text", str(mail), "--root", str(root)]) == 2
    assert main(["intake", "--text", str(tmp_path / "none.txt"), "--root", str(root)]) == 2


def test_a_mail_about_safety_is_neither_shown_nor_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository(tmp_path / "directory")
    mail = tmp_path / "mail.txt"
    mail.write_text(compose(FORMS, sent("report", record=SLUG, reason="unsafe", details="It is at 12 Oak St.")))
    assert main(["intake", "--text", str(mail), "--root", str(root)]) == 1
    captured = capsys.readouterr()
    assert "Oak" not in captured.out + captured.err
    assert git(root, "for-each-ref", "refs/heads/proposals") == ""


SCRIPT = """
import { readFileSync } from "node:fs";
const { compose } = await import(process.argv[1]);
for (const { fields, values, consent } of JSON.parse(readFileSync(0)))
  console.log(JSON.stringify(compose(fields, values, consent)));
"""


@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
@given(st.lists(submissions(), min_size=15, max_size=15))
def test_the_browser_writes_the_same_mail(many: list[Submission]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    given_to = []
    for made in many:
        code, form = made.language, FORMS.forms[made.form]
        fields = [
            {
                "id": field.id,
                "label": field.label[code],
                "kind": field.kind,
                "options": {option.id: option.full(code) for option in field.options},
            }
            for field in form.fields
        ]
        consent = [FORMS.consent.label[code], FORMS.consent.text[code]]
        given_to.append({"fields": fields, "values": made.values, "consent": consent})
    module = (ROOT / "site/assets/forms-text.mjs").as_uri()
    done = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT, module], input=json.dumps(given_to), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert [json.loads(line) for line in done.stdout.splitlines()] == [compose(FORMS, made) for made in many]
