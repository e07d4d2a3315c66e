"""Which of our fields a column of a stranger's table is, by its heading; people's own columns are none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_FIELDS: Final = {
    "name": (
        r"(?:facility |fac ?|branch |public |site |location |legal |common |display |listing |resource )?name|title"
        r"|facility|site|branch|library|dba(?: name)?|nombre(?: del? .+)?"
    ),
    "organization": (
        r"(?:parent )?(?:organization|organisation|agency|operator|grantee|provider|op(?:erated ?by)?|sponsor|org)"
        r"(?: ?name)?|organizacion|agencia"
    ),
    "service_name": r"(?:program|service)(?: name)?|programa|servicio",
    "street": (
        r"(?:street |site |physical |mailing )?address(?: ?(?:line )?1)?|street|location address|addr"
        r"|location 1|full address|direccion|calle"
    ),
    "street2": (
        r"(?:street |site |physical )?address(?: ?line)? ?2|street ?2|addr ?2|suite|unit|apt(?: suite)?|suite unit"
    ),
    "city": (
        r"(?:site |mailing |physical )?(?:city|town|municipality)(?: ?name)?(?: st(?:ate)?)?(?: zip(?: ?code)?)?|ciudad"
    ),
    "state": r"(?:site |physical )?state(?: ?province)?|province|st|estado",
    "zip": r"(?:site |physical )?(?:zip|zip ?code|postal ?code|postcode)|codigo postal",
    "county": r"(?:site |physical )?county(?: name)?|condado",
    "latitude": r"lat(?:itude)?|y|latitud",
    "longitude": r"lon|lng|long|longitude|x|longitud",
    "point": r"(?:the )?geom|wkt|point|coordinates|geo ?point|georeference|lat(?:itude)? ?lon\w*",
    "phone": (
        r"(?:site |main |office |contact |public |facility |business |clinic |program )?"
        r"(?:tele)?(?:phone|ph)(?: ?1)?(?: ?(?:number|no|num|main|1))?|tel|call|telefono"
    ),
    "url": r"(?:web ?site|url|web(?: ?address)?|home ?page|link)(?: (?:url|address|link))?|sitio web|pagina web",
    "email": r"(?:public |general |main |office )?e ?mail(?: ?address)?(?: main)?|correo(?: electronico)?",
    "hours": (
        r"times?|(?:opening |operating |office |business |service |regular |public |days (?:and )?)?(?:hours?|hrs)"
        r"(?: open)?|(?:hours|hrs) of (?:operation|service)"
        r"|schedule|open|days? (?:and )?times?|horarios?"
    ),
    "days": r"days?(?: open| of (?:operation|service|the week))?|weekdays?|dias",
    "languages": r"languages?(?: (?:spoken|offered|available|of service))?|idiomas?",
    "category": (
        r"(?:(?:program|site|service|facility|fac ?|agency|resource) ?)?(?:categor(?:y|ies)|types?)"
        r"|types? of (?:service|program|resource|site)s?|kind|taxonomy(?: terms?)?|sector"
        r"|strategy|(?:main )?services?(?: offered| provided)?|tipo|categoria|servicios|fac ?subgrp|fac ?type"
    ),
    "eligibility": (
        r"eligibility(?: (?:criteria|requirements?))?|who|requirements?|populations? served|serving"
        r"|who (?:is eligible|can come|it serves)|elegibilidad|requisitos"
    ),
    "cost": r"fees?(?: structure)?(?: source)?|costs?|price|charge|costo",
    "application": (
        r"(?:how to (?:apply|get it|access|enroll)|application(?: process)?|how to get it"
        r"|intake(?: (?:process|procedure))?|next steps?|access process)"
    ),
    "area": (
        r"(?:service |coverage |geographic )?area(?: served)?|regions? served|coverage|catchment(?: area)?"
    ),
    "about": (
        r"(?:(?:short|agency|service|program|site|full) )?description|about|notes|what they offer|summary|narrative"
        r"|descripcion"
    ),
    "key": r"(?:\w+ )?(?:id|uid|guid|objectid|identifier|recordid)",
    "status": (
        r"(?:(?:agency|site|program|service|facility|operational|operating|current|fac(?:ility)?|open closed) )?"
        r"status(?: type)?(?: code)?|estado actual|open or closed|open closed|is (?:active|open|closed)"
        r"|active(?: (?:indicator|flag))?"
    ),
    "date": (
        r"(?:last )?(?:updated?|modified|verified|edit(?:ed)?|changed|reviewed)(?: ?(?:date|at|on))?|(?:date )?"
        r"(?:updated|verified|reviewed)|date"
    ),
    "accessibility": (
        r"accessib\w+|ada(?: accessib\w+)?|wheelchair(?: accessib\w+)?|handicap(?:ped)? access\w*|disabilities access"
    ),
    "transportation": r"transport\w*|getting there|bus",
}  # fmt: skip
"""Our fields, and what others call them (whole heading, small letters, signs as spaces)."""

_SHORT: Final = {
    "nm": "name", "prov": "provider", "svc": "service", "svcs": "services", "oper": "operation", "lang": "language",
    "langs": "languages", "spkn": "spoken", "cntct": "contact", "cntc": "contact", "actv": "active", "ind": "indicator",
    "desc": "description", "descr": "description", "addr": "address", "ln": "line", "zip5": "zip", "phn": "phone",
    "elig": "eligibility", "conf": "confidential",
}  # fmt: skip
"""Words of database columns: `PROV_NM`, `SITE_ADDR_LN_1`."""
_PEOPLE: Final = re.compile(
    r"contact ?(?:name|person|title|s name)|\b(?:first|last|middle|full|worker|staff|owner|pastor|employee) ?name\b"
    r"|\b(?:director|(?:fac ?)?admin(?:istrator)?|staff|coordinator|manager|supervisor|superintendent|principal|pastor"
    r"|licensee|cell|mobile ?(?:phone|number)?|home phone|personal|caseworker)\b"
    r"|\bperson\b|\bcontacto\b"
    r"|\b(?:verified|updated|edited|entered|modified|created|claimed|reviewed|submitted|added) ?by\b"
    r"|\b(?:creat(?:ed|or)|edit(?:ed|or)|last edited|last modified|submitted) user\b|\b(?:creator|editor|submitter)\b",
    re.IGNORECASE,
)
_WHOSE: Final = re.compile(
    r"(?:main |primary |secondary |site |program |agency )?contact(?: ?\d)? ?(?:tele|e ?)?(?:phone|ph|mail)\b.*"
)
"""A telephone or mailbox of a contact: that of a person where the table names contacts."""
_NO_PHONE: Final = re.compile(
    r"\b(?:fax|tt[dy]|cell|mobile|home|emergency|license|licence|npi|ccn|ein|tax|bbl|bin|id|number of .*|capacity|beds?"
    r"|code|objectid|parcel|apn|private)\b|isprivate"
)
"""Numbers of ten digits under such headings are none that anybody should call."""
_DAY: Final = re.compile(
    r"(?:(?:hours|hrs|open|schedule) )?(?:(mon)(?:day)?|(tue)s?(?:day)?|(wed)(?:s|nesday)?|(thu)r?s?(?:day)?"
    r"|(fri)(?:day)?|(sat)(?:urday)?|(sun)(?:day)?)s?(?: ?(hours|hrs|time|times|schedule|open(?:s|ing)?|start|from"
    r"|clos(?:e|es|ing)|end|to))?(?: time)?"
)


def of_people(heading: str) -> bool:
    """Whether the column may hold people's own data: `Contact Name`, `Director`, `Cell`."""
    return bool(_PEOPLE.search(_spaced(heading)))


def of_a_contact(heading: str) -> bool:
    """Whether the column holds a contact's telephone or mailbox, which is a person's where the table names contacts."""
    return bool(_WHOSE.fullmatch(_spaced(heading)))


def no_phone(heading: str) -> bool:
    """Whether numbers under this heading are no telephone of an office, whatever they look like."""
    return bool(_NO_PHONE.search(heading_words(heading)))


def day_of(heading: str) -> tuple[int, str]:
    """The number of the weekday a column is about, Monday 0, and what of it: `open`, `close` or `""`; -1 for none."""
    match = _DAY.fullmatch(_spaced(heading))
    if not match:
        return -1, ""
    number = next(at for at, name in enumerate(match.groups()[:7]) if name)
    part = match.group(8) or ""
    return number, "open" if part.startswith(("open", "start", "from")) else (
        "close" if part.startswith(("clos", "end", "to")) else ""
    )


def field_of(heading: str, shared: frozenset[str] = frozenset()) -> str:
    """Our field for a heading, `""` for none; a first word of `shared` may be left out (`USER_NAME`)."""
    words = heading_words(heading)
    if _PEOPLE.search(_spaced(heading)) or "is private" in words:
        return ""
    first, _, rest = words.partition(" ")
    return _by_words(words) or (_by_words(rest) if first in shared else "")


def shared_firsts(header: tuple[str, ...]) -> frozenset[str]:
    """First words that three headings or more share: `USER_NAME`, `USER_ADDR`, `USER_CITY`."""
    firsts = Counter(
        first for name in header if (first := heading_words(name).partition(" ")[0]) != heading_words(name)
    )
    return frozenset(first for first, count in firsts.items() if count >= 3)


def heading_words(heading: str) -> str:
    """A heading in small letters without accents, its signs as spaces: `Código postal`, `zipCode`, `PHONE_1`."""
    letters = unicodedata.normalize("NFKD", heading)
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9.]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain).lower()).strip()
    return " ".join(_SHORT.get(word, word) for word in words.split(" "))


def _spaced(heading: str) -> str:
    """The words of a heading, those of a path among them: `contact.name`, `hours.monday.open`."""
    return " ".join(heading_words(heading).replace(".", " ").split())


def _by_words(words: str) -> str:
    """Our field for a heading: by all of it, or by the last step of its path (`location.address.city`)."""
    last = words.rpartition(".")[2] or words
    inner = bool(re.search(r"\.\d+\.|\Ageometry\.", words))
    for key, pattern in _FIELDS.items():
        if re.fullmatch(pattern, words) or (re.fullmatch(pattern, last) and not (inner and key == "category")):
            return key
    return ""
