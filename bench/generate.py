"""A synthetic directory of any size: `python -m bench.generate --n 10000 --out DIR`.

Seeded, so that the same arguments give the same bytes; nothing in it is real but the places it lies in.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from pathlib import Path
from typing import Any

from bluepages.records.schema import provider_schema
from bluepages.records.vocabularies import load_vocabulary
from bluepages.records.write import write
from bluepages.vocabulary import Vocabulary, Zip

ROOT = Path(__file__).parent.parent
TEXT = """
open door harbor bridge valley hope family community neighbors table garden roots north star river mission
pantry kitchen house center alliance network partners outreach resource action legal health wellness youth
elder veterans free weekly fresh warm friendly local bilingual trained volunteer staff helps people find keep
apply learn rest without appointment anyone welcome bring proof address children seniors households income
benefits forms support
"""
WORDS = re.findall(r"\w+", TEXT)
HOURS = (
    "Mo-Fr 09:00-17:00", "Mo-Fr 08:00-12:00,13:00-17:00; PH off", "Tu,Th 10:00-14:00", "Sa[1,3] 09:00-12:00", "24/7",
    'Mo-Fr 09:00-17:00 "by appointment"', "Mo-We 09:00-17:00; Th 12:00-20:00", "",
)  # fmt: skip


def provider(number: int, dice: random.Random, vocabulary: Vocabulary, zips: list[Zip]) -> tuple[str, dict[str, Any]]:
    """Folder and record of the provider with this number."""
    home = dice.choice(zips)
    name = f"{' '.join(word.title() for word in dice.sample(WORDS, 3))} {number}"
    locations: dict[str, Any] = {}
    for index in range(dice.choices((1, 2, 5), (70, 25, 5))[0]):
        spot = home if index == 0 else dice.choice([z for z in zips[:400] if z.county == home.county] or [home])
        locations[f"site-{index + 1}"] = {
            "address": {"address_1": f"{dice.randint(1, 9999)} {dice.choice(WORDS).title()} St", "city": spot.city,
                        "postal_code": spot.code},
            "latitude": round(spot.latitude + dice.uniform(-0.002, 0.002), 5),
            "longitude": round(spot.longitude + dice.uniform(-0.002, 0.002), 5),
        }  # fmt: skip
    sensitive = ("housing.safe", "safety.dv", "safety.sexual", "safety.trafficking")
    needs = [need.id for need in vocabulary.needs.values() if need.parent and need.id not in sensitive]
    services: dict[str, Any] = {}
    for index in range(dice.choices((1, 2, 3, 6), (35, 35, 20, 10))[0]):
        at = dice.choice(HOURS)
        sites = dice.sample(sorted(locations), dice.randint(1, len(locations)))
        services[f"service-{index + 1}"] = {
            "name": " ".join(dice.sample(WORDS, 3)).capitalize(),
            "description": f"{' '.join(dice.choices(WORDS, k=dice.randint(12, 40))).capitalize()}.",
            "needs": dice.sample(needs, dice.randint(1, 2)),
            "eligibility_description": f"{' '.join(dice.choices(WORDS, k=6)).capitalize()}.",
            "cost": dice.choice(["free", "Sliding scale by income."]),
            "languages": dice.choice([["en"], ["en", "es"], ["en", "es", "vi"]]),
            "phones": [{"number": f"{dice.choice((213, 415, 510, 559, 619))}-555-{dice.randint(100, 9999):04}"}],
            "serves": {"counties": [home.county]},
            "at": {site: ({"hours": at} if at else {}) for site in sites},
        }
    record = {
        "name": name,
        "description": f"{' '.join(dice.choices(WORDS, k=20)).capitalize()}.",
        "website": f"https://p{number}.example.org",
        "phones": [{"number": f"{dice.choice((209, 323, 707, 831))}-555-{number % 10000:04}"}],
        "locations": locations,
        "services": services,
        "sources": [{"ref": "web:example.org", "date": f"2026-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"}],
    }
    return home.county, record


def generate(count: int, out: Path, seed: int = 1) -> None:
    """Write a directory of `count` providers to `out`, which must not exist or be empty."""
    dice = random.Random(seed)
    vocabulary, _ = load_vocabulary(ROOT)
    zips = [zip_code for zip_code in vocabulary.places.zips.values() if zip_code.county and zip_code.code != "94130"]
    dice.shuffle(zips)
    shutil.copytree(ROOT / "data", out / "data", ignore=shutil.ignore_patterns("providers"), dirs_exist_ok=True)
    shutil.copyfile(ROOT / "directory.yaml", out / "directory.yaml")
    schema = provider_schema()
    for number in range(count):
        county, record = provider(number, dice, vocabulary, zips)
        slug = record["name"].lower().replace(" ", "-")
        path = out / "data" / "providers" / county / f"{slug}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(record, schema), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=1000)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    generate(chosen.n, chosen.out, chosen.seed)
