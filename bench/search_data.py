"""An invented directory in memory, of any size, as search meets it: words by Zipf, people where people live.

`edition(5000)` gives about 10,000 offers. Seeded: the same arguments give the same directory. Nothing in it is real but
the places it lies in.
"""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bluepages.config import Config
from bluepages.enrich import Edition
from bluepages.enrich.history import History
from bluepages.model import Address, At, Location, Phone, Provider, Serves, Service, Source, Verified
from bluepages.records.load import load_config
from bluepages.records.vocabularies import load_vocabulary
from bluepages.vocabulary import Vocabulary, Zip

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)
_COMMON = """
free people help program services community families center children support information available county food housing
care health low income call office apply hours open residents assistance adults seniors youth provides education
training weekly monthly emergency resources local access legal crisis benefits eligible staff volunteers appointment
walk documents address proof bring application language spanish clinic school work
"""
COMMON = _COMMON.split()
HOURS = (
    "", "", "Mo-Fr 09:00-17:00", "Mo-Fr 08:00-17:00; PH off", "Mo-Fr 08:30-12:00,13:00-16:30", "Tu,Th 10:00-14:00",
    "Sa[1,3] 09:00-12:00", "24/7", 'Mo-Fr 09:00-17:00 "by appointment"', "Mo-We 09:00-17:00; Th 12:00-20:00",
    "Sa-Su 10:00-15:00", "Mo-Su 16:00-02:00",
)  # fmt: skip
# The lists that directories come from: few, and of all ages.
DATES = [(TODAY - timedelta(days=41 * at)).isoformat() for at in range(36)]
_NAMES = "Harbor Valley Mission Cedar River Sierra Bridge Open Door Hope Street Neighbors United Bay Golden"
_KINDS = "Center Clinic Pantry House Alliance Network Project Services Foundation Kitchen Collective Agency"
_PARTS = "ba cor den fal gri hol jin kel lom mar nov pel quin ros tev wil"
NAMES, KINDS, PARTS = _NAMES.split(), _KINDS.split(), _PARTS.split()


@cache
def lists() -> tuple[Config, Vocabulary]:
    """The settings and lists of the repository."""
    return load_config(ROOT), load_vocabulary(ROOT)[0]


@cache
def rare_words() -> tuple[list[str], list[float]]:
    """Invented words, the rarest last, with running weights."""
    parts = (
        "ba",
        "cor",
        "den",
        "fal",
        "gri",
        "hol",
        "jin",
        "kel",
        "lom",
        "mar",
        "nov",
        "pel",
        "quin",
        "ros",
        "tev",
        "wil",
    )
    words = [a + b + c + d for a in parts for b in parts for c in ("", *parts) for d in ("", "a", "in", "os")]
    words = sorted(set(words))
    random.Random(5).shuffle(words)
    return words, list(itertools.accumulate(1 / (rank + 5) ** 1.1 for rank in range(len(words))))


@cache
def common_weights() -> list[float]:
    """Running weights of the common words: the first in four of ten descriptions, the last in one of thirty."""
    return list(itertools.accumulate(1 / (rank + 3) for rank in range(len(COMMON))))


def text(dice: random.Random, words: int) -> str:
    """Words as a description has them: half of them common, the rest by Zipf."""
    rare, weights = rare_words()
    found = dice.choices(COMMON, cum_weights=common_weights(), k=words // 2)
    found += dice.choices(rare, cum_weights=weights, k=words - words // 2)
    dice.shuffle(found)
    return f"{' '.join(found).capitalize()}."


def day(dice: random.Random, oldest: int) -> str:
    return (TODAY - timedelta(days=dice.randint(0, oldest))).isoformat()


def near(dice: random.Random, spot: Zip) -> Location:
    """A place in a ZIP code; one in ten has no point of its own."""
    address = Address(
        address_1=f"{dice.randint(1, 9999)} {dice.choice(NAMES)} St", city=spot.city, postal_code=spot.code
    )
    access = ("step-free-entrance",) if dice.random() < 0.3 else ()
    if dice.random() < 0.1:
        return Location(address=address, accessibility=access)
    latitude, longitude = (round(at + dice.gauss(0, 0.012), 5) for at in (spot.latitude, spot.longitude))
    return Location(address=address, county=spot.county, latitude=latitude, longitude=longitude, accessibility=access)


def place(dice: random.Random, spot: Zip) -> Location:
    kind = dice.random()
    if kind < 0.86:
        return near(dice, spot)
    if kind < 0.95:
        return Location(location_type="virtual", county=spot.county)
    return Location(county=spot.county, confidential=True, address=Address(city=spot.city))


def service(
    dice: random.Random, name: str, keys: list[str], needs: list[str], weights: list[float], home: str
) -> Service:
    checked = Verified(day(dice, 900), home, dice.choice(["phone call", "visit"])) if dice.random() < 0.3 else None
    statewide = dice.random() < 0.02
    return Service(
        name=name,
        needs=tuple(dict.fromkeys(dice.choices(needs, weights, k=dice.randint(1, 2)))),
        description=text(dice, dice.randint(8, 24)),
        eligibility_description=text(dice, 4) if dice.random() < 0.4 else "",
        audiences=tuple(dice.sample(["families", "veterans", "older-adults", "youth"], 1))
        if dice.random() < 0.3
        else (),
        minimum_age=18 if dice.random() < 0.2 else None,
        maximum_age=17 if dice.random() < 0.05 else None,
        cost="free" if dice.random() < 0.6 else "",
        languages=dice.choice([("en",), ("en", "es"), ("en", "es"), ("en", "es", "vi"), ("en", "zh")]),
        hours=dice.choice(HOURS),
        serves=Serves(statewide=True) if statewide else Serves(counties=(home,)),
        at={key: At() for key in keys},
        verified=checked,
    )


def provider(dice: random.Random, number: int, zips: list[Zip], weights: list[float]) -> tuple[str, str, Provider]:
    """Folder, slug and record."""
    vocabulary = lists()[1]
    needs = [need.id for need in vocabulary.needs.values() if need.parent]
    rare, zipf = rare_words()
    spot = dice.choices(zips, cum_weights=weights)[0]
    beside = [spot, *dice.sample(zips, 2)]
    name = f"{dice.choice(NAMES)} {dice.choices(rare, cum_weights=zipf)[0].title()} {dice.choice(KINDS)}"
    locations = {f"site-{at}": place(dice, beside[min(at, 2)]) for at in range(dice.choices((1, 2, 4), (70, 25, 5))[0])}
    services: dict[str, Service] = {}
    for _ in range(dice.choices((1, 2, 3, 5), (40, 30, 20, 10))[0]):
        title = f"{dice.choice(COMMON)} {dice.choices(rare, cum_weights=zipf)[0]} {dice.choice(COMMON)}".capitalize()
        keys = dice.sample(sorted(locations), dice.randint(1, len(locations))) if dice.random() < 0.93 else []
        steep = [1 / (at + 4) for at in range(len(needs))]
        services[title.lower().replace(" ", "-")] = service(dice, title, keys, needs, steep, spot.county)
    record = Provider(
        name=name,
        description=text(dice, 14),
        services=services,
        sources=(Source("web:example.org", dice.choice(DATES)),),
        phones=(Phone(f"{dice.choice((209, 323, 707, 831))}-555-{number % 10000:04}"),),
        locations=locations,
    )
    return spot.county, f"{name.lower().replace(' ', '-')}-{number}", record


def edition(count: int, seed: int = 1) -> Edition:
    """An edition of `count` providers."""
    config, vocabulary = lists()
    dice = random.Random(seed)
    zips = list(vocabulary.places.zips.values())
    people = {
        (city.name, city.county): city.population for group in vocabulary.places.cities.values() for city in group
    }
    share: dict[tuple[str, str], int] = {}
    for spot in zips:
        share[spot.city, spot.county] = share.get((spot.city, spot.county), 0) + 1
    weights = list(
        itertools.accumulate(
            (people.get((z.city, z.county), 0) + 800) / share[z.city, z.county] for z in zips
        )
    )  # fmt: skip
    return of((provider(dice, number, zips, weights) for number in range(count)), vocabulary, config)


def of(found: Any, vocabulary: Vocabulary, config: Config) -> Edition:
    """An edition of `(folder, slug, record)`s, without files behind it."""
    rows = sorted(found, key=lambda row: row[1])
    book: Any = SimpleNamespace(
        root=ROOT,
        config=config,
        vocabulary=vocabulary,
        providers={slug: record for _, slug, record in rows},
        by_slug={slug: SimpleNamespace(folder=folder, file=f"{slug}.yaml") for folder, slug, _ in rows},
        redirects={},
    )
    return Edition(book, TODAY, History())
