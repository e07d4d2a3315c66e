"""Facts computed from the Book, the places tables and Git; never from the network.

`gather` makes an `Edition` of a book: the one value that every output is written from.
"""

from bluepages.enrich.edition import Edition, gather
from bluepages.enrich.offers import Offer

__all__ = ["Edition", "Offer", "gather"]
