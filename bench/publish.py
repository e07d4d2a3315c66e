"""Publishing 20,000 rows to a real CKAN: the first time, with nothing changed, and with one row changed.

    CKAN_URL=... CKAN_ORG=... CKAN_API_TOKEN=... .venv/bin/python -m bench.publish [ROWS]

The records are invented (bench.generate), with some places that were public once and are confidential now, so that the
gate has streets to look for; every file is of the size that a directory of so many rows has. Each figure is the wall
time of a whole `bluepages publish`, and what of it was the command's own work; the rest is the portal's, or waiting.
The floor beside them is the portal's alone: asking it for the same rows and files, and looking at nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import date
from pathlib import Path

import httpx

from bench.generate import generate
from bluepages.enrich import gather
from bluepages.enrich.history import read_history
from bluepages.enrich.stamp import stamp
from bluepages.export import export_all
from bluepages.publish.site import NEEDED
from bluepages.records.load import load_book

ROWS_A_PROVIDER = 2.769
"""As bench.generate makes them."""

HIDDEN = 12
"""Providers whose places become confidential in a second commit."""

HIDE = r"confidential: true\n    address: {\1}"


def main() -> None:
    """Measure and print."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder) / "directory", round(wanted / ROWS_A_PROVIDER))
        rows, size = fill(root)
        print(f"{rows} rows, {size / 1e6:.0f} MB in all files, to {os.environ['CKAN_URL']}; load {load()}")
        print(f"first publication: {run(root, '--apply')}")
        for _ in range(3):
            print(f"plan, nothing changed: {run(root, '--plan')}; the portal alone: {floor():.1f} s; load {load()}")
        print(f"apply, nothing changed: {run(root, '--apply')}, reads everything twice")
        change(root)
        print(f"plan, one row changed: {run(root, '--plan', code=4)}")
        print(f"apply, one row changed: {run(root, '--apply')}; load {load()}")


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


DATASET = f"bench-{uuid.uuid4().hex[:10]}"


def made(root: Path, providers: int) -> Path:
    """An invented directory in Git, with a data set of its own on the portal, and a past that must stay hidden."""
    generate(providers, root)
    settings = root / "directory.yaml"
    text = settings.read_text(encoding="utf-8").replace("portals: {}", f"portals: {{ckan: {{dataset: {DATASET}}}}}")
    settings.write_text(text, encoding="utf-8")
    (root / ".gitignore").write_text("_site/\n.bluepages/\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    commit(root)
    for file in sorted((root / "data" / "providers").glob("*/*.yaml"))[:HIDDEN]:
        text = re.sub(r"(?m)^    l(at|ong)itude:.*\n", "", file.read_text(encoding="utf-8"))
        text = re.sub(
            r"address: \{address_1: [^,]+, (city: [^,]+),.*\}", r"confidential: true\n    address: {\1}", text
        )
        file.write_text(text, encoding="utf-8")
    commit(root)
    return root


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "-A")
    git(root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")


def git(root: Path, *arguments: str) -> None:
    """Call Git."""
    subprocess.run(["git", "-C", str(root), *arguments], check=True)


def fill(root: Path) -> tuple[int, int]:
    """The data files of a build with its stamp; the number of rows, and of bytes in all files."""
    edition = gather(load_book(root, jobs=2), date(2026, 11, 9), read_history(root))
    sizes, rows = 0, 0
    for name, content in export_all(edition, jobs=2):
        plain = name.removeprefix("data/")
        if plain in NEEDED or plain == "checksums.txt":
            path = root / "_site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sizes += len(content) if plain in NEEDED else 0
            rows += content.count(b"\n") - 1 if plain == "services.csv" else 0
    (root / "_site" / "build.json").write_bytes(stamp(edition))
    return rows, sizes


def change(root: Path) -> None:
    """Another telephone in the first row."""
    data = root / "_site" / "data"
    before = (data / "services.csv").read_bytes()
    header, first = list(csv.reader(io.StringIO(b"\n".join(before.split(b"\n")[:2]).decode(), newline="")))
    phone = first[header.index("phone")]
    row = before.split(b"\n")[1]
    after = before.replace(row, row.replace(phone.encode(), b"+15105550199"), 1)
    assert after != before
    (data / "services.csv").write_bytes(after)
    sums = (data / "checksums.txt").read_text(encoding="utf-8")
    old, new = hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()
    (data / "checksums.txt").write_text(sums.replace(old, new), encoding="utf-8")


def floor() -> float:
    """The wall time of asking the portal for the table and every file, one after another."""
    start = time.perf_counter()
    with httpx.Client(timeout=120, trust_env=False) as client:
        address = f"{os.environ['CKAN_URL'].rstrip('/')}/api/3/action"
        package = client.post(f"{address}/package_show", json={"id": DATASET}).json()["result"]
        for each in package["resources"]:
            if each.get("url_type") == "upload":
                client.get(each["url"])
            else:
                question = {"resource_id": each["id"], "limit": 30_000, "records_format": "lists"}
                client.post(f"{address}/datastore_search", json=question)
    return time.perf_counter() - start


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
