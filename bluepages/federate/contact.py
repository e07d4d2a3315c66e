"""Telephones, mailboxes and web addresses out of the cells in which people keep them, prose and names included.

A number is taken only where everything beside it is understood: words for desks and kinds of lines. Beside a person's
name it may be that person's own, so it is left out (DESIGN 3, rule 6).
"""

from __future__ import annotations

import re
from typing import Any, Final

import phonenumbers

from bluepages.federate import clean
from bluepages.federate.journal import Journal
from bluepages.federate.persons import OFFICE

Data = dict[str, Any]
Where = tuple[str, int]

_TOLL_FREE: Final = ("800", "833", "844", "855", "866", "877", "888")
_KINDS: Final = (
    ("fax", re.compile(r"\bfax\b|\bfacsimile\b", re.IGNORECASE)),
    ("textphone", re.compile(r"\bt[dt][dy]\b|\btext ?phone\b|\btty/tdd\b", re.IGNORECASE)),
    ("text", re.compile(r"\btext(?:ing)?\b|\bsms\b", re.IGNORECASE)),
)
_SPLIT: Final = re.compile(r"[;\n|]|(?<=\d)\s*[,/]\s*(?=[(\d+])|\.\s+(?=[A-Z])")
_VANITY: Final = re.compile(r"\b(?:1[-. ]?)?\(?(8\d\d)\)?[-. ]*([A-Z0-9]{3}[-. ]?[A-Z0-9]{4})\b")
_SHORT: Final = re.compile(r"\A\D{0,4}([2-9]11|988)\D*\Z")
_EMPTY_EXTENSION: Final = re.compile(r"\b(?:ext(?:ension)?|x)\.?:?\s*\Z", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"\A\W{0,3}(?:ext(?:ension)?|x)\.?:?\s*#?\s*(\d{1,8})\b", re.IGNORECASE)
_MAIL: Final = re.compile(r"[A-Za-z0-9][\w.+%-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_URL: Final = re.compile(r"\s*[;,|]\s*(?=https?[:/]|www\.)|\s+(?=https?:/)|;\s*", re.IGNORECASE)


def phones(cell: str, where: Where, journal: Journal, field: str = "phones") -> list[Data]:
    """All sure telephones of a cell; what is not sure goes to the journal."""
    found: list[Data] = []
    plain = clean.text(cell)
    for part in filter(None, (part.strip(" .,-") for part in _SPLIT.split(plain))):
        for phone in _part(part, where, journal, field):
            if phone not in found:
                found.append(phone)
    return found


def _part(part: str, where: Where, journal: Journal, field: str) -> list[Data]:
    short = _SHORT.match(part)
    if short and len(re.sub(r"\D", "", part)) == 3:
        return [{"number": short.group(1)}]
    part = _spelled(part, journal)
    numbers = list(phonenumbers.PhoneNumberMatcher(part, "US", leniency=phonenumbers.Leniency.POSSIBLE))
    if not numbers:
        if any(sign.isalnum() for sign in part):
            journal.doubt(where, field, "not a telephone number that can be read", _shown(part))
        return []
    found: list[Data] = []
    at = 0
    for number, match in enumerate(numbers):
        following = numbers[number + 1].start if number + 1 < len(numbers) else len(part)
        phone = _phone(match, part, where, journal, field)
        before, after = part[at : match.start], part[match.end : following]
        extension = _EXTENSION.match(after)
        if extension:
            after = after[extension.end() :]
        at = following if number + 1 < len(numbers) else at
        if phone is None:
            continue
        if extension:
            phone["extension"] = extension.group(1)
        label = _EMPTY_EXTENSION.sub("", f"{before} {after}").strip(" :;,.-()/")
        if not _understood(label):
            journal.hide("telephones that stand beside a person's name or other words")
            journal.doubt(where, field, "a telephone beside words that may name a person")
            continue
        found.append(_kind(phone, label))
    return found


def _spelled(part: str, journal: Journal) -> str:
    """A toll-free number with letters as digits (`800 370-LEAD`); with other area codes letters may be anything."""
    match = _VANITY.search(part)
    if not match or match.group(1) not in _TOLL_FREE or not re.search(r"[A-Z]{3}", match.group(2)):
        return part
    digits = phonenumbers.convert_alpha_characters_in_number(match.group(2))
    journal.mend("telephones spelled with letters")
    return f"{part[: match.start()]}{match.group(1)}-{re.sub(r'[^0-9]', '', digits)}{part[match.end() :]}"


def _phone(match: phonenumbers.PhoneNumberMatch, part: str, where: Where, journal: Journal, field: str) -> Data | None:
    parsed = match.number
    number = str(parsed.national_number)
    fine = parsed.country_code == 1 and len(number) == 10 and number[0] not in "01" and number[3] not in "01"
    if not fine or len(set(number[3:])) == 1 or number[:3] == "999":
        journal.doubt(where, field, "not a whole US telephone number", _shown(part))
        return None
    phone: Data = {"number": f"{number[:3]}-{number[3:6]}-{number[6:]}"}
    if parsed.extension:
        phone["extension"] = parsed.extension[:10]
    return phone


def _shown(part: str) -> str:
    """A doubtful cell without what may be a name: digits and signs, and words that name no person."""
    return " ".join(word if _understood(word) or not word.isalpha() else "…" for word in part.split())[:60]


def _understood(label: str) -> bool:
    """Whether every word beside a number is one of desks and lines."""
    words = re.findall(r"[^\W\d_][\w'&-]*", label.lower())
    return all(word in OFFICE or (word.endswith("s") and word[:-1] in OFFICE) for word in words)


def _kind(phone: Data, label: str) -> Data:
    for kind, pattern in _KINDS:
        if pattern.search(label):
            phone["type"] = kind
            break
    words = " ".join(label.split())
    if (
        words
        and re.search(r"[A-Za-z]{3}", words)
        and not re.fullmatch(
            r"(?:tele)?phones?(?: numbers?)?|tel|call|main|office|voice|fax|tty|tdd|toll[ -]?free", words, re.IGNORECASE
        )
    ):
        phone["description"] = words[:120]
    return phone


def kind_of(said: str) -> str:
    """Our word for the kind of a line (`Fax`, `TTY`, `mobile`); `""` for a plain one, `cell` for a private one."""
    plain = said.casefold().strip()
    if plain in ("cell", "mobile", "cellular"):
        return "cell"
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")


def email(cell: str, where: Where, journal: Journal, name: str = "") -> str:
    """The first mailbox of a cell that is surely an office's, that of `name`; those of people are left out, counted."""
    plain = clean.text(cell)
    boxes = [match.group().rstrip(".") for match in _MAIL.finditer(plain)]
    if not boxes and plain:
        journal.doubt(where, "email", "not an e-mail address", plain if "@" not in plain else "")
    if len(boxes) > 1:
        journal.mend("cells with several e-mail addresses: the first office's was taken")
    for box in boxes:
        if journal.persons.owns(box, name):
            journal.hide("personal e-mail addresses")
        else:
            return box
    return ""


def url(cell: str, where: Where, journal: Journal, field: str = "website") -> str:
    """The first web address of a cell, mended where only its scheme is broken or missing."""
    plain = clean.text(cell).strip(" `'\"<>,;")
    if not plain:
        return ""
    parts = [part for part in _URL.split(plain) if part]
    if len(parts) > 1:
        journal.mend("cells with several web addresses: the first was taken")
    first = parts[0].strip(" `'\"<>,;").split("#:~:text=")[0]
    fixed = re.sub(r"\A(https?)[:;]?/{1,3}(?=[A-Za-z0-9])", r"\1://", first, flags=re.IGNORECASE)
    fixed = re.sub(r"\A(https?)//", r"\1://", fixed, flags=re.IGNORECASE)
    fixed = re.sub(r"\A(https?://)(?:https?:?/{0,2})+", r"\1", fixed, flags=re.IGNORECASE)
    found = clean.url(fixed)
    if not found or " " in fixed:
        journal.doubt(where, field, "not a web address", plain)
        return ""
    if fixed != first:
        journal.mend("web addresses with a broken beginning")
    elif "://" not in first:
        journal.mend("web addresses without https:// in front")
    return found[:500]
