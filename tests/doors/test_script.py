"""The parts of the forms' script that stand for themselves: the week picker's text, and the proof of work."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bluepages.hours import parse, week
from bluepages.relay.proof import Proofs
from tests.support import ROOT

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
TIMES = st.sampled_from([None, ["09:00", "17:00"], ["09:00", "13:00"], ["18:00", "20:30"]])


def node(script: str, module: str, given_to: Any) -> Any:
    path = shutil.which("node")
    if path is None:
        pytest.skip("Node is not installed")
    code = f"import {{ readFileSync }} from 'node:fs'; const m = await import(process.argv[1]); {script}"
    done = subprocess.run(
        [path, "--input-type=module", "-e", code, (ROOT / f"site/assets/{module}.mjs").as_uri()],
        input=json.dumps(given_to), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.lists(TIMES, min_size=7, max_size=7), min_size=60, max_size=60))
def test_the_week_is_written_as_our_hours_are_and_read_again(weeks: list[list[Any]]) -> None:
    script = (
        "console.log(JSON.stringify(JSON.parse(readFileSync(0)).map((w) => [m.written(w), m.readWeek(m.written(w))])))"
    )
    for given_week, (text, again) in zip(weeks, node(script, "forms-week", weeks), strict=True):
        assert again == given_week
        days = "; ".join(f"{day} {'-'.join(said)}" for day, said in zip(DAYS, given_week, strict=True) if said)
        assert week(parse(text), "en") == week(parse(days), "en")


def test_hours_that_say_more_than_a_week_are_left_to_words() -> None:
    texts = ["Mo-Fr 09:00-12:00,13:00-17:00", 'Mo "by appointment"', "PH off", "Sa[1] 09:00-12:00", "whenever"]
    script = "console.log(JSON.stringify(JSON.parse(readFileSync(0)).map((t) => m.readWeek(t))))"
    assert node(script, "forms-week", texts) == [None] * len(texts)


def test_the_relay_takes_the_proof_that_the_browser_finds() -> None:
    proofs = Proofs(b"a key of this test", cost=10)
    challenge = proofs.challenge(time.time())
    script = "console.log(JSON.stringify(await m.solve(JSON.parse(readFileSync(0)))))"
    payload = node(script, "forms-proof", challenge)
    assert proofs.check(payload) == challenge["signature"]
    assert proofs.check(payload[:-8]) == ""
