"""Words are the same in the index and in the browser."""

from __future__ import annotations

import json
import random
import re
import subprocess

from bluepages.search.fold import STOP, fold, stem, stems, tokens
from bluepages.search.pack import pack
from bluepages.search.page import MODULES, script
from bluepages.search.phrases import phrases
from bluepages.site.assets import asset_versions
from bluepages.site.bundle import bundle
from tests.search.support import node
from tests.support import ROOT, vocabulary

TABLE = {
    "clinics": "clinic", "clínica": "clinic", "clínicas": "clinic", "pantries": "pantry", "viviendas": "viviend",
    "housing": "hous", "houses": "hous", "bus": "bus", "crisis": "crisis", "class": "class", "211": "211",
    "covid19": "covid19", "ropa": "ropa", "niños": "nino", "services": "servic", "dentista": "dentist",
}  # fmt: skip


def test_stems() -> None:
    assert {word: stem(fold(word)) for word in TABLE} == TABLE


def test_stop_words_say_nothing() -> None:
    assert stems("I need help with my rent, please") == ["rent"]
    assert stems("necesito ayuda con la renta") == ["rent"]
    assert tokens("La Cañada's") == ["la", "canadas"]


def test_phrases_lead_to_needs() -> None:
    found = phrases(vocabulary())
    for typed in ("food stamps", "estampillas", "CalFresh", "EBT", "cupones de comida"):
        assert "#food.calfresh" in found[" ".join(stems(typed))], typed
    assert found["foodbank"] == found["food bank"] == ("#food.pantry",)
    assert found[stem("vietnamese")] == ("@vi",)
    assert found["alamed county"] == ("=alameda",)


def test_the_browser_reads_words_the_same_way() -> None:
    dice = random.Random(3)
    letters = "aeiosnrtlcingáéñüßÅﬁ'’-_ 0129ΣсдIİ中文ー\u0301\u202e"
    texts = ["".join(dice.choices(letters, k=dice.randint(0, 14))) for _ in range(400)] + [*TABLE, "women's", "x" * 99]
    numbers = [dice.randrange(10 ** dice.randint(1, 7)) for _ in range(300)]
    program = f"""
      import {{ fold, stems, tokens, unpack }} from {json.dumps((ROOT / "site/assets/search-words.mjs").as_uri())};
      const {{ texts, packed }} = JSON.parse(await new Promise((done) => {{
        let all = ""; process.stdin.on("data", (part) => (all += part)).on("end", () => done(all)); }}));
      console.log(JSON.stringify([texts.map((text) => [fold(text), tokens(text), stems(text)]), unpack(packed)]));
    """
    given = json.dumps({"texts": texts, "packed": pack(numbers)})
    done = subprocess.run(
        [node(), "--input-type=module", "-e", program], input=given, capture_output=True, text=True, check=True
    )
    read, unpacked = json.loads(done.stdout)
    assert unpacked == numbers
    assert read == [[fold(text), tokens(text), stems(text)] for text in texts]


def test_the_stop_words_are_the_same_in_both() -> None:
    text = (ROOT / "site/assets/search-words.mjs").read_text(encoding="utf-8")
    block = text[text.index("STOP = new Set((") : text.index(').split(" "))')]
    assert set(" ".join(re.findall(r'"([^"]+)"', block)).split()) == STOP


def test_the_bundle_is_whole() -> None:
    versions = asset_versions(ROOT / "site")
    made = script(ROOT / "site", versions).decode()
    assert not re.search(r"^import\b", made, re.MULTILINE), "all that it needs at once is in it"
    assert f'import("./{versions["search-spell.mjs"].removeprefix("assets/")}")' in made
    assert "export" not in re.sub(r"//.*", "", made).split()
    done = subprocess.run([node(), "--check", "--input-type=module", "-"], input=made, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_module_of_the_bundle_gives_what_another_asks_for_and_no_more() -> None:
    texts = {
        "one": "export const held = 1;\nexport function given() {}\nexport class Own {}\n",
        "two": 'import { given } from "./one.mjs";\ngiven();\n',
    }
    made = bundle(("one", "two"), lambda name: texts[name.removesuffix(".mjs")])
    assert "return{given};" in made and "const held=1" in made and "export" not in made


def test_what_is_loaded_later_brings_nothing_of_the_bundle_again() -> None:
    """A second copy of a module would answer each press twice."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "site/assets").glob("*.mjs")}
    later = {other for name in MODULES for other in re.findall(r'import\("\./([\w-]+)\.mjs"\)', texts[name])}
    later |= {"search-map", "search-portal"}  # these the page's data names
    assert {"search-spell", "search-help", "offline"} <= later
    for name in later & texts.keys():
        assert not set(re.findall(r'from "\./([\w-]+)\.mjs"', texts[name])) & set(MODULES), name
