"""Checks: everything that can be wrong with records, as `Problem` values. Pure; nothing here is printed or written."""

from __future__ import annotations

from bluepages.checks.blame import Blame, split
from bluepages.checks.fixes import fix
from bluepages.checks.run import run

__all__ = ["Blame", "fix", "run", "split"]
