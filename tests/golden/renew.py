"""Write `expected/` anew: `python -m tests.golden.renew`. Then read the difference before it is committed."""

from __future__ import annotations

import shutil

from tests.golden.data_set import EXPECTED, edition, files


def main() -> None:
    """Replace every expected file by what is made today."""
    shutil.rmtree(EXPECTED, ignore_errors=True)
    made = dict(files(edition()))
    for path, content in made.items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{len(made)} files written below {EXPECTED.name}/; read the difference before you commit it.")


if __name__ == "__main__":
    main()
