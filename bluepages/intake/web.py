"""A web form -> what an issue form would have made: the same answers, proposal and checks, or one review to join.

The relay calls `read`, `problems`, `subject` and `own_words` while somebody waits, and `consider` when it delivers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

import msgspec

from bluepages.doors import problems as quick
from bluepages.doors.definition import STATEWIDE, load_webforms
from bluepages.doors.definition import Forms as WebForms
from bluepages.doors.find import find, slug_of
from bluepages.doors.submission import Submission, aside, in_words, read
from bluepages.intake import describe
from bluepages.intake.forms import Forms, load_forms
from bluepages.intake.outcome import Outcome, weigh
from bluepages.intake.parse import Answer, Answers
from bluepages.intake.proposal import Held, Made, Origin, Proposal, propose
from bluepages.intake.safety import told
from bluepages.problems import Edit, Problem
from bluepages.records.book import Book
from bluepages.report.markdown import escape
from bluepages.vocabulary import Vocabulary

__all__ = ["Considered", "Subject", "Submission", "aside", "consider", "own_words", "problems", "read", "subject",
           "tell"]  # fmt: skip

UNSAFE: Final = "unsafe"
_STAFF: Final = ("staff", "staff of the provider")
_OWN: Final = ("name", "description", "eligibility", "price", "source", "details", "hours", "more_languages", "street")
_ANSWERED: Final = ("phone", "hours", "street", "city", "zip", "eligibility", "closed_on")
"""What of a report says what is right, so that it can be proposed and not only told."""

_HOW: Final = {
    "staff": "I work there.", "used": "I have been there.", "called": "I called them.",
    "website": "Their website says so.", "told": "Somebody told me.",
}  # fmt: skip


class Subject(msgspec.Struct, frozen=True):
    """What a submission is about, each `""` where it does not say; `reason` "unsafe" is a safety report."""

    slug: str = ""
    service: str = ""
    location: str = ""
    reason: str = ""


class Considered(msgspec.Struct, frozen=True):
    """What is to become of a submission.

    A `proposal` is good and becomes a branch; a `thread` joins the one review of its title; of an `issue` a person
    must make something; what is `held` is shown to nobody by itself. `body` is harmless Markdown.
    """

    kind: Literal["proposal", "thread", "issue", "held"]
    outcome: Outcome = Outcome()
    title: str = ""
    body: str = ""
    commit: str = ""


def problems(book: Book, submission: Submission) -> tuple[Problem, ...]:
    """What the person must mend before it is taken; `field` is the form's field."""
    return quick.problems(book, webforms(book), submission)


def subject(submission: Submission) -> Subject:
    """What it is about, as the form says it."""
    said = submission.text("record")
    slug = slug_of(said) if said else ""
    return Subject(slug, submission.text("service"), submission.text("place"), submission.text("reason"))


def own_words(submission: Submission) -> dict[str, str]:
    """Free texts that would become public, by field."""
    return {name: submission.text(name) for name in _OWN if submission.text(name)}


def consider(book: Book, submission: Submission, ident: str, day: date, today: date) -> Considered:
    """The same checks as for everybody. `ident`, hexadecimal, names branch and source; `day` is when it came."""
    if subject(submission).reason == UNSAFE:
        return Considered("held")
    provider = submission.text("how") in _STAFF
    origin = Origin(0, "", min(day, today), ident=ident, provider=provider)
    making = {"suggest": _suggested, "report": _reported, "confirm": _confirmed}.get(submission.form)
    return making(book, submission, origin, today) if making else Considered("held")


def _suggested(book: Book, made: Submission, origin: Origin, today: date) -> Considered:
    answers = _added(book, made)
    outcome = _weighed(book, answers, origin, today, lambda proposal: _with_needs(proposal, made))
    return _considered(book, made, outcome) or _issue(book, made, outcome)


def _reported(book: Book, made: Submission, origin: Origin, today: date) -> Considered:
    entry = find(book, made.text("record"))
    screened = told(book, _flag(book, made))
    if screened.held or screened.personal or entry is None or entry.provider is None:
        return Considered("held", screened)
    if any(made.text(name) for name in _ANSWERED):
        outcome = _weighed(book, _corrected(book, made, entry.slug), origin, today)
        if found := _considered(book, made, outcome):
            return found
    return tell(book, made)


def tell(book: Book, submission: Submission) -> Considered:
    """A report that only joins the one review of its record and reason; what is no report is held.

    It was considered before, and may be shown.
    """
    entry = find(book, submission.text("record"))
    if submission.form != "report" or entry is None or entry.provider is None:
        return Considered("held")
    title = f"Review: {entry.slug}: {submission.text('reason')}"
    return Considered("thread", title=title, body=describe.within(_told(book, submission, entry.provider.name)))


def _confirmed(book: Book, made: Submission, origin: Origin, today: date) -> Considered:
    values: dict[str, Answer] = {
        "record": made.text("record"), "how": made.text("how"), "date": origin.day.isoformat(),
        "service": made.text("service"), "covers": tuple(made.ticked("covers")),
    }  # fmt: skip
    answers = _answers(book, "confirm", made, values)
    outcome = _weighed(book, answers, origin, today)
    return _considered(book, made, outcome) or _issue(book, made, outcome)


def _considered(book: Book, made: Submission, outcome: Outcome) -> Considered | None:
    """A good proposal, or one that must be held; `None` for one that a person must look at."""
    if outcome.held or outcome.personal:
        return Considered("held", outcome)
    if not outcome.good or outcome.proposal is None:
        return None
    body = f"{describe.body(outcome, book)}\n## What was sent\n\n{_told(book, made)}\n"
    return Considered(
        "proposal", outcome, describe.title(outcome), describe.within(body), describe.commit_message(outcome.proposal)
    )


def _weighed(
    book: Book, answers: Answers, origin: Origin, today: date, more: Callable[[Proposal], Proposal] | None = None
) -> Outcome:
    """Screened, proposed, applied and checked, as the answers of an issue form are."""
    screened = told(book, answers)
    if screened.held or screened.personal:
        return screened
    try:
        asked = propose(book, answers, origin)
    except Held:
        return Outcome(held=True)
    if asked.proposal is None:
        return Outcome(problems=asked.faults or (_vague(),))
    outcome = weigh(book, more(asked.proposal) if more else asked.proposal, today)
    return _with_faults(outcome, asked)


def _with_faults(outcome: Outcome, asked: Made) -> Outcome:
    if not asked.faults or outcome.held or outcome.personal:
        return outcome
    return msgspec.structs.replace(outcome, problems=(*asked.faults, *outcome.problems))


def _vague() -> Problem:
    return Problem("FORM", "error", "", 0, "", "This cannot be made into a record by itself: a person has to look.")


def _added(book: Book, made: Submission) -> Answers:
    """The answers of "Add a service"."""
    text = made.text
    needs = [book.vocabulary.needs[need] for need in made.ticked("needs") if need in book.vocabulary.needs]
    named = "; ".join(need.label["en"] for need in needs)
    spoken = ", ".join(filter(None, [*made.ticked("languages"), text("more_languages")]))
    values: dict[str, Answer] = {
        "name": text("name"), "county": county_of(book, made), "description": text("description") or f"{named}.",
        "service": needs[0].label["en"] if needs else "", "need": needs[0].id if needs else "",
        "hidden": "yes" if text("where") == "private" else "no", "phone": text("phone"), "website": _web(made),
        "email": text("office_email"), "street": text("street"), "city": text("city"), "zip": text("zip"),
        "hours": text("hours"), "eligibility": text("eligibility"), "languages": spoken,
        "cost": "free" if text("cost") == "free" else text("price"), "source": _source(made),
    }  # fmt: skip
    return _answers(book, "add", made, values)


def _with_needs(proposal: Proposal, made: Submission) -> Proposal:
    """All needs that were ticked; an issue form asks for one."""
    path = next((path for path, name in proposal.fields.items() if name == "need"), None)
    if path is None:
        return proposal
    edit = Edit(path, made.ticked("needs"))
    return msgspec.structs.replace(proposal, edits=(*proposal.edits, edit))


def county_of(book: Book, made: Submission) -> str:
    """The county that was chosen, else that of the ZIP code or the city; `""` where nobody can tell."""
    chosen = made.text("county")
    if chosen == STATEWIDE or chosen in book.vocabulary.counties:
        return chosen
    places = book.vocabulary.places
    spot = places.zip(made.text("zip")[:5]) or (places.city(made.text("city")) if made.text("city") else None)
    return spot.county if spot else ""


def _web(made: Submission) -> str:
    said = made.text("website")
    return f"https://{said}" if said and "://" not in said else said


def _source(made: Submission) -> str:
    """How they know, in a sentence or two."""
    said = " ".join(filter(None, [_HOW.get(made.text("how"), ""), made.text("source") or made.text("details")]))
    return said or "They did not say."


def _corrected(book: Book, made: Submission, slug: str) -> Answers:
    """The answers of "Correct or update"."""
    text = made.text
    values: dict[str, Answer] = {"record": slug, "service": text("service"), "place": text("place")}
    values |= {name: text(name) for name in ("old_phone", *_ANSWERED) if name != "closed_on"}
    values |= {"closed": text("closed_on"), "source": _source(made)}
    if text("reason") in ("phone", "moved", "address") and not text("service"):
        values.pop("service")
    return _answers(book, "correct", made, values)


def _flag(book: Book, made: Submission) -> Answers:
    """The answers of "Report a problem"; all that they say in their own words, to be screened."""
    said = "\n".join(own_words(made).values())
    values: dict[str, Answer] = {"record": made.text("record"), "reason": made.text("reason"), "details": said}
    return _answers(book, "report", made, values)


def _answers(book: Book, kind: Literal["add", "correct", "report", "confirm"], made: Submission,
             values: dict[str, Answer]) -> Answers:  # fmt: skip
    language: Literal["en", "es"] = "es" if made.language == "es" else "en"
    return Answers(issue_forms(book).forms[kind], language, {name: value for name, value in values.items() if value})


def _issue(book: Book, made: Submission, outcome: Outcome) -> Considered:
    """Something that a person must make something of: what was sent, and why it is no proposal yet."""
    name = made.text("name") or slug_of(made.text("record"))
    title = describe.quiet(f"{webforms(book).forms[made.form].name['en']}: {name}")
    why = "\n".join(f"- {escape(f'{problem.message} {problem.hint}'.strip())}" for problem in outcome.problems)
    if made.form == "suggest" and not county_of(book, made):
        why = "- In which county is it? Nothing that was sent tells."
    body = f"{_told(book, made)}\n\n**Why this is no proposal yet**\n\n{why}\n"
    return Considered("issue", outcome, title, describe.within(body))


def _told(book: Book, made: Submission, name: str = "") -> str:
    """What was sent, question by question, harmless as Markdown."""
    form, lines = webforms(book).forms[made.form], []
    if name:
        lines.append(f"**{escape(name)}**")
    for field in form.fields:
        shown = "; ".join(in_words(field, made))
        if shown and field.kind != "record":
            quoted = "\n".join(f"> {escape(line)}" for line in shown.split("\n"))
            lines.append(f"{escape(field.label[made.language])}\n\n{quoted}")
    return "\n\n".join(lines)


def webforms(book: Book) -> WebForms:
    """The web forms of a directory, made once for each book."""
    return _of(book)[0]


def issue_forms(book: Book) -> Forms:
    """Its issue forms."""
    return _of(book)[1]


_KEPT: Final[dict[int, tuple[Vocabulary, WebForms, Forms]]] = {}


def _of(book: Book) -> tuple[WebForms, Forms]:
    """Both, kept for the lists they were made of (which are kept too, so that their id stays theirs)."""
    lists, state = book.vocabulary, book.config.state_name
    if id(lists) not in _KEPT:
        if len(_KEPT) > 8:
            _KEPT.clear()
        _KEPT[id(lists)] = (lists, load_webforms(lists, state), load_forms(lists, state))
    _, web, issue = _KEPT[id(lists)]
    return web, issue
