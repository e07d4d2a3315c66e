"""The pull request of a proposal: what changes in words, who said so, what a steward should confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bluepages.config import Config
from bluepages.intake.forms import STATEWIDE
from bluepages.intake.outcome import Outcome
from bluepages.intake.proposal import Proposal
from bluepages.records.book import Book
from bluepages.report.markdown import escape
from bluepages.report.text import plain
from bluepages.review.diff import RecordChange
from bluepages.review.formats import as_markdown
from bluepages.vocabulary.keepers import keepers

LONGEST_TITLE: Final = 120
LONGEST: Final = 62_000
"""Letters of a text on GitHub, which takes 65,536."""

_ROOM: Final = 36_000
"""Letters for what changes; half as many for how they know."""

_ACTING: Final = re.compile(r"[@#`<>\[\]*_|\\]|://|(?<=[Gg][Hh])-(?=\d)")
_VERBS: Final = {"add": "New", "correct": "Correct", "confirm": "Reported correct"}
_ASK: Final = {
    "phone": "Call the number: who answers?",
    "hours": "Ask for the hours, or read them on the provider's own page.",
    "address": "Is the address right, and may it be public? Look at the suite and at the point on the map as well.",
    "locations": "Is the address right, and may it be public? Look at the suite and at the point on the map as well.",
    "website": "Open the web address: is it the provider's own?",
    "url": "Open the web address: is it the provider's own?",
    "email": "Is the mailbox an office's, and not a person's?",
    "eligibility_description": "Who can get it: does the provider say so too?",
    "cost": "The cost: does the provider say so too?",
    "closed": "Is it really closed? Two stewards agree (GOVERNANCE.md). Which providers should people try instead?",
    "verified": "Did the steward named check this, and does the check cover what it says?",
}


def title(outcome: Outcome) -> str:
    """`Correct Harbor Street Community Kitchen: Phone, Hours`, on one line, with nothing in it that acts."""
    assert outcome.proposal is not None
    record = _record(outcome)
    labels = dict.fromkeys(change.label for change in record.fields if not change.field.startswith("sources"))
    said = f"{_VERBS[outcome.proposal.kind]} {record.name}" + (f": {', '.join(labels)}" if labels else "")
    return quiet(said)


def quiet(said: str) -> str:
    """A title of one line in which nothing acts."""
    line = " ".join(_ACTING.sub(" ", plain(said)).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 3].rstrip() + "..."


def commit_message(proposal: Proposal) -> str:
    """Only names that we chose ourselves: no word of a stranger can close an issue or call a person from here."""
    head = f"{_VERBS[proposal.kind]}: {proposal.slug}"
    origin = proposal.origin
    if origin.ident:
        return f"{head}\n\nProposed-in: form {origin.ident}\n"
    return f"{head}\n\nReported-by: {origin.reporter}\nProposed-in: issue {origin.issue}\n"


def body(outcome: Outcome, book: Book) -> str:
    """The text of the pull request; `Closes #n` is its last line."""
    proposal, config = outcome.proposal, book.config
    assert proposal is not None
    record = _record(outcome)
    county = proposal.file.split("/")[-2]
    blocks = [
        _credit(proposal),
        "## What changes",
        in_words(outcome, config.branch),
        "## How they know",
        _quote(proposal.source) if proposal.source else "The form does not say.",
        "## For a steward to confirm",
        "\n".join(_checklist(record, outcome)),
        _where(book, county, config),
        "" if proposal.origin.ident else f"Closes #{proposal.origin.issue}",
    ]
    return "\n\n".join(block.strip() for block in blocks if block.strip()) + "\n"


def _credit(proposal: Proposal) -> str:
    if proposal.origin.ident:
        works = " Whoever sent it says that they work there." if proposal.origin.provider else ""
        return f"Sent with the form on the site, without an account.{works}"
    who = f"Proposed by {_account(proposal.origin.reporter)} in #{proposal.origin.issue}."
    first = " This is the first that we have of them." if proposal.origin.newcomer else ""
    return f"{who}{first} They cannot be the only one who approves it."


def _record(outcome: Outcome) -> RecordChange:
    assert outcome.proposal is not None
    return next(record for record in outcome.diff.records if record.file == outcome.proposal.file)


def in_words(outcome: Outcome, base: str) -> str:
    """What changes, as Markdown: the difference; of a new record, everything that it says."""
    assert outcome.proposal is not None
    whole = f"`git fetch origin && bluepages diff origin/{base} origin/{outcome.proposal.branch}`"
    said = as_markdown(outcome.diff, _ROOM, whole).strip()
    lines = [f"- {escape(line)}" for line in outcome.told]
    kept = list(_fitting(lines, _ROOM))
    if len(kept) < len(lines):
        left = f"{_lines(len(lines) - len(kept))}, with {sum(map(len, lines)) - sum(map(len, kept)):,} characters"
        kept = [f"**Not everything fits here.** Left out: {left}. All of it: {whole}\n", *kept]
    return "\n\n".join(filter(None, [said, "\n".join(kept)]))


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """The lines that there is room for, in their order."""
    for line in lines:
        if len(line) < room:
            room -= len(line) + 1
            yield line


def within(text: str) -> str:
    """A text that GitHub takes, cut at a line, and then it says how much is left out."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0]
    return f"{kept}\n\n{len(text) - len(kept):,} characters more do not fit here.\n"


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


def _quote(text: str) -> str:
    lines = [f"> {escape(line)}" for line in text.split("\n")]
    kept = list(_fitting(lines, _ROOM // 2))
    return "\n".join(kept if len(kept) == len(lines) else [*kept, "", "The issue has more of it."])


def _checklist(record: RecordChange, outcome: Outcome) -> Iterator[str]:
    steps = {step for change in record.fields for step in re.split(r"[.\[\]]+", change.field)}
    steps |= {"phone"} if "phones" in steps else set()
    asked = [_ASK[step] for step in _ASK if step in steps]
    if record.kind == "added":
        asked = [
            "Is it there, and is it a service to people? Is it listed already under another name?",
            *(_ASK[step] for step in ("phone", "address", "hours")),
        ]
    if outcome.proposal is not None and outcome.proposal.kind == "confirm":
        asked.append('A visitor\'s word makes it "reported correct", never verified.')
    for sentence in dict.fromkeys([*asked, "Could it harm anyone to publish this?"]):
        yield f"- [ ] {sentence}"
    for problem in outcome.remarks:
        yield f"- [ ] {escape(f'{problem.message} {problem.hint}'.strip())}"


def _where(book: Book, county: str, config: Config) -> str:
    """The county with its outline, on our own site."""
    if county == STATEWIDE or county not in book.vocabulary.counties:
        return f"For all of the state. {_keepers(book, STATEWIDE)}"
    name = f"{book.vocabulary.counties[county].name} County"
    return f"[{escape(name)}, with its outline]({config.site_url}counties/{county}/). {_keepers(book, county)}"


def _keepers(book: Book, folder: str) -> str:
    """Who looks after the folder. Those whom CODEOWNERS cannot ask are called here, once, by their account."""
    found = keepers(folder, book.vocabulary, book.config)
    names = ", ".join(escape(person.name) for person in found.people)
    said = {
        "stewards": f"Looked after by {names.rstrip('.')}.",
        "reviewers": f"It has no steward yet; {names} review for the whole state.",
        "nobody": "Looked after by nobody yet: any steward may review it.",
    }[found.why]
    called = " ".join(f"@{account}" for account in found.mentions)
    return f"{said} {called}".strip()


def _account(login: str) -> str:
    """A login that is told and not called: its owner need not hear of it twice."""
    return f"[{escape(login)}](https://github.com/{login.removesuffix('[bot]')})"
