"""The search page in Chromium over a large invented directory, cold, beside a full scan and Pagefind on the same.

    python -m bench.search_browser --work /dev/shm/search [--providers 50000] [--questions 200] [--no-pagefind]

50,000 providers have some 100,000 services. Each question (words, a need, open now, always a place) is asked of the
real page in a browser with an empty cache, over a server that packs what GitHub Pages packs. Bytes and requests are
those of the index and of every script, as the server sent them, heads of answers included; round trips are the longest
chain in which one request of the index had to wait for another: the server answers after `--latency`, as on a line,
since without it a file is there before the next of the same wave is asked for. Answers are compared with a full scan
(`tests/search/oracle.py`), one by one.

Pagefind indexes the same services, a record each, with needs and counties as filters. It is asked for the same words
and need in the person's county, and for the ten first records it finds; it knows neither distance nor open now. Its
bytes are counted by the same server in the same way. It is asked the first `--peers` questions, and set beside ours of
the same.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import os
import random
import resource
import shutil
import statistics
import subprocess
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

from bench.search import question, share
from bench.search_data import edition
from bluepages.cli.server import find
from bluepages.search import index_files, search_pages
from bluepages.site import assets
from tests.search.oracle import Oracle
from tests.search.support import ASK, ROOT

BUDGET = {"KB p50": 100.0, "KB p95": 200.0, "requests p50": 25.0, "round trips p95": 6.0}
PACKED = {".html": "text/html", ".css": "text/css", ".mjs": "text/javascript", ".js": "text/javascript",
          ".json": "application/json", ".svg": "image/svg+xml"}  # fmt: skip
SENT: list[tuple[str, int]] = []
"""Path and bytes, head included, of what was sent: Pagefind asks from a worker, which the page does not tell of."""
PAGEFIND = """async ([words, filters]) => {
  const began = performance.now(), pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const { results } = await pagefind.search(words || null, { filters });
  await Promise.all(results.slice(0, 10).map((each) => each.data()));
  return performance.now() - began;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--providers", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--chromium", default=shutil.which("chromium"), help="the browser's path; else Playwright's own"
    )
    parser.add_argument("--peers", type=int, default=60, help="so many of the questions are asked of Pagefind as well")
    parser.add_argument("--latency", type=float, default=40, help="milliseconds before each answer of the server")
    parser.add_argument("--no-pagefind", action="store_true")
    parser.add_argument("--work", type=Path, required=True, help="an empty folder; best on a memory file system")
    options = parser.parse_args()
    made = edition(options.providers)
    services = sum(len(provider.services) for provider in made.providers.values())
    print(f"{len(made.providers)} providers, {services} services, {sum(map(len, made.offers.values()))} offers")
    own = ours(made, options.work)
    theirs = None if options.no_pagefind else pagefind(made, options.work)
    if theirs:
        print(f"index beside Pagefind's: {own[0] / theirs[0]:.2f} of the wall time, {own[1] / theirs[1]:.2f} of the "
              f"processor's, {own[2] / theirs[2]:.2f} of the memory (budget 0.20)")  # fmt: skip
    asks = questions(made, options.questions, options.seed)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(options.work / "site", options.latency / 1000))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        browse(address, made, asks, options.chromium, options.peers if theirs else 0)
    finally:
        server.shutdown()


def ours(made: Any, work: Path) -> tuple[float, float, float]:
    """Write the site of the search; wall seconds, processor seconds and megabytes of the index, as a build makes it."""
    before, wall, own = peak(), time.perf_counter(), processor()
    files = dict(index_files(made, jobs=os.cpu_count() or 1))
    wall, own = time.perf_counter() - wall, processor() - own
    most = peak() - before + max(0, peak(resource.RUSAGE_CHILDREN) - before)
    parts = [*files.items(), *assets(ROOT / "site", None), *search_pages(made, base_url="https://bench.example.org/")]
    for name, data in parts:
        path = work / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"our index: {wall:.1f} s, {own:.1f} s of the processor, {most:.0f} MB, {len(files)} files, "
          f"{sum(map(len, files.values())) / 1e6:.1f} MB")  # fmt: skip
    return wall, own, most


def peak(whose: int = resource.RUSAGE_SELF) -> float:
    """Megabytes, at most; a second process begins with all that this one has."""
    return resource.getrusage(whose).ru_maxrss / 1024


def processor() -> float:
    """Seconds of this process and of those that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def pagefind(made: Any, work: Path) -> tuple[float, float, float]:
    """The same services for Pagefind, a page each; wall seconds, processor seconds and megabytes of its process."""
    pages = work / "pages"
    for slug, provider in made.providers.items():
        counties: dict[str, set[str]] = {}
        for offer in made.offers[slug]:
            counties.setdefault(offer.service_key, set()).update(offer.counties)
        cities = sorted({place.address.city for place in provider.locations.values() if place.address})
        (pages / slug).mkdir(parents=True)
        for key, each in provider.services.items():
            needs = sorted({*each.needs, *(need.partition(".")[0] for need in each.needs)})
            filters = [f"<i data-pagefind-filter=need>{need}</i>" for need in needs]
            filters += [f"<i data-pagefind-filter=county>{county}</i>" for county in sorted(counties.get(key, ()))]
            words = (provider.name, provider.description, each.description, each.eligibility_description, *cities)
            (pages / slug / f"{key}.html").write_text(
                f"<!doctype html><html lang=en><title>{each.name}</title><main data-pagefind-body>"
                f"<h1>{each.name}</h1><p>{' '.join(words)}</p>{''.join(filters)}</main></html>"
            )
    programs = (ROOT / "node_modules/@pagefind").glob("*/bin/pagefind*")
    binary = next(each for each in sorted(programs) if not each.suffix or each.suffix == ".exe")  # no checksum
    command = [str(binary), "--site", str(pages), "--output-path", str(work / "site/pagefind"), "--quiet"]
    wall = time.perf_counter()
    process = subprocess.Popen(command, cwd=work)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - wall
    if process.returncode:
        raise SystemExit("Pagefind did not finish.")
    print(f"Pagefind's: {wall:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of the processor, "
          f"{used.ru_maxrss / 1024:.0f} MB")  # fmt: skip
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def questions(made: Any, many: int, seed: int) -> list[dict[str, Any]]:
    """Asked from where services are, as often as they are there."""
    dice, places = random.Random(seed), made.vocabulary.places.zips
    everywhere = [place for provider in made.providers.values() for place in provider.locations.values()]
    zips = [places[place.address.postal_code] for place in everywhere if place.address and place.address.postal_code]
    needs = sorted({need for record in made.providers.values() for each in record.services.values()
                    for need in each.needs})  # fmt: skip
    return [question(dice, zips, needs) for _ in range(many)]


def handler(folder: Path, latency: float = 0) -> type[http.server.BaseHTTPRequestHandler]:
    @cache
    def answer(path: str) -> tuple[bytes, str, bool] | None:
        file = find(folder, path)
        if file is None:
            return None
        data, kind = file.read_bytes(), PACKED.get(file.suffix, "application/octet-stream")
        return (gzip.compress(data, 6), kind, True) if file.suffix in PACKED else (data, kind, False)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = answer(self.path.partition("?")[0].lstrip("/"))
            time.sleep(latency)
            self.send_response(200 if found else 404)
            data, kind, packed = found or (b"", "text/plain", False)
            self.send_header("Content-Type", kind)
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            head = len(b"".join(self._headers_buffer)) + 2  # type: ignore[attr-defined]
            self.end_headers()
            SENT.append((self.path, head + len(data)))
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    return Handler


class Wire:
    """When what goes over the wire of a page was asked for and there: `(address, asked at, there at)` each."""

    def __init__(self, context: Any, page: Any) -> None:
        self.rows: list[tuple[str, float, float]] = []
        asked: dict[str, tuple[str, float]] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: (e["request"]["url"], e["timestamp"])})
        )

        def there(event: dict[str, Any]) -> None:
            if event["requestId"] in asked:
                self.rows.append((*asked[event["requestId"]], event["timestamp"]))

        session.on("Network.loadingFinished", there)

    def chain(self, part: str) -> int:
        rows = sorted((row for row in self.rows if part in row[0]), key=lambda row: row[2])
        deep: list[tuple[float, int]] = []
        for _, asked, there in rows:
            deep.append((there, 1 + max((depth for end, depth in deep if end <= asked), default=0)))
        return max((depth for _, depth in deep), default=0)


def sent(*parts: str) -> tuple[float, float]:
    """KB and requests of paths with one of these parts, since the list was last emptied."""
    sizes = [size for path, size in SENT if any(part in path for part in parts)]
    return sum(sizes) / 1000, float(len(sizes))


def browse(base: str, made: Any, asks: list[dict[str, Any]], chromium: str | None, beside: int) -> None:
    from playwright.sync_api import sync_playwright

    oracle, same, wrong = Oracle(made), 0, []
    found: dict[str, list[float]] = {name: [] for name in ("KB", "requests", "round trips", "ms", "KB with the page")}
    theirs: dict[str, list[float]] = {name: [] for name in ("KB", "requests", "ms")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for ask in asks:
            context = browser.new_context(service_workers="block")
            context.set_default_timeout(180_000)
            page = context.new_page()
            wire = Wire(context, page)
            SENT.clear()
            page.clock.set_fixed_time(ASK["now"])
            took = answered(page, base, ask)
            kilobytes, requests = sent("/search/index/", ".mjs")
            whole, _ = sent("/")
            values = (kilobytes, requests, float(wire.chain("/search/index/")), took, whole)
            for name, value in zip(found, values, strict=True):
                found[name].append(value)
            got, wanted = shown(page), oracle.search(ask)
            right = all(got[pool] == [key[:2] for key in wanted[pool]] for pool in wanted)
            same += right
            wrong += [] if right else [ask]
            context.close()
            if len(theirs["KB"]) < beside:
                peer(browser, base, ask, theirs)
        browser.close()
    print(f"{same} of {len(asks)} answers are those of a full scan")
    for ask in wrong[:3]:
        print("differs:", {key: ask[key] for key in ("q", "need", "open", "zip") if key in ask})
    for title, table in (("ours", found), ("Pagefind", theirs)):
        for name, numbers in table.items():
            if numbers:
                middle, most = share(numbers, 0.5), share(numbers, 0.95)
                against = [f"{label} {value / BUDGET[label]:.2f} of the budget" for label, value in
                           ((f"{name} p50", middle), (f"{name} p95", most))
                           if title == "ours" and label in BUDGET]  # fmt: skip
                print(f"{title:9}{name:18}{middle:9}{most:9}{round(max(numbers), 1):9}   {', '.join(against)}")
    for name, numbers in theirs.items():
        if numbers:
            part = statistics.median(found[name][: len(numbers)]) / statistics.median(numbers)
            print(f"{name}: ours is {part:.3f} of Pagefind's at the median of the same {len(numbers)} questions")


def answered(page: Any, base: str, ask: dict[str, Any]) -> float:
    """Ask the page; milliseconds from opening it to the whole answer."""
    from urllib.parse import urlencode

    fields = {"q": ask["q"], "near": ask["zip"], "need": ask.get("need", ""), "open": "1" if ask.get("open") else ""}
    began = time.perf_counter()
    page.goto(f"{base}search/?{urlencode({name: value for name, value in fields.items() if value})}")
    page.wait_for_function(
        "() => /\\d|Nothing/.test(document.querySelector('#said').textContent)"
        " && !document.querySelector('#found').hasAttribute('aria-busy')", polling=5
    )  # fmt: skip
    return (time.perf_counter() - began) * 1000


def shown(page: Any) -> dict[str, list[tuple[str, str]]]:
    """Slugs and keys of the services in the three lists."""
    script = "(lists) => [...document.querySelectorAll(lists)].map((a) => a.getAttribute('href'))"
    near = "#g-near ~ .list h3 a, #g-far ~ .list h3 a"
    lists = {
        pool: page.evaluate(script, near if pool == "near" else f"#g-{pool} ~ .list h3 a")
        for pool in ("near", "call", "area")
    }
    return {
        pool: [(href.partition("p/")[2].partition("#")[0], href.partition("#s-")[2]) for href in hrefs]
        for pool, hrefs in lists.items()
    }


def peer(browser: Any, base: str, ask: dict[str, Any], found: dict[str, list[float]]) -> None:
    context = browser.new_context()
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.goto(f"{base}assets/site.css")
    SENT.clear()
    filters = {"county": ask["county"]} | ({"need": ask["need"]} if ask.get("need") else {})
    took = page.evaluate(PAGEFIND, [ask["q"], filters])
    kilobytes, requests = sent("/pagefind/")
    for name, value in zip(found, (kilobytes, requests, took), strict=True):
        found[name].append(value)
    context.close()


if __name__ == "__main__":
    main()
