"""The order of rules: general ones first, exceptions after them.

In OpenStreetMap's language a later rule replaces an earlier one, so `PH off; Mo-Fr 09:00-17:00` is open on holidays.
Nobody means that, and no reader guesses it. We refuse it and offer the order that says what was meant; every reader
of `Hours` may then rely on exceptions standing last.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bluepages.hours.value import DateRange, Hours, HoursError, Rule

_SHORT = 14
"""Days; a longer range of dates is a season, within which holidays and single days are the exceptions."""


def rank(rule: Rule) -> int:
    """0 plain weekdays, 1 nth weekdays and seasons, 2 public holidays, 3 single days and short runs of them."""
    if rule.dates:
        return 3 if all(_length(dates) <= _SHORT for dates in rule.dates) else 1
    if rule.holidays and not rule.weekdays:
        return 2
    return 1 if rule.nth else 0


def _length(dates: DateRange) -> int:
    (year, *start), (last, *end) = dates.start, dates.end
    first = date(year or 2024, start[0], start[1])
    final = date(last or (2024 if start <= end else 2025), end[0], min(end[1], 28) if end[0] == 2 else end[1])
    return (final - first).days + 1


def check_order(hours: Hours) -> Hours:
    """The same hours; raises `HoursError`, with the mended text, where an exception is undone by a later rule."""
    rules = hours.rules
    for at, rule in enumerate(rules):
        for later in rules[at + 1 :]:
            mixed = rule.holidays and not later.holidays and not later.dates and rank(later) == 0 == rank(rule)
            if (mixed or rank(rule) > rank(later)) and _meet(rule, later):
                raise HoursError(
                    f"“{rule.canonical}” stands before “{later.canonical}”, which overrides it.",
                    "Put the ordinary week first and exceptions (seasons, PH, dates) after it.",
                    _ordered(rules).canonical,
                )
    return hours


def check_substance(hours: Hours) -> Hours:
    """The same hours; raises `HoursError` where they say only when it is closed, or a rule is never used."""
    rules = hours.rules
    for at, rule in enumerate(rules):
        for later in rules[at + 1 :]:
            if _replaces(later, rule):
                raise HoursError(
                    f"“{rule.canonical}” is never used, since “{later.canonical}” after it replaces it.",
                    "Join times of the same days by a comma, as in Mo-Fr 09:00-12:00,13:00-17:00, or leave one out.",
                )
    closed = rules and all(rule.kind == "off" for rule in rules)
    if closed and not any(rule.every_day and not rule.dates and not rule.spans for rule in rules):
        raise HoursError(
            f"“{hours.canonical}” says when it is closed, but never when it is open.",
            "Write the ordinary hours first, or “unknown” if nobody knows them: unknown; PH off",
            f"unknown; {hours.canonical}",
        )
    return hours


def join_or_replace(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """One spelling for plain rules on days of their own: `;`, where `,` would say the same."""
    settled: list[Rule] = []
    taken: set[int] = set()
    for rule in rules:
        alone = rule.weekdays and not (rule.nth or rule.holidays or rule.dates or taken & set(rule.weekdays))
        if rule.adds and (alone or not settled):
            rule = msgspec.structs.replace(rule, adds=False)
        settled.append(rule)
        taken |= set(rule.weekdays) if rule.weekdays and not (rule.nth or rule.holidays) else set(range(7))
    return tuple(settled)


def _replaces(later: Rule, rule: Rule) -> bool:
    """Whether a rule takes every day of an earlier one."""
    if later.adds or (later.kind == "off" and later.spans):
        return False
    if later.dates and later.dates != rule.dates:
        return False
    if later.every_day:
        return True
    return (
        not rule.every_day
        and (later.holidays or not rule.holidays)
        and set(rule.weekdays) <= set(later.weekdays)
        and all(day in later.weekdays or (day, places) in later.nth for day, places in rule.nth)
    )


def _meet(one: Rule, other: Rule) -> bool:
    if one.kind == other.kind == "off" and not one.spans and not other.spans:
        return False
    return bool(_weekdays(one) & _weekdays(other))


def _weekdays(rule: Rule) -> set[int]:
    if rule.holidays or rule.every_day:
        return set(range(7))
    return set(rule.weekdays) | {day for day, _ in rule.nth}


def _ordered(rules: tuple[Rule, ...]) -> Hours:
    """Plain and holiday parts taken apart, then sorted by rank."""
    parts: list[Rule] = []
    for rule in rules:
        if rule.holidays and (rule.weekdays or rule.nth):
            parts.append(msgspec.structs.replace(rule, holidays=False))
            parts.append(msgspec.structs.replace(rule, weekdays=(), nth=()))
        else:
            parts.append(rule)
    return Hours(join_or_replace(tuple(sorted(parts, key=rank))))
