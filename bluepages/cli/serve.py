"""`bluepages serve`: build, look at it in a browser, and build again on each change."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from bluepages.cli.common import Clock, add_common, add_jobs, add_today, root_of, say, today_of
from bluepages.errors import DONE, Complaint

WATCHED = ("data", "site", "directory.yaml")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "serve",
        help="build, serve on this machine, rebuild on change",
        description="Build the site, serve it on this machine alone, and build again whenever a record, a template or "
        "the settings change. Ctrl+C ends it.",
        epilog="Example: bluepages serve --port 8000 --prefix /blue-pages/",
    )
    add_common(parser)
    add_today(parser)
    add_jobs(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to build (default: _site in the root)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port on 127.0.0.1 (default: 8000)")
    parser.add_argument(
        "--prefix", default="/", metavar="PATH", help="path of the site's root, as on a project's Pages"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from bluepages.cli.server import serve

    root = root_of(options)
    prefix = f"/{options.prefix.strip('/')}/".replace("//", "/")
    address = f"http://127.0.0.1:{options.port}{prefix}"
    out = _build(options, root, address)
    try:
        server = serve(out, prefix, options.port)
    except (OSError, OverflowError):
        raise Complaint(f"Port {options.port} is taken or not allowed.", "Name another one: --port 8001.") from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Serving {out} at {address} (Ctrl+C ends it).")
    try:
        _watch(options, root, address)
    finally:
        server.shutdown()
        server.server_close()
    return DONE


def _build(options: argparse.Namespace, root: Path, address: str) -> Path:
    from bluepages.output import build
    from bluepages.output.build import Options

    clock = Clock()
    out = Path(options.out or root / "_site")
    wanted = Options(out=out, today=today_of(options), base_url=address, jobs=options.jobs)
    built = build(root, wanted)
    say(f"Built: {built.written} files written, {built.same} the same, in {clock}.")
    for slug in built.withheld[:5]:
        say(f"Left out for an error: {slug} (bluepages check says what is wrong).")
    return out


def _watch(options: argparse.Namespace, root: Path, address: str) -> None:
    """Build again after each burst of changes; what is wrong then is said, and the old site stays."""
    from watchfiles import watch

    places = [root / name for name in WATCHED if (root / name).exists()]
    for _ in watch(*places, raise_interrupt=True):
        try:
            _build(options, root, address)
        except Complaint as complaint:
            say(str(complaint))
