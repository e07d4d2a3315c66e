"""An import of 50,000 rows, first and again, as whole processes, beside reading the same rows with Python's csv module.

    .venv/bin/python -m bench.federate [--n 50000] [--work DIR]

The rows are invented: sites with streets, telephones of every spelling, hours in prose, points, and
duplicates. The budget is a minute on the clock of a quiet machine, and one gigabyte for all processes together (memory
that they share is counted once).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.support import ROOT, SETTINGS

SECONDS, MEGABYTES = 60, 1024
_HOURS = (
    "Mon-Fri 9-5",
    "2nd and 4th Tuesdays 10am - 2 pm",
    "Sat3rd 0900-1100",
    "call first",
    "",
    "M-F 8:30am-noon, 1-4:30pm",
)
_PHONES = ("({0}) 555-{1:04}", "{0}.555.{1:04}", "{0}-555-{1:04} ext 12", "1{0}555{1:04}", "")
_WORDS = ("Harbor", "Grace", "Valley", "Mission", "Bay", "Oak", "River", "Sierra", "Pacific", "Coast", "Hill", "Cedar")
_KINDS = ("Pantry", "Kitchen", "Clinic", "Center")
_TOWNS = (("Oakland", "Alameda", 37.80, -122.27), ("Fresno", "Fresno", 36.74, -119.79),
          ("Redding", "Shasta", 40.58, -122.39),
          ("San Diego", "San Diego", 32.72, -117.16), ("Los Angeles", "Los Angeles", 34.05, -118.24))  # fmt: skip
_MAPPING = """\
title: Invented sites
as_of: 2026-11-21
columns: {name: Name, street: Street, city: City, county: County, zip: ZIP, phone: Phone, hours: Hours, latitude: Lat,
  longitude: Lon, about: About, key: Id}
source: {id: bench}
default_need: food.pantry
kinds:
  "":
    description: A pantry in {city}.
    places: many
    place: "{place_key}"
    phone: place
    services:
      pantry: {name: Food pantry}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--n", type=int, default=50_000)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        root = made(Path(folder))
        table = root / "table.csv"
        write_rows(table, options.n)
        floor, _ = measured(
            [sys.executable, "-c", f"import csv; print(len(list(csv.DictReader(open({str(table)!r})))))"]
        )
        size = table.stat().st_size / 2**20
        print(f"{options.n} rows, {size:.1f} MB; reading them with csv: {floor:.2f} s of the processor")
        for title in ("first import", "the same again"):
            seconds, memory, wall, counts = imported(root, table)
            times = f"{seconds:.1f} s of the processor, {seconds / floor:.0f} times the floor"
            print(f"{title}: {wall:.1f} s ({times}), {memory:.0f} MB; {counts}")
            word = "met" if wall < SECONDS and memory < MEGABYTES else "MISSED"
            print(f"  budget {SECONDS} s, {MEGABYTES} MB: {word}")


def made(folder: Path) -> Path:
    """An empty directory with the repository's counties, needs and places."""
    root = folder / "directory"
    (root / "data" / "providers").mkdir(parents=True)
    for name in ("counties", "needs", "audiences", "languages", "accessibility"):
        shutil.copy(ROOT / "data" / f"{name}.yaml", root / "data")
    shutil.copytree(ROOT / "data" / "places", root / "data" / "places")
    known = (ROOT / "data" / "sources.yaml").read_text(encoding="utf-8")
    (root / "data" / "sources.yaml").write_text(
        f"{known}bench:\n  title: Invented\n  publisher: Nobody\n  licence: CC0-1.0\n"
    )
    (root / "data" / "stewards.yaml").write_text("{}\n")
    (root / "directory.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "mapping.yaml").write_text(_MAPPING, encoding="utf-8")
    return root


def write_rows(path: Path, wanted: int) -> None:
    """Invented rows, the same for the same number; every twentieth repeats one before it."""
    chance = random.Random(7)
    rows: list[list[object]] = []
    for number in range(wanted):
        if number % 20 == 19:
            rows.append(rows[chance.randrange(len(rows))])
            continue
        city, county, lat, lon = chance.choice(_TOWNS)
        name = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.choice(_KINDS)} {number // 3}"
        phone = chance.choice(_PHONES).format(chance.choice((510, 559, 530, 619, 213)), chance.randrange(10_000))
        point = f"{lat + chance.random() / 50:.5f}", f"{lon + chance.random() / 50:.5f}"
        street, said = f"{chance.randrange(1, 9000)} {chance.choice(_WORDS)} St", "Food &amp; more for <b>anyone</b>."
        rows.append([name, street, city, county, "", phone, chance.choice(_HOURS), *point, said, number])
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Name", "Street", "City", "County", "ZIP", "Phone", "Hours", "Lat", "Lon", "About", "Id"])
        writer.writerows(rows)


def measured(command: list[str]) -> tuple[float, str]:
    """Seconds of the processor that a process takes, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def imported(root: Path, table: Path) -> tuple[float, float, float, dict[str, int]]:
    """One import as a whole process: seconds of the processor, megabytes at the most, seconds on the clock, counts."""
    command = [sys.executable, "-m", "bluepages", "import", "csv", str(table), "--mapping", str(root / "mapping.yaml"),
               "--root", str(root), "--source", "bench", "--format", "json", "--today", "2026-11-21"]  # fmt: skip
    said = root / "report.json"
    start = time.monotonic()
    with said.open("wb") as stream, (root / "errors.txt").open("wb") as errors:
        child = subprocess.Popen(command, stdout=stream, stderr=errors, cwd=ROOT)
        peak = Peak(child.pid)
        peak.start()
        _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    peak.join()
    if status:
        raise SystemExit((root / "errors.txt").read_text(encoding="utf-8"))
    counts: dict[str, int] = json.loads(said.read_bytes())["counts"]
    return used.ru_utime + used.ru_stime, max(peak.megabytes, used.ru_maxrss / 1024), wall, counts


class Peak(threading.Thread):
    """The most memory that a process and those it starts hold together, looked at five times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.megabytes = pid, 0.0

    def run(self) -> None:
        """Look until the process is gone; where the system tells nothing, nothing is measured."""
        while (held := sum(map(_held, _family(self.pid)))) > 0:
            self.megabytes = max(self.megabytes, held)
            time.sleep(0.2)


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        own = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in own for one in _family(child))]


def _held(pid: int) -> float:
    """Megabytes of a process, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
