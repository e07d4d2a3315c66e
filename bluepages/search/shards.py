"""A shard as files: one with what ranking and filters ask of every entry, and blocks with what a shown result says.

A shard of an area is one file: what its results say is in it.

Both are columns over small tables of what repeats; numbers are packed, texts are lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar

from bluepages.model import Service
from bluepages.search.entries import STEP_FREE, Entry, Remarks, ages, audiences, translations
from bluepages.search.fold import tokens
from bluepages.search.layout import Shard
from bluepages.search.pack import pack
from bluepages.site.facts import short_cost

T = TypeVar("T")


class Table(defaultdict[T, int]):
    """Things, each once, in the order in which they come; asked for one, it gives its number."""

    def __init__(self, *first: T) -> None:
        super().__init__(count().__next__)
        for thing in first:
            self[thing]


def shard_file(shard: Shard, several: Mapping[tuple[str, str], int], remark: Remarks) -> dict[str, Any]:
    """The content of a shard's file; `docs/search-index.md` explains each key.

    `several` numbers the services with more than one document: only they need a name by which two are known as one.
    `remark` says it of translations that are stale.
    """
    found = shard.entries
    hours: Table[str] = Table("")
    groups: Table[str] = Table("")
    spans: Table[str] = Table("")
    known = [_dates(each.fresh) for each in found]
    dates = sorted(set(known))
    ids = [several.get(each.key[:2], 0) for each in found]
    names = sorted({0, *ids})
    content: dict[str, Any] = {
        "n": len(found),
        "p": pack(shard.positions if shard.area else steps(shard.positions)),
        "h": pack([hours[each.hours] for each in found]),
        "d": pack(_places_in(dates, known)),
        "f": pack([_flags(each) for each in found]),
        "a": pack([groups[audiences(each.offer.service)] for each in found]),
        "g": pack([spans[ages(each.offer.service)] for each in found]),
        "s": pack(_places_in(names, ids)),
        "hours": list(hours),
        **_date_tables(dates),
        "aud": list(groups),
        "age": list(spans),
        "ids": pack(steps(names[1:])),
    }
    if shard.area:
        return content | {"cards": block_file(found, remark)}
    points = [each.point for each in found if each.point is not None]
    south, west = min(y for y, _ in points), min(x for _, x in points)
    return content | {
        "cuts": pack(shard.blocks),
        "o": [south, west],
        "y": pack(y - south for y, _ in points),
        "x": pack(x - west for _, x in points),
    }


def steps(numbers: Iterable[int]) -> Iterator[int]:
    """Of rising numbers, each as how much more it is than the one before, the first as it is."""
    last = 0
    for number in numbers:
        yield number - last
        last = number


def _places_in(table: list[T], things: Iterable[T]) -> list[int]:
    place = {thing: at for at, thing in enumerate(table)}
    return [place[thing] for thing in things]


def _date_tables(dates: list[tuple[int, int, int]]) -> dict[str, str]:
    """`days`, rising, as steps; `dates`, three numbers each: the step of the day of the check from the entry before,
    the day when hours were checked (0: that of the check) and the day of the source."""
    days = sorted({0, *(day for each in dates for day in each)})
    place = {day: at for at, day in enumerate(days)}
    checks = steps(place[each[0]] for each in dates)
    rows = ((step, 0 if hours == check else place[hours] + 1, place[dated])
            for step, (check, hours, dated) in zip(checks, dates, strict=True))  # fmt: skip
    return {"days": pack(steps(days[1:])), "dates": pack(number for row in rows for number in row)}


@lru_cache(maxsize=1 << 14)
def _dates(fresh: str) -> tuple[int, int, int]:
    """Checked, hours checked, date of the source, each as one number."""
    checked, _, hours, dated = fresh.split(",") if fresh else [""] * 4
    return day_number(checked), day_number(hours), day_number(dated)


def day_number(text: str) -> int:
    """A date as `((year - 2000) * 13 + month) * 32 + day`, month and day 0 where it has none; 0 for no date."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3] if text else (2000, 0, 0)
    return max(0, ((year - 2000) * 13 + month) * 32 + day)


def _flags(each: Entry) -> int:
    """1 free, 2 step-free."""
    step_free = bool(each.offer.location and STEP_FREE & set(each.offer.location.accessibility))
    return int(each.offer.service.cost == "free") | step_free << 1


def block_file(found: Sequence[Entry], remark: Remarks) -> dict[str, Any]:
    """The content of a block: providers, services and places, each once, and one row an entry."""
    providers: Table[str] = Table()
    services: Table[tuple[str, str]] = Table()
    streets: Table[tuple[int, str, str]] = Table()
    phones: Table[str] = Table("")
    first: dict[tuple[str, str], Entry] = {}
    for each in found:
        first.setdefault((each.offer.slug, each.offer.service_key), each)
    for service in first:
        providers[service[0]]
    cities: Table[str] = Table("")
    content: dict[str, Any] = {
        "os": pack([services[each.offer.slug, each.offer.service_key] for each in found]),
        "ol": pack([streets[each.kind, each.street, each.city] for each in found]),
        "op": pack([phones[each.phone] for each in found]),
        "ow": pack([" pvmo".index(each.fresh.split(",")[1] or " ") if each.fresh else 0 for each in found]),
        **_services(first, providers),
        "ls": [street for _, street, _ in streets],
        "lk": pack(kind for kind, _, _ in streets),
        "lc": pack([cities[city] for _, _, city in streets]),
        "city": list(cities),
        "phone": list(phones),
    }
    said = _said(first, list(providers), remark)
    return content | ({"tr": said} if said else {})


def _services(first: dict[tuple[str, str], Entry], providers: Table[str]) -> dict[str, Any]:
    tongues: Table[str] = Table("")
    costs: Table[str] = Table("")
    areas: Table[str] = Table("")
    record = {slug: each.offer.provider for (slug, _), each in first.items()}
    titles = [each.offer.service.name for each in first.values()]
    names = [record[slug].name for slug in providers]
    return {
        "pn": names,
        "ps": _unless(list(providers), names),
        "sn": titles,
        "sk": _unless([key for _, key in first], titles),
        "sp": pack([providers[slug] for slug, _ in first]),
        "sl": pack([tongues[" ".join(each.offer.service.languages)] for each in first.values()]),
        "sc": pack([costs[short_cost(each.offer.service)] for each in first.values()]),
        "sa": pack([areas[area(each.offer.service)] for each in first.values()]),
        "lang": list(tongues),
        "cost": list(costs),
        "area": list(areas),
    }


def area(service: Service) -> str:
    """The counties that it says it serves, `""` where it says nothing, or something that is not counties alone."""
    serves = service.serves
    return "" if serves is None or serves.statewide or serves.cities or serves.zips else " ".join(serves.counties)


def _unless(slugs: list[str], names: list[str]) -> list[str]:
    """Slugs without what the name says already: its folded words with `-` between, as the client makes them.

    `""` is that alone, `-2` that with `-2` behind it; anything else is the whole slug, which never begins with `-`.
    """
    made = ("-".join(tokens(name)) for name in names)
    return [
        slug[len(start) :] if start and (slug == start or slug.startswith(f"{start}-")) else slug
        for slug, start in zip(slugs, made, strict=True)
    ]


def _said(first: dict[tuple[str, str], Entry], slugs: list[str], remark: Remarks) -> dict[str, Any]:
    """Translated texts by language: names by number of the provider (`p`) or service (`s`), what those cost (`c`)."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    record = {slug: each.offer.provider for (slug, _), each in first.items()}
    for index, slug in enumerate(slugs):
        for language, (name, services, costs) in translations(record[slug]).items():
            words = found.setdefault(language, {"p": {}, "s": {}, "c": {}})
            words["p"] |= {str(index): remark(slug, language, ("name",), name)} if name else {}
            for at, key in ((str(at), key) for at, (whose, key) in enumerate(first) if whose == slug):
                way = ("services", key)
                if key in services:
                    words["s"][at] = remark(slug, language, (*way, "name"), services[key])
                if key in costs:
                    cost = short_cost(record[slug].services[key], costs[key])
                    words["c"][at] = remark(slug, language, (*way, "cost"), cost)
    return found
