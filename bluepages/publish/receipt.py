"""A receipt for each run: what stood there, what was done, what stands there now, and who did it when.

It holds hashes, numbers and ids, never a cell and never the token.
"""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.errors import Complaint
from bluepages.publish.interface import Check, Outcome

FOLDER: Final = ".bluepages/receipts"


class Receipt(msgspec.Struct, frozen=True):
    """One run. `before` and `after` have commit, hashes, number of rows; `verdict` is `passed`, or what failed."""

    target: str
    url: str
    dataset: str
    kind: str
    at: str
    actor: str
    commit: str
    site_url: str
    schema_version: str
    before: dict[str, str]
    after: dict[str, str]
    ids: dict[str, str] = {}
    added: int = 0
    changed: int = 0
    removed: int = 0
    rows_sent: int = 0
    writes: int = 0
    portal: str = ""
    undoes: str = ""
    verdict: str = ""
    checks: tuple[Check, ...] = ()


class Occasion(msgspec.Struct, frozen=True):
    """Who ran what, and when (RFC 3339, UTC)."""

    kind: str
    at: str
    actor: str
    site_url: str
    undoes: str = ""


def receipt_of(outcome: Outcome, commit: str, occasion: Occasion) -> Receipt:
    """The receipt of a run."""
    plan, rows = outcome.plan, outcome.plan.rows
    failed = [check.name for check in outcome.checks if not check.passed]
    return Receipt(
        target=plan.target, url=plan.url, dataset=plan.dataset, kind=occasion.kind, at=occasion.at,
        actor=occasion.actor, commit=commit, site_url=occasion.site_url, schema_version=plan.schema_version,
        before=outcome.before, after=outcome.after, ids=outcome.ids, added=len(rows.added), changed=len(rows.changed),
        removed=len(rows.removed), rows_sent=outcome.rows_sent, writes=outcome.writes, portal=outcome.version,
        undoes=occasion.undoes, verdict=f"failed: {', '.join(failed)}" if failed else "passed", checks=outcome.checks,
    )  # fmt: skip


def write_receipt(folder: FilePath, receipt: Receipt) -> FilePath:
    """Keep a receipt under a name of its own; raises `Complaint` where that is not possible."""
    name = f"{receipt.target}-{receipt.at.replace(':', '')}-{receipt.commit[:7]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.json"
        for number in range(2, 1000):
            if not path.exists():
                break
            path = folder / f"{name}-{number}.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(receipt), indent=2) + b"\n")
    except OSError as error:
        raise Complaint(f"The receipt could not be kept: {error.strerror}.", "What was published stands.") from None
    return path


def read_receipt(path: FilePath) -> Receipt:
    """A receipt that was kept; raises `Complaint` for anything else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Receipt)
    except OSError:
        raise Complaint(f"There is no receipt {path}.", f"They are kept in {FOLDER}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Complaint(f"{path} is no receipt.", f"They are kept in {FOLDER}.") from None
