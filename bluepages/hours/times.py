"""Clock times: pairs of `HH:MM` as written, to spans of minutes; slips of the 12-hour clock are caught here."""

from __future__ import annotations

from bluepages.hours.value import AFTERNOON, DAY, HoursError, Span, span_text, time_text

_NOON = DAY // 2
_EARLY = 7 * 60


def read_spans(pairs: list[tuple[str, str]]) -> tuple[Span, ...]:
    """Sorted spans without overlap; () for none and for the whole day. Raises `HoursError`."""
    merged: list[Span] = []
    for start, end in sorted(_span(*pair) for pair in pairs):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
            if end - start > DAY:
                raise HoursError("These times overlap into more than a whole day.", "Write 00:00-24:00")
        merged.append((start, end))
    return () if merged == [(0, DAY)] else tuple(merged)


def _span(opens: str, closes: str) -> Span:
    start, end = _minutes(opens), _minutes(closes)
    text = f"{opens}-{closes}"
    if start >= DAY or end > 2 * DAY or end - start > DAY:
        raise HoursError(f"“{text}” is not a span of clock times.", "Write 09:00-17:00; past midnight is 22:00-06:00.")
    if start == end:
        raise HoursError(f"“{text}” begins and ends at once.", "Round the clock is written 00:00-24:00.")
    if len(opens) == 4 and 60 <= start < _EARLY:
        raise HoursError(
            f"Is {opens} in the morning or in the afternoon?",
            f"Write {time_text(start + _NOON)} for the afternoon, {time_text(start)} for the early morning.",
        )
    if end == 0:
        return start, DAY
    if end < start:
        if start < AFTERNOON:
            raise _slip(start, end, text)
        end += DAY
    return start, end


def _slip(start: int, end: int, text: str) -> HoursError:
    message = f"“{text}” would be open all night."
    if start < end + _NOON < DAY:
        return HoursError(
            message,
            f"Afternoons are written on the 24-hour clock: {span_text((start, end + _NOON))}. "
            f"If it is open all night, write {span_text((start, end + DAY))}.",
        )
    return HoursError(message, f"If that is so, write {span_text((start, end + DAY))}.")


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    if int(minute) > 59 or int(hour) > 48:
        raise HoursError(f"“{text}” is not a time of day.", "Times run from 00:00 to 24:00.")
    return int(hour) * 60 + int(minute)
