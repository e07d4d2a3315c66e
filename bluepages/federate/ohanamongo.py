"""Ohana's early database as JSON lines (`mongoexport`) to a `Graph`: organizations, locations, services by number."""

from __future__ import annotations

import re
from typing import Any, Final

from bluepages.errors import Complaint
from bluepages.federate.graph import Category, Graph, Node, Said
from bluepages.federate.package import Package
from bluepages.federate.tables import day_of, load_json, scalar

Data = dict[str, Any]

_PLACE: Final = {"address_1": "street", "city": "city", "state_province": "state", "postal_code": "zip"}
_TEXTS: Final = {
    "how_to_apply": "application_process", "fees": "fees_description", "eligibility": "eligibility_description",
    "short_desc": "short_description", "wait": "wait_time",
}  # fmt: skip


def read_ohana_mongo(package: Package) -> Graph:
    """The graph of a folder with organizations.json, locations.json and services.json. Raises `Complaint`."""
    documents: dict[str, list[Any]] = {}
    graph = Graph("ohana-mongo")
    for name in sorted(package.files):
        stem = name.rpartition(".")[0]
        if stem in ("organizations", "locations", "services") and name.endswith((".json", ".jsonl", ".ndjson")):
            found = load_json(package.files[name], name)
            documents[stem] = found if isinstance(found, list) else [found]
        else:
            graph.notes.append(f"{name} is no part of the database and was not read")
    if "locations" not in documents and "organizations" not in documents:
        raise Complaint("This is no export of Ohana's database.", "locations.json and organizations.json are wanted.")
    for line, item in enumerate(documents.get("organizations", ()), 1):
        _organization(graph, item, ("organizations.json", line))
    for line, item in enumerate(documents.get("locations", ()), 1):
        _location(graph, item, ("locations.json", line))
    for line, item in enumerate(documents.get("services", ()), 1):
        _service(graph, item, ("services.json", line))
    return graph


def _organization(graph: Graph, item: Any, ref: tuple[str, int]) -> None:
    if not isinstance(item, dict) or not scalar(item.get("id", "")):
        graph.leave(ref, "", "it has no id")
        return
    key = scalar(item["id"])
    graph.organizations.setdefault(key, Node("organization", key, ref, _texts(item), key))
    graph.take(ref, scalar(item.get("name", "")), key)


def _location(graph: Graph, item: Any, ref: tuple[str, int]) -> None:
    key = scalar(item.get("id", "")) if isinstance(item, dict) else ""
    owner = scalar(item.get("organization_id", "")) if key else ""
    name = scalar(item.get("name", "")) if key else ""
    for person in item.get("contacts_attributes") or [] if isinstance(item, dict) else []:
        if isinstance(person, dict) and person.get("name"):
            graph.hide("names of staff")
            graph.people |= set(re.findall(r"[a-z]{4,}", scalar(person["name"]).casefold()))
    if not key or owner not in graph.organizations:
        graph.leave(ref, name, "it has no id" if not key else f"its organization {owner} is not there")
        return
    node = graph.locations[key] = Node("location", key, ref, _texts(item), owner)
    place = item.get("address_attributes")
    if isinstance(place, dict):
        node.addresses.append(Said({ours: scalar(place.get(theirs, "")) for ours, theirs in _PLACE.items()}, ref))
    point = item.get("coordinates")
    if isinstance(point, list) and len(point) == 2:
        node.text["longitude"], node.text["latitude"] = scalar(point[0]), scalar(point[1])
    for kind, field in (("", "phones_attributes"), ("fax", "faxes_attributes")):
        for phone in item.get(field) or []:
            if isinstance(phone, dict) and phone.get("number"):
                said = {name: scalar(value) for name, value in phone.items() if not isinstance(value, dict | list)}
                node.phones.append(Said({**said, "type": kind or said.get("type", "")}, ref))
    node.languages = [scalar(each) for each in item.get("languages") or []]
    node.accessibility = [scalar(each) for each in item.get("accessibility") or []]
    node.text["website"] = "; ".join(scalar(each) for each in item.get("urls") or [])
    node.text["email"] = "; ".join(scalar(each) for each in item.get("emails") or [])
    node.text["virtual"] = "" if node.addresses or isinstance(point, list) else "true"
    owner_node = graph.organizations[owner]
    for field in ("website", "email"):
        owner_node.text[field] = owner_node.text.get(field, "") or node.text[field]
    if item.get("ask_for"):
        graph.hide("whom to ask for")
    graph.take(ref, name, owner)


def _service(graph: Graph, item: Any, ref: tuple[str, int]) -> None:
    key = scalar(item.get("id", "")) if isinstance(item, dict) else ""
    place = graph.locations.get(scalar(item.get("location_id", ""))) if key else None
    if place is None:
        graph.leave(ref, scalar(item.get("name", "")) if isinstance(item, dict) else "", "its place is not there")
        return
    node = graph.services[key] = Node("service", key, ref, _texts(item), place.organization, [place.id])
    node.categories = [Category(scalar(code)) for code in item.get("category_ids") or []]
    node.text["keywords"] = "; ".join(scalar(word) for word in item.get("keywords") or [])
    node.areas = [scalar(area) for area in item.get("service_areas") or []]
    node.text["website"] = "; ".join(scalar(each) for each in item.get("urls") or [])
    node.text.pop("service_areas", None)
    graph.take(ref, node.text.get("name", "") or place.text.get("name", ""), place.organization, key)


def _texts(item: Data) -> dict[str, str]:
    found = {_TEXTS.get(str(name), str(name)): text for name, value in item.items()
             if not isinstance(value, dict | list) and (text := scalar(value))}  # fmt: skip
    for name in ("updated_at", "created_at"):
        if isinstance(item.get(name), dict):
            found[name] = day_of(item[name].get("$date"))
    return found
