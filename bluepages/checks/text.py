"""Texts: plain words, well spelled letters, nothing left over from a template (P701 to P706)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bluepages.checks.context import Context
from bluepages.model import Provider
from bluepages.problems import Edit, Path, Problem
from bluepages.records.book import Entry

LONG_NAME: Final = 100
"""Characters; names of public bodies are long, hardly any is longer than this."""

_HTML = re.compile(
    r"</?(?:a|b|br|p|i|u|em|strong|div|span|ul|ol|li|h[1-6]|table|tr|td|img|script|style|iframe|font|hr|object|form|input"
    r"|svg|video|center)\b[^<>]*>|&(?:amp|lt|gt|quot|apos|nbsp|rsquo|lsquo|ldquo|rdquo|ndash|mdash|#x?[0-9a-f]+);",
    re.IGNORECASE,
)
_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf€-™]|â€[\u0080-\u2122]|â\u0080[\u0080-\u00bf]|ï»¿|ï¿½|\ufffd|Ã\xad")
_PLACEHOLDER = re.compile(
    r"\s*(?:n/?a|n\.a\.|tbd|tba|tbc|none|null|nil|unknown|undefined|nan|test(?:ing)?|xxx+|asdf+|foo|bar|\?+|-+|\.+"
    r"|to be (?:determined|announced|added|confirmed)|coming soon|pending|description(?: here)?|your (?:name|text) here"
    r"|not available|no description|insert .{1,40} here|example)\s*\.?\s*",
    re.IGNORECASE,
)
_LOREM = re.compile(
    r"\blorem ipsum|dolor sit amet|(?-i:\b(?:TODO|FIXME)\b)|\[(?:insert|your|name|todo)[^\]]*\]", re.IGNORECASE
)
_SPACES = re.compile(r"^\s|\s$|[ \t\u00a0]{2,}|\u00a0|[ \t]+\n")
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{4,}\b")
_NAMES = frozenset({"name", "alternate_name"})
_MAY_BE_SHORT = frozenset({"cost", "option", "by", "how", "city", "note", "text"})

_LOUD = re.compile(r"[A-ZÀ-Þ]{4}[^a-zà-þ]*[\W_][A-ZÀ-Þ]{4}")
_LEFT_OVER = ("lorem", "dolor sit", "todo", "fixme", "[")
_SHORT: Final = 40


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All texts of one record."""
    said = context.texts_of(provider)
    if _is_suspect([text for _, text in said]):
        for path, text in said:
            if _is_suspect([text]):
                yield from _text(entry, path, text)
    for path, text in said:
        if len(text) > LONG_NAME and path[-1] in _NAMES:
            hint = "Keep the name that people know, and move the rest to the description."
            yield entry.problem("P706", path, f"The name has {len(text)} characters.", hint)


def _is_suspect(said: list[str]) -> bool:
    """One quick look over all texts of a record: whether any of them deserves a look for itself."""
    joined = "\n".join(said)
    if not joined.isascii() and (_MOJIBAKE.search(joined) or "\u00a0" in joined):
        return True
    if "<" in joined or "&" in joined or "  " in joined or "\t" in joined or _LOUD.search(joined):
        return True
    lower = joined.lower()
    if any(word in lower for word in _LEFT_OVER):
        return True
    return any(
        text[0].isspace() or text[-1].isspace() or (len(text) < _SHORT and _PLACEHOLDER.fullmatch(text))
        for text in said if text
    )  # fmt: skip


def _text(entry: Entry, path: Path, text: str) -> Iterator[Problem]:
    if _HTML.search(text):
        yield entry.problem("P701", path, f"{_show(_HTML, text)} is HTML, which people will see as it is.",
                            "Write plain text.")  # fmt: skip
    if _MOJIBAKE.search(text):
        mended = mend(text)
        hint = f'Write "{_cut(mended)}".' if mended else "Type the words again."
        fix = (Edit(path, mended),) if mended else ()
        yield entry.problem("P702", path, "Some letters are garbled: they were read in the wrong encoding.", hint, fix)
    if _LOREM.search(text) or (path[-1] not in _MAY_BE_SHORT and _PLACEHOLDER.fullmatch(text)):
        hint = "Leave the key out where nothing is known."
        yield entry.problem("P703", path, f'"{_cut(text)}" is placeholder text.', hint)
    if is_shouting(text):
        yield entry.problem("P704", path, "This is written in capital letters.", "Write it as in a letter: Food Bank.")
    spaced = tidy(text)
    if spaced != text and spaced:
        fix = (Edit(path, spaced),)
        yield entry.problem("P705", path, "There are spaces before, after or twice within the text.", "", fix)


def is_shouting(text: str) -> bool:
    """Whether two or more long words, and most of the text's letters, are capitals; acronyms may be."""
    letters = [sign for sign in text if sign.isalpha()]
    loud = _CAPITALS.findall(text)
    return len(loud) >= 2 and sum(sign.isupper() for sign in letters) > 0.7 * len(letters) and len(letters) >= 12


def mend(text: str) -> str:
    """The text that was meant, where UTF-8 was read as Windows-1252 or Latin-1 (up to twice over); else `""`."""
    for _ in range(2):
        for encoding in ("cp1252", "latin-1"):
            try:
                text = text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            break
        else:
            return ""
        if not _MOJIBAKE.search(text):
            return text
    return ""


def tidy(text: str) -> str:
    """The text without spaces around it, at the ends of lines, or in pairs."""
    if not _SPACES.search(text):
        return text
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _show(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return _cut(match.group()) if match else ""


def _cut(text: str) -> str:
    clean = " ".join(text.split())
    return clean if len(clean) <= 60 else clean[:57] + "..."
