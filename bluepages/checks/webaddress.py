"""Web and e-mail addresses: what is wrong with one, in words, and the mended one where a machine is sure."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

import msgspec

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST: Final = rf"(?:{_LABEL}\.)+[a-z]{{2,24}}"
_PLAIN_URL = re.compile(rf"https?://{HOST}(?:/[A-Za-z0-9._~/%&=?#+,;:!()'*$-]*)?\Z")
_HOST_ONLY = re.compile(rf"{HOST}\Z", re.IGNORECASE)
_PLAIN_EMAIL = re.compile(rf"[A-Za-z0-9_+-]+(?:[.'][A-Za-z0-9_+-]+)*@{HOST}\Z", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
EXAMPLE_URL: Final = "Write it like https://example.org."
EXAMPLE_EMAIL: Final = "Write it like info@example.org."


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with an address: `hides` for trickery, `mended` the address that was surely meant, or `""`."""

    message: str
    hint: str = ""
    hides: bool = False
    mended: str = ""


@functools.lru_cache(maxsize=65536)
def url_fault(url: str) -> Fault | None:
    """What is wrong with a web address (RFC 3986, http and https only), or None."""
    if _PLAIN_URL.match(url) and "xn--" not in url:
        return None
    plain = url.strip()
    if re.search(r"\s", plain) or "\\" in plain:
        return Fault(f"{_show(url)} is not a web address: it holds spaces or backslashes.", EXAMPLE_URL)
    scheme = _SCHEME.match(plain)
    if not scheme and _HOST_ONLY.match(re.split("[/?#]", plain)[0]):
        return Fault(f"{_show(url)} lacks its beginning.", f"Write it like https://{plain}.", False, f"https://{plain}")
    if not scheme:
        return Fault(f"{_show(url)} is not a web address.", EXAMPLE_URL)
    if scheme[1].lower() not in ("http", "https"):
        return Fault(f"{_show(url)} is not a web page: only http and https are read.", EXAMPLE_URL)
    return _parts_fault(plain, url)


def _parts_fault(plain: str, url: str) -> Fault | None:
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Fault(f"{_show(url)} is not a web address.", EXAMPLE_URL)
    if "@" in parts.netloc:
        return Fault("The part before @ hides which site this leads to.", "Write the address without it.", True)
    trick = _trick(host)
    if trick:
        return trick
    if not _HOST_ONLY.match(_ascii(host)) or (port is not None and not 0 < port < 65536):
        return Fault(f"{_show(url)} names no site that people could open.", EXAMPLE_URL)
    return Fault(f"{_show(url)} has spaces around it.", "Delete them.", False, plain) if plain != url else None


def _trick(host: str) -> Fault | None:
    """A host in letters that look like other letters (Unicode TR 36): only Latin ones may stand in it."""
    if "xn--" in host:
        return Fault("The site's name is in coded letters (xn--) that nobody can read.", "Use its plain name.", True)
    if not all(_is_latin(sign) for sign in host if not sign.isascii()):
        return Fault("The site's name mixes in letters that only look like Latin ones.", "Type it again.", True)
    return None


def _is_latin(sign: str) -> bool:
    """Whether a letter is an ASCII letter with accents; `ı`, `ɡ` and all letters of other scripts are not."""
    first, *marks = list(unicodedata.normalize("NFD", sign))
    return first.isascii() and first.isalpha() and all(unicodedata.combining(mark) for mark in marks)


def _ascii(host: str) -> str:
    return unicodedata.normalize("NFD", host).encode("ascii", "ignore").decode()


@functools.lru_cache(maxsize=65536)
def email_fault(email: str) -> Fault | None:
    """What is wrong with an e-mail address (RFC 5321 without quoting), or None."""
    if len(email) <= 254 and _PLAIN_EMAIL.match(email) and "xn--" not in email:
        return None
    plain = email.strip().removeprefix("mailto:").strip("<>")
    host = plain.rpartition("@")[2]
    trick = _trick(host) if "@" in plain else None
    if trick:
        return trick
    if plain != email and _PLAIN_EMAIL.match(plain):
        return Fault(f"{_show(email)} holds more than the address.", f"Write {plain}.", False, plain)
    return Fault(f"{_show(email)} is not an e-mail address.", EXAMPLE_EMAIL)


def host_and_path(url: str) -> tuple[str, str]:
    """The site without `www.` and the page without its last slash: `("example.org", "/food")`."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return host, parts.path.rstrip("/").lower() + (f"?{parts.query}" if parts.query else "")


def _show(text: str) -> str:
    clean = " ".join(text.split())
    return f'"{clean}"' if len(clean) <= 60 else f'"{clean[:57]}..."'
