"""Bytes that people send as text, read as what they meant: one encoding, another, or two in one file.

UTF-8 decides where it fits. Elsewhere each line that is not UTF-8 is read in the single-byte encoding that leaves the
least nonsense behind, and what was garbled on an earlier journey is mended by ftfy. What was done is said in notes.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterable
from typing import Final

import msgspec

from bluepages.errors import Complaint

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES: Final = ("cp1252", "mac_roman", "latin-1")
_ODD: Final = re.compile(r"[\x80-\x9f\u2021\u2030\u00b8\u02c6\u02dc\u00a4\u00a6\ufb01\ufb02\u25ca\uf8ff]")
_BREAKS: Final = re.compile(rb"\r\n|\r|\n")


class Text(msgspec.Struct, frozen=True):
    """What the bytes say, and what had to be done to read them."""

    text: str
    notes: tuple[str, ...] = ()


def decode(source: bytes, name: str, encoding: str = "") -> Text:
    """The text of a file called `name`. Raises `Complaint` where it is no text at all, or not in `encoding`."""
    notes: list[str] = []
    mark = next((wanted for bom, wanted in _MARKS if source.startswith(bom)), "")
    if encoding or mark:
        text = _plainly(source, name, encoding or mark)
    else:
        try:
            text = source.decode()
        except UnicodeDecodeError:
            text = _by_lines(source, name, notes)
    mended = ungarble(text)
    if mended != text:
        notes.append("garbled letters were put right (they had been saved in the wrong encoding once before)")
    if "\r" in mended and "\n" not in mended:
        notes.append("its lines end in the old Macintosh way")
    return Text(mended.removeprefix("\ufeff"), tuple(notes))


def ungarble(text: str) -> str:
    """Letters garbled by a wrong encoding put right; all else, line ends and quotation marks included, untouched."""
    if text.isascii():
        return text
    import ftfy  # some 30 ms, and only for what is not ASCII

    how = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, remove_control_chars=False, normalization=None, explain=False,
    )  # fmt: skip
    parts = re.split(r"(\r\n|\r|\n)", text)
    return "".join(part if part.isascii() else ftfy.fix_text(part, how) for part in parts)


def _plainly(source: bytes, name: str, encoding: str) -> str:
    try:
        return source.decode(encoding)
    except LookupError:
        raise Complaint(
            f"There is no encoding {encoding}.", "In the mapping, write input: {encoding: utf-8}."
        ) from None
    except UnicodeDecodeError:
        raise Complaint(
            f"{name} is not text in {encoding}.",
            "Save it as CSV (UTF-8), or name its encoding in the mapping: input: {encoding: ...}.",
        ) from None


def _by_lines(source: bytes, name: str, notes: list[str]) -> str:
    """Lines in UTF-8 as such; the others in the encoding that suits all of them best."""
    if b"\x00" in source[:4096]:
        raise Complaint(f"{name} is not a text file.", "Save it as CSV (UTF-8), or as XLSX with the ending .xlsx.")
    ends = [match.group() for match in _BREAKS.finditer(source)] + [b""]
    lines = _BREAKS.split(source)
    bad = {number for number, line in enumerate(lines) if not _is_utf8(line)}
    chosen = _best([lines[number] for number in bad])
    mixed = any(number not in bad and not line.isascii() for number, line in enumerate(lines))
    also = ", its other lines as UTF-8 (two encodings in one file)" if mixed else ""
    notes.append(f"read as {chosen.replace('_', ' ')}{also}")
    return "".join(
        line.decode(chosen if number in bad else "utf-8", "replace") + end.decode()
        for number, (line, end) in enumerate(zip(lines, ends, strict=True))
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _best(lines: list[bytes]) -> str:
    """The candidate that leaves the fewest signs that nobody types; the detector of charset-normalizer is asked too."""
    from charset_normalizer import from_bytes

    guess = from_bytes(b"\n".join(lines)[:200_000]).best()
    names = [*_CANDIDATES, *([guess.encoding] if guess else [])]
    return min(names, key=lambda encoding: (_nonsense(lines, encoding), names.index(encoding)))


def _nonsense(lines: Iterable[bytes], encoding: str) -> float:
    from ftfy.badness import badness

    score = 0.0
    for line in lines:
        try:
            text = ungarble(line.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            return float("inf")
        score += badness(text) + len(_ODD.findall(text)) + sum(_unlikely(a, b) for a, b in itertools.pairwise(text))
    return score


def _unlikely(one: str, two: str) -> bool:
    """A capital with an accent, or a foreign script, in the middle of a word: `Josˇ`, `caÒon`, `Ûber`."""
    return one.isalpha() and two.isalpha() and one.islower() and two.isupper() and not two.isascii()
