"""The pages: static, complete without JavaScript, in every language of the directory.

`pages` gives every page of an edition, `assets` the style, scripts and pictures they use.
"""

from bluepages.site.assets import assets, has_map
from bluepages.site.pages import pages, site_folder
from bluepages.site.stage import Download

__all__ = ["Download", "assets", "has_map", "pages", "site_folder"]
