"""Strict reader of the `hours` syntax: text to `Hours`, by recursive descent over tokens, in linear time."""

from __future__ import annotations

import re
from typing import Final, NoReturn

import msgspec

from bluepages.hours.order import check_order, check_substance, join_or_replace
from bluepages.hours.times import read_spans
from bluepages.hours.value import DAYS, MONTHS, DateRange, Hours, HoursError, Rule, RuleKind, YearMonthDay, month_length

LIMIT: Final = 500
"""Characters; longer hours are prose and belong in the description."""

EXAMPLE: Final = "Write it like Mo-Fr 09:00-17:00; Sa[1,3] 10:00-12:00; PH off"

_TOKEN = re.compile(
    r'\s*(?:(?P<comment>"[^"]*")|(?P<always>24/7(?!\d))|(?P<time>\d{1,2}:\d{2}(?!\d))|(?P<year>\d{4}(?!\d))'
    r"|(?P<number>\d{1,2}(?!\d))|(?P<word>[A-Za-z]+)|(?P<mark>[-,;:\[\]+])|(?P<other>\S))",
    re.ASCII,
)
_DAY = {name.lower(): index for index, name in enumerate(DAYS)}
_MONTH = {name.lower(): index + 1 for index, name in enumerate(MONTHS)}
_KINDS: dict[str, RuleKind] = {"off": "off", "closed": "off", "unknown": "unknown", "open": "open"}
_FOREIGN = {
    "sh": "School holidays (SH) are not kept here. Write the dates: 2026 Nov 23-2026 Nov 27 off",
    "easter": "Write the date itself: 2027 Mar 28 off",
    "week": "Week numbers are not read here. Write nth weekdays, as in Sa[1,3], or dates.",
    **dict.fromkeys(("sunrise", "sunset", "dawn", "dusk"), "Write clock times: 08:00-18:00"),
}
_CONTACT = re.compile(r"appointment|appt|\bcall|phone|\bcita\b|\bllam", re.IGNORECASE)


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str


_END = _Token("end", "the end")


def read(text: str) -> Hours:
    """`Hours` of a text in the documented syntax. Raises `HoursError`; `fixed` is set only for misplaced rules."""
    if len(text) > LIMIT:
        raise HoursError(
            f"The hours are {len(text)} characters long; at most {LIMIT} are read.",
            "Keep the times here and move explanations to the description.",
        )
    rules = _Reader(_tokens(text)).rules()
    return check_substance(check_order(Hours(join_or_replace(rules))))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "word":
            word = value.lower()
            if word in _FOREIGN:
                raise HoursError(f"“{value}” is not part of the hours syntax.", _FOREIGN[word])
            kind = "day" if word in _DAY else "month" if word in _MONTH else "holiday" if word == "ph" else kind
            value = word if kind != "word" or word in _KINDS else value
        found.append(_Token(kind, value))
    return found


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> _Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _END

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token.text

    def mark(self, text: str) -> bool:
        """Take this punctuation mark if it comes next."""
        found = self.peek() == _Token("mark", text)
        self.at += found
        return found

    def then(self, text: str, *kinds: str) -> bool:
        """Whether this mark comes next, and after it a token of one of these kinds."""
        return self.peek() == _Token("mark", text) and self.peek(1).kind in kinds

    def fail(self, wanted: str = "") -> NoReturn:
        token = self.peek()
        found = "something is missing at the end" if token is _END else f"“{token.text}” was not expected"
        raise HoursError(f"In the hours, {found}{'; ' + wanted if wanted else ''}.", EXAMPLE)

    def rules(self) -> tuple[Rule, ...]:
        rules: list[Rule] = []
        adds = False
        while self.peek() is not _END:
            if self.mark(";"):
                adds = False
                continue
            rules.append(self.rule(adds and bool(rules)))
            adds = self.mark(",")
            if adds:
                if self.peek() is _END:
                    self.fail("a comma joins another rule")
            elif self.peek() is not _END and self.peek() != _Token("mark", ";"):
                self.fail("rules are separated by “;”")
        return tuple(rules)

    def rule(self, adds: bool) -> Rule:
        begin = self.at
        always = self.peek().kind == "always"
        dates: tuple[DateRange, ...] = ()
        weekdays: tuple[int, ...] = ()
        nth: tuple[tuple[int, tuple[int, ...]], ...] = ()
        holidays = False
        if always:
            self.take()
        else:
            if self.peek().kind in ("month", "year"):
                dates = self.dates()
                self.mark(":")
            if self.peek().kind in ("day", "holiday"):
                weekdays, nth, holidays = self.days()
        timed = always or self.peek().kind == "time"
        spans = () if always else self.spans()
        kind = _KINDS[self.take()] if self.peek().text in _KINDS else None
        comment = self.comment()
        if self.at == begin:
            self.fail()
        if not (timed or kind in ("off", "unknown") or comment):
            days = " ".join(token.text.capitalize() for token in self.tokens[begin : begin + 1])
            raise HoursError(
                f"“{days}…” gives days but no times.",
                "Write times after the days, as in Mo-Fr 09:00-17:00; round the clock is Mo-Fr 00:00-24:00.",
            )
        if kind == "off" and _CONTACT.search(comment):
            fixed = Rule(dates, weekdays, nth, holidays, spans, "open", comment, adds).canonical
            raise HoursError(
                f"“off” says closed, and “{comment}” says that people can come if they ask first.",
                f"Leave out “off”: {fixed}",
            )
        return Rule(dates, weekdays, nth, holidays, spans, kind or "open", comment, adds)

    def comment(self) -> str:
        if self.peek().kind != "comment":
            return ""
        comment = " ".join(self.take()[1:-1].split())
        if not comment or not comment.isprintable():
            raise HoursError(
                "The comment in quotation marks is empty or holds characters that cannot be printed.",
                'Say in a few words what people should know: "by appointment"',
            )
        return comment

    def spans(self) -> tuple[tuple[int, int], ...]:
        found: list[tuple[str, str]] = []
        while self.peek().kind == "time":
            start = self.take()
            if self.mark("+") or not self.mark("-") or self.peek().kind != "time":
                raise HoursError(
                    f"The time {start} has no closing time.", "Write both, on the 24-hour clock: 09:00-17:00"
                )
            found.append((start, self.take()))
            if self.mark("+"):
                raise HoursError(
                    "An open end (“+”) is not read here.", "Write the latest sure closing time: 09:00-17:00"
                )
            if self.then(",", "time"):
                self.take()
            else:
                break
        return read_spans(found)

    def days(self) -> tuple[tuple[int, ...], tuple[tuple[int, tuple[int, ...]], ...], bool]:
        weekdays: set[int] = set()
        nth: dict[int, set[int]] = {}
        holidays = False
        while True:
            token = self.peek()
            if token.kind == "holiday":
                self.take()
                holidays = True
            else:
                first = last = _DAY[self.take()]
                if self.mark("-"):
                    if self.peek().kind != "day":
                        self.fail("a range of days ends in a day, as in Mo-Fr")
                    last = _DAY[self.take()]
                if self.mark("["):
                    if first != last:
                        raise HoursError("A range of days cannot be counted in the month.", "Write Mo[1],Tu[1]")
                    nth.setdefault(first, set()).update(self.places())
                else:
                    weekdays |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
            if not self.then(",", "day", "holiday"):
                break
            self.take()
        counted = tuple((day, _places(nth[day])) for day in sorted(nth) if day not in weekdays)
        if len(weekdays) == 7:  # every day, holidays included
            return (), (), False
        return tuple(sorted(weekdays)), counted, holidays

    def places(self) -> set[int]:
        found: set[int] = set()
        while True:
            sign = -1 if self.mark("-") else 1
            if self.peek().kind != "number":
                self.fail("write which weeks of the month, as in Sa[1,3] or Fr[-1]")
            first = last = int(self.take())
            if sign == 1 and self.mark("-"):
                last = int(self.take()) if self.peek().kind == "number" else 9
            if not 1 <= first <= last <= 5:
                raise HoursError(
                    "A month has a first to a fifth week.", "Write Sa[1,3], or Fr[-1] for the last Friday."
                )
            found |= {sign * place for place in range(first, last + 1)}
            if self.mark("]"):
                return found
            if not self.mark(","):
                self.fail("close the bracket, as in Sa[1,3]")

    def dates(self) -> tuple[DateRange, ...]:
        found = [self.date_range()]
        while self.then(",", "month", "year") or (self.then(",", "number") and found[-1].start == found[-1].end):
            self.take()
            if self.peek().kind == "number":
                year, month, _ = found[-1].start
                day = _day(year, month, int(self.take()))
                found.append(DateRange(day, day))
            else:
                found.append(self.date_range())
        return tuple(sorted(set(found), key=lambda dates: (dates.start, dates.end)))

    def date_range(self) -> DateRange:
        year, month, day = self.date_part()
        if not self.mark("-"):
            return _range((year, month, day), (0, month, day))
        if self.peek().kind == "number" and day:
            return _range((year, month, day), (0, month, int(self.take())))
        if self.peek().kind not in ("month", "year"):
            self.fail("a range of dates ends in a date, as in Dec 24-Dec 26")
        last = self.date_part()
        if bool(day) != bool(last[2]) or (last[0] and not year):
            raise HoursError(
                "Both ends of a range of dates are written alike.",
                "Write Jun-Aug, Jun 15-Aug 20 or 2026 Dec 24-2027 Jan 2",
            )
        return _range((year, month, day), last)

    def date_part(self) -> YearMonthDay:
        year = int(self.take()) if self.peek().kind == "year" else 0
        if self.peek().kind != "month" or (year and not 1990 <= year <= 2199):
            self.fail("a date is written like 2026 Dec 24")
        month = _MONTH[self.take()]
        return year, month, int(self.take()) if self.peek().kind == "number" else 0


def _places(places: set[int]) -> tuple[int, ...]:
    """1..5 and then the last ones: 1, 3, -1."""
    return tuple(sorted(places, key=lambda place: (place < 0, abs(place))))


def _range(start: YearMonthDay, end: YearMonthDay) -> DateRange:
    """A checked range. Day 0 is a whole month; an end without a year takes the start's, or the next one."""
    year, month, day = start
    last_year, last_month, last_day = end
    if year and not last_year:
        last_year = year + ((last_month, last_day) < (month, day))
    first = _day(year, month, day or 1)
    last = _day(last_year, last_month, last_day or month_length(last_month, last_year or 2024))
    if year and last < first:
        raise HoursError("The range of dates ends before it begins.", "Write 2026 Dec 24-2027 Jan 2")
    return DateRange(first, last)


def _day(year: int, month: int, day: int) -> YearMonthDay:
    if not 1 <= day <= month_length(month, year or 2024):
        raise HoursError(f"{MONTHS[month - 1]} {day} is not a day of the calendar.", "Check the date.")
    return year, month, day
