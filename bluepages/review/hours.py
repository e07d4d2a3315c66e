"""How hours differ, day by day: `on Mondays: 9:00 AM to 5:00 PM becomes 9:00 AM to 4:00 PM`."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.hours import Hours, HoursError, WeekRow, parse, sentence, week, words

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def hours_change(old: str, new: str) -> tuple[str, ...]:
    """The difference in parts, each a sentence without its subject; none where it cannot be told by days."""
    try:
        before, after = parse(old), parse(new)
    except HoursError:
        return ()
    if any(rule.dates for rule in (*before.rules, *after.rules)):
        return ()  # seasons have weeks of their own: both are told whole
    rows, later = week(before, "en"), week(after, "en")
    if rows is None or later is None:
        return ()
    return (*_by_day(rows, later), *_holidays(before, after))


def said(text: str) -> str:
    """Hours in words; as they are written where they cannot be read."""
    try:
        return sentence(parse(text), "en") or text
    except HoursError:
        return text


def _by_day(before: tuple[WeekRow, ...], after: tuple[WeekRow, ...]) -> Iterator[str]:
    """The days of the week that differ, those with the same change together."""
    changes: dict[tuple[str, str], list[int]] = {}
    for day, (was, now) in enumerate(zip(before, after, strict=True)):
        if (was.times, was.note) != (now.times, now.note):
            changes.setdefault((_row(was), _row(now)), []).append(day)
    for (was_text, now_text), days in changes.items():
        yield f"on {_listed(days)}: {was_text} becomes {now_text}"


def _row(row: WeekRow) -> str:
    return f"{row.times} ({row.note})" if row.note else row.times


def _listed(days: list[int]) -> str:
    if len(days) == 7:
        return "all days"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    names = [_DAYS[day] for day in days]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _holidays(before: Hours, after: Hours) -> Iterator[str]:
    """What is said of public holidays, which are no part of the ordinary week."""
    old, new = _said_of_holidays(before), _said_of_holidays(after)
    if old != new:
        yield f"on public holidays: {old or 'nothing said'} becomes {new or 'nothing said'}"


def _said_of_holidays(hours: Hours) -> str:
    lines = [line for line in words(hours, "en") if "holiday" in line.days.lower()]
    return "; ".join(f"{line.times} ({line.note})" if line.note else line.times for line in lines)
