"""People's own data, secrets and hidden text (DESIGN 3, rule 6; P404 to P410). No message repeats a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bluepages.checks.context import Context
from bluepages.checks.walk import emails, phone_lists
from bluepages.model import Provider
from bluepages.problems import Path, Problem
from bluepages.records.book import Entry
from bluepages.rules import RULES

_HOSTS = (
    "gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com aol.com"
    " icloud.com me.com mac.com comcast.net sbcglobal.net att.net pacbell.net verizon.net cox.net charter.net"
    " earthlink.net proton.me protonmail.com gmx.com mail.com zoho.com"
)
MAIL_HOSTS: Final = frozenset(_HOSTS.split())
"""Hosts where people keep their own mail."""

_SSN = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_SPOKEN_SSN = re.compile(
    r"\b(?:ssn|social security (?:number|no))\W{0,4}(?:is\W{0,3})?\d{3}[- ]?\d{2}[- ]?\d{4}\b", re.I
)
_CARD = re.compile(r"(?<![\w.-])[3-6]\d{3}(?:[ -]?\d){9,15}(?![\w-])")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_BIRTH = re.compile(
    r"\b(?:born(?: on)?|birth ?da(?:te|y)|date of birth|d\.?o\.?b\.?|nacid[oa] el|fecha de nacimiento)"
    r"\W{0,4}(?:is\W{0,3})?"
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|(?:[A-Za-z]{3,10}\.? \d{1,2}|\d{1,2} (?:de )?[A-Za-z]{3,10}),? (?:de )?\d{4})",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}"
    r"|AIza[\w-]{30,}|\bsk-[\w-]{20,}|\bsk_live_\w{16,}|BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\."
    r"|(?i:\b(?:password|passwort|contraseña|api[_ ]?key|token)\s*[:=]\s*\S{4,})",
)
_HIDDEN = re.compile(
    r"<!--|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|&#(?:x200|820|8288|x2060|173;|xad)"
    r"|&(?:shy|zwj|zwnj|nbsp);"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\ufff9-\ufffb\U000e0100-\U000e01ef]"
    "|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?i:personal|private|home) (?:cell|phone|mobile|number|line)\b|\b(?i:his|her|my) (?:cell|phone|mobile|number)\b"
    r"|\b[Cc]ell(?:phone| phone)?\b|\b[Aa]sk for (?!(?:the|a|an|any|help|information|intake|our|your)\b)[A-Z][a-z]+"
    r"|\b(?:Mr|Mrs|Ms|Miss|Sra?|Srta)\.? [A-Z][a-z]+|\b[Pp]regunte por [A-Z][a-z]+|\b[Cc]elular (?:de|personal)\b",
)

_DIGITS = re.compile(r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}|[0-9]{4}[ -]?[0-9]{4}")
_WORDS = ("born", "birth", "dob", "d.o.b", "nacid", "nacim", "passw", "contraseña", "token", "key", "display",
          "visibility", "font-size")  # fmt: skip
_SIGNS = (
    "@",
    "<!--",
    "&",
    "AKIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat",
    "AIza",
    "sk-",
    "sk_",
    "eyJ",
    "glpat",
    "xox",
)


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All texts, phones and mailboxes of one record."""
    said = context.texts_of(provider)
    if is_suspect("\n".join(text for _, text in said)):
        for path, text in said:
            if is_suspect(text):
                yield from _text(entry, path, text)
    for path, email in emails(provider):
        if email.rpartition("@")[2].lower() in MAIL_HOSTS:
            yield _found(entry, "P406", path)
    for path, phones in phone_lists(provider):
        for at, phone in enumerate(phones):
            if phone.type == "cell" or (phone.description and _PERSON.search(phone.description)):
                yield _found(entry, "P407", (*path, at))


def is_suspect(joined: str) -> bool:
    """One quick look over a text, or many at once: whether any of them deserves a look for itself."""
    lower = joined.lower()
    return (
        any(sign in joined for sign in _SIGNS)
        or any(word in lower for word in _WORDS)
        or bool(_DIGITS.search(joined))
        or (not joined.isascii() and bool(_HIDDEN.search(joined)))
    )


def _text(entry: Entry, path: Path, text: str) -> Iterator[Problem]:
    for rule in rules_in(text):
        yield _found(entry, rule, path)


def rules_in(text: str) -> Iterator[str]:
    """The rules that a text breaks, wherever it stands."""
    if _SSN.search(text) or _SPOKEN_SSN.search(text):
        yield "P404"
    if any(is_card(match.group()) for match in _CARD.finditer(text)):
        yield "P405"
    if any(match[1].lower() in MAIL_HOSTS for match in _MAIL.finditer(text)):
        yield "P406"
    if _BIRTH.search(text):
        yield "P408"
    if _SECRET.search(text):
        yield "P409"
    if _HIDDEN.search(text):
        yield "P410"


def names_a_person(text: str) -> bool:
    """Whether a text speaks of one person's own telephone, or of a person by name."""
    return bool(_PERSON.search(text))


def is_card(text: str) -> bool:
    """Whether digits are a payment card's by length, first digit and check digit (ISO/IEC 7812-1, annex B)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) < 2:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def _found(entry: Entry, rule: str, path: Path) -> Problem:
    return entry.problem(rule, path, f"{RULES[rule].title}.", RULES[rule].advice)
