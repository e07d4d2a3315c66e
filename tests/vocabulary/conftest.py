"""The repository's own vocabulary, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.records.vocabularies import load_vocabulary
from bluepages.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "facts"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT)[0]
