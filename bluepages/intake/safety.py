"""What people write in their own words beside a record: whether it may be shown at all.

Judged carefully rather than well: what is held is looked at by a person, and what was shown cannot be taken back.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from bluepages.checks import personal
from bluepages.checks.context import Context
from bluepages.checks.privacy import is_sensitive
from bluepages.checks.streets import is_map_link, streets_in
from bluepages.enrich.secrets import hidden_streets
from bluepages.intake.outcome import HELD, PERSONAL, Outcome
from bluepages.intake.parse import Answers
from bluepages.intake.target import Unclear, find_record
from bluepages.problems import Problem
from bluepages.records.book import Book, Entry
from bluepages.records.load import read_entry
from bluepages.records.schema import provider_schema
from bluepages.records.write import write

_ANY_DAY: Final = datetime.date(2000, 1, 1)
"""None of these rules depends on the day."""

OWN_WORDS: Final = ("source", "details", "thoughts", "operator", "others", "format", "collected", "hsds", "api",
                    "modernising", "sharing", "stewards", "said")  # fmt: skip
_PLACE: Final = r"(?:(?!old|wrong|former|first|second)\w+ ){0,2}(?:address|location|street|map)"
_LUGAR: Final = r"(?:\w+ ){0,2}(?:direcci[oó]n|ubicaci[oó]n|calle|mapa)"
_OUT: Final = (
    r"public(?:ly)?|shown|visible|published|displayed|online|on (?:the|this|a) (?:map|site|page|web\w*|internet)"
)
_ALARMS: Final = (
    r"un-?safe|not safe|danger\w*|confidential|secret|safe ?house|in hiding|stalk\w*|abuser|abusive|threat\w*",
    r"(?:ex-?)?husband|ex-?wife|(?:boy|girl)friend|my ex|restraining order|(?:find|found) (?:me|her)|raid(?:s|ed)?",
    r"domestic violence|dv|battered|wom[ae]n'?s shelter|shelter for (?:\w+ )?wom[ae]n",
    r"peligros\w*|insegur\w*|confidencial|secret[oa]|escondid\w*|acos\w*|maltrat\w*|casa segura|amenaz\w*|la migra",
    r"(?:mi|su) ex|(?:ex-?)?(?:marido|esposo|novi[oa])|ex-?pareja|violencia (?:dom[eé]stica|familiar|de g[eé]nero)",
    r"me encontr[oó]|(?:albergue|refugio) (?:de|para) (?:mujeres|v[ií]ctimas)",
    # That it must not be shown, or be taken away: of an address that is only wrong, people say that it is wrong.
    rf"(?:should|must|may|can|ought)(?:n't|not| not| never)(?: ever)?(?: to)? be (?:\w+ )?(?:{_OUT})",
    r"(?:be|stay|remain|kept|keep (?:it|this)) (?:private|hidden|unlisted|withheld)|is (?:private|unlisted|withheld)",
    rf"(?:hide|remove|delete|(?:do not|don't|never|stop) (?:show|publish|list|display)(?:ing)?) {_PLACE}",
    rf"take (?:down|off|away|out) {_PLACE}|take {_PLACE} (?:down|off|away|out)",
    r"no (?:se )?(?:deb|pued)\w+ (?:ser p[uú]blic|aparec|mostr|publicar|salir|estar en (?:el|la|internet))\w*",
    rf"(?:quit|borr|elimin|escond|ocult)\w+ {_LUGAR}",
)
_UNSAFE: Final = re.compile(rf"\b(?:{'|'.join(_ALARMS)})\b", re.IGNORECASE)
_WHERE: Final = re.compile(
    r"\b(?:address|location|street|map|where (?:it|she|they)|shows?|listed|direcci[oó]n|ubicaci[oó]n|calle|mapa|lugar"
    r"|muestra|aparece)\b",
    re.IGNORECASE,
)


def told(book: Book, answers: Answers, title: str = "") -> Outcome:
    """`HELD` where a text may be about a place that must stay hidden; fields that hold somebody's own data.

    `title` is that of the issue: some say there what the form did not ask.
    """
    texts = {name: answers.text(name) for name in OWN_WORDS if answers.text(name)}
    about = " ".join(filter(None, (title, *texts.values())))
    if answers.form.kind in ("report", "correct", "confirm", "project") and alarming(about):
        return HELD
    if tells_hidden(book, "\n".join(map(str, answers.values.values()))):
        return HELD  # whichever record it is about
    tells = streets_in(about) or is_map_link(about) or answers.text("street") or answers.text("zip")
    if tells and _hides(book, answers):
        return HELD
    return Outcome(personal=tuple(name for name, text in texts.items() if _rules(book, text) & PERSONAL))


def tells_hidden(book: Book, text: str) -> bool:
    """Whether a text has the street of a place that is hidden now, or was."""
    hidden = hidden_streets(book)
    return hidden is not None and bool(hidden.search(text))


def alarming(text: str) -> bool:
    """Whether a text about a record may say that its address must not be shown."""
    plain = " ".join(text.replace("\u2019", "'").split())
    return bool(_UNSAFE.search(plain) and _WHERE.search(plain))


def _hides(book: Book, answers: Answers) -> bool:
    """Whether the form is about a record with, or of the kind that has, a place that stays hidden."""
    context = Context(book, _ANY_DAY)
    if answers.form.kind == "add":
        return answers.text("hidden") == "yes" or answers.text("need") in context.sensitive
    if answers.form.kind in ("county", "project"):
        return False
    try:
        provider = (entry := find_record(book, answers)).provider
    except Unclear:
        return False
    if entry.confidential or provider is None:
        return True
    return any(is_sensitive(service, provider, context) for service in provider.services.values())


def _rules(book: Book, text: str) -> set[str]:
    """The rules about people's own data that a text breaks, as it would if it stood in a record."""
    data = {
        "name": "A",
        "description": text,
        "services": {"a": {"name": "A", "needs": ["a"]}},
        "sources": [{"ref": "a"}],
    }
    entry: Entry = read_entry(book.root, "a.yaml", write(data, provider_schema()).encode())
    return {problem.rule for problem in _problems(entry, book)}


def _problems(entry: Entry, book: Book) -> Iterator[Problem]:
    if entry.provider is not None:
        yield from personal.check(entry, entry.provider, Context(book, _ANY_DAY))
