"""A full scan that ranks as docs/search-index.md says, written from that page and not from the client.

It reads entries, not files of the index; only the order of documents with equal cost comes from the layout.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bluepages.enrich import Edition
from bluepages.hours import parse, status
from bluepages.search.entries import NOWHERE, Entry, entries
from bluepages.search.fold import STOP, stems, tokens
from bluepages.search.layout import layout
from bluepages.search.phrases import phrases
from bluepages.search.said import said

MILE, NAME, OLD, STATE, OUTSIDE, REACH = 0.0069093, 1, 1, 3, 30, 100
CALLS = AREA = 4
Hit = tuple[float, int, int, str]


class Oracle:
    """All documents of an edition, and the scan."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        plan = layout(entries(edition))
        self.documents: list[tuple[int, int, str, Entry]] = [
            (number, at, shard.area, each)
            for number, shard in enumerate(plan.shards)
            for at, each in enumerate(shard.entries)
        ]
        self.phrases = phrases(edition.vocabulary)
        self._states: dict[tuple[str, datetime], Any] = {}
        self.strong, self.weak, self.terms = [], [], []
        for own in said(edition):
            self.strong.append(set(own.strong))
            self.weak.append(set(own.weak) - set(own.strong))
            self.terms.append(set(own.terms))
        self.weight: dict[str, int] = {}
        passing: dict[str, int] = {}
        for *_, each in self.documents:
            for word in self.strong[each.number] | self.weak[each.number] | self.terms[each.number]:
                self.weight[word] = self.weight.get(word, 0) + 1
            for word in self.weak[each.number]:
                passing[word] = passing.get(word, 0) + 1
        self.common = {word for word, many in passing.items() if many > max(len(self.documents) // 12, 100)}

    # What was typed

    def concepts(self, words: list[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        found, at = [], 0
        while at < len(words):
            for many in range(min(5, len(words) - at), 0, -1):
                own = tuple(words[at : at + many])
                if " ".join(own) in self.phrases:
                    found.append((self.phrases[" ".join(own)], own))
                    break
                if many == 2 and "".join(own) in self.phrases:
                    found.append((self.phrases["".join(own)], ("".join(own),)))
                    break
            else:
                many = 1
                found.append(((), (words[at],)))
            at += many
        return found

    def corrected(self, word: str, typed: str) -> str:
        if len(typed) < 5 or len(word) < 4 or not word.isalpha():
            return word
        often = {each: min(9, count.bit_length() // 2) for each, count in self.weight.items()}
        for phrase in self.phrases:
            for each in phrase.split():
                often[each] = max(often.get(each, 0), 5)
        near = [
            (-count - (3 if other[0] == word[0] else 0) - (len(other) >= len(word)), other)
            for other, count in often.items()
            if len(other) >= 4 and other.isalpha() and one_edit(word, other)
        ]
        return min(near)[1] if near else word

    def backs(self, text: str) -> dict[int, int] | None:
        """Set-back by number of the document; None where the text asks for nothing."""
        typed = [word for word in tokens(text) if word not in STOP]
        words = stems(text)
        if not words:
            return None
        concepts = self.concepts(words)
        lost = {own[0] for terms, own in concepts if not terms and own[0] not in self.weight}
        if lost:
            concepts = self.concepts(
                [self.corrected(word, typed[at]) if word in lost else word for at, word in enumerate(words)]
            )
        rows = []
        for terms, own in concepts:
            found = self.matched((terms, own))
            loud = self.weight[own[0]] if not terms and set(own) <= self.common else 0
            if found or loud:
                weight = max(1, int(math.log2(len(self.documents) // max(loud, len(found)))))
                rows.append((found, weight, bool(loud)))
        if not rows:
            return {}
        result = {}
        for number in set().union(*(found for found, _, _ in rows)):
            held = sum(weight for found, weight, loud in rows if loud or number in found)
            termed = any(found.get(number, False) is None for found, _, _ in rows)
            if termed or held * 2 >= sum(weight for _, weight, _ in rows):
                result[number] = sum(self._back(found, weight, loud, number) for found, weight, loud in rows)
        return result

    @staticmethod
    def _back(found: dict[int, bool | None], weight: int, loud: bool, number: int) -> int:
        if number not in found:
            return NAME + weight if loud else weight * weight
        return (0, NAME, NAME + weight)[(None, True, False).index(found[number])]

    def matched(self, concept: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[int, bool | None]:
        """Who has it: None by a term, True in names, False in passing."""
        terms, own = concept
        found: dict[int, bool | None] = {}
        for number, (*_, each) in enumerate(self.documents):
            strong, weak = self.strong[each.number], self.weak[each.number]
            if any(term in self.terms[each.number] for term in terms):
                found[number] = None
            elif set(own) <= self.common and min(own, key=self.weight.__getitem__) not in strong:
                continue
            elif all(word in strong or word in weak or word in self.common for word in own):
                found[number] = all(word in strong for word in own)
        return found

    # The scan

    def search(self, ask: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
        backs = self.backs(ask.get("q", ""))
        pools: dict[str, list[Hit]] = {"near": [], "call": [], "area": []}
        for number, (shard, at, area, each) in enumerate(self.documents):
            if backs is not None and number not in backs:
                continue
            back = backs[number] if backs is not None else 0
            for pool, cost in self._hit(ask, area, each, back):
                pools[pool].append((cost, shard, at, f"{each.offer.slug}/{each.offer.service_key}"))
        by_place = {(shard, at): each for shard, at, _, each in self.documents}
        seen: set[str] = set()
        result = {}
        timed = ask.get("open") or ask.get("day")
        calls, areas = ask.get("calls", CALLS) if timed else 0, ask.get("areas", AREA)
        for pool, limit in (("near", ask["limit"]), ("call", calls), ("area", areas)):
            result[pool] = []
            for _, shard, at, service in sorted(pools[pool]):
                if service not in seen and len(result[pool]) < limit:
                    seen.add(service)
                    result[pool].append(by_place[shard, at].key)
        return result

    def _hit(self, ask: dict[str, Any], area: str, each: Entry, back: int) -> Iterator[tuple[str, float]]:
        timed = ask.get("open") or ask.get("day")
        if (area and ask.get("county") and area not in ("*", ask["county"])) or (
            ask.get("phone") and (not area or each.kind != NOWHERE)
        ):
            return
        if ask.get("only") and f"={ask['only']}" not in self.terms[each.number]:
            back += OUTSIDE
        how = self._open(ask, each) if timed else "open"
        if not self._passes(ask, each) or how == "closed":
            return
        checked, _, _, dated = each.fresh.split(",") if each.fresh else [""] * 4
        today = date.fromisoformat(ask["today"])
        old = 0 if within(checked, ask["months"][0], today) or within(dated, ask["months"][1], today) else OLD
        if area:
            yield "area", back + (STATE if area == "*" else 0)
            return
        cost = self._miles(ask, each) + back + old
        if not timed or cost <= REACH:
            yield ("near" if how == "open" else "call"), cost

    @staticmethod
    def _miles(ask: dict[str, Any], each: Entry) -> float:
        if not ask.get("origin") or each.point is None:
            return 0.0
        latitude, longitude = ask["origin"]["lat"], ask["origin"]["lon"]
        k = math.floor(math.cos(latitude / 10000 * (math.pi / 180)) * 10000 + 0.5) / 10000
        dy, dx = each.point[0] - latitude, each.point[1] - longitude
        return MILE * math.sqrt(dy * dy + k * dx * (k * dx))

    def _passes(self, ask: dict[str, Any], each: Entry) -> bool:
        service, place = each.offer.service, each.offer.location
        access = set(place.accessibility) if place else set()
        return (
            (not ask.get("need") or f"#{ask['need']}" in self.terms[each.number])
            and (not ask.get("lang") or f"@{ask['lang']}" in self.terms[each.number])
            and (not ask.get("free") or service.cost == "free")
            and (not ask.get("step") or bool(access & {"step-free-entrance", "wheelchair-accessible"}))
            and (not ask.get("audience") or not service.audiences or ask["audience"] in service.audiences)
            and (
                ask.get("age") is None or (service.minimum_age or 0) <= ask["age"] <= (service.maximum_age or math.inf)
            )
        )

    def _open(self, ask: dict[str, Any], each: Entry) -> str:
        zone = ZoneInfo(ask["zone"])
        at = datetime.fromisoformat(ask["now"])
        if ask.get("day"):
            at = datetime.combine(date.fromisoformat(ask["day"]), datetime.min.time(), zone)
        if not each.hours:
            return "call"
        if (each.offer.hours, at) not in self._states:
            self._states[each.offer.hours, at] = status(parse(each.offer.hours), at, self.edition.calendar, ask["zone"])
        state = self._states[each.offer.hours, at]
        kind = state.kind
        if kind == "closed" and ask.get("day") and state.next_open and state.next_open.date().isoformat() == ask["day"]:
            kind = "open"
        if kind == "closed":
            return "closed"
        _, _, hours_checked, dated = each.fresh.split(",") if each.fresh else [""] * 4
        today = date.fromisoformat(ask["today"])
        fresh = within(hours_checked, ask["months"][0], today) or within(dated, ask["months"][1], today)
        return "open" if kind == "open" and fresh else "call"


def within(text: str, months: int, today: date) -> bool:
    if not text:
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return (today.year - year) * 12 + today.month - month - (today.day < day) < months


def one_edit(a: str, b: str) -> bool:
    """Slow and plain: every edit of `a` is tried."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        differ = [at for at in range(len(a)) if a[at] != b[at]]
        swapped = (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and a[differ[0]] == b[differ[1]]
            and a[differ[1]] == b[differ[0]]
        )
        return len(differ) <= 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def words_of(oracle: Oracle) -> list[str]:
    """Words that people could type: unfolded ones of names and descriptions."""
    texts = [
        text for *_, each in oracle.documents for text in (each.offer.provider.name, each.offer.service.description)
    ]
    return sorted({word for text in texts for word in re.findall(r"[a-z]{4,}", text.lower())})
