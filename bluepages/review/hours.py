"""How hours differ, day by day: `on Mondays: 9:00 AM to 5:00 PM becomes 9:00 AM to 4:00 PM`."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.hours import Hours, HoursError, WeekRow, parse, sentence, week, words
from bluepages.hours.phrases import LANGUAGES
from bluepages.review.tongue import TONGUES, Language, Tongue


def hours_change(old: str, new: str, language: Language = "en") -> tuple[str, ...]:
    """The difference in parts, each a sentence without its subject; none where it cannot be told by days."""
    try:
        before, after = parse(old), parse(new)
    except HoursError:
        return ()
    if any(rule.dates for rule in (*before.rules, *after.rules)):
        return ()  # seasons have weeks of their own: both are told whole
    rows, later = week(before, language), week(after, language)
    if rows is None or later is None:
        return ()
    return (*_by_day(rows, later, TONGUES[language]), *_holidays(before, after, language))


def said(text: str, language: Language = "en") -> str:
    """Hours in words; as they are written where they cannot be read."""
    try:
        return sentence(parse(text), language) or text
    except HoursError:
        return text


def _by_day(before: tuple[WeekRow, ...], after: tuple[WeekRow, ...], tongue: Tongue) -> Iterator[str]:
    """The days of the week that differ, those with the same change together."""
    changes: dict[tuple[str, str], list[int]] = {}
    for day, (was, now) in enumerate(zip(before, after, strict=True)):
        if (was.times, was.note) != (now.times, now.note):
            changes.setdefault((_row(was), _row(now)), []).append(day)
    for (was_text, now_text), days in changes.items():
        yield tongue.say("days", days=_listed(days, tongue), old=was_text, new=now_text)


def _row(row: WeekRow) -> str:
    return f"{row.times} ({row.note})" if row.note else row.times


def _listed(days: list[int], tongue: Tongue) -> str:
    if len(days) == 7:
        return tongue.say("all_days")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return tongue.say("range", first=tongue.days[days[0]], last=tongue.days[days[-1]])
    names = [tongue.days[day] for day in days]
    return names[0] if len(names) == 1 else tongue.say("and", first=", ".join(names[:-1]), last=names[-1])


def _holidays(before: Hours, after: Hours, language: Language) -> Iterator[str]:
    """What is said of public holidays, which are no part of the ordinary week."""
    tongue = TONGUES[language]
    old, new = _said_of_holidays(before, language), _said_of_holidays(after, language)
    if old != new:
        nothing = tongue.say("nothing")
        yield tongue.say("holidays", old=old or nothing, new=new or nothing)


def _said_of_holidays(hours: Hours, language: Language) -> str:
    name = LANGUAGES[language].holidays
    lines = [line for line in words(hours, language) if name in line.days.lower()]
    return "; ".join(f"{line.times} ({line.note})" if line.note else line.times for line in lines)
