"""From an event to what is said and done about it: first worked out without touching anything, then carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from bluepages.intake import describe, reply
from bluepages.intake.event import IssueEvent, ReviewEvent
from bluepages.intake.forge import Commit, Forge, Pull, Taken
from bluepages.intake.forms import Form, Forms, Language
from bluepages.intake.gitbranch import reporter_of
from bluepages.intake.outcome import HELD, Outcome, weigh
from bluepages.intake.parse import Answers, parse
from bluepages.intake.proposal import Held, Origin, propose
from bluepages.intake.safety import alarming, tells_hidden, told
from bluepages.intake.target import Unclear, find_record
from bluepages.intake.words import say
from bluepages.records.book import Book

CHECKED: Final = "intake/check"
APPROVED: Final = "intake/approval"
HELD_TITLE: Final = "Held for a steward"
HELD_BODY: Final = "This was taken out so that a person can look at it first. Please write nothing more about it here."

MOST_WAITING: Final = 20
"""Open proposals of one person; each of them calls people to review it."""

Kind = Literal["none", "problems", "held", "proposal", "thread", "talk"]


class Answer(msgspec.Struct, frozen=True):
    """What is to be done about an issue; `text` is the reply as far as it is known before anything is done.

    For a proposal `outcome` is what becomes of it. For a thread, `label` and `title` are those of the one issue that
    all such reports join, `name` and `reason` what it is about, in words.
    """

    kind: Kind
    event: IssueEvent
    language: Language = "en"
    text: str = ""
    form: Form | None = None
    outcome: Outcome = Outcome()
    label: str = ""
    title: str = ""
    name: str = ""
    reason: str = ""


def consider(book: Book, forms: Forms, event: IssueEvent, today: date) -> Answer:
    """What an issue asks for and what is to be said to it. Nothing is written."""
    answers = parse(event.body, forms)
    if answers is None:
        return _by_hand(book, event)
    title = "" if reply.OWN_TITLE.fullmatch(event.title) else event.title
    found = HELD if tells_hidden(book, event.title) else told(book, answers, title)
    if found.held or found.personal:
        return _weighed(book, answers, event, found)
    if answers.form.kind in ("county", "report", "project"):
        if answers.faults:
            return _weighed(book, answers, event, Outcome(problems=answers.faults))
        return {"county": _county, "report": _report}.get(answers.form.kind, _talk)(book, answers, event)
    return _weighed(book, answers, event, _propose(book, answers, event, today))


def _by_hand(book: Book, event: IssueEvent) -> Answer:
    """An issue without a form, as programs may still open one: people answer it, unless it tells what is hidden."""
    text = f"{event.title}\n{event.body}"
    own = "\n".join(line for line in text.split("\n") if not line.lstrip("\ufeff <!-").startswith("#"))  # no questions
    if tells_hidden(book, text) or (not event.member and alarming(own)):
        return Answer("held", event, text=reply.held_reply("en", book.config))
    return Answer("none", event)


def _talk(_: Book, answers: Answers, event: IssueEvent) -> Answer:
    """What is not about a record: for people to answer."""
    return Answer("talk", event, answers.language, reply.plain_reply(answers.language, "talk"), answers.form)


def _propose(book: Book, answers: Answers, event: IssueEvent, today: date) -> Outcome:
    origin = Origin(event.number, event.reporter, min(event.day, today), event.newcomer)
    try:
        made = propose(book, answers, origin)
    except Held:
        return HELD
    if made.proposal is None:
        return Outcome(problems=made.faults)
    outcome = weigh(book, made.proposal, today)
    if not made.faults or outcome.held or outcome.personal:
        return outcome
    said = {problem.field for problem in made.faults}
    form = answers.form
    more = [p for p in outcome.problems if p.field and form.label(p.field, answers.language) not in said]
    return msgspec.structs.replace(outcome, problems=(*made.faults, *more))


def _weighed(book: Book, answers: Answers, event: IssueEvent, outcome: Outcome) -> Answer:
    text = reply.outcome_reply(outcome, answers.form, answers.language, book.config)
    kind: Kind = "proposal" if outcome.good else "held" if outcome.held else "problems"
    return Answer(kind, event, answers.language, text, answers.form, outcome)


def _report(book: Book, answers: Answers, event: IssueEvent) -> Answer:
    try:
        entry = find_record(book, answers)
    except Unclear as unclear:
        return _weighed(book, answers, event, Outcome(problems=(unclear.problem,)))
    assert entry.provider is not None
    chosen, language = answers.text("reason"), answers.language
    options = answers.form.field("reason").options
    reason = next(option.label[language] for option in options if option.id == chosen)
    title = f"Review: {entry.slug}: {chosen}"
    name = entry.provider.name
    text = reply.plain_reply(language, "review_opened", name=name, reason=reason)
    return Answer("thread", event, language, text, answers.form, label="review", title=title, name=name, reason=reason)


def _county(book: Book, answers: Answers, event: IssueEvent) -> Answer:
    slug = answers.text("county")
    name = book.vocabulary.counties[slug].name
    text = reply.plain_reply(answers.language, "county_opened", name=name)
    return Answer(
        "thread", event, answers.language, text, answers.form, label="county", title=f"County: {slug}", name=name
    )


def carry_out(answer: Answer, book: Book, forge: Forge) -> str:
    """Do it, and return the reply that was given. What was done before is not done again."""
    number = answer.event.number
    if answer.kind == "none":
        return ""
    text = answer.text
    if answer.kind == "thread":
        text = _join(answer, forge)
    elif answer.kind == "proposal":
        text = _submit(answer, book, forge)
    elif answer.kind != "talk":
        if answer.kind == "held":
            forge.settle(number, title=HELD_TITLE, body=HELD_BODY, labels=("held",), close=True)
        sha, _ = forge.tip(f"intake/{number}")
        if sha:
            forge.status(sha, "failure", CHECKED, "The issue was edited and cannot be taken over as it is now.")
    text = _of_reading(answer, text)
    forge.comment(number, reply.MARK, text)
    return text


def _of_reading(answer: Answer, text: str) -> str:
    """The reply with a mark of what was read: of nothing that may have to be taken out of the issue again.

    Of a short text that somebody knows but for a number, a digest would tell the number.
    """
    if answer.kind == "held":
        return reply.of_reading(text, HELD_TITLE, HELD_BODY)
    if answer.outcome.personal:
        return text
    return reply.of_reading(text, answer.title or answer.event.title, answer.event.body)


def overtaken(answer: Answer, comment: str) -> bool:
    """Whether a comment of ours was given to another text than this answer is about."""
    if answer.kind == "none" or comment == answer.text:
        return False
    return not reply.is_of(comment, answer.event.title, answer.event.body)


def _submit(answer: Answer, book: Book, forge: Forge) -> str:
    """Branch, pull request and statuses of a good proposal."""
    outcome, language = answer.outcome, answer.language
    proposal, form = outcome.proposal, answer.form
    assert proposal is not None and form is not None
    commit = Commit(
        proposal.branch, proposal.file, outcome.text, describe.commit_message(proposal), proposal.origin.day.isoformat()
    )
    if not forge.tip(proposal.branch)[0] and _too_many(answer.event, book, forge):
        following = say(language, "too_many", most=MOST_WAITING)
        return reply.outcome_reply(outcome, form, language, book.config, following)
    try:
        sha = forge.push(commit)
    except Taken as taken:
        pull = f"#{taken.pull}" if taken.pull else f"`{proposal.branch}`"
        return reply.outcome_reply(outcome, form, language, book.config, say(language, "by_hand", pull=pull))
    title, body = describe.title(outcome), describe.body(outcome, book)
    number = forge.pull(Pull(proposal.branch, title, body, ("intake",)))
    forge.status(sha, "success", CHECKED, "Every check of the records has passed.")
    _judge(forge, number, sha, proposal.origin.reporter)
    following = say(language, "proposed", pull=f"#{number}") if number else say(
        language, "proposed_local", branch=proposal.branch
    )  # fmt: skip
    return reply.outcome_reply(outcome, form, language, book.config, following)


def _too_many(event: IssueEvent, book: Book, forge: Forge) -> bool:
    """Whether one person's proposals would flood those who review; stewards are trusted to know."""
    stewards = {steward.github.lower() for steward in book.vocabulary.stewards.values()}
    return event.reporter.lower() not in stewards and forge.waiting(event.reporter, event.number) >= MOST_WAITING


def reviewed(event: ReviewEvent, forge: Forge) -> bool | None:
    """After a review of one of our pull requests: whether somebody other than the reporter has approved it."""
    sha, message = forge.tip(event.branch)
    reporter = reporter_of(message)
    if not reporter or sha != event.sha:
        return None
    return _judge(forge, event.pull, sha, reporter)


def _judge(forge: Forge, pull: int, sha: str, reporter: str) -> bool:
    """Set the status that keeps the person who proposed something from being the only one who agrees to it."""
    others = {login for login in forge.approvers(pull, sha) if login.lower() != reporter.lower()}
    if others:
        forge.status(sha, "success", APPROVED, "Somebody other than the person who proposed it has approved it.")
    else:
        forge.status(sha, "failure", APPROVED, f"Waits for the approval of somebody other than {reporter}.")
    return bool(others)


def _join(answer: Answer, forge: Forge) -> str:
    """Open the one thread about this, or join the one that is open. Of two at the same moment, the later joins."""
    number, thread = answer.event.number, forge.find_thread(answer.label, answer.title)
    if thread in (0, number):
        forge.settle(number, title=answer.title, labels=(answer.label,))
        thread = forge.find_thread(answer.label, answer.title) or number
    if thread == number:
        return answer.text
    earlier = forge.find_comment(thread, reply.JOINED)
    forge.comment(thread, reply.JOINED, reply.joined_note([*_numbers(earlier), number]))
    forge.settle(number, close=True)
    name = "review_joined" if answer.label == "review" else "county_joined"
    values = {"name": answer.name, "reason": answer.reason}
    return reply.plain_reply(answer.language, name, number=str(thread), **values)


def _numbers(note: str) -> Iterator[int]:
    for found in re.findall(r"#(\d{1,12})", note):
        yield int(found)
