"""California's holidays as a calendar."""

from __future__ import annotations

import pytest

from bluepages.hours import Calendar
from tests.hours.samples import CALIFORNIA


@pytest.fixture(scope="session")
def california() -> Calendar:
    return Calendar.of(CALIFORNIA)
