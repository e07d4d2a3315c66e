"""Another client of the index, written from docs/search-index.md alone: it imports nothing of ours.

It opens every shard that may hold an answer, not the best first, and knows no hours; all else is what that page says.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from bisect import bisect_right
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

DIGITS = {char: at for at, char in enumerate(c for c in map(chr, range(0x21, 0x7F)) if c not in '"\\')}
WORD = re.compile(r"[^\W_]+")
Hit = tuple[float, int, int, dict[str, Any], str]


def unpack(text: str) -> list[int]:
    numbers, number, scale = [], 0, 1
    for digit in map(DIGITS.__getitem__, text):
        number, scale = number + digit % 46 * scale, scale * 46
        if digit < 46:
            numbers.append(number)
            number, scale = 0, 1
    return numbers


def folded(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", text))
    return WORD.findall("".join(c for c in plain if not unicodedata.category(c).startswith("M")).lower())


def stem(word: str) -> str:
    word = word[:40]
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    if len(word) > 4 and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    word = word[:-3] if len(word) > 6 and word.endswith("ing") else word
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


def edited(a: str, b: str) -> bool:
    """One letter put in, left out, changed, or two neighbours swapped."""
    cuts = [(a[:at], a[at:]) for at in range(len(a) + 1)]
    ways = {x + y[1:] for x, y in cuts if y} | {x + y[1] + y[0] + y[2:] for x, y in cuts if len(y) > 1}
    letters = set(b)
    ways |= {x + c + y for x, y in cuts for c in letters} | {x + c + y[1:] for x, y in cuts for c in letters if y}
    return b in ways


class Reader:
    def __init__(self, folder: Path, stop: frozenset[str]) -> None:
        self.folder, self.stop = folder, stop
        self.root = json.loads((folder / "root.json").read_bytes())
        assert self.root["format"] == 4
        names = self.root["shards"]["names"]
        self.shards = [names[at : at + 4] for at in range(0, len(names), 4)]
        areas = [area for area, many in self.root["shards"]["areas"].items() for _ in range(many)]
        self.areas = [""] * (len(self.shards) - len(areas)) + areas
        assert self.root["shards"]["tree"].count("0") == self.areas.count("")

    @cache  # noqa: B019
    def file(self, name: str) -> Any:
        return json.loads((self.folder / f"{name}.json").read_bytes())

    @cache  # noqa: B019
    def first_keys(self, kind: str) -> list[str]:
        found: list[str] = []
        for part in self.root[kind]["from"].split("|"):
            found.append((found[-1] if found else "")[: int(part[0], 36)] + part[1:])
        return found

    def chunk(self, kind: str, key: str) -> dict[str, Any]:
        first = self.first_keys(kind)
        at = bisect_right(first, key) - 1
        if at < 0:
            return {}
        found: dict[str, Any] = self.file(self.root[kind]["names"][at * 4 : at * 4 + 4])
        assert found["id"] == f"{kind}:{first[at]}"
        return found

    def phrase(self, words: str) -> list[str] | None:
        found: list[str] | None = self.chunk("words", words.partition(" ")[0]).get("to", {}).get(words)
        return found

    @cache  # noqa: B019
    def posted(self, key: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]], int]:
        """Documents that have a key strongly, those that have it in passing, and how many where it is common."""
        chunk = self.chunk("words", key)
        keys = chunk["keys"].split(" ") if chunk else []
        if key not in keys:
            return set(), set(), 0
        at = keys.index(key)
        strong, weak = (self.documents(chunk[kind].split(" ")[at]) for kind in ("strong", "weak"))
        return strong, weak, chunk.get("common", {}).get(key, 0)

    @staticmethod
    def documents(text: str) -> set[tuple[int, int]]:
        numbers, found, shard = iter(unpack(text)), set(), 0
        for step in numbers:
            shard, position, more = shard + step, -1, 1
            while more:
                number = next(numbers)
                position, more = position + number // 2 + 1, number % 2
                found.add((shard, position))
        return found

    # What a question means

    def concepts(self, words: list[str]) -> list[tuple[list[str], list[str]]]:
        found, at = [], 0
        while at < len(words):
            for many in range(min(5, len(words) - at), 0, -1):
                own = words[at : at + many]
                terms = self.phrase(" ".join(own))
                if terms is None and many == 2 and (terms := self.phrase("".join(own))) is not None:
                    own = ["".join(own)]
                if terms is not None:
                    break
            found.append((terms or [], own))
            at += many
        return found

    def meant(self, word: str, typed: str) -> str:
        if len(typed) < 5 or len(word) < 4 or not word.isalpha():
            return word
        often: dict[str, int] = {}
        for pair in (word[:2], word[1:3], word[0] + word[2]):
            chunk = self.chunk("spell", pair)
            often |= zip(chunk["words"].split(" "), map(int, chunk["often"]), strict=True) if chunk else ()
        near = [each for each in often if edited(word, each)]
        score = {each: often[each] + 3 * (each[0] == word[0]) + (len(each) >= len(word)) for each in near}
        return min(near, key=lambda each: (-score[each], each)) if near else word

    def known(self, word: str) -> bool:
        return any(self.posted(word))

    def backs(self, text: str) -> dict[tuple[int, int], int] | None:
        typed = [word for word in folded(text) if word not in self.stop]
        words = [stem(word) for word in typed]
        if not words:
            return None
        lost = {own[0] for terms, own in self.concepts(words) if not terms and not self.known(own[0])}
        words = [self.meant(word, typed[at]) if word in lost else word for at, word in enumerate(words)]
        rows = []
        for terms, own in self.concepts(words):
            posted = [self.posted(word) for word in own]
            rare = [each for each in posted if not each[2]] or [min(posted, key=lambda each: each[2])]
            have = set.intersection(*(strong | weak for strong, weak, _ in rare))
            how = {each: 1 if all(each in strong for strong, _, _ in posted) else 2 for each in have}
            how |= dict.fromkeys((each for term in terms for each in self.posted(term)[0]), 0)
            loud = min(each[2] for each in posted) if not terms else 0
            if how or loud:
                weight = max(1, int(math.log2(self.root["documents"] // max(loud, len(how)))))
                rows.append((how, weight, bool(loud)))
        whole, result = sum(weight for _, weight, _ in rows), {}
        for each in {each for how, _, _ in rows for each in how}:
            held = sum(weight for how, weight, loud in rows if each in how or loud)
            if held * 2 >= whole or any(how.get(each) == 0 for how, _, _ in rows):
                costs = ((0, 1, 1 + weight)[how[each]] if each in how else 1 + weight if loud else weight**2
                         for how, weight, loud in rows)  # fmt: skip
                result[each] = sum(costs)
        return result

    # Shards and blocks

    @cache  # noqa: B019
    def shard(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """Positions and facts of its documents, in order."""
        file = self.file(self.shards[number])
        assert file["id"].startswith(f"{self.areas[number]}:")
        column = {key: unpack(file[key]) for key in ("p", "h", "d", "f", "a", "g", "s", "y", "x") if key in file}
        days, ids = ([0, *accumulate(unpack(file[key]))] for key in ("days", "ids"))
        dates, check = [], 0
        triples = unpack(file["dates"])
        for step, hours, source in zip(triples[::3], triples[1::3], triples[2::3], strict=True):
            check += step
            dates.append((days[check], days[hours - 1] if hours else days[check], days[source]))
        rows = []
        positions = column["p"] if self.areas[number] else accumulate(column["p"])
        for at, position in enumerate(positions):
            facts = {"dates": dates[column["d"][at]], "flags": column["f"][at], "hours": file["hours"][column["h"][at]],
                     "audiences": file["aud"][column["a"][at]].split(), "age": file["age"][column["g"][at]],
                     "service": ids[column["s"][at]]}  # fmt: skip
            if "o" in file:
                facts["point"] = (file["o"][0] + column["y"][at], file["o"][1] + column["x"][at])
            rows.append((position, facts))
        return rows

    def card(self, number: int, row: int) -> dict[str, Any]:
        file = self.file(self.shards[number])
        block = file.get("cards")
        if block is None:
            at, cuts = 0, unpack(file["cuts"])
            while row >= cuts[at]:
                row, at = row - cuts[at], at + 1
            block = self.file(file["blocks"][at * 4 : at * 4 + 4])
            assert block["id"] == f"block:{file['id']}:{at}"
        column = {key: unpack(block[key]) for key in ("os", "ol", "op", "sp", "lc", "lk")}
        service, place = column["os"][row], column["ol"][row]
        provider = column["sp"][service]

        def slug(given: str, name: str) -> str:
            return given if given and given[0] != "-" else "-".join(folded(name)) + given

        return {"slug": slug(block["ps"][provider], block["pn"][provider]), "street": block["ls"][place],
                "key": slug(block["sk"][service], block["sn"][service]), "city": block["city"][column["lc"][place]],
                "phone": block["phone"][column["op"][row]], "kind": column["lk"][place]}  # fmt: skip

    # Rank

    def search(self, ask: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        backs, pools = self.backs(ask["q"]), {"near": list[Hit](), "area": list[Hit]()}
        conditions = [f"#{ask['need']}"] if ask.get("need") else []
        conditions += [f"@{ask['lang']}"] if ask.get("lang") else []
        for number, area in enumerate(self.areas):
            if (area not in ("", "*") and ask.get("county") and area != ask["county"]) or (
                not area and ask.get("phone")
            ):
                continue
            for row, (position, facts) in enumerate(self.shard(number)):
                document = (number, position)
                if (backs is not None and document not in backs) or not self.passes(ask, facts):
                    continue
                if ask.get("phone") and self.card(number, row)["kind"] != 2:
                    continue
                if all(document in self.posted(term)[0] for term in conditions):
                    cost = float(backs[document]) if backs is not None else 0.0
                    if ask.get("only") and document not in self.posted(f"={ask['only']}")[0]:
                        cost += 30
                    cost += 3 * (area == "*") if area else self.miles(ask, facts) + (not self.fresh(ask, facts))
                    pools["area" if area else "near"].append((cost, number, row, facts, area))
        seen: set[int] = set()
        result: dict[str, list[dict[str, Any]]] = {}
        for pool, limit in (("near", ask["limit"]), ("area", ask.get("areas", 4))):
            result[pool] = []
            for _, number, row, facts, _ in sorted(pools[pool], key=lambda hit: hit[:3]):
                if facts["service"] not in seen and len(result[pool]) < limit:
                    seen |= {facts["service"]} - {0}
                    result[pool].append(self.card(number, row) | facts)
        return result

    @staticmethod
    def miles(ask: dict[str, Any], facts: dict[str, Any]) -> float:
        if not ask.get("origin"):
            return 0.0
        k = round(math.cos(math.radians(ask["origin"]["lat"] / 10000)), 4)
        dy, dx = facts["point"][0] - ask["origin"]["lat"], facts["point"][1] - ask["origin"]["lon"]
        return 0.0069093 * math.sqrt(dy * dy + k * dx * (k * dx))

    @staticmethod
    def fresh(ask: dict[str, Any], facts: dict[str, Any]) -> bool:
        today = date.fromisoformat(ask["today"])

        def recent(number: int, months: int) -> bool:
            year, month, day = 2000 + number // 32 // 13, number // 32 % 13 or 1, number % 32 or 1
            ago = (today.year - year) * 12 + today.month - month - (today.day < day)
            return bool(number) and ago < months

        return recent(facts["dates"][0], ask["months"][0]) or recent(facts["dates"][2], ask["months"][1])

    @staticmethod
    def passes(ask: dict[str, Any], facts: dict[str, Any]) -> bool:
        low, _, high = facts["age"].partition("-")
        return (
            (not ask.get("free") or facts["flags"] & 1 == 1)
            and (not ask.get("step") or facts["flags"] & 2 == 2)
            and (not ask.get("audience") or not facts["audiences"] or ask["audience"] in facts["audiences"])
            and (ask.get("age") is None or float(low or 0) <= ask["age"] <= float(high or math.inf))
        )
