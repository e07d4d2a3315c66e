"""The words in which people write hours, English and Spanish, cut into tokens for `bluepages.hours.shorthand`."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bluepages.hours.value import DAYS, MONTHS, HoursError

_DAY_NAMES: Final = (
    "mondays?|mon|mo|lunes|lun",
    "tuesdays?|tues|tue|tu|martes",
    "wednesdays?|weds|wed|we|mi[ée]rcoles|mi[ée]",
    "thursdays?|thurs|thur|thu|th|jueves|jue",
    "fridays?|fri|fr|viernes|vie",
    "saturdays?|sat|sa|s[áa]bados?|s[áa]b",
    "sundays?|sun|su|domingos?|dom",
)
_MONTH_NAMES: Final = (
    "january|jan|enero|ene",
    "february|feb|febrero",
    "march|mar|marzo",
    "april|apr|abril|abr",
    "may|mayo",
    "june|jun|junio",
    "july|jul|julio",
    "august|aug|agosto|ago",
    "september|sept|sep|septiembre",
    "october|oct|octubre",
    "november|nov|noviembre",
    "december|dec|diciembre|dic",
)
_ORDINALS: Final = {
    1: "first|1st|primer|primero|1er",
    2: "second|2nd|segundo",
    3: "third|3rd|tercer|tercero",
    4: "fourth|4th|cuarto",
    5: "fifth|5th|quinto",
    -1: "last|[úu]ltimo",
}
_COMMENTS: Final = (
    r"(?:by|with) (?:prior )?(?:appointments?|appt)\b\.?(?: only)?",
    r"(?:appointments?|appt\.?) (?:only|required|needed)",
    r"call (?:first|ahead|for (?:hours|times|details|information|schedule|(?:an )?appointment))",
    r"please call",
    r"(?:hours )?(?:may )?(?:vary|varies)",
    r"as needed",
    r"(?:s[oó]lo )?con cita(?: previa)?",
    r"llam[ae]r? (?:antes|primero)",
)
MONTH: Final = "|".join(_MONTH_NAMES)
_DATE_DAY: Final = r"(?:st|nd|rd|th)?(?![\d:]| ?[ap]\.?m\b)"
_LEXICON: Final = (
    ("space", r"[\s()*]+"),
    ("comment", rf'"[^"]*"|\b(?:{"|".join(_COMMENTS)})\b'),
    (
        "allday",
        (
            r"\b24 ?/ ?7(?: ?/ ?365)?\b"
            r"|\b24[- ]?(?:hours?|hrs?|h|horas)\b(?: (?:a day|per day|al d[íi]a))?|around the clock\b"
        ),
    ),
    ("iso", r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b"),
    ("date1", rf"\b(?P<year1>\d{{4}}) (?P<month1>{MONTH})\b (?P<day1>\d{{1,2}}){_DATE_DAY}"),
    ("date2", rf"\b(?P<month2>{MONTH})\b\.? (?P<day2>\d{{1,2}}){_DATE_DAY}(?:,? (?P<year2>\d{{4}})\b(?!-))?"),
    ("date3", rf"\b(?P<day3>\d{{1,2}}) de (?P<month3>{MONTH})\b(?: de (?P<year3>\d{{4}})\b)?"),
    ("month", rf"\b(?:{MONTH})\b\.?"),
    ("everyday", r"\b(?:every ?day|daily|(?:7|seven) days(?: (?:a|per) week)?|todos los d[íi]as|diario)\b"),
    ("weekdays", r"\bweekdays?\b"),
    ("weekends", r"\bweekends?\b"),
    ("filler", r"\b(?:(?:of|in) )?(?:the|each|every) month\b|\b(?:del|de cada) mes\b"),
    *((f"day_{at}", rf"\b(?:{names})\b\.?") for at, names in enumerate(_DAY_NAMES)),
    *((f"nth_{place + 1}", rf"\b(?:{names})\b") for place, names in _ORDINALS.items()),
    ("unsure", r"\b(?:federal|major|national|state|county|city|bank|school|most|some) holidays?\b|\bother\b"),
    (
        "holidays",
        r"\b(?:(?:on|all|public|legal|observed) )*holidays?\b|\bPH\b|\b(?:d[íi]as )?festivos\b|\bd[íi]as feriados\b",
    ),
    ("time", r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?: ?(?P<half>[ap])(?:\.? ?m\b\.?|\b))?(?![\d/])"),
    ("noon", r"\b(?:noon|mediod[íi]a|midnight|medianoche)\b"),
    ("letters", r"(?-i:\b(?:M|TH|Th|TU|Tu|T|W|F|SA|Sa|SU|Su){1,7}\b)"),
    ("bracket", r"\[[-\d, ]+\]"),
    ("off", r"\b(?:closed|off|cerrado|cerrada)\b"),
    ("unknown", r"\bunknown\b"),
    ("except", r"\b(?:except|excepto|but not)(?: (?:for|on))?\b"),
    ("to", r"-+|\b(?:to|thru|through|until|till|til|a|al|hasta)\b"),
    ("semi", r";"),
    ("and", r"[,&/+]|\b(?:and|y)\b"),
    ("filler2", r"[:.]|\b(?:open|hours|office|on|the|from|for|lunch|at|is|are|de|del|el|los|las)\b"),
    ("filler3", r"\b(?:abierto|horario|each|every|cada)\b"),
    ("other", r"\S[^\s;,]*"),
)
_LEX: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEXICON), re.IGNORECASE)
_CHARACTERS: Final = str.maketrans(
    {"\n": ";", "|": ";", "•": ";", "·": ";", "…": " "} | dict.fromkeys("–—‒−‑", "-") | dict.fromkeys("“”„«»", '"')
)
_LETTERS: Final = {"M": 0, "T": 1, "TU": 1, "W": 2, "TH": 3, "F": 4, "SA": 5, "SU": 6}


class Word(msgspec.Struct, frozen=True):
    """A token: `kind`, its `text`, and for times the hour, minute and half of the day ("a", "p", "" unsaid)."""

    kind: str
    text: str = ""
    number: int = 0
    minute: int = 0
    half: str = ""


def lex(text: str) -> list[Word]:
    """Tokens without fillers. Raises `HoursError` at the first word that is not known, or has more than one meaning."""
    found: list[Word] = []
    for match in _LEX.finditer(" ".join(text.translate(_CHARACTERS).split(" "))):
        kind = match.lastgroup or ""
        if kind != "space" and not kind.startswith("filler"):
            found += _words(kind, match)
    return found


def _words(kind: str, match: re.Match[str]) -> list[Word]:
    text = match[0]
    if kind.startswith("day_"):
        return [Word("day", DAYS[int(kind[4:])])]
    if kind.startswith("nth_"):
        return [Word("nth", text, number=int(kind[4:]) - 1)]
    if kind == "letters":
        return [Word("day", DAYS[_LETTERS[each.upper()]]) for each in re.findall(r"T[HhUu]|S[AaUu]|[MTWF]", text)]
    if kind in ("everyday", "weekdays", "weekends"):
        return [Word("days", {"everyday": "Mo-Su", "weekdays": "Mo-Fr", "weekends": "Sa,Su"}[kind])]
    if kind == "comment":
        return [Word(kind, text.strip('" ') if text.startswith('"') else text.lower())]
    if kind == "time":
        half = (match["half"] or "").lower()
        return [Word(kind, text, int(match["hour"]), int(match["minute"] or 0), half)]
    if kind == "noon":
        return [Word("time", text, 12, 0, "a" if text.lower() in ("midnight", "medianoche") else "p")]
    if kind == "iso" or kind.startswith("date"):
        return [Word("date", _date(kind, match))]
    if kind == "month":
        return [Word("month", MONTHS[month_number(text)])]
    if kind == "unsure":
        raise HoursError(
            f"“{text}” can mean more than one thing.",
            "PH off means every public holiday on the directory's list; for single days write 2026 Dec 24 off.",
        )
    if kind == "other":
        raise HoursError(
            f"“{text[:40]}” is not understood in hours.", 'Explanations go into quotation marks: "by appointment"'
        )
    return [Word(kind, text)]


def _date(kind: str, match: re.Match[str]) -> str:
    if kind == "iso":
        parts = [int(part) for part in re.split(r"\D", match[0])]
        year, month, day = parts if parts[0] > 31 else (parts[2], parts[0], parts[1])
        if not 1 <= month <= 12:
            raise HoursError(f"“{match[0]}” is not a date.", "Write 2026-12-24")
        return f"{year} {MONTHS[month - 1]} {day}"
    at = kind[-1]
    return f"{match[f'year{at}'] or ''} {MONTHS[month_number(match[f'month{at}'])]} {int(match[f'day{at}'])}".strip()


def month_number(text: str) -> int:
    """The month of a name or its short form, January 0."""
    name = text.lower().rstrip(".")
    return next(at for at, names in enumerate(_MONTH_NAMES) if name in names.split("|"))
