"""Numbers as text that packs well: one printable character for a small number, in a JSON string.

The alphabet is ASCII 0x21 to 0x7E without `"` and the backslash, 92 characters. A number is written in base 46, least
significant digit first; the last digit is one of the first 46 characters, those before it are of the last 46. The
space stays free to part lists. Gzip, which every static host offers for JSON, then codes frequent numbers in few bits,
which for runs of small differences comes near their entropy; raw bytes in a file of another type would not be packed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

ALPHABET: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
BASE: Final = 46
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"


def _digits(number: int) -> str:
    text = ""
    while number >= BASE:
        text += ALPHABET[BASE + number % BASE]
        number //= BASE
    return text + ALPHABET[number]


_SMALL: Final = tuple(_digits(number) for number in range(4096))


def pack(numbers: Iterable[int]) -> str:
    """Numbers from 0 as text."""
    small = _SMALL
    return "".join([small[number] if number < 4096 else _digits(number) for number in numbers])


_CODES: Final = np.frombuffer(ALPHABET.encode(), np.uint8)


def pack_parts(numbers: NDArray[np.int64], counts: NDArray[np.int64]) -> list[str]:
    """`pack` of the first of `counts` numbers, of as many as the second says behind them, and so on: of millions."""
    numbers = numbers.astype(np.uint32)
    width = np.ones(len(numbers), np.int64)
    for digits in range(1, 6):
        width += numbers >= BASE**digits
    ends = np.cumsum(width)
    text = np.empty(width.sum(), np.uint8)
    for at in range(width.max(initial=0)):
        here = np.flatnonzero(width > at)
        digit = numbers[here] // np.uint32(BASE**at) % np.uint32(BASE)
        text[(ends - width)[here] + at] = _CODES[digit + BASE * (width[here] > at + 1)]
    said, cuts = text.tobytes().decode("ascii"), [0, *np.append(0, ends)[np.cumsum(counts)].tolist()]
    return [said[first:last] for first, last in pairwise(cuts)]


def letters(number: int, least: int = 4) -> str:
    """A number in base 32, the letters of names, `least` or more of them."""
    text = ""
    while number or len(text) < least:
        text = _LETTERS[number & 31] + text
        number >>= 5
    return text


def unpack(text: str) -> Iterator[int]:
    """The numbers of a text made by `pack`."""
    number, scale = 0, 1
    for char in text:
        digit = ALPHABET.index(char)
        if digit >= BASE:
            number += (digit - BASE) * scale
            scale *= BASE
        else:
            yield number + digit * scale
            number, scale = 0, 1
