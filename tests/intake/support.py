"""Issues as GitHub writes them, and the events that tell of them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bluepages.intake.event import IssueEvent
from bluepages.intake.forms import CONSENT, Form, Forms, Kind, load_forms
from bluepages.intake.handle import Answer, consider
from bluepages.records.book import Book
from tests.support import kitchen, make_book, vocabulary

TODAY = date(2026, 11, 21)


@functools.cache
def forms() -> Forms:
    return load_forms(vocabulary(), "California")


def issue_body(kind: Kind, values: Mapping[str, str] | None = None, language: str = "en", consent: bool = True) -> str:
    """The text of an issue written with a form; choices by the option's id, everything else as it is typed."""
    return render(forms().forms[kind], values or {}, language, consent)


def render(form: Form, values: Mapping[str, str], language: str = "en", consent: bool = True) -> str:
    """As GitHub does it: a heading for each question, `_No response_` for a blank one, boxes with a cross or none."""
    assert not values.keys() - {field.id for field in form.fields}
    parts = []
    for field in form.fields:
        said = values.get(field.id, "")
        if field.kind == "choice":
            said = next((option.label[language] for option in field.options if option.id == said), said)
        elif field.kind == "ticks":
            ticked = {option.id for option in field.options} if field.id == CONSENT and consent else set(said.split())
            marks = [(("x" if option.id in ticked else " "), option.label[language]) for option in field.options]
            said = "\n".join(f"- [{mark}] {label}" for mark, label in marks)
        parts.append(f"### {field.label[language]}\n\n{said or '_No response_'}")
    return "\n\n".join(parts)


def event_data(body: str, number: int = 12, login: str = "rosa-example", **more: Any) -> dict[str, Any]:
    """An `issues` event with the fields that GitHub sends and we read, and a few that we do not."""
    issue = {
        "number": number, "title": "Correct: x", "body": body, "state": "open", "labels": [{"name": "intake"}],
        "user": {"login": login, "type": "User", "id": 1}, "updated_at": "2026-11-20T20:00:00Z", "comments": 0,
    }  # fmt: skip
    return {
        "action": "opened",
        "issue": {**issue, **more},
        "sender": {"login": login, "type": "User"},
        "repository": {},
    }


def event_file(folder: Path, data: object) -> Path:
    path = folder / "event.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def event(body: str, number: int = 12, login: str = "rosa-example") -> IssueEvent:
    return IssueEvent(number, "Correct: x", body, login, date(2026, 11, 20))


def book() -> Book:
    return make_book({"harbor-street-community-kitchen": kitchen()})


def answer(body: str, where: Book | None = None) -> Answer:
    return consider(where or book(), forms(), event(body), TODAY)


ADD = {
    "name": "Eastside Pantry", "county": "alameda", "description": "Neighbors who give out groceries.",
    "service": "Free groceries", "need": "food.pantry", "hidden": "no", "phone": "(510) 444-2231",
    "website": "https://eastsidepantry.org", "street": "2100 E 12th St", "city": "Oakland", "zip": "94606",
    "hours": "Mon-Fri 9am-5pm", "cost": "free", "languages": "English, Spanish", "source": "I called on Monday.",
}  # fmt: skip
CORRECT = {
    "record": "https://test.example.org/p/harbor-street-community-kitchen", "hours": "Mon-Fri 9am-4pm",
    "phone": "(510) 444-7788", "source": "I called on Monday.",
}  # fmt: skip
