"""Who answers 2-1-1 in a county, and what to dial for them: in the bar of its pages, its lists and its own page."""

from __future__ import annotations

from typing import Final

import msgspec

from bluepages.model import Phone
from bluepages.site.links import county_page
from bluepages.site.phones import dial
from bluepages.vocabulary import County, Operator211

_SHORT: Final = 3
"""Digits of a number that each county answers for itself."""


class Answer(msgspec.Struct, frozen=True):
    """Who takes a county's calls for help of any kind.

    `numbers` are pairs of number and link; none where nobody is known to answer, and `page` says what there is instead.
    `href` is for a single button: the operator's whole number if there is one, since the short one is answered by
    whichever county a telephone is taken to be in.
    """

    county: str
    page: str
    numbers: tuple[tuple[str, str], ...]
    href: str


def answer(slug: str, entry: County | None) -> Answer | None:
    """Who answers in a county; `None` where the general number is all that can be said."""
    operator = entry.operator_211 if entry else None
    if entry is None or operator is None:
        return None
    numbers = () if operator.none_known else dialled(operator)
    whole = [link for number, link in numbers if len(number) > _SHORT]
    return Answer(entry.name, county_page(slug), numbers, next(iter(whole or [link for _, link in numbers]), ""))


def dialled(operator: Operator211) -> tuple[tuple[str, str], ...]:
    """The numbers of who answers that can be dialled, with their links."""
    given = dict.fromkeys(filter(None, (operator.phone, *operator.alternate_phones)))
    return tuple((number, link) for number in given if (link := dial(Phone(number))))
