"""Our vocabularies as HSDS taxonomies: one shared term object for each need and audience.

Codes carry a prefix (`bp:food.meals`), since a code is unique over all taxonomies of a package. A term's object is
built once and shared by everything that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bluepages.records.ids import Ids
from bluepages.vocabulary import Audience, Need

Object = dict[str, Any]

APPROXIMATE: Final = "zip-centroid"
"""The one term of the location notes: the point is the middle of the ZIP code's area, not of the place."""


class TaxonomyInfo(msgspec.Struct, frozen=True):
    """What one of our vocabularies is called where it is published; `uri` and `version` may be unknown, `""`."""

    name: str
    description: str
    uri: str = ""
    version: str = ""


NEEDS: Final = TaxonomyInfo("Blue Pages needs", "What people look for, in everyday words.")
AUDIENCES: Final = TaxonomyInfo("Blue Pages audiences", "Groups of people that a service is especially for.")
LOCATION_NOTES: Final = TaxonomyInfo("Blue Pages location notes", "How far the facts about a place can be trusted.")


class Terms(msgspec.Struct, frozen=True):
    """All terms that compiled objects may point to; `by_id` holds every one of them, broader terms included."""

    needs: Mapping[str, Object]
    audiences: Mapping[str, Object]
    approximate: Object
    by_id: Mapping[str, Object]


def build_terms(
    ids: Ids,
    needs: Mapping[str, Need],
    audiences: Mapping[str, Audience],
    needs_info: TaxonomyInfo = NEEDS,
    audiences_info: TaxonomyInfo = AUDIENCES,
    term_base: str = "",
) -> Terms:
    """The terms of a directory. `term_base` is the web address under which needs have pages, `""` for none."""
    made = _Maker(ids)
    taxonomy = made.taxonomy("needs", needs_info)
    need_terms: dict[str, Object] = {}
    for need in sorted(needs.values(), key=lambda need: need.id.count(".")):
        uri = term_base + need.id.replace(".", "-") if term_base else ""
        parent = need_terms.get(need.parent, {})
        need_terms[need.id] = made.term(taxonomy, f"bp:{need.id}", *_need_words(need, needs), parent, uri)
    taxonomy = made.taxonomy("audiences", audiences_info)
    audience_terms = {
        audience.id: made.term(taxonomy, f"bp-audience:{audience.id}", *_audience_words(audience))
        for audience in audiences.values()
    }
    notes = made.taxonomy("location-notes", LOCATION_NOTES)
    words = (
        "Approximate position",
        "Latitude and longitude are the middle of the ZIP code's area, not the place itself.",
    )
    approximate = made.term(notes, f"bp-location:{APPROXIMATE}", *words)
    everything = [*need_terms.values(), *audience_terms.values(), approximate]
    return Terms(need_terms, audience_terms, approximate, {term["id"]: term for term in everything})


class _Maker:
    """Builds taxonomy and term objects with their ids."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids

    def taxonomy(self, key: str, info: TaxonomyInfo) -> Object:
        made: Object = {"id": self.ids.child("taxonomy", "", key), "name": info.name, "description": info.description}
        if info.uri:
            made["uri"] = info.uri
        if info.version:
            made["version"] = info.version
        return made

    def term(
        self, taxonomy: Object, code: str, name: str, description: str, parent: Object | None = None, uri: str = ""
    ) -> Object:
        made: Object = {"id": self.ids.child("taxonomy_term", taxonomy["id"], code), "code": code, "name": name}
        made["description"] = description
        if parent:
            made["parent_id"] = parent["id"]
        made |= {"taxonomy": taxonomy["name"], "taxonomy_detail": taxonomy, "language": "en"}
        if uri:
            made["term_uri"] = uri
        return made


def _need_words(need: Need, needs: Mapping[str, Need]) -> tuple[str, str]:
    name = need.label.get("en", need.id)
    parent = needs.get(need.parent)
    text = f"{parent.label.get('en', parent.id)}: {name}." if parent else f"{name}."
    synonyms = need.synonyms.get("en", ())
    return name, f"{text} Also searched for as: {', '.join(synonyms)}." if synonyms else text


def _audience_words(audience: Audience) -> tuple[str, str]:
    name = audience.label.get("en", audience.id)
    text = f"Especially for: {name}."
    return name, f"{text} Also: {', '.join(audience.synonyms)}." if audience.synonyms else text


def attribute(ids: Ids, link_id: str, link_entity: str, link_type: str, term: Object) -> Object:
    """The link between an object and one term of ours."""
    return {
        "id": ids.child("attribute", link_id, f"{link_type} {term['code']}"),
        "link_type": link_type,
        "link_entity": link_entity,
        "taxonomy_term": term,
    }
