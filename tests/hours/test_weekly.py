"""The compact form, and its evaluation in the browser's language."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bluepages.hours import Calendar, Hours, HoursError, parse, status, weekly, weekly_parse
from tests.hours.samples import hours_values

ZONE = ZoneInfo("America/Los_Angeles")
MODULE = Path(__file__).parents[2] / "site" / "assets" / "hours.mjs"


def test_examples() -> None:
    assert weekly(None) == weekly(Hours()) == ""
    assert weekly_parse("") == Hours()
    assert weekly(parse("24/7")) == "="
    assert weekly(parse('"by appointment"; PH off')) == "?;hx"
    assert weekly(parse("Mo-Fr 11:30-13:30; Sa[1,3] 12:00-14:00; PH off")) == "12345=690-810;6[1.3]=720-840;hx"
    assert weekly(parse("Mo 09:00-12:00,13:00-17:00; Dec 24-Dec 26 off; 2026 Nov 1 off")) == (
        "1=540-720.780-1020;1224-1226/x;20261101/x"
    )


@pytest.mark.parametrize("text", ["x9", "8=", "1=540", "1==", "1=540-;", "13/x", ";", "1[9]=", "__proto__"])
def test_bad_forms_are_refused(text: str) -> None:
    with pytest.raises(HoursError):
        weekly_parse(text)


@given(hours_values())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_but_comments(hours: Hours) -> None:
    text = weekly(hours)
    again = weekly_parse(text)
    assert weekly(again) == text
    at = datetime(2026, 11, 25, 12, tzinfo=ZONE)
    for days in range(0, 60, 7):
        one, other = (status(each, at + timedelta(days=days), Calendar()) for each in (hours, again))
        assert (one.kind, one.until, one.next_open) == (other.kind, other.until, other.next_open)


def _drawn(count: int) -> list[Hours]:
    """Hours from the strategy, the same in every run."""
    found: list[Hours] = []

    @given(hours_values())
    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(hours: Hours) -> None:
        found.append(hours)

    draw()
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_browser_says_the_same(california: Calendar) -> None:
    chance = random.Random(2026)
    holidays = [day.isoformat() for year in (2025, 2026, 2027, 2028) for day in california.dates(year)]
    cases, wanted = [], []
    for hours in [*_drawn(150), Hours(), parse("24/7"), parse('"by appointment"')]:
        for _ in range(4):
            when = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(300 * 1440))
            if chance.random() < 0.2:
                change = chance.choice([datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2027, 3, 14, 4, tzinfo=UTC)])
                when = change + timedelta(minutes=chance.randrange(24 * 60))
            found = status(hours, when, california)
            clocks = [each and each.astimezone(ZONE) for each in (when, found.until, found.next_open)]
            if any(clock and clock.date() in _CHANGES and clock.hour < 4 for clock in clocks):
                continue  # the module gives times of the wall clock, which are not unique then
            cases.append([weekly(hours), when.isoformat()])
            wanted.append([found.kind, *(clock and f"{clock:%Y-%m-%dT%H:%M}" for clock in clocks[1:])])
    script = (
        f"import {{state}} from {json.dumps(MODULE.as_uri())};"
        "let text = ''; for await (const part of process.stdin) text += part;"
        "const {cases, holidays} = JSON.parse(text);"
        "console.log(JSON.stringify(cases.map(([weekly, at]) => {"
        "const {kind, until, next} = state(weekly, new Date(at), holidays, 'America/Los_Angeles');"
        "return [kind, until, next]})));"
    )
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({"cases": cases, "holidays": holidays}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert len(cases) > 300
    got = json.loads(ran.stdout)
    assert [(case, each) for case, each in zip(cases, got, strict=True)] == list(zip(cases, wanted, strict=True))


_CHANGES = (date(2026, 11, 1), date(2027, 3, 14))
