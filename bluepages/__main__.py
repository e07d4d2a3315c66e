"""`python -m bluepages`."""

import sys

from bluepages.cli import main

sys.exit(main())
