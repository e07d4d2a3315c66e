"""What must not become public by itself: people's data, an address that should stay hidden, a client's own story.

A public issue is public at once and for ever, so this is judged carefully rather than well: what is held is looked at
by a person, who releases it with one click. Nothing here deletes or refuses anything.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Final

from bluepages.checks import personal
from bluepages.checks.context import Context
from bluepages.checks.phonenumber import canonical
from bluepages.checks.privacy import is_sensitive, speaks_of_shelter
from bluepages.checks.streets import is_map_link, streets_in
from bluepages.enrich.secrets import hidden_streets
from bluepages.intake.safety import alarming
from bluepages.records.book import Book

SAFETY: Final = "safety"
MOST_LINKS: Final = 2

_ANY_DAY: Final = datetime.date(2000, 1, 1)
"""None of this depends on the day."""

_LINK = re.compile(r"https?://|www\.|\[url|<a\b|\[[^\]]*\]\(", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.-])(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?\d{3}[ .-]?\d{4}(?![\w-])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OWN = re.compile(
    r"\bmy (?:own )?(?:cell|mobile|phone|number|e-?mail|name|address)\b"
    r"|\b(?:call|text|reach|contact|e-?mail|write) me\b"
    r"|\bmi (?:n[uú]mero|celular|tel[eé]fono|correo|nombre|direcci[oó]n)\b"
    r"|\bme llamo\b|\b(?:ll[aá]m[ae]|escr[ií]ba)me\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bmy name(?:['’]s| is)\b|\bme llamo\b|\bmi nombre es\b", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:my|mi|mis|his|her|their|su) (?:\w+ )?(?:son|daughter|child|kids?|children|baby|husband|wife|partner"
    r"|boyfriend|girlfriend|mother|mom|father|dad|sister|brother|client|patient|neighbou?r|hij[oa]s?|ni[ñn][oa]s?|beb[eé]"
    r"|espos[oa]|marido|pareja|novi[oa]|madre|mam[aá]|padre|pap[aá]|herman[oa]|cliente|paciente|vecin[oa])\b",
    re.IGNORECASE,
)
_TOPICS: Final = (
    r"\b(?:hiv|aids|cancer|pregnan\w*|abortion|miscarr\w*|suicid\w*|overdos\w*|addict\w*|relaps\w*|sober|heroin|meth"
    r"|fentanyl|bipolar|schizo\w*|ptsd|depress\w*|diagnos\w*|undocumented|deport\w*|asylum|visa|green card|immigra\w*"
    r"|evict\w*|homeless|foster care|custody|cps|parole|probation|prison|jail|arrest\w*|felon\w*|raped?|molest\w*"
    r"|beat(?:en|s|ing)?|abus\w*|violen\w*|assault\w*|traffick\w*|disab\w*|unemployed|laid off|bankrupt\w*"
    r"|vih|sida|c[aá]ncer|embaraz\w*|aborto|sobredosis|adict\w*|reca[ií]d\w*|diagn[oó]stic\w*|indocumentad\w*"
    r"|deportad\w*|asilo|inmigra\w*|desaloj\w*|sin (?:hogar|techo)|libertad condicional|c[aá]rcel|prisi[oó]n|detenid\w*"
    r"|viola(?:da|do|ron)|golpe\w*|maltrat\w*|discapaci\w*|desemplead\w*)\b"
)
_TOPIC = re.compile(_TOPICS, re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:(?:i|we) (?:am|was|were|have|had|got|became|suffer\w*|tested)\b(?! (?:told|sent|asked|given|called))"
    r"|i['’](?:m|ve|d)\b|(?:yo |nosotros )?(?:estoy|fui|soy|tengo|estaba|estuve|fuimos|somos)\b"
    rf"|my\b|mis?\b|me\b)[^.!?\n]{{0,40}}?{_TOPICS}",
    re.IGNORECASE,
)
_MEANING: Final = {"P404": "personal", "P405": "personal", "P406": "personal", "P408": "personal", "P409": "personal",
                   "P410": "hidden"}  # fmt: skip


def judge(
    book: Book, slug: str, words: Mapping[str, str], values: Iterable[str], *, needs: Iterable[str] = ()
) -> list[str]:
    """Why a steward should look first, as codes. `words` are free texts, `values` all answers, of one submission.

    `slug` is the record it is about, `""` for a new one, whose `needs` then count.
    """
    everything = list(values)
    said = "\n".join(words.values())
    found: list[str] = []
    if (slug and alarming(said)) or _hides(book, slug, needs, "\n".join(everything)):
        found.append("confidential")
    found += _personal(said, everything)
    if _story(said):
        found.append("story")
    if len(_LINK.findall(said)) > MOST_LINKS or re.search(r"\[url|<a\b", said, re.IGNORECASE):
        found.append("links")
    return list(dict.fromkeys(found))


def screen_reply(book: Book, slug: str, text: str) -> list[str]:
    """The same for an answer to a steward's question, which goes into a public discussion."""
    return judge(book, slug, {"answer": text}, (text,))


def _personal(said: str, everything: Iterable[str]) -> list[str]:
    found = [_MEANING[rule] for text in everything for rule in personal.rules_in(text)]
    reached = any(canonical(match.group()) for match in _NUMBER.finditer(said)) or _MAIL.search(said)
    if personal.names_a_person(said) or _NAMED.search(said) or (reached and _OWN.search(said)):
        found.append("personal")
    return found


def _story(said: str) -> bool:
    """Whether somebody tells of their own life, or of somebody else's."""
    return bool(_TOLD.search(said) or (_KIN.search(said) and _TOPIC.search(said)))


def _hides(book: Book, slug: str, needs: Iterable[str], text: str) -> bool:
    """Whether a text tells a street of a record that has, or should have, a place that stays hidden."""
    hidden = hidden_streets(book)
    if hidden is not None and hidden.search(text):
        return True  # whichever record it is sent to
    if not (streets_in(text) or is_map_link(text)):
        return False
    context = Context(book, _ANY_DAY)
    if not slug:
        return any(need in context.sensitive for need in needs) or speaks_of_shelter(text)
    entry = book.by_slug.get(book.redirects.get(slug, slug))
    if entry is None or entry.confidential or entry.provider is None:
        return True
    provider = entry.provider
    return any(is_sensitive(service, provider, context) for service in provider.services.values())
