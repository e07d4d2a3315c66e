"""Packages of tables to a `Graph`: Ohana CSV, HSDS 1.1, 2.0 and 3.x, and what only calls itself so.

It goes by what tables and columns mean. Rows that were multiplied by joins become one again, rows whose owner is not
there are left out with the reason, and what belongs to named staff is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Row, Table
from bluepages.federate.graph import Category, Graph, Kind, Node, Ref, Said
from bluepages.federate.headings import read_as, renamed, table_of
from bluepages.federate.package import Package
from bluepages.federate.tables import load_json

_UNUSED: Final = {
    "funding": "who pays is not part of a record", "metadata": "it tells of the data, not of services",
    "capacity": "free places change by the hour", "payments": "kinds of payment are not part of a record",
    "mail": "an address for mail alone: nobody can go there",
}  # fmt: skip
_NO_ID: Final = frozenset({"", "0", "null", "none"})


class _Reader:
    def __init__(self, package: Package, form: str) -> None:
        self.graph = Graph(form)
        self.tables: dict[str, list[tuple[str, Row]]] = {}
        self.columns: dict[str, set[str]] = {}
        self.terms: dict[str, Category] = {}
        self.categories: dict[str, list[str]] = {}
        for name in sorted(package.files):
            self._load(package, name)

    def _load(self, package: Package, name: str) -> None:
        kind = table_of(name)
        if name.endswith(".json"):
            if name != "datapackage.json":
                self._side(package, name)
            return
        if not kind:
            self.graph.notes.append(f"{name} is no table of the standard and was not read")
            return
        try:
            table = package.table(name)
        except Complaint as complaint:
            self.graph.notes.append(f"{name} could not be read: {complaint.message}")
            return
        self.graph.notes += [f"{name}: {note}" for note in table.notes]
        if self.columns.get(kind):
            self.graph.notes.append(f"{name}: a second table of {kind}; its rows join those of the first")
        rows = renamed(kind, table)
        self.columns.setdefault(kind, set()).update(*(row.cells for row in rows[:1]))
        self.tables.setdefault(kind, []).extend((name, row) for row in rows)
        self._odd_names(name, kind, table)

    def _odd_names(self, name: str, kind: str, table: Table) -> None:
        if any(column.casefold().endswith("_recordid") for column in table.header):
            self.graph.notes.append(f"{name}: its headings are those of an application, not of the standard")
        known = read_as(kind, table.header)
        unread = [column for column in table.header if column not in known and kind not in _UNUSED]
        if unread:
            self.graph.notes.append(f"{name}: columns that are not read: {', '.join(unread)[:300]}")

    def _side(self, package: Package, name: str) -> None:
        """A JSON map beside the tables, from the id of a service to the ids of its categories."""
        try:
            document = load_json(package.files[name], name)
        except Complaint as complaint:
            self.graph.notes.append(f"{name} could not be read: {complaint.message}")
            return
        lists = isinstance(document, dict) and document and all(isinstance(value, list) for value in document.values())
        if not lists or not re.search(r"categor|taxonom", name) or re.search(r"icarol|airs|211", name, re.IGNORECASE):
            self.graph.notes.append(f"{name} was not read")
            return
        for key, values in document.items():
            self.categories.setdefault(str(key), []).extend(dict.fromkeys(str(value) for value in values))

    def rows(self, kind: str) -> Iterator[tuple[Ref, dict[str, str]]]:
        """The rows of a kind of table that can be used; the others end here."""
        for name, row in self.tables.get(kind, ()):
            if row.trouble:
                self.graph.leave((name, row.line), "", row.trouble)
            else:
                yield (name, row.line), row.cells

    def read(self) -> Graph:
        if "organizations" not in self.tables and "services" not in self.tables and "locations" not in self.tables:
            raise Complaint(
                "This is no package of organizations, services and locations.",
                "bluepages import detect SOURCE says what it is.",
            )
        self._things()
        self._owners()
        self._links()
        self._terms()
        for ref, cells in self.rows("contacts"):
            self._contact(ref, cells)
        self._parts()
        for kind, reason in _UNUSED.items():
            for ref, _ in self.rows(kind):
                self.graph.leave(ref, "", reason)
        return self.graph

    # Organizations, services, locations

    def _things(self) -> None:
        graph = self.graph
        kinds: tuple[tuple[Kind, str, dict[str, Node]], ...] = (
            ("organization", "organizations", graph.organizations), ("location", "locations", graph.locations),
            ("service", "services", graph.services),
        )  # fmt: skip
        for kind, table, nodes in kinds:
            for ref, cells in self.rows(table):
                self._thing(kind, nodes, ref, cells)

    def _thing(self, kind: Kind, nodes: dict[str, Node], ref: Ref, cells: dict[str, str]) -> None:
        key, name = cells.get("id", ""), cells.get("name", "")
        if key.casefold() in _NO_ID:
            if kind != "organization" or not name:
                self.graph.leave(ref, name, f"the {kind} has no id, so that nothing can belong to it")
                return
            key = f"name:{name.casefold()}"
        node = Node(kind, key, ref, cells, cells.get("organization_id", ""))
        first = nodes.setdefault(key, node)
        if first is not node:
            for field, value in cells.items():
                if value and not first.text.get(field):
                    first.text[field] = value
            differs = any(first.text.get(field, "") != value for field, value in cells.items() if value)
            if differs:
                self.graph.notes.append(
                    f"{ref[0]}:{ref[1]}: a second {kind} with the id of line {first.ref[1]}, and other words"
                )
            self.graph.take(ref, name, f"{kind}:{key}")
            return
        node.places = (
            _ids(cells.get("location_ids", "")) + _ids(cells.get("location_id", "")) if kind == "service" else []
        )
        self.graph.take(ref, name, f"{kind}:{key}")

    def _owners(self) -> None:
        """Every location and service gets the organization it belongs to, or is left out with the reason."""
        graph = self.graph
        for ref, cells in self.rows("at"):
            service, place = cells.get("service_id", ""), cells.get("location_id", "")
            node = graph.services.get(service)
            if node is None or place not in graph.locations:
                graph.leave(ref, "", "the service or the location of this pair is not in the package")
                continue
            if place not in node.places:
                node.places.append(place)
            pair = graph.at.setdefault((service, place), Node("service", cells.get("id", ""), ref, cells))
            graph.take(ref, "", f"service:{service}", service)
            if pair.ref != ref and cells.get("description") and not pair.text.get("description"):
                pair.text["description"] = cells["description"]
        if not graph.organizations:
            self._own()
        for node in graph.services.values():
            node.organization = self._owner(
                node, [graph.locations[key].organization for key in node.places if key in graph.locations]
            )
        for node in graph.locations.values():
            users = (
                [service.organization for service in graph.services.values() if node.id in service.places]
                if not self._known(node.organization)
                else []
            )
            node.organization = self._owner(node, users)

    def _own(self) -> None:
        """Without a table of organizations, each service or place without an owner is its own."""
        self.graph.notes.append("there is no table of organizations: each location, or service, stands for its own")
        things = self.graph.locations or self.graph.services
        for node in things.values():
            node.organization = node.id
            self.graph.organizations[node.id] = Node("organization", node.id, node.ref, dict(node.text), node.id)

    def _known(self, key: str) -> bool:
        return key in self.graph.organizations

    def _owner(self, node: Node, others: list[str]) -> str:
        if self._known(node.organization):
            return node.organization
        several = [key for key in _ids(node.organization) if self._known(key)]
        if several:
            self.graph.notes.append(f"{node.ref[0]}:{node.ref[1]}: several organizations are named; the first is taken")
            return several[0]
        found = {key for key in others if self._known(key)}
        if len(found) == 1 and node.kind == "service":
            return found.pop()
        if len(found) == 1:
            self.graph.notes.append(f"{node.ref[0]}:{node.ref[1]}: its organization is known from what it belongs to")
            return found.pop()
        return ""

    def _links(self) -> None:
        """Orphans end here; a service given at a place of another organization keeps the place out of its record."""
        graph = self.graph
        for nodes in (graph.locations, graph.services):
            for key, node in list(nodes.items()):
                if node.organization:
                    continue
                named = node.text.get("organization_id", "")
                reason = (
                    f"its organization {named} is not in the package"
                    if named not in _NO_ID
                    else "it names no organization"
                )
                del nodes[key]
                for ref, fate in graph.fates.items():
                    if fate.organization == f"{node.kind}:{key}":
                        graph.leave(ref, fate.name, reason)
        for fate in graph.fates.values():
            kind, _, key = fate.organization.partition(":")
            owners = {"service": graph.services, "location": graph.locations}.get(kind)
            if owners is not None and key in owners:
                fate.organization = owners[key].organization
                fate.service = key if kind == "service" else fate.service
            elif kind == "organization":
                fate.organization = key
            elif owners is not None:
                fate.organization, fate.reason = "", fate.reason or "what it belongs to is not in the package"

    # Taxonomies

    def _terms(self) -> None:
        names = {cells.get("id", ""): cells.get("name", "") for _, cells in self.rows("taxonomies")}
        for ref, _ in self.rows("taxonomies"):
            self.graph.leave(ref, "", "a word for a category: a need of this directory stands in its place")
        for ref, cells in self.rows("terms"):
            vocabulary = cells.get("vocabulary", "") or cells.get("taxonomy_id", "")
            term = Category(cells.get("code", ""), cells.get("name", ""), names.get(vocabulary, vocabulary))
            for key in (cells.get("code", ""), cells.get("id", "")):
                if key:
                    self.terms.setdefault(key, term)
            self.graph.leave(ref, term.name, "a word for a category: a need of this directory stands in its place")
        by_id = {
            cells.get("id", ""): Category(cells.get("code", ""), cells.get("name", ""))
            for _, cells in self.rows("terms")
        }
        for node in self.graph.services.values():
            keys = re.split(r"[,;|]\s*", node.text.get("taxonomy_ids", ""))
            found = [self.terms.get(key.strip(), Category(key.strip())) for key in keys if key.strip()]
            found += [by_id.get(key, Category(key)) for key in self.categories.get(node.id, ())]
            found += [Category(name=word) for word in re.split(r"[,;]\s*", node.text.get("categories", "")) if word]
            node.categories = list(dict.fromkeys(found))
        for ref, cells in self.rows("attributes"):
            key = cells.get("service_id", "") or (
                cells.get("link_id", "") if "service" in cells.get("link_entity", "service") else ""
            )
            service = self.graph.services.get(key)
            if service is None:
                self.graph.leave(ref, "", "the service of this category was left out, or is not in the package")
                continue
            term = self.terms.get(cells.get("term_id", ""), Category(cells.get("term_id", ""), cells.get("value", "")))
            if term not in service.categories:
                service.categories.append(term)
            self.graph.take(ref, term.name, service.organization, service.id)

    # People

    def _contact(self, ref: Ref, cells: dict[str, str]) -> None:
        name = cells.get("name", "")
        if name:
            self.graph.hide("names of staff")
            self.graph.people |= set(re.findall(r"[a-z]{4,}", name.casefold()))
        if cells.get("email"):
            self.graph.hide("e-mail addresses of staff")
        self.graph.leave(ref, "", "it names a member of staff")

    # What belongs to them

    def _parts(self) -> None:
        for ref, cells in self.rows("phones"):
            if cells.get("contact_id", "") not in _NO_ID:
                self.graph.hide("telephones of staff")
                self.graph.leave(ref, "", "it is the telephone of a member of staff")
                continue
            self._give(ref, cells, "phones")
        for table, field in (("addresses", "addresses"), ("schedules", "schedules"), ("holidays", "schedules")):
            for ref, cells in self.rows(table):
                if table == "holidays":
                    cells = {**cells, "holiday": "yes"}
                self._give(ref, cells, field)
        lists = (
            ("languages", "languages", ("name", "code")),
            ("accessibility", "accessibility", ("accessibility", "description", "details")),
            ("areas", "areas", ("name", "description", "extent")),
            ("documents", "documents", ("document",)),
            ("costs", "costs", ("option", "amount", "amount_description", "fee")),
        )
        for table, field, names in lists:
            for ref, cells in self.rows(table):
                node = self._target(cells)
                found = list(dict.fromkeys(cells[name] for name in names if cells.get(name)))
                said = " ".join(found[:1] if table == "languages" else found)  # the name, or the code alone
                if table == "languages" and cells.get("phone_id") and not node:
                    self.graph.leave(ref, said, "the language of one telephone")
                elif node is None:
                    self.graph.leave(ref, said, "what it belongs to is not in the package")
                else:
                    getattr(node, field).append(said)
                    self.graph.take(ref, said, node.organization, node.id if node.kind == "service" else "")
        self._words()

    def _words(self) -> None:
        """Tables whose words go into a field: who may come, programs, identifiers, further web addresses."""
        for ref, cells in self.rows("eligibility"):
            node = self.graph.services.get(cells.get("service_id", ""))
            said = cells.get("eligibility_description", "") or cells.get("name", "")
            if node is None:
                self.graph.leave(ref, said, "what it belongs to is not in the package")
                continue
            have = node.text.get("eligibility_description", "")
            node.text["eligibility_description"] = f"{have}; {said}" if have and said not in have else said or have
            self.graph.take(ref, said, node.organization, node.id)
        for ref, cells in self.rows("identifiers"):
            node = self.graph.organizations.get(cells.get("organization_id", ""))
            said = cells.get("identifier_scheme", "") or cells.get("identifier_type", "")
            scheme = re.sub(r"[^A-Za-z0-9._-]+", "-", said).strip("-.")
            if node is None or not scheme or not cells.get("identifier"):
                self.graph.leave(ref, "", "what it belongs to is not in the package, or it says nothing")
                continue
            node.identifiers[scheme[:60]] = cells["identifier"][:120]
            self.graph.take(ref, scheme, node.id)
        for table, reason in (
            ("programs", "a program: a record has services alone"),
            ("urls", "a further web address: a record has one"),
        ):
            for ref, cells in self.rows(table):
                self.graph.leave(ref, cells.get("name", ""), reason)

    def _target(self, cells: dict[str, str]) -> Node | None:
        """The narrowest thing that a row names: a service at a place, a service, a place, an organization."""
        graph = self.graph
        pair = (cells.get("service_id", ""), cells.get("location_id", ""))
        if all(key not in _NO_ID for key in pair) and pair in graph.at:
            return graph.services.get(pair[0])
        link = cells.get("service_at_location_id", "")
        if link not in _NO_ID:
            found = next((graph.services.get(key[0]) for key, node in graph.at.items() if node.id == link), None)
            if found:
                return found
        for field, nodes in (
            ("service_id", graph.services),
            ("location_id", graph.locations),
            ("organization_id", graph.organizations),
        ):
            node = nodes.get(cells.get(field, ""))
            if node is not None:
                return node
        return None

    def _give(self, ref: Ref, cells: dict[str, str], field: str) -> None:
        """A telephone, address or schedule to what it names; rows that joins have multiplied are one."""
        node = self._target(cells)
        if node is None:
            self.graph.leave(ref, "", "what it belongs to is not in the package, or was left out")
            return
        pair = self.graph.at.get((cells.get("service_id", ""), cells.get("location_id", "")))
        holder = pair if pair is not None and field == "schedules" and node.kind != "location" else node
        known: list[Said] = getattr(holder, field)
        said = {key: value for key, value in cells.items() if value and key != "id" and not key.endswith("_id")}
        if said and not any(other.what == said for other in known):
            known.append(Said(said, ref))
        self.graph.take(ref, "", node.organization or node.id, node.id if node.kind == "service" else "")


def _ids(cell: str) -> list[str]:
    return [key for key in (part.strip() for part in re.split(r"[,;|]", cell)) if key.casefold() not in _NO_ID]


def read_tables(package: Package, form: str) -> Graph:
    """The graph of a package of tables. Raises `Complaint` where it holds none of the tables needed."""
    return _Reader(package, form).read()
