"""Runs a program of the project's own environment, wherever this system keeps it.

python3 tools/in_venv.py ruff check .
python3 tools/in_venv.py python -V
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run the named program of `.venv` and return its exit code; 2 where it is not there."""
    if not arguments:
        print("Say which program: python3 tools/in_venv.py ruff check .", file=sys.stderr)
        return 2
    name, *rest = arguments
    places = (ROOT / ".venv" / "bin" / name, ROOT / ".venv" / "Scripts" / f"{name}.exe")
    program = next((place for place in places if place.exists()), None)
    if program is None:
        print(f"{name} is not set up here yet. Run: python3 tools/setup.py --tests", file=sys.stderr)
        return 2
    return subprocess.run([str(program), *rest], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
