"""The compact form of hours for the search index and the browser; `site/assets/hours.mjs` evaluates it.

    weekly = "" (not known) or rules joined by ";"
    rule   = ["+"] [dates "/"] days kind [spans]
    dates  = ranges joined by ".": "1224", "1224-1226", "20261224", "20261126-20261128"   (month and day; year first)
    days   = digits 1 (Monday) to 7; "6[1.3]" weekdays counted in the month, "5[-1]" the last one; "h" public holidays;
             nothing: every day
    kind   = "=" open, "?" call first, "x" closed, "~" not known
    spans  = minutes after midnight, joined by ".": "540-720.780-1020"; past 1440 runs into the next day;
             nothing: the whole day

Rules replace earlier ones on the days they match; "+" joins them, as does "x" with spans. `Mo-Fr 11:30-13:30;
Sa[1,3] 12:00-14:00; PH off` is `12345=690-810;6[1.3]=720-840;hx`. Nothing is lost but the words of comments. A form
with one of "/", "[" or "h" has exceptions to its plain week.
"""

from __future__ import annotations

import re

from bluepages.hours.evaluate import rule_state
from bluepages.hours.value import DateRange, Hours, HoursError, Rule, YearMonthDay

_KINDS = {"open": "=", "call-first": "?", "closed": "x", "unknown": "~"}
_DAY = r"(?:\d{4})?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_DATES = rf"{_DAY}(?:-{_DAY})?"
_PLACE = r"-?[1-5]"
_SPAN = r"\d{1,4}-\d{1,4}"
_RULE = re.compile(
    rf"(?P<adds>\+?)(?:(?P<dates>{_DATES}(?:\.{_DATES})*)/)?(?P<days>[1-7]*)"
    rf"(?P<nth>(?:[1-7]\[{_PLACE}(?:\.{_PLACE})*\])*)(?P<holidays>h?)"
    rf"(?P<kind>[=?x~])(?P<spans>(?:{_SPAN}(?:\.{_SPAN})*)?)",
    re.ASCII,
)
_NTH = re.compile(r"([1-7])\[([-\d.]+)\]")


def weekly(hours: Hours | None) -> str:
    """The compact form; "" when nobody knows the hours."""
    return ";".join(_rule(rule) for rule in (hours or Hours()).rules)


def weekly_parse(text: str) -> Hours:
    """The hours of a compact form, with `call first` as every comment. Raises `HoursError` for anything else."""
    return Hours(tuple(_read(rule) for rule in text.split(";") if text))


def _rule(rule: Rule) -> str:
    text = "+" if rule.adds else ""
    if rule.dates:
        text += ".".join(_range(dates) for dates in rule.dates) + "/"
    text += "".join(str(day + 1) for day in rule.weekdays)
    text += "".join(f"{day + 1}[{'.'.join(map(str, places))}]" for day, places in rule.nth)
    text += "h" if rule.holidays else ""
    return text + _KINDS[rule_state(rule)] + ".".join(f"{start}-{end}" for start, end in rule.spans)


def _range(dates: DateRange) -> str:
    first, last = (f"{year or ''}{month:02}{day:02}" for year, month, day in (dates.start, dates.end))
    return first if first == last else f"{first}-{last}"


def _read(text: str) -> Rule:
    match = _RULE.fullmatch(text)
    if not match:
        raise HoursError(f"“{text[:40]}” is not a rule of the weekly form.", "See bluepages.hours.weekly.")
    kind = match["kind"]
    return Rule(
        dates=tuple(_read_range(each) for each in (match["dates"] or "").split(".") if each),
        weekdays=tuple(int(digit) - 1 for digit in match["days"]),
        nth=tuple((int(day) - 1, tuple(map(int, at.split(".")))) for day, at in _NTH.findall(match["nth"])),
        holidays=bool(match["holidays"]),
        spans=tuple(_read_span(each) for each in match["spans"].split(".") if each),
        kind="off" if kind == "x" else "unknown" if kind == "~" else "open",
        comment="call first" if kind == "?" else "",
        adds=bool(match["adds"]),
    )


def _read_span(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return int(start), int(end)


def _read_range(text: str) -> DateRange:
    first, _, last = text.partition("-")
    return DateRange(_read_day(first), _read_day(last or first))


def _read_day(text: str) -> YearMonthDay:
    return int(text[:-4] or 0), int(text[-4:-2]), int(text[-2:])
