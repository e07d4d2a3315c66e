"""The canonical writer is a fixed point that every reader reads back, and comments stay with their values."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import ryaml
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bluepages.problems import ABSENT, Edit
from bluepages.records import engines
from bluepages.records.edit import apply_edits
from bluepages.records.scan import find_hidden
from bluepages.records.schema import provider_schema
from bluepages.records.write import WIDTH, foldable, write
from bluepages.records.yamlfile import Document
from tests.strategies import providers

SCHEMA = provider_schema()
NASTY = [
    "no", "~", "null", "1e3", "0x1F", "9:30", "01234", "2026-10-02", "a: b", "a #b", "#a", "- a", "? a", "*a",
    "&a", "!a", "%a", "@a", "`a", "{a}", "[a]", "a, b", "'a'", "\"a\"", "a\\b", " a", "a ", "a  b", "a\nb",
    "a\n\nb", "\n", "é", "中文", "x" * 300, "word " * 60 + "end", "a:", ":a", "-", "--- a", "... b", "<<", "=",
    "y", "on", "1_000", ".5", "+1", "a\tb", "1:20", "12.", "1.2.3", "0.", "é" * 200, "| a", "> a", "a\u00a0b",
    "word " * 30 + "\n" + "word " * 30 + "end",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf")), max_size=200)
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A record of the schema's shape, with ugly text in some of its places."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(draw(providers())))
    for place in data.get("locations", {}).values():
        place.update({name: round(place[name], 6) for name in ("latitude", "longitude") if name in place})
    for name in draw(st.sets(st.sampled_from(["name", "description", "alternate_name", "legal_status"]))):
        data[name] = draw(texts.filter(bool))
    for service in data["services"].values():
        for option in service.get("cost_options", ()):
            option.update({"amount": round(option["amount"], 2)} if "amount" in option else {})
        service["description"] = draw(texts.filter(bool))
        service["needs"] = [*service["needs"], draw(texts.filter(bool))]
    data["sources"] = [*data["sources"], {"ref": draw(texts.filter(bool)), "note": draw(texts.filter(bool))}]
    return data


relaxed = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(records())
def test_every_record_comes_back_and_is_a_fixed_point(data: dict[str, Any]) -> None:
    text = write(data, SCHEMA)
    assume(find_hidden(text) is None and "\\u" not in text)
    document = Document(text.encode(), "x.yaml", SCHEMA)
    assert not document.problems
    assert document.data == data
    assert document.canonical() == text
    assert document.is_canonical
    assert text.endswith("\n") and not text.startswith("\n")


@relaxed
@given(records())
def test_fast_reader_and_reference_agree(data: dict[str, Any]) -> None:
    text = write(data, SCHEMA)
    fast = Document(text.encode(), "x.yaml", SCHEMA)
    with engines.reference_only():
        slow = Document(text.encode(), "x.yaml", SCHEMA)
        assert slow.fits == SCHEMA.is_valid(slow.data)
    assert fast.data == slow.data
    assert fast.fits == slow.fits


@given(st.sampled_from(NASTY) | texts)
@settings(max_examples=100, deadline=None)
def test_other_readers_take_canonical_text_for_text(text: str) -> None:
    """PyYAML's own SafeLoader and ryaml read our text scalars as text; dates are the one exception, by design."""
    if not text:
        return
    written = write({"name": text, "alternate_name": text}, SCHEMA)
    for loaded in (yaml.safe_load(written), ryaml.loads(written)):
        name = loaded["name"]
        assert (name.isoformat() if hasattr(name, "isoformat") else name) == text


@pytest.mark.parametrize("text", NASTY)
def test_lines_are_short_where_text_can_be_folded(text: str) -> None:
    written = write({"description": text}, SCHEMA)
    if foldable(text):
        assert all(len(line) <= WIDTH for line in written.splitlines() if " " in line.strip())


COMMENTED = """\
# the whole file
name: A  # behind the name
description: B
# before the phones
phones: [{number: 510-555-0142}]  # desk
locations:
  # the kitchen
  kitchen:
    address: {city: Oakland}
services:
  lunch:
    name: Lunch  # midday
    needs: [food]
sources: [{ref: web:example.org}]
# the end
"""


def test_comments_survive_a_rewrite() -> None:
    assert Document(COMMENTED.encode(), "x.yaml", SCHEMA).canonical() == COMMENTED
    shuffled = COMMENTED.replace("description: B\n", "").replace("# the end", "description: B\n# the end")
    assert Document(shuffled.encode(), "x.yaml", SCHEMA).canonical() == COMMENTED


def test_edits_touch_only_their_lines_and_keep_comments() -> None:
    edited = apply_edits(
        COMMENTED.encode(),
        SCHEMA,
        [
            Edit(("phones", 0, "number"), "510-555-0100"),
            Edit(("services", "lunch"), rename="noon-meal"),
            Edit(("locations", "kitchen", "address", "city"), ABSENT),
            Edit(("services", "noon-meal", "at", "kitchen", "hours"), "24/7"),
        ],
    )
    assert "phones: [{number: 510-555-0100}]  # desk" in edited
    assert "  noon-meal:\n    name: Lunch  # midday\n" in edited
    assert "kitchen: {hours: 24/7}" in edited or 'kitchen: {hours: "24/7"}' in edited
    assert "# the whole file\n" in edited and edited.endswith("# the end\n")


def test_edits_refuse_what_they_cannot_do() -> None:
    for edit in (Edit(("nothing",)), Edit(("phones", 7), "x"), Edit(("name",), rename="description")):
        with pytest.raises(ValueError):
            apply_edits(COMMENTED.encode(), SCHEMA, [edit])


def test_model_mirrors_the_schema() -> None:
    from bluepages import model

    names = {
        "provider": model.Provider, "phone": model.Phone, "address": model.Address, "location": model.Location,
        "at": model.At, "service": model.Service, "serves": model.Serves, "source": model.Source,
        "closed": model.Closed,
        "alert": model.Alert, "verified": model.Verified, "question": model.Question, "cost_option": model.CostOption,
        "public_address": model.PublicAddress, "reported_correct": model.ReportedCorrect,
        "service_words": model.ServiceWords, "location_words": model.LocationWords, "translation": model.Translation,
    }  # fmt: skip
    defined = dict(SCHEMA.leaves())
    assert set(defined) == set(names)
    for name, schema in defined.items():
        fields = {field.encode_name: field for field in msgspec.structs.fields(names[name])}
        assert set(fields) == set(schema["properties"]), name
        assert {key for key, field in fields.items() if field.required} == set(schema.get("required", ())), name
