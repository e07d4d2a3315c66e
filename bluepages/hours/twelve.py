"""Two clock faces to a span: which half of the day is meant in `9-5`, `5-7 pm`, `10am-2`; or an error if not sure."""

from __future__ import annotations

from bluepages.hours.lexicon import Word
from bluepages.hours.value import DAY, HoursError, Span, span_text

_HALF = DAY // 2


def resolve(opens: Word, closes: Word, earlier: int | None) -> str:
    """`HH:MM-HH:MM`; `earlier` is when the span before it on the same days closed. Raises `HoursError`."""
    for word in (opens, closes):
        if word.minute > 59 or word.number > 24 or (word.half and not 1 <= word.number <= 12):
            raise HoursError(f"“{word.text}” is not a time of day.", "Write 9:00 AM or 09:00.")
    starts, ends = _readings(opens), _readings(closes)
    found = _choose(opens, closes, starts, ends, earlier)
    if found is None:
        written = f"{opens.text}-{closes.text}"
        choices = " or ".join(dict.fromkeys(_text(start, end) for start in starts for end in ends if start < end))
        raise HoursError(
            f"“{written}” does not say which half of the day.",
            f"Write {choices}." if choices else "Write 9:00 AM to 5:00 PM, or 09:00-17:00.",
        )
    return _text(*found)


def _text(start: int, end: int) -> str:
    return span_text((start, end))


def _readings(word: Word) -> list[int]:
    """The minutes that a clock face may mean: two for a plain 1 to 12, morning first."""
    face = word.number * 60 + word.minute
    if word.half:
        return [face % _HALF + (_HALF if word.half == "p" else 0)]
    if _plain(word):
        return [face % _HALF, face % _HALF + _HALF]
    return [face]


def _plain(word: Word) -> bool:
    return not word.half and 1 <= word.number <= 12 and not word.text.startswith("0")


def _choose(opens: Word, closes: Word, starts: list[int], ends: list[int], earlier: int | None) -> Span | None:
    if len(starts) == 1:
        if starts[0] >= 15 * 60 and opens.number >= 13 and _plain(closes):
            return None  # 17:00-9:00: in the evening, or over night
        return _after(starts[0], closes, ends)
    if not _plain(closes):
        return _before(starts, ends[0], closes)
    if earlier is not None:
        start = next((start for start in starts if start >= earlier), None)
        return _after(start, closes, ends) if start is not None else None
    morning = starts[0]
    if starts == ends == [0, _HALF]:
        return None  # 12-12: by day, or by night
    if morning == 0 or morning >= 8 * 60:  # 8-12, 9-5, 12-4
        return _after(morning or _HALF, closes, ends)
    close = ends[0]
    if morning < 5 * 60 and morning < close <= 7 * 60:  # 1-5: nobody serves at one in the morning
        return starts[1], ends[1]
    return (morning, ends[1]) if morning >= 5 * 60 and 0 <= close < morning else None  # 7-6, 6:30-3


def _after(start: int, closes: Word, ends: list[int]) -> Span | None:
    """The first reading after the opening; past midnight only where the words leave nothing else."""
    later = [end for end in ends if end > start]
    if later:
        return start, later[0]
    end = ends[0] if ends[0] or not closes.half else DAY
    if ends == [0, _HALF] or end in (0, DAY):
        return start, DAY
    if closes.half == "a" or len(ends) == 1 or (start >= 20 * 60 and ends[0] <= 8 * 60):
        return (start, end) if end > start else (start, end + DAY) if start >= _HALF else None
    return None


def _before(starts: list[int], end: int, closes: Word) -> Span | None:
    """An opening without AM or PM before a close with one: the same half if that works (5-7 pm), else the other."""
    if not closes.half:  # 9-17
        return (starts[0], end) if starts[0] < end and starts[0] >= 5 * 60 else None
    if end == 0:
        return (starts[1], DAY) if starts[0] < 9 * 60 and starts[0] >= 5 * 60 else None
    same = starts[1] if closes.half == "p" else starts[0]
    if same < end:
        return same, end
    other = starts[0] if closes.half == "p" else starts[1]
    if other < end:
        return other, end
    by_day = closes.half == "a" and end + DAY - same <= 16 * 60  # 11-1am: two hours of the night, or a long day
    return (other, end + DAY) if other >= 18 * 60 and not by_day else None


def minutes(text: str) -> int:
    """The close of a span that `resolve` wrote."""
    hour, minute = text.rpartition("-")[2].split(":")
    return int(hour) * 60 + int(minute)
