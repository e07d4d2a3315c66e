"""What there is to do: for each county what should be checked, called, merged or found out, the most urgent first."""

from bluepages.worklist.gather import work_of
from bluepages.worklist.types import GROUPS, CountyWork, Doubt, Item, Pair, Row

__all__ = ["GROUPS", "CountyWork", "Doubt", "Item", "Pair", "Row", "work_of"]
