"""The main job: `data/providers/` becomes `_site/`. The same as `bluepages build`."""

import sys

from bluepages.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
