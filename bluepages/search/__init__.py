"""Search by need and place on static files: the sharded index, and the page. `docs/search-index.md` is the format."""

from bluepages.search.index import index_files
from bluepages.search.page import search_pages

__all__ = ["index_files", "search_pages"]
