"""What people read, word for word. After a change on purpose: `python -m tests.intake.test_golden` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.intake import describe
from bluepages.intake.reply import outcome_reply
from tests.intake.support import ADD, CORRECT, answer, book, forms, issue_body

FOLDER = Path(__file__).parent / "golden"
WRONG = {**CORRECT, "phone": "510 444", "hours": "whenever", "closed": "soon", "website": "nowhere"}
REPORT = {"record": "harbor-street-community-kitchen", "reason": "closed", "details": "The door is nailed shut."}
UNSAFE = {**REPORT, "reason": "other", "details": "The address of this shelter must stay secret."}


def texts() -> dict[str, str]:
    """Every golden text by the name of its file."""
    found = {}
    for language in ("en", "es"):
        found[f"problems-{language}.md"] = answer(issue_body("correct", WRONG, language)).text
        found[f"good-{language}.md"] = answer(issue_body("correct", CORRECT, language)).text
        found[f"review-{language}.md"] = answer(issue_body("report", REPORT, language)).text
        found[f"held-{language}.md"] = answer(issue_body("report", UNSAFE, language)).text
        said = issue_body("correct", {**CORRECT, "email": "rosa.p@gmail.com"}, language)
        found[f"personal-{language}.md"] = answer(said).text
    for name, body in (("add", issue_body("add", ADD)), ("correct", issue_body("correct", CORRECT))):
        outcome = answer(body).outcome
        found[f"pull-{name}.md"] = f"{describe.title(outcome)}\n\n{describe.body(outcome, book())}"
    following = "**Next:** a proposal."
    outcome = answer(issue_body("add", ADD)).outcome
    form = forms().forms["add"]
    found["added-en.md"] = outcome_reply(outcome, form, "en", book().config, following)
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.md")))
def test_the_words_are_as_agreed(name: str) -> None:
    assert texts()[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_nothing_is_missing() -> None:
    assert set(texts()) == {path.name for path in FOLDER.glob("*.md")}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
