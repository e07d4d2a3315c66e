"""Lighthouse on the built site: home, search, results, provider, a county; its four scores and what costs points.

    python build.py --out /dev/shm/site --base-url http://127.0.0.1:9199/
    CHROME_PATH=/usr/bin/chromium python -m bench.lighthouse --site /dev/shm/site [--form desktop] [--lang es]

The site is served as GitHub Pages packs it. With `--h2` it is also spoken to as there, HTTP/2 over TLS (needs openssl,
and a build for https): the handshake costs one trip more, and no further file a connection of its own.
Budget: 100 in all four on home, results and provider; largest paint within 1.0 s and 50 ms of blocking in the mobile
run.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.search_browser import handler

ROOT = Path(__file__).parent.parent
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--port", type=int, default=9199, help="that of the base URL of the build")
    parser.add_argument("--form", choices=("mobile", "desktop"), default="mobile")
    parser.add_argument("--lang", default="", help="the folder of a language, as es")
    parser.add_argument("--runs", type=int, default=1, help="the best of so many, where other work disturbs them")
    parser.add_argument("--h2", action="store_true", help="HTTP/2 over TLS, with a certificate made for this run")
    parser.add_argument("--page", action="append", help="a path instead of the usual ones")
    options = parser.parse_args()
    home = f"{options.lang}/" if options.lang else ""
    provider = sorted((options.site / home / "p").glob("*.html"))[0].stem
    usual = ["", "search/", "search/?q=food&near=94607", f"p/{provider}", "counties/alameda/"]
    with (served_h2 if options.h2 else served)(options.site, options.port) as host:
        table(host, home, options.page or usual, options)


def table(host: str, home: str, pages: list[str], options: argparse.Namespace) -> None:
    print(f"{'page':34}{'perf':>6}{'a11y':>6}{'best':>6}{'seo':>6}{'LCP s':>8}{'TBT ms':>8}{'CLS':>7}{'KB':>8}")
    for path in pages:
        reports = [audit(f"{host}/{home}{path}", options.form) for _ in range(options.runs)]
        tell(f"/{home}{path}", max(reports, key=_worth))


def _worth(report: dict[str, Any]) -> tuple[float, float]:
    """By which the best of some runs is chosen: its score, then how little it blocked."""
    blocked = report["audits"]["total-blocking-time"].get("numericValue", 0)
    return report["categories"]["performance"]["score"] or 0, -blocked


@contextmanager
def served(site: Path, port: int) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()


@contextmanager
def served_h2(site: Path, port: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
             "-days", "2", "-subj", "/CN=127.0.0.1"], check=True, capture_output=True,
        )  # fmt: skip
        command = ["node", str(ROOT / "bench/h2.mjs"), str(site), str(port), key, certificate]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            server.stdout.readline()
            try:
                yield f"https://127.0.0.1:{port}"
            finally:
                server.terminate()


def audit(address: str, form: str) -> dict[str, Any]:
    command = ["node_modules/.bin/lighthouse", address, "--output=json", "--quiet",
               "--chrome-flags=--headless=new --no-sandbox --ignore-certificate-errors"]  # fmt: skip
    command += ["--preset=desktop"] if form == "desktop" else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.strip()[-600:])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def tell(name: str, report: dict[str, Any]) -> None:
    scores = [round((report["categories"][each]["score"] or 0) * 100) for each in SCORES]
    audits = report["audits"]
    numbers = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
    value = {key: audits[key].get("numericValue", 0) for key in numbers}
    lcp, tbt, cls, weight = value.values()
    print(
        f"{name:34}{''.join(f'{score:6}' for score in scores)}{lcp / 1000:8.2f}{tbt:8.0f}{cls:7.3f}{weight / 1000:8.1f}"
    )
    for category, score in zip(SCORES, scores, strict=True):
        for ref in report["categories"][category]["auditRefs"]:
            each = audits[ref["id"]]
            if score < 100 and ref["weight"] and each["score"] is not None and each["score"] < 1:
                found = "; ".join(row.get("node", {}).get("snippet", "") or str(row.get("description", ""))
                                  for row in each.get("details", {}).get("items", [])[:3])  # fmt: skip
                print(f"    {category}: {each['title']} {each.get('displayValue', '')} {found}"[:240])


if __name__ == "__main__":
    main()
