"""A relay for `bench.relay`, as a process that can be killed: the program's own, with its limits opened."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import msgspec

from bluepages.records.load import load_config
from bluepages.relay.buckets import Breaker, Buckets, Rates
from bluepages.relay.items import Item, Reply
from bluepages.relay.run import Running, running
from bluepages.relay.targets import Delivered, Down, News, Parcel

OPEN = Rates(burst=1e9, most=1e9, a_minute=1e9, all_a_minute=1e9)


class Away:
    """A forge that is down."""

    every = 300.0

    def deliver(self, parcel: Parcel) -> Delivered:
        raise Down(503)

    def news(self, items: Sequence[Item], since: float) -> Iterator[News]:
        raise Down(503)

    def post(self, item: Item, reply: Reply) -> None:
        raise Down(503)

    def publish(self) -> None:
        raise Down(503)


def wait_until_up(port: int) -> None:
    """Until it answers."""
    for _ in range(600):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError("the relay does not start")


def made(root: Path, port: int, forge: str, opened: bool) -> Running:
    """The relay of a directory; `opened` takes its limits away, since all of this load comes from one machine."""
    config = load_config(root)
    settings = msgspec.structs.replace(config.relay, proxies=1, url=f"http://127.0.0.1:{port}/")
    config = msgspec.structs.replace(config, relay=settings)
    os.environ.setdefault("BLUEPAGES_PACE", "0")
    run = running(root, config, forge="local" if forge == "down" else forge, base=f"http://127.0.0.1:{port}/")
    relay: Any = run.relay
    if opened:
        relay.setup = msgspec.structs.replace(relay.setup, rates=OPEN)
        relay.buckets, relay.breaker = Buckets(OPEN), Breaker(10**9)
    if forge == "down":
        run.sender.target = Away()
    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--forge", choices=["down", "local", "github"], default="down")
    parser.add_argument("--open", action="store_true")
    options = parser.parse_args()
    made(options.root, options.port, options.forge, options.open).serve("127.0.0.1", options.port)


if __name__ == "__main__":
    main()
