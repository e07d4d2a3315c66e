"""Publishing 20,000 rows to a real CKAN: the first time, with nothing changed, and with one row changed.

    CKAN_URL=... CKAN_ORG=... CKAN_API_TOKEN=... .venv/bin/python -m bench.publish [ROWS]

The rows are invented and stand in a build made for this. Each figure is the wall time of a whole `bluepages publish`,
and what of it was the command's own work; the rest is the portal's, or waiting.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from bluepages.enrich import gather
from bluepages.enrich.history import read_history
from bluepages.export import export_all
from bluepages.output.build import stamp
from bluepages.records.load import load_book
from tests.support import SETTINGS, kitchen, make_directory

SAID = 'disclaimer: {en: "The state is not responsible for accuracy.", es: "El estado no responde."}\n'


def main() -> None:
    """Measure and print."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder) / "directory")
        fill(root, wanted)
        print(f"{wanted} rows to {os.environ['CKAN_URL']}")
        print(f"first publication: {run(root, '--apply')}")
        for _ in range(3):
            print(f"plan, nothing changed: {run(root, '--plan')}")
        print(f"apply, nothing changed: {run(root, '--apply')}, reads everything twice")
        fill(root, wanted, changed=1)
        print(f"plan, one row changed: {run(root, '--plan', code=4)}")
        print(f"apply, one row changed: {run(root, '--apply')}")


def made(root: Path) -> Path:
    """A directory of one record in Git, with a data set of its own on the portal."""
    settings = f"{SETTINGS}{SAID}portals: {{ckan: {{dataset: bench-{uuid.uuid4().hex[:10]}}}}}\n"
    make_directory(root, {"food": kitchen()}, settings)
    (root / ".gitignore").write_text("_site/\n.bluepages/\n", encoding="utf-8")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"],
                    ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x"]):  # fmt: skip
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return root


def fill(root: Path, wanted: int, changed: int = 0) -> None:
    """A build with so many rows: the one of the record again and again, under other ids and names."""
    book = load_book(root)
    edition = gather(book, date(2026, 11, 9), read_history(root))
    files: dict[str, bytes] = {name.removeprefix("data/"): content for name, content in export_all(edition)}
    header, row = list(csv.reader(io.StringIO(files["services.csv"].decode(), newline="")))
    at = {name: place for place, name in enumerate(header)}
    rows = []
    for number in range(wanted):
        new: list[Any] = list(row)
        for name in ("id", "organization_id", "service_id", "location_id"):
            new[at[name]] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{number}"))
        new[at["organization_name"]] = f"Kitchen {number}"
        new[at["description"]] = f"Hot meals for everybody, number {number}. " * 2 + "Come early."
        new[at["address_1"]] = f"{number % 9000 + 1} Harbor Street"
        if number < changed:
            new[at["phone"]] = "+15105550199"
        rows.append(new)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    files["services.csv"] = out.getvalue().encode()
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "checksums.txt"}
    files["checksums.txt"] = "".join(f"{value}  {name}\n" for name, value in sums.items()).encode()
    for name, content in files.items():
        path = root / "_site" / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root / "_site" / "build.json").write_bytes(stamp(edition))


def run(root: Path, *arguments: str, code: int = 0) -> str:
    """The wall time and the processor time of one command, which must end as expected."""
    start, before = time.perf_counter(), work()
    command = [sys.executable, "-m", "bluepages", "publish", "ckan", "--root", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr}")
    return f"{time.perf_counter() - start:.1f} s ({work() - before:.1f} s of work)"


def work() -> float:
    """The processor time of the commands so far, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
