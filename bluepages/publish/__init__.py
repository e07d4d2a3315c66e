"""To state portals: plan, apply, read back, roll back (docs/portal.md).

`Publication` is what a command works with; `interface` is what another kind of portal would have to offer.
"""

from bluepages.publish.interface import Allowed, Check, Outcome, Plan, Stop, Target
from bluepages.publish.run import Publication
from bluepages.publish.watch import drifted, told

__all__ = ["Allowed", "Check", "Outcome", "Plan", "Publication", "Stop", "Target", "drifted", "told"]
