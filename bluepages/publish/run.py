"""Plan, apply, verify, roll back: the same for every kind of portal, with the gate before anything is sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path as FilePath

import msgspec
from msgspec.structs import replace

from bluepages.config import Config
from bluepages.errors import PROBLEMS, Complaint
from bluepages.publish.beside import Beside
from bluepages.publish.ckan import CkanTarget
from bluepages.publish.compose import compose
from bluepages.publish.earlier import earlier_site
from bluepages.publish.gate import gate
from bluepages.publish.interface import Allowed, Check, Outcome, Plan, Stop, Target, Tell
from bluepages.publish.receipt import Occasion, Receipt, read_receipt, receipt_of, write_receipt
from bluepages.publish.settings import Settings, settings_of
from bluepages.publish.site import Site, read_site
from bluepages.publish.wanted import Wanted
from bluepages.records.load import load_config
from bluepages.records.vocabularies import load_vocabulary


class Publication:
    """One command's view: the directory, the target, and what should be there."""

    def __init__(
        self, root: FilePath, target: str, environment: Mapping[str, str], now: datetime.datetime,
        portal: Target | None = None,
    ) -> None:  # fmt: skip
        self.root, self.now = root, now
        self.config: Config = load_config(root)
        self.settings: Settings = settings_of(self.config, target, environment)
        self.portal: Target = portal or CkanTarget(self.settings, site=self.config.site_url)
        self.actor = environment.get("GITHUB_ACTOR") or environment.get("USER") or "unknown"
        self.site: Site | None = None
        self.beside: Beside | None = None

    def begin(self, folder: FilePath) -> None:
        """Start what the gate will ask about the build in `folder`, beside all other work."""
        self.beside = Beside(self.root, folder)

    def wanted(self, folder: FilePath) -> Wanted:
        """What the build in `folder` says; raises `Complaint` where it is not the one of HEAD."""
        return self._wanted(read_site(self.root, folder))

    def _wanted(self, site: Site) -> Wanted:
        self.site = site
        config = replace(self.config, site_url=site.site_url or self.config.site_url)
        return compose(site, self.settings, config, load_vocabulary(self.root)[0])

    def stops(self, wanted: Wanted) -> tuple[Stop, ...]:
        """What the gate says."""
        built = self.site.files["services.csv"] if self.site else b""
        return tuple(gate(wanted, self.settings, self.root, self.now.date(), self.beside, built))

    def plan(self, wanted: Wanted, allowed: Allowed) -> Plan:
        """The differences, and everything that would stop a publication."""
        plan = self.portal.plan(wanted, allowed)
        return replace(plan, stops=(*self.stops(wanted), *plan.stops))

    def apply(self, wanted: Wanted, allowed: Allowed, tell: Tell) -> Outcome:
        """Publish, unless the gate or a brake says no."""
        tell("Looking for what must not go out")
        self._pass(self.stops(wanted))
        return self.portal.apply(wanted, allowed, tell)

    def verify(self, wanted: Wanted) -> tuple[Check, ...]:
        """Read back and compare."""
        return self.portal.verify(wanted)

    def rollback(self, path: FilePath, allowed: Allowed, tell: Tell) -> tuple[Outcome, Wanted]:
        """Undo the run of a receipt if it is the newest, else go back to what that run left."""
        receipt = read_receipt(path)
        commit = self.commit_before(receipt)
        tell(f"Building {commit[:10]} again, without what is hidden today")
        wanted = self._wanted(earlier_site(self.root, commit, receipt.site_url, self.now.date()))
        tell("Looking for what must not go out")
        self._pass(self.stops(wanted))
        return self.portal.rollback(wanted, allowed, tell), wanted

    def commit_before(self, receipt: Receipt) -> str:
        """The commit to go back to."""
        if (receipt.url, receipt.dataset) != (self.settings.url, self.settings.dataset):
            raise Complaint(
                "The receipt is of another portal or data set.", f"It says {receipt.url}, {receipt.dataset}."
            )
        newest = self._live_hash() == receipt.after.get("csv_sha256")
        commit = receipt.before.get("commit", "") if newest else receipt.after.get("commit", "")
        if not commit:
            what = "There was nothing before it." if newest else "It left nothing that could be gone back to."
            raise Complaint("This run cannot be undone.", what)
        return commit

    def _live_hash(self) -> str:
        reader = getattr(self.portal, "live_hash", None)
        return str(reader()) if reader else ""

    @staticmethod
    def _pass(stops: tuple[Stop, ...]) -> None:
        if stops:
            first, more = stops[0], f" ({len(stops) - 1} more: see --plan)" if len(stops) > 1 else ""
            raise Complaint(f"Nothing was published: {first.message}{more}", first.hint, PROBLEMS)

    def keep(self, folder: FilePath, outcome: Outcome, wanted: Wanted, kind: str, undoes: str = "") -> FilePath:
        """Write the receipt of a run."""
        at = self.now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        occasion = Occasion(kind, at, self.actor, self.site.site_url if self.site else "", undoes)
        return write_receipt(folder, receipt_of(outcome, wanted.commit, occasion))


def as_data(value: object) -> object:
    """A plan, outcome or list of checks as plain data for JSON."""
    return msgspec.to_builtins(value)
