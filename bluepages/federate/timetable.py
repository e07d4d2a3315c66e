"""Rows of schedules (Ohana, HSDS 1.1 to 3.x, and what mixes them up) as one `hours` text, where all is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bluepages.hours import HoursError, parse
from bluepages.hours.prose import interval, read_prose, together
from bluepages.hours.value import DAYS, MONTHS

_DAY: Final = re.compile(
    r"\s*([+-]?\d)?\s*(?:(mo)(?:n|ndays?)?|(tu)(?:es?|esdays?)?|(we)(?:d|dnesdays?)?|(th)(?:u|urs?|ursdays?)?"
    r"|(fr)(?:i|idays?)?|(sa)(?:t|turdays?)?|(su)(?:n|ndays?)?)\.?\s*\Z",
    re.IGNORECASE,
)
"""A day by its name and nothing behind it: `FriLast`, `weekly` and `monthly` begin like days and are none."""
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}|\d{3,4}\Z|\d{1,2} ?[ap]\.?m|noon|midnight", re.IGNORECASE)
_ALL_DAY: Final = re.compile(r"24[- ]?(?:hours?|hrs?|/ ?7)", re.IGNORECASE)


def hours_of(rows: Iterable[dict[str, str]], today: str = "") -> tuple[str, str]:
    """The hours of some schedule rows, and `""`; or `""` and what the rows say, where that is not certain."""
    week: dict[str, list[str]] = {}
    exceptions: list[str] = []
    said: list[str] = []
    for row in rows:
        words = _words(row)
        if not words:
            continue
        said.append(words)
        try:
            if row.get("holiday"):
                exceptions += _holiday(row, today)
                continue
            if row.get("valid_to") and today and _date(row["valid_to"]) and _date(row["valid_to"]) < today:
                said.pop()
                continue
            for day, span in _row(row):
                spans = week.setdefault(day, [])
                if span not in spans:
                    spans.append(span)
        except HoursError:
            return "", _told([_words(each) for each in rows if _words(each)])
    if not week:
        return "", ""
    try:
        return together("; ".join([*_clauses(week), *exceptions])), ""
    except HoursError:
        return "", _told(said)


def _told(said: list[str]) -> str:
    return "; ".join(dict.fromkeys(said))[:300]


def _words(row: dict[str, str]) -> str:
    """What a row says of times, for people; `""` where it says nothing."""
    days = row.get("weekday", "") or row.get("byday", "")
    opens, closes = _ends(row)
    if row.get("holiday"):
        times = "closed" if row.get("closed", "").casefold() in ("true", "yes", "1", "t") else f"{opens}-{closes}"
        return f"{row.get('valid_from', '')} to {row.get('valid_to', '')} {times}"
    if not opens and not closes and not (days and row.get("description")):
        return "" if not row.get("weekday") else days
    month = f" of days {row['bymonthday']}" if row.get("bymonthday") else ""
    return " ".join(f"{days}{month} {opens}-{closes} {row.get('description', '')}".strip(" -").split())


def _ends(row: dict[str, str]) -> tuple[str, str]:
    """Opening and closing; some exports put the clock into the columns for dates."""
    opens, closes = row.get("opens_at", ""), row.get("closes_at", "")
    if not opens and (_CLOCK.match(row.get("dtstart", "")) or _ALL_DAY.search(row.get("dtstart", ""))):
        opens = row["dtstart"]
    if not closes and _CLOCK.match(row.get("until", "")):
        closes = row["until"]
    return opens, closes


def _row(row: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of a day and a span. Raises `HoursError` where a row is not certain."""
    opens, closes = _ends(row)
    days = row.get("weekday", "") or row.get("byday", "")
    odd = any(row.get(name) for name in ("bymonthday", "byweekno", "byyearday", "count"))
    if odd or row.get("interval", "1") not in ("", "1") or (row.get("description") and not opens):
        raise HoursError("not every week")
    if _ALL_DAY.search(f"{opens} {days}") and not closes:
        span = "00:00-24:00"
    elif not opens or not closes:
        raise HoursError("a time is missing")
    elif _midnight(opens) and _midnight(closes):
        raise HoursError("midnight to midnight may be all day, or nothing")
    else:
        span = interval(opens, closes)
    listed = _byday(days)
    if listed is None:
        text = read_prose(f"{_ALL_DAY.sub('', days)} 9 am-5 pm")  # the strict reader knows `Mon - Wed, Fri`
        rule = parse(text).rules
        if len(rule) != 1 or rule[0].dates or rule[0].spans != ((540, 1020),):
            raise HoursError("the days are not plain")
        listed = [DAYS[day] for day in (rule[0].weekdays or (range(7) if rule[0].every_day else ()))]
        listed += [f"{DAYS[day]}[{place}]" for day, places in rule[0].nth for place in places]
    if row.get("freq", "").upper() == "MONTHLY" and any("[" not in day for day in listed):
        raise HoursError("which week of the month")
    return [(day, span) for day in listed]


def _byday(days: str) -> list[str] | None:
    """`MO,WE`, `1SA,-1FR`, `monday`: days of the standard; `None` for prose."""
    found = []
    for part in re.split(r"[,;]", days):
        match = _DAY.match(part)
        if not match:
            return None
        day = next(filter(None, match.groups()[1:])).capitalize()
        found.append(f"{day}[{int(match.group(1))}]" if match.group(1) else day)
    return found


def _midnight(cell: str) -> bool:
    return bool(re.fullmatch(r"(?:12(?::00)? ?am|0?0:00(?::00)?|24:00)", cell.strip(), re.IGNORECASE))


def _clauses(week: dict[str, list[str]]) -> list[str]:
    """Days with the same spans as one clause, in the order of the week; counted days after the plain ones."""
    groups: dict[tuple[str, ...], list[str]] = {}
    order = {day: number for number, day in enumerate(DAYS)}
    for day in sorted(week, key=lambda day: ("[" in day, order[day[:2]], day)):
        groups.setdefault((("[" if "[" in day else ""), *sorted(week[day])), []).append(day)
    return [f"{','.join(days)} {','.join(spans[1:])}" for spans, days in groups.items()]


def _holiday(row: dict[str, str], today: str) -> list[str]:
    """One exception; a date in the year 1 is meant every year, one that is over is dropped."""
    first, last = _date(row.get("valid_from", "")), _date(row.get("valid_to", "") or row.get("valid_from", ""))
    if not first or not last:
        raise HoursError("a date is missing")
    opens, closes = _ends(row)
    closed = row.get("closed", "").casefold() in ("true", "yes", "1", "t") or not (opens or closes)
    what = "off" if closed else interval(opens, closes)
    yearly = first[:4] == last[:4] == "0001"
    if not yearly and (not today or last < today):
        return []
    start, end = _words_of(first, yearly), _words_of(last, yearly)
    return [f"{start if start == end else f'{start}-{end}'} {what}"]


def _words_of(date: str, yearly: bool) -> str:
    year, month, day = date.split("-")
    return f"{'' if yearly else f'{year} '}{MONTHS[int(month) - 1]} {int(day)}"


def _date(cell: str) -> str:
    """A date in any spelling as `YYYY-MM-DD`; `""` where there is none."""
    from datetime import datetime

    from dateutil import parser

    plain = cell.strip()
    if not plain:
        return ""
    yearly = plain.endswith((" 0001", " 1")) or plain.startswith("0001-")
    try:
        found = parser.parse(plain.replace(", 0001", ", 2004").replace("0001-", "2004-"), default=datetime(2004, 1, 1))
    except (ValueError, OverflowError, TypeError):
        return ""
    return f"0001-{found.month:02}-{found.day:02}" if yearly else found.date().isoformat()
