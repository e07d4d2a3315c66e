"""Which of our fields a column of a stranger's table is, by its heading; people's own columns are none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_FIELDS: Final = {
    "name": (
        r"(?:facility |provider |program |agency |organization |org |site |location |legal |common )?name|title"
        r"|facility|site|nombre(?: del? .+)?"
    ),
    "organization": (
        r"(?:parent )?(?:organization|organisation|agency|operator|grantee|operated ?by)(?: name)?|organizacion|agencia"
    ),
    "service_name": r"(?:program|service)(?: name)?|programa|servicio",
    "street": (
        r"(?:street |site |physical |mailing )?address(?: ?(?:line )?1)?|street|location address|addr|location 1"
        r"|direccion|calle"
    ),
    "city": r"(?:site |mailing )?(?:city|town|municipality)(?: ?name)?(?: st(?:ate)?)?(?: zip(?: ?code)?)?|ciudad",
    "state": r"state(?: province)?|province|st|estado",
    "zip": r"(?:site )?(?:zip|zip ?code|postal ?code|postcode)|codigo postal",
    "county": r"county(?: name)?|condado",
    "latitude": r"lat(?:itude)?|y|latitud",
    "longitude": r"lon|lng|long|longitude|x|longitud",
    "point": r"(?:the )?geom|point|coordinates|geo ?point|georeference|lat(?:itude)? ?lon\w*",
    "phone": r"(?:site |main |office |contact )?(?:tele)?(?:phone|ph)(?: ?(?:number|no|num|1))?|tel|call|telefono",
    "url": r"(?:web ?site|url|web(?: ?address)?|home ?page|link)(?: url)?|sitio web|pagina web",
    "email": r"e ?mail(?: ?address)?|correo(?: electronico)?",
    "hours": (
        r"times?|(?:opening |operating |office |business |days (?:and )?)?(?:hours?|hrs)(?: open)?"
        r"|hours of (?:operation|service)"
        r"|schedule|open|days? (?:and )?times?|horarios?"
    ),
    "days": r"days?(?: open| of (?:operation|service|the week))?|weekdays?|dias",
    "languages": r"languages?(?: spoken)?|idiomas?",
    "category": (
        r"(?:(?:program|site|service|facility|agency|resource) )?(?:categor(?:y|ies)|types?)|kind|taxonomy|sector"
        r"|strategy|services?(?: offered| provided)?|tipo|categoria|servicios"
    ),
    "eligibility": r"eligibility(?: criteria)?|who|requirements|population served",
    "cost": r"fees?|costs?|price|charge",
    "application": r"(?:how to (?:apply|get it)|application(?: process)?|how to get it|intake)",
    "area": r"(?:service )?area|region served|coverage",
    "about": r"(?:short )?description|about|notes|what they offer|summary|descripcion",
    "key": r"(?:\w+ )?(?:id|uid|guid|objectid|identifier|recordid)",
    "date": (
        r"(?:last )?(?:updated?|modified|verified|edited|changed|reviewed)(?: ?(?:date|at|on))?|(?:date )?"
        r"(?:updated|verified|reviewed)|date"
    ),
    "accessibility": r"accessib\w+|ada",
    "transportation": r"transport\w*|getting there|bus",
}  # fmt: skip
"""Our fields, and what others call them (whole heading, small letters, signs as spaces)."""

_PEOPLE: Final = re.compile(
    r"contact ?(?:name|person|title)|\b(?:first|last|middle|worker|owner|pastor|employee) ?name\b"
    r"|\b(?:director|admin(?:istrator)?|staff|coordinator|manager|supervisor|superintendent|principal|pastor|licensee"
    r"|cell|mobile ?(?:phone|number)|home phone|personal|caseworker)\b|\bperson\b|\bcontacto\b"
    r"|\b(?:verified|updated|edited|entered|modified|created|reviewed|submitted|added) ?by\b|\b(?:creator|editor)\b",
    re.IGNORECASE,
)


def of_people(heading: str) -> bool:
    """Whether the column may hold people's own data: `Contact Name`, `Director`, `Cell`."""
    return bool(_PEOPLE.search(heading_words(heading)))


def field_of(heading: str, shared: frozenset[str] = frozenset()) -> str:
    """Our field for a heading, `""` for none; a first word of `shared` may be left out (`USER_NAME`)."""
    words = heading_words(heading)
    if _PEOPLE.search(words) or "is private" in words:
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
    return re.sub(r"[^a-z0-9.]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower()).strip()


def _by_words(words: str) -> str:
    """Our field for a heading: by all of it, or by the last step of its path (`location.address.city`)."""
    last = words.rpartition(".")[2] or words
    inner = bool(re.search(r"\.\d+\.|\Ageometry\.", words))
    for key, pattern in _FIELDS.items():
        if re.fullmatch(pattern, words) or (re.fullmatch(pattern, last) and not (inner and key == "category")):
            return key
    return ""
