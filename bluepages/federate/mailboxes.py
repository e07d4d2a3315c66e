"""Whether a mailbox is an office's: every part of it is a word of desks and programs, of the host, or of who it is of.

A part of a word tells nothing (`jcarey` is no care, `mstafford` no staff): what is not understood whole may be a
person's, and stays out (DESIGN 3, rule 6).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection
from typing import Final

_SAID = (
    "access ada addiction admin administration administrative administrator admission admissions adopt adoption "
    "adult adults advocacy affairs aging aid animal anonymous application applications apply appointment "
    "appointments assistance asst benefits billing birth board book books calfresh calworks camp campus care "
    "career careers caring casework cbas center centers centre child childbirth childcare childhood children "
    "choices church circuit citizenship civic class client clients clinic clinical clinics coalition college "
    "commission committee communications community compassion complaint complaints concerns connect connections "
    "consumer contact contacts contactus council counseling county court courts crime crisis customer data "
    "daycare dental dentist desk development diabetes director disabilities disability dispatch district "
    "diversity donate donation donations drop dropin drug early education elder eldercare elders emergency "
    "employment energy engagement english enroll enrollment esl events exec executive families family feedback "
    "fire food foodbank foodpantry foreclosure foster fostercare front fund fundraising garden ged general "
    "generations geninfo group groups habitat headquarters headstart health healthy hello help helpdesk helpline "
    "hicap highways hire hiring hiv homeless homelessness homework hospice hotline house housing hr human ihss "
    "immigration info information inquiries inquiry insurance intake interpreter interpreters job jobs justice "
    "kids kitchen language learn learning legal legalaid librarian library lifeline liheap line listing literacy "
    "mail mailbox main manager marketing meals media mediate mediation medical medicare medinfo member members "
    "membership mental mentor mentoring mentors ministries ministry mobile national nationaloffice newclient "
    "newsletter nurse nutrition office operations outreach pantry parent parenting parents parish parks partner "
    "partners partnership partnerships passports patient patients permits planning police postponement preschool "
    "president prevent prevention probono produce program programs project property pta public publicinfo "
    "question questions read reading rec reception records recovery recreation recruiting recruitment recycling "
    "referral referrals refugee region register registrar registration relations rental research reservations "
    "resource resources respite restore ride rides safety scheduling school schools secretary senior seniors "
    "service services sexual shelter snap social society solid ssvf staff state stroke student students substance "
    "support survivors tax taxes team tech teen teens tenant tenants testing therapy traffic training trans "
    "transit transport transportation treasurer treatment tutoring us vaccine veteran veterans vets victims "
    "vision visit vita volunteer volunteering volunteers vote waste web webmaster webservices wellness wic women "
    "work workforce youth youthservices"
)
ROLES: Final = frozenset(_SAID.split())
"""Words of desks and programs in addresses."""
_END: Final = re.compile(
    r"(?:info|contact)[a-z]*|[a-z]+(?:info|intake|outreach|centers?|clinics?|library|programs?|helpline|hotline|help"
    r"|office|services|complaints|admin|administrator|admissions)"
)
"""What begins or ends like this is an office's: no family's name does (as `ismail` and `whitchurch` do)."""
_SMALL: Final = frozenset({"of", "and", "the", "for", "in", "at", "to", "your", "my", "de", "la", "y"})
_SLIP: Final = 3
"""So many letters beside a name are initials or a short form."""


class Known:
    """What is known of a mailbox's surroundings: `words` say something, `towns` only beside such words."""

    def __init__(self, host: str, name: str, words: Collection[str], towns: Collection[str]) -> None:
        labels = [re.sub(r"[^a-z0-9]", "", part) for part in host.split(".")[:-1]]
        self.labels = [label for label in labels if len(label) >= 3]
        self.name = re.findall(r"[a-z0-9]+", name.casefold())
        own = {*self.labels, *(word for word in self.name if len(word) >= 4)}
        self._says = {*ROLES, *own}
        self._words, self._towns = words, towns

    def understood(self, part: str, *, says: bool = False) -> bool:
        """Whether a part of an address is made of whole words; `says`: one of them at least means something."""
        return _cut(part, self._kind, says)

    def _kind(self, word: str) -> int:
        """2 for a word that says something, 1 for one that only stands beside such, 0 for none."""
        if word in self._says or (len(word) >= 5 and word in self._words):
            return 2
        return 1 if word in _SMALL or (len(word) >= 4 and word in self._towns) else 0


def _cut(text: str, kind: Callable[[str], int], says: bool) -> bool:
    @functools.cache
    def fits(at: int, told: bool) -> bool:
        if at == len(text):
            return told or not says
        return any(
            (found := kind(text[at:end])) and fits(end, told or found == 2) for end in range(len(text), at, -1)
        )  # fmt: skip

    return bool(text) and fits(0, False)


def is_office(local: str, known: Known) -> bool:
    """Whether the part before the @ is surely an office's."""
    parts = [part for part in re.split(r"[^a-z]+", local.casefold()) if part]
    if not parts:
        return False
    joined = "".join(parts)
    ends = [bool(_END.fullmatch(part)) for part in parts]
    whole = [end or known.understood(part) for end, part in zip(ends, parts, strict=True)]
    if all(whole) and (any(ends) or any(known.understood(part, says=True) for part in parts)):
        return True
    if any(joined == label or (len(joined) >= 6 and label.startswith(joined)) for label in known.labels):
        return True
    return _is_short_for(joined, known.name)


def _is_short_for(joined: str, name: list[str]) -> bool:
    """`hk` of Harbor Kitchen: its first letters, all of them or three at least in a row."""
    every, main = ("".join(word[0] for word in words) for words in (name, [w for w in name if w not in _SMALL]))
    return len(joined) >= 2 and (joined in (every, main) or (len(joined) >= 3 and (joined in every or joined in main)))


def is_of_staff(local: str, staff: Collection[str], known: Known) -> bool:
    """Whether it has the name of somebody whom the source names: alone, with an initial, or beside words of desks."""
    for part in filter(None, re.split(r"[^a-z]+", local.casefold())):
        if part in staff or part[1:] in staff or part[:-1] in staff:
            return True
        for cut in range(4, len(part)):
            for own, rest in ((part[:cut], part[cut:]), (part[-cut:], part[:-cut])):
                if own in staff and (len(rest) <= _SLIP or rest in staff or known.understood(rest)):
                    return True
    return False
