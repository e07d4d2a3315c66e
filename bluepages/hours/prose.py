"""`read_prose`: hours as other directories tell them, in sentences and codes, where one reading alone is possible.

Stricter than `expand`, which a person at a form can answer: nobody is there to say no. Where a closing time without AM
or PM may be morning or evening (`8-9`), where several desks are named, where anything is left over, the answer is
"unsure" and the words go to a steward. A wrong hour is worse than none.
"""

from __future__ import annotations

import functools
import re
from typing import Final

import msgspec

from bluepages.hours.dated import no_range_of_named_days, settled, with_years
from bluepages.hours.lexicon import Word, lex
from bluepages.hours.shorthand import expand
from bluepages.hours.syntax import read
from bluepages.hours.value import DAY, Hours, HoursError, Rule

LONGEST: Final = 400
_SHORTEST, _LONGEST_SPAN, _DAWN = 20, 18 * 60, 9 * 60
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODE: Final = re.compile(
    r"\b(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[ .]?(1st|2nd|3rd|4th|5th|last)\b", re.IGNORECASE
)
_MILITARY: Final = re.compile(
    r"(?<![\d:/$])([01]\d|2[0-4])([0-5]\d)(?: ?(?:hrs?|hours|h)\b)?(?![\d:/])(?! ?[ap]\.?m)", re.IGNORECASE
)
_THREE: Final = re.compile(r"(?<=[-\s])([1-9])([0-5]\d)(?=\s*(?:-|$|[;,]|[ap]\.?m))(?!\d)", re.IGNORECASE)
_PLACES: Final = re.compile(r"\b(?:of|in) (?:each|every|the|a) month\b", re.IGNORECASE)
_HALF: Final = re.compile(r"\b12:?0?0? ?(noon|midnight)\b|\b(?:12 )?(mid-?night)\b", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"\A\s*(?:(?:our|regular|normal|business|office|opening|operating|service|hours?|days?|times?|of|and|open|operation|&)\s*)+:\s*",
    re.IGNORECASE,
)
_YEAR_ROUND: Final = re.compile(r"[;,(]?\s*\b(?:all year(?: round)?|year[- ]round)\b\)?", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def read_prose(text: str, said: str = "", today: str = "") -> str:
    """The hours that `text` says beyond doubt, canonical. Raises `HoursError` if unsure.

    `said` is the day on which the source wrote it, where that is known, `today` the day from which it is judged what
    is over. `""` for blank text, and for one that tells only of days that are over.
    """
    plain = _plain(text)
    if not plain:
        return ""
    if len(plain) > LONGEST:
        raise _unsure("It is long: it says more than hours")
    if _is_syntax(plain):
        return together(plain)
    words = lex(plain)
    _no_half_days(words)
    no_range_of_named_days(words)
    hours = settled(read(together(expand(plain))), said, today)
    return read(hours.canonical).canonical if hours.rules else ""


def together(text: str) -> str:
    """Hours in the syntax as they were meant where each part was said for itself: parts of one day add up.

    Raises `HoursError` where parts contradict each other, or no place is open like that.
    """
    hours = _added(read(text))
    _sensible(hours)
    return read(hours.canonical).canonical


def _is_syntax(text: str) -> bool:
    """Whether the text is in the documented syntax, letter for letter: then nothing is left to doubt."""
    try:
        return read(text).canonical == text
    except HoursError:
        return False


def interval(opens: str, closes: str) -> str:
    """`HH:MM-HH:MM` of two cells such as `0900` and `130`, `9:00 AM` and `12:00 PM`. Raises `HoursError` if unsure."""
    start, end = _clock(opens), _clock(closes)
    if start == end and not start.startswith(("12:00 am", "midnight")):
        raise _unsure("It closes when it opens")
    span = read_prose(f"Mo {start}-{end}").removeprefix("Mo ")
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", span):
        raise _unsure("These are not two times of a day")
    return span


def _clock(cell: str) -> str:
    """One cell as a time: `0900` is 09:00, `130` is 1:30 with nothing said of the half of the day."""
    plain = cell.strip().lower().replace(".", "")
    match = re.fullmatch(r"(\d{1,2}):?(\d{2})(?::00)?(?: ?([ap])m?)?", plain)
    if match:
        hour, minute, half = match.groups()
        if half:
            return f"{int(hour)}:{minute} {half}m"
        whole = len(hour) == 2 and int(hour) < 24
        return _twelve(int(hour), minute) if whole else f"{int(hour)}:{minute}"
    if re.fullmatch(r"\d{1,2} ?[ap]m?|noon|midnight|\d{1,2}", plain):
        return plain
    raise _unsure("This is not a time of day")


def _plain(text: str) -> str:
    """The text with the spellings of imports made those of people: codes, typing errors, military time."""
    plain = " ".join(text.replace("\u00a0", " ").split("\n")).strip(" .;,")
    plain = " ".join(plain.split())
    plain = with_years(_LABEL.sub("", plain))
    plain = _YEAR_ROUND.sub("", plain)
    plain = _CODE.sub(r"\2 \1", plain)
    plain = _PLACES.sub("of the month", plain)
    plain = _HALF.sub(lambda match: (match[1] or "midnight").lower(), plain)
    plain = _MILITARY.sub(lambda match: _twelve(int(match[1]), match[2]), plain)
    plain = _THREE.sub(r"\1:\2", plain)
    return re.sub(r"[A-Za-z]{5,}", _mended, plain)


def _twelve(hour: int, minute: str) -> str:
    """A time of 24 hours with its half of the day: `1300` is `1:00 pm`, `2400` midnight."""
    if hour == 24:
        return "midnight"
    return f"{hour % 12 or 12}:{minute} {'pm' if hour >= 12 else 'am'}"


def _mended(match: re.Match[str]) -> str:
    """`Firday` -> `friday`: a day's name with one slip, where it is like one day only."""
    word = match[0].lower().rstrip("s")
    if len(word) < 5 or word in _DAYS:
        return match[0]
    near = [day for day in _DAYS if day[0] == word[0] and _one_slip(word, day)]
    return near[0] if len(near) == 1 else match[0]


def _one_slip(word: str, day: str) -> bool:
    """One letter too many, too few, another, or two exchanged (`suday` for Sunday, `friady`)."""
    if abs(len(word) - len(day)) > 1:
        return False
    if len(word) == len(day):
        differing = [at for at in range(len(day)) if word[at] != day[at]]
        if len(differing) != 2 or differing[1] != differing[0] + 1:
            return len(differing) <= 1
        one, two = differing
        return word[one] == day[two] and word[two] == day[one]
    longer, shorter = sorted((word, day), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _no_half_days(words: list[Word]) -> None:
    """Refuse spans whose end may be morning or evening: `8-9`, `9-11`; after `8-11, 1-4` the morning is sure."""
    for at in range(len(words) - 2):
        opens, joint, closes = words[at : at + 3]
        if [opens.kind, joint.kind, closes.kind] != ["time", "to", "time"]:
            continue
        if not (_bare(opens) and _bare(closes)) or closes.number == 12 or opens.number == 12:
            continue
        if _face(opens) < _face(closes) and _face(opens) >= 5 * 60 and not _goes_on(words[at + 3 :], closes):
            raise _unsure(f"“{opens.text}-{closes.text}” may end in the morning or in the evening")


def _goes_on(following: list[Word], closes: Word) -> bool:
    """Whether the same days open again later, so that the first span ends in the morning."""
    for word in following:
        if word.kind == "time":
            return word.half == "p" or _face(word) < _face(closes) or word.number == 12
        if word.kind != "and":
            return False
    return False


def _bare(word: Word) -> bool:
    return not word.half and 1 <= word.number <= 12 and not word.text.startswith("0")


def _face(word: Word) -> int:
    return word.number * 60 + word.minute


def _added(hours: Hours) -> Hours:
    """Rules that stand beside one another where the words do: `Mo-Fr 9-5; Tuesdays 6-8 pm` is both on a Tuesday.

    In the syntax a later rule replaces an earlier one on its days. Where its times lie apart from those of the earlier
    one, it was said as an addition; where they overlap, nobody can know.
    """
    rules = list(hours.rules)
    for at, rule in enumerate(rules):
        for other in rules[:at]:
            if not (rule.kind == other.kind == "open" and rule.spans and other.spans and _meet(rule, other)):
                continue
            if rule.spans == other.spans and not rule.nth and not other.nth:
                continue
            apart = all(a[1] <= b[0] or b[1] <= a[0] for a in rule.spans for b in other.spans)
            if rule.dates and not other.dates and not apart:
                continue  # summer hours in place of the others
            if not apart:
                raise _unsure("Two hours are given for one day")
            if rule.dates != other.dates:
                raise _unsure("It does not say whether the hours of the season replace the others")
            rules[at] = msgspec.structs.replace(rule, adds=True)
    return Hours(tuple(rules))


def _meet(one: Rule, two: Rule) -> bool:
    """Whether two rules may hold on one day."""
    if one.dates and two.dates and one.dates != two.dates:
        return False
    plain, other = _days(one), _days(two)
    return any(day == day_2 and (not place or not place_2 or place == place_2)
               for day, place in plain for day_2, place_2 in other)  # fmt: skip


def _days(rule: Rule) -> set[tuple[int, int]]:
    """Weekdays of a rule, each with its place in the month, 0 for every week."""
    if rule.every_day:
        return {(day, 0) for day in range(7)}
    return {*((day, 0) for day in rule.weekdays), *((day, place) for day, places in rule.nth for place in places)}


def _sensible(hours: Hours) -> None:
    """Refuse what no place does: a few minutes a day, or most of a day and night but not all."""
    for rule in hours.rules:
        if rule.kind != "open":
            continue
        for start, end in rule.spans:
            if (start, end) != (0, DAY) and not _SHORTEST <= end - start <= _LONGEST_SPAN:
                raise _unsure("It would be open for a few minutes, or for nearly a day and a night")
            if end > DAY + _DAWN:
                raise _unsure("It would be open from one day to the middle of the next")


def _unsure(what: str) -> HoursError:
    return HoursError(f"{what}.", "A steward has to ask.")
