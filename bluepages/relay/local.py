"""The relay in local mode, in a thread of `bluepages serve`: for a first try, and for tests of the forms."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bluepages.records.load import load_config
from bluepages.relay.run import Running, running
from bluepages.site.csp import origin


class Local:
    """A relay of this machine alone. `url` is its address; `stop` ends it."""

    def __init__(self, url: str, run: Running) -> None:
        self.url, self.run = url, run

    def stop(self) -> None:
        """Finish what is at hand, and stop."""
        self.run.stop()


def start(root: Path, port: int, site_url: str) -> Local:
    """Serve on 127.0.0.1 until stopped; proposals become branches of the repository at `root`.

    `site_url` is where the site is looked at. Raises `OSError` where the port is taken, `Complaint` where another relay
    works on the same spool.
    """
    config = load_config(root)
    url = f"http://127.0.0.1:{port}/"
    given = msgspec.structs.replace(config, relay=msgspec.structs.replace(config.relay, url=url, forge="local"))
    made = running(root, given, forge="local", base=url, home=site_url)
    made.relay.origins |= {origin(site_url), origin(site_url).replace("127.0.0.1", "localhost")}
    made.start("127.0.0.1", port)
    return Local(url, made)
