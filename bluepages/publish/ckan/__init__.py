"""CKAN 2.10 to 2.12 as a portal. What it does when asked is written down in docs/portal.md, where it surprises."""

from bluepages.publish.ckan.target import CkanTarget

__all__ = ["CkanTarget"]
