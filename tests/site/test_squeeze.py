"""Modules without what says nothing are the same programs."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from bluepages.site.squeeze import squeeze
from tests.support import ROOT

TRICKY = r"""
// a comment with `backticks` and "quotes"
/*! kept */
/* not kept: "x */
const a = 1, b = "two  spaces // no comment", c = 'it\'s /* none */';
const re = /[/\s"`]+ \/ x/g, half = (a + 5) / 2 / 3;
const deep = `one  ${ a ? `two  ${ b.replace(/`/g, "  ") }  ${ { x: "}" }.x }` : "" }  three \` \${ no }`;
let n = 1;
const plus = a + +n, minus = a - -n, more = n++ + ++n, less = n-- - --n;
const pick = (x) => /^\d+$/.test(x) ? "digits" : typeof x === "string" && x in { abc: 1 } ? "in" : "out";
function twice(x) {
  return /a b/.test(x)
    ? x + x
    : x
}
class Box { static size = 3; #hidden = 2; get both() { return this.#hidden + Box.size } }
console.log(JSON.stringify([a, b, c, "a  /".split(re), half, deep, plus, minus, more, less, pick("12"), pick("abc"),
  twice("a b"), new Box().both, [1, 2, 3].map((x) => x * 2), 10 / a, "x".length /1]))
"""


def run(text: str) -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed; scripts cannot be run without it")
    return subprocess.run([node, "-"], input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_same_program_in_fewer_characters() -> None:
    made = squeeze(TRICKY)
    assert run(made) == run(TRICKY)
    assert json.loads(run(made))[5].startswith("one  two  two  spaces")
    assert len(made) < len(TRICKY) * 0.85
    assert "/*! kept */" in made and "a comment" not in made and "not kept" not in made


def test_what_is_squeezed_stays_so() -> None:
    for path in sorted((ROOT / "site/assets").glob("*.mjs")):
        made = squeeze(path.read_text(encoding="utf-8"))
        assert squeeze(made) == made, path.name
