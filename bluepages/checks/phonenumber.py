"""US telephone numbers (North American Numbering Plan): valid or not, and their one spelling `510-555-0100`.

`phonenumbers` is the judge. It is asked once for each area code and exchange; the common ones in canonical form need
no asking (a test holds the list to the judge).
"""

from __future__ import annotations

import functools
import re
from typing import Final

SHORT: Final = frozenset({"211", "311", "411", "511", "611", "711", "811", "911", "988"})
"""Service codes (47 CFR 52, FCC): everything else that is short is asked of `phonenumbers`."""

_AREAS = (
    "209 213 279 310 323 341 350 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760 805 818"
    " 820 831 840 858 909 916 925 949 951 800 833 844 855 866 877 888"
)
KNOWN_AREAS: Final = frozenset(_AREAS.split())
"""Area codes of California and the toll-free ones, all of whose exchanges 2xx to 9xx are valid."""

_CANONICAL = re.compile(r"([2-9][0-9]{2})-[2-9][0-9]{2}-[0-9]{4}\Z")
_FICTION = re.compile(r"[0-9]{3}-555-01[0-9]{2}\Z")
_EXTENSION = re.compile(r"\s*(?:,|;)?\s*(?:ext(?:ension)?|x)\.?\s*([0-9]{1,10})\s*\Z", re.IGNORECASE)
_DIGITS = {letter: digit for digit, letters in
           {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}.items()
           for letter in letters}  # fmt: skip
_SPELLED = re.compile(r"[-+().\s0-9A-Z]+\Z")


def is_settled(number: str) -> bool:
    """Whether the number is canonical and known to be valid without asking further."""
    match = _CANONICAL.match(number)
    return number in SHORT or bool(match and match[1] in KNOWN_AREAS)


def is_fictional(number: str) -> bool:
    """Whether a canonical number is one of those kept for stories and examples (555-0100 to 555-0199)."""
    return bool(_FICTION.match(number))


def split_extension(text: str) -> tuple[str, str]:
    """`"510-555-0100 ext. 12"` -> the number and `"12"`."""
    match = _EXTENSION.search(text)
    return (text[: match.start()].rstrip(" ,;"), match[1]) if match else (text, "")


@functools.lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """The one spelling of a US number, without extension; `""` where it is none."""
    plain = text.strip()
    if not _SPELLED.match(plain):
        return ""
    digits = "".join(_DIGITS.get(sign, sign) for sign in plain if sign.isalnum())
    if not digits.isascii():
        return ""
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) == 10:
        spelled = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        return spelled if _is_valid_block(digits[:6]) else ""
    return digits if len(digits) <= 6 and plain == digits and _is_short(digits) else ""


@functools.lru_cache(maxsize=16384)
def _is_valid_block(block: str) -> bool:
    """Whether an area code with its exchange is in use by the numbering plan."""
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(block + "2345"))
    return bool(phonenumbers.is_valid_number_for_region(number, "US"))


@functools.lru_cache(maxsize=1024)
def _is_short(digits: str) -> bool:
    if digits in SHORT:
        return True
    from phonenumbers import PhoneNumber, shortnumberinfo

    number = PhoneNumber(country_code=1, national_number=int(digits))
    return digits[0] != "0" and bool(shortnumberinfo.is_valid_short_number_for_region(number, "US"))
