"""Fifty issues written to do harm, sent to the stand-in of GitHub: all that is left there afterwards is looked at.

One comment at most, branches of our own naming that touch one record, no word that acts, nobody called, nothing
private.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.githubforge import GitHubForge
from bluepages.intake.handle import carry_out, consider
from bluepages.intake.reply import JOINED, MARK
from tests.github.standin import Standin
from tests.intake.support import ADD, CORRECT, TODAY, event, forms, issue_body
from tests.intake.test_hostile import WORDS, acting
from tests.support import file_of, kitchen, make_book, to_bytes

SLUG = "harbor-street-community-kitchen"
OTHER = {**kitchen(), "name": "Other Kitchen", "website": "https://other.example.org"}
SECRET = "4471 Quill Lane"
REPORT = {"record": SLUG, "reason": "other", "details": "x"}


def bodies() -> list[str]:
    """The words of `test_hostile` in turn in each place where they fit, and tricks of other kinds."""
    made = []
    for at, words in enumerate(WORDS):
        if at % 3 == 0:
            made.append(
                issue_body("report", {**REPORT, "details": words, "reason": ("closed", "moved", "hours")[at % 9 // 3]})
            )
        elif at % 3 == 1:
            made.append(issue_body("correct", {**CORRECT, "source": words, "description": f"Meals. {words}"[:900]}))
        else:
            made.append(issue_body("add", {**ADD, "name": f"Pantry {at} {words}"[:150], "source": words}))
    made += [
        issue_body("correct", {**CORRECT, "record": "other-kitchen", "phone": "510-444-0000"}),
        issue_body("correct", {**CORRECT, "record": "../../.github/workflows/intake"}),
        issue_body("correct", {**CORRECT, "record": f"https://test.example.org/p/{SLUG}?x=../../etc"}),
        issue_body("report", {**REPORT, "details": f"She hides at {SECRET}, her husband must not know this address."}),
        issue_body("confirm", {"record": SLUG, "date": "2026-11-20", "how": "phone call"}),
        issue_body("county", {"county": "alameda", "thoughts": "closes #1 @team"}),
        "### Name of the organization\n\n@team\n" * 500,
        "x" * 65_536,
        "",
    ]
    return made


@pytest.mark.slow
def test_nothing_that_is_left_does_harm(tmp_path: Path) -> None:
    book = make_book({SLUG: kitchen(), "other-kitchen": OTHER})
    with Standin(tmp_path) as github:
        hub = github.hub
        hub.git.seed({file_of(SLUG): to_bytes(kitchen()), file_of("other-kitchen"): to_bytes(OTHER)})
        clone = tmp_path / "clone"
        subprocess.run(["git", "clone", "-q", str(hub.git.path), str(clone)], check=True)
        forge = GitHubForge(github.repo(), GitBranch(clone, "intake@test.example.org"), str(hub.git.path))
        sent = bodies()
        assert len(sent) >= 40
        for body in sent:
            number = github.person("eve-example").opens("x", body, ["intake"]).number
            carry_out(consider(book, forms(), event(body, number, "eve-example"), TODAY), book, forge)
        assert not hub.refused, "and nothing that GitHub would not take"
        ours = {thing.number for thing in hub.things.values() if thing.user.bot}
        for number, thing in hub.things.items():
            comments = [each for each in hub.comments_of(number) if each.user.bot]
            assert len([each for each in comments if each.body.startswith(MARK)]) <= 1
            for each in comments:
                own = (
                    re.sub(r"#\d+(?=[,.])", "", each.body.replace(JOINED, ""))
                    if each.body.startswith(JOINED)
                    else each.body
                )
                assert not acting(re.sub(r"(?<=[ (])#\d+\b", "", own)), own[:400]
            assert SECRET not in thing.title + "".join(each.body for each in comments)
            assert set(thing.labels) <= {"intake", "review", "county", "held"}
            assert number not in ours or thing.head == f"intake/{_closes(thing.body)}"
        assert len(ours) >= 10, "some of them are sound proposals"
        held = [thing for thing in hub.things.values() if "held" in thing.labels]
        assert any(SECRET in text for thing in held for text in thing.edits), "it was there"
        assert not any(SECRET in thing.body for thing in held) and all(thing.state == "closed" for thing in held)
        for name in hub.git.refs("heads/"):
            assert re.fullmatch(r"refs/heads/(?:main|intake/\d+)", name)
            files = hub.git.run("diff", "--name-only", "main", name).splitlines()
            assert len(files) <= 1 and all(
                re.fullmatch(r"data/providers/alameda/[a-z0-9-]+\.yaml", file) for file in files
            )
            text = hub.git.raw("diff", "main", name).decode()
            assert "verified" not in text and "+data" not in text.split("diff --git", 1)[0]
        assert len(hub.git.refs("heads/")) <= 21, "of one person at most twenty wait"
        assert {each["context"] for each in hub.statuses} <= {"intake/check", "intake/approval"}
        assert all(each["state"] == "failure" for each in hub.statuses if each["context"] == "intake/approval")


def _closes(body: str) -> int:
    found = re.findall(r"(?m)^Closes #(\d+)$", body)
    assert len(found) == 1, "it closes its own issue and no other"
    return int(found[0])
