"""Texts of other directories as plain text: no HTML, no padding, no placeholders; and what free words say of languages
and access.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from bluepages.federate import clean
from bluepages.federate.journal import Journal
from bluepages.vocabulary import Vocabulary

Where = tuple[str, int]

_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--")
_ENTITY: Final = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_BLOCK: Final = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table)\b[^<>]*>", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    r"(?:lorem ipsum\b.*|n\.?/?a\.?|none\.?|null|nil|unknown|tbd|tba|test|testing|see notes?\.?|see above\.?|same\.?"
    r"|not (?:applicable|available)\.?|no (?:description|information)(?: available)?\.?|[-.?*x ]{1,6}|\.{2,})",
    re.IGNORECASE | re.DOTALL,
)
_DUMMY: Final = re.compile(r"\[?\bNOTE THIS IS NOT A REAL\b|\blorem ipsum\b", re.IGNORECASE)
_NAMES: Final = frozenset({"name", "alternate_name", "legal_status", "hours"})  # of hours no word may be missing
_KEPT_NONE: Final = frozenset({"cost", "fees"})
_HELPED: Final = re.compile(
    r"interpret|translat|language line|accommodation|arrangement|bilingual|sign language|\basl\b|relay", re.IGNORECASE
)
_ACCESS: Final = {
    "disabled parking": "accessible-parking", "handicap parking": "accessible-parking", "ramp": "step-free-entrance",
    "restroom": "accessible-restroom", "wheelchair": "wheelchair-accessible", "elevator": "elevator",
    "tty": "text-telephone", "tape braille": "braille", "deaf interpreter": "sign-language",
    "wheelchair accessible": "wheelchair-accessible", "ada": "wheelchair-accessible",
    "ada compliant": "wheelchair-accessible",
    "ada complaint": "wheelchair-accessible", "sign language": "sign-language", "asl": "sign-language",
}  # fmt: skip
_BESIDE: Final = re.compile(r"\b(?:languages?|spoken|speaking|available|staff)\b", re.IGNORECASE)


def text(cell: str, field: str, journal: Journal, most: int = 5000) -> str:
    """One paragraph of plain text; `""` for a placeholder. Longer than `most`, it ends at a sentence before that."""
    if not cell:
        return ""
    plain = cell
    if _TAG.search(plain):
        plain = unmark(plain)
        journal.mend(f"HTML in {field}")
    if _ENTITY.search(plain):
        plain = html.unescape(html.unescape(plain))
        journal.mend(f"HTML signs such as &amp; in {field}")
    if field not in _NAMES:
        plain = _without_people(plain, journal)
    free = field in _KEPT_NONE and re.fullmatch(r"none\.?", plain.strip(), re.IGNORECASE)
    plain = plain.strip() if free else clean.text(plain)  # of costs, “None” says something
    dummy = _DUMMY.search(plain)
    if dummy:
        plain = plain[: dummy.start()].strip()
        journal.mend(f"dummy text in {field}")
    if plain and _PLACEHOLDER.fullmatch(plain) and not (field in _KEPT_NONE and plain.lower().startswith("none")):
        journal.mend(f"placeholders in {field}")
        return ""
    if len(plain) > most:
        journal.mend(f"{field} cut at {most} letters")
        plain = shorten(plain, most)
    return plain


def _without_people(plain: str, journal: Journal) -> str:
    """Line by line: what stands on a line of its own goes alone."""
    kept = []
    for line in plain.splitlines():
        rest, named = journal.persons.without(clean.text(line))
        if named:
            journal.private["sentences that name a person, or a private line"] += named
        if rest or not named:
            kept.append(rest if named else line)
    return "\n".join(kept)


def unmark(markup: str) -> str:
    """HTML as plain text, its blocks on lines of their own."""
    import nh3

    spaced = _BLOCK.sub(lambda match: f"\n{match.group()}", markup)
    return html.unescape(nh3.clean(spaced, tags=set(), attributes={}))


def shorten(plain: str, most: int) -> str:
    """The text up to the last sentence, or word, that fits."""
    cut = plain[: most - 1]
    end = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    if end > most // 2:
        return cut[: end + 1]
    return cut[: max(cut.rfind(" "), most // 2)].rstrip(" ,;:-") + "\u2026"


def parts(cell: str) -> list[str]:
    """The entries of a list in a cell."""
    return [part.strip(" .") for part in re.split(r"[,;|/\n]|\band\b|&", cell) if part.strip(" .")]


def languages(cells: Iterable[str], words: Vocabulary, where: Where, journal: Journal) -> tuple[list[str], str]:
    """Codes of the languages named, and the words that speak of interpreters instead."""
    names = language_names(words)
    codes: list[str] = []
    helped: list[str] = []
    for cell in cells:
        plain = clean.text(cell)
        if not plain:
            continue
        unread = []
        for part in parts(_BESIDE.sub(" ", plain)):
            inner = re.fullmatch(r"(.+?)\s*\((.+)\)", part)
            options = [part, inner.group(2), inner.group(1)] if inner else [part]
            keys = [" ".join(option.casefold().split()) for option in options]
            code = next((names[key] for key in keys if key in names), "")
            if code:
                codes += [code] if code not in codes else []
            else:
                unread.append(part)
        if unread and _HELPED.search(plain):
            helped.append(plain)
        elif unread:
            journal.doubt(where, "languages", "not a language that is known", "; ".join(unread))
    return codes, " ".join(dict.fromkeys(helped))[:300]


def language_names(words: Vocabulary) -> dict[str, str]:
    """Every name of every language in small letters, with its code."""
    found: dict[str, str] = {}
    for code, language in words.languages.items():
        for name in (code, *language.name.values(), language.own_name, language.iso639_3, *language.synonyms):
            if name:
                found.setdefault(name.casefold(), code)
    return found


def accessibility(cells: Iterable[str], words: Vocabulary, journal: Journal) -> tuple[list[str], str]:
    """Features of our list, and what else is said, in words."""
    names = {label.casefold(): key for key, item in words.accessibility.items()
             for label in (key, key.replace("-", " "), item.label.get("en", ""), *item.synonyms)}  # fmt: skip
    found: list[str] = []
    rest: list[str] = []
    for cell in cells:
        plain = text(cell, "accessibility", journal, 500).strip(" ,")
        if not plain:
            continue
        marks = [part.casefold().replace("_", " ").strip() for part in re.split(r"[,;|]", plain)]
        known = [_ACCESS.get(mark) or names.get(mark) for mark in marks]
        if all(key in words.accessibility for key in known if key) and all(known):
            found += [key for key in known if key and key not in found]
        else:
            rest.append(plain)
    return found, " ".join(dict.fromkeys(rest))[:500]
