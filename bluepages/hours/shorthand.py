"""`expand`: hours as people write them, to the documented syntax; or a message where more than one thing may be meant.

Words become tokens, tokens become clauses (days, then what holds on them, or the other way round), clauses become text
in the strict syntax, and the strict reader has the last word. A word that is not known is an error: nothing is
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable

from bluepages.hours.lexicon import Word, lex
from bluepages.hours.syntax import EXAMPLE, LIMIT, read
from bluepages.hours.twelve import minutes, resolve
from bluepages.hours.value import DAYS, HoursError


def expand(text: str) -> str:
    """The canonical text of hours in shorthand (or already in the syntax). Raises `HoursError` when not sure."""
    try:
        return read(text).canonical
    except HoursError as error:
        strict = error
    if strict.fixed:
        return strict.fixed
    if len(text) > LIMIT:
        raise strict
    try:
        return read(_Clauses(lex(text)).text()).canonical
    except HoursError as error:
        if error.fixed:
            return error.fixed
        # The strict reader's word is better where it knew what it was looking at.
        raise error if strict.hint == EXAMPLE else strict from None


class _Clause:
    def __init__(self) -> None:
        self.dates: list[str] = []
        self.days: list[str] = []
        self.spans: list[str] = []
        self.kind = ""
        self.comments: list[str] = []
        self.backward = False
        """What holds was said before the days: `closed Sundays`."""

    @property
    def selects(self) -> bool:
        return bool(self.dates or self.days)

    @property
    def says(self) -> bool:
        return bool(self.spans or self.kind or self.comments)

    def text(self) -> str:
        comment = f'"{", ".join(self.comments)}"' if self.comments else ""
        parts = [",".join(self.dates), ",".join(self.days), ",".join(self.spans), self.kind, comment]
        return " ".join(part for part in parts if part)


class _Clauses:
    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.at = 0
        self.done: list[_Clause] = []
        self.now = _Clause()
        self.joined = False
        """A comma or "and" stands before the word."""
        self.ranged = False
        """A dash or "to" stands before the word."""
        self.places: list[int] = []

    def text(self) -> str:
        takers: dict[str, Callable[[Word], None]] = {
            "day": self.day,
            "days": self.days,
            "holidays": self.holidays,
            "nth": self.nth,
            "bracket": self.bracket,
            "date": self.date,
            "month": self.date,
            "time": self.time,
            "allday": self.allday,
            "off": self.off,
            "unknown": self.unknown,
            "comment": self.comment,
            "except": self.exception,
        }
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            if word.kind == "semi":
                self.close()
            elif word.kind == "and":
                self.joined = True
            elif word.kind == "to":
                self.ranged = True
            else:
                if self.ranged and word.kind not in ("day", "date", "month", "time"):
                    raise _unsure(f"“-” or “to” before “{word.text}” cannot be read")
                takers[word.kind](word)
                self.joined = self.ranged = False
        if self.ranged or self.places:
            raise _unsure("The end of the hours is missing")
        self.close()
        clauses = self.merged()
        nameless = next((clause for clause in clauses if clause.spans and not clause.selects), None)
        if nameless and nameless.spans != ["00:00-24:00"]:
            raise _unsure(f"“{nameless.text()}” does not say on which days (every day is Mo-Su)")
        return "; ".join(clause.text() for clause in clauses)

    def close(self) -> None:
        if self.now.selects and not self.now.says and self.done and not self.ranged:
            raise _unsure(f"“{self.now.text()}” has no times")
        if self.now.selects or self.now.says:
            self.done.append(self.now)
        self.now = _Clause()

    def merged(self) -> list[_Clause]:
        """Clauses for the same days are one, and times without days belong to the days before them."""
        found: list[_Clause] = []
        for clause in self.done:
            last = found[-1] if found else None
            same = last and (last.dates, last.days) == (clause.dates, clause.days)
            if last and last.spans and (clause.spans or clause.comments) and (same or not clause.selects):
                if clause.spans and last.kind == clause.kind and last.comments == clause.comments:
                    last.spans += clause.spans
                    continue
                if not clause.selects and not clause.kind:
                    raise _unsure(f"“{clause.text()}” names no days")
            found.append(clause)
        return found

    def select(self) -> None:
        """Before a word that names days: it may begin the next clause."""
        if self.now.says and (self.now.selects if not self.now.backward else not (self.joined or self.ranged)):
            fresh = not (self.now.backward and not self.now.selects)
            if fresh:
                self.close()
        if self.now.says and not self.now.selects:
            self.now.backward = True

    def say(self) -> None:
        """Before a word that says what holds: after `closed Sundays`, it begins the next clause."""
        if self.now.backward and self.now.selects:
            self.close()

    def day(self, word: Word) -> None:
        self.select()
        days = self.now.days
        if self.ranged and days and not self.places and days[-1] in DAYS:
            days[-1] += f"-{word.text}"
        elif self.ranged:
            raise _unsure(f"The range that ends in {word.text} cannot be read")
        elif self.places:
            days.append(f"{word.text}[{','.join(map(str, self.places))}]")
            self.places = []
        else:
            if days and days[-1].endswith("]") and self.at > 1 and self.words[self.at - 2].kind == "and":
                following = self.words[self.at] if self.at < len(self.words) else None
                if not (following and following.kind == "bracket"):
                    raise _unsure(f"Is {word.text} meant every week, or only in some weeks of the month")
            days.append(word.text)

    def days(self, word: Word) -> None:
        self.select()
        self.now.days.append(word.text)

    def holidays(self, word: Word) -> None:
        self.select()
        self.now.days.append("PH")

    def nth(self, word: Word) -> None:
        if not self.places:
            self.select()
        self.places.append(word.number)

    def bracket(self, word: Word) -> None:
        if not self.now.days or self.now.says:
            raise _unsure(f"“{word.text}” must stand after a day, as in Sa[1,3]")
        self.now.days[-1] += word.text.replace(" ", "")

    def date(self, word: Word) -> None:
        self.select()
        if self.ranged and not self.now.dates:
            raise _unsure(f"The range that ends in {word.text} cannot be read")
        if self.ranged:
            self.now.dates[-1] += f"-{word.text}"
        else:
            self.now.dates.append(word.text)

    def time(self, word: Word) -> None:
        if self.ranged:
            if self.now.spans or self.now.days or not self.now.dates or not word.text.isdigit():
                raise _unsure(f"The range that ends in {word.text} cannot be read")
            self.now.dates[-1] += f"-{word.text}"  # Dec 24-26
            return
        self.say()
        following = self.words[self.at : self.at + 2]
        if [each.kind for each in following] != ["to", "time"]:
            raise _unsure(f"“{word.text}” has no closing time")
        self.at += 2
        earlier = minutes(self.now.spans[-1]) if self.now.spans else None
        self.now.spans.append(resolve(word, following[1], earlier))

    def allday(self, word: Word) -> None:
        self.say()
        if self.now.spans or (self.done and not self.now.selects):
            following = self.words[self.at] if self.at < len(self.words) else None
            if self.now.spans or not (following and following.kind in ("day", "days", "holidays")):
                raise _unsure("Round the clock as well as other hours: on which days")
        self.now.spans.append("00:00-24:00")

    def off(self, word: Word) -> None:
        self.say()
        if self.now.spans and not self.now.kind and self.at < len(self.words):
            following = self.words[self.at].kind
            lunch = _Clause()
            if following == "time":  # 9-5, closed 12-1
                lunch.dates, lunch.days = list(self.now.dates), list(self.now.days)
            if following not in ("semi", "comment"):
                self.close()
                self.now = lunch
        self.now.kind = "off"

    def unknown(self, word: Word) -> None:
        self.say()
        self.now.kind = "unknown"

    def comment(self, word: Word) -> None:
        self.say()
        self.now.comments.append("hours vary" if word.text in ("vary", "varies") else word.text)

    def exception(self, word: Word) -> None:
        self.close()
        self.now.kind = "off"


def _unsure(what: str) -> HoursError:
    return HoursError(f"{what}.", EXAMPLE)
