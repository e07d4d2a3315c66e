"""A first record from a few answers: what a newcomer needs to say, in canonical form."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from bluepages.records.book import Book
from bluepages.records.ids import slugify
from bluepages.records.load import PROVIDERS
from bluepages.records.schema import provider_schema
from bluepages.records.write import write


class Answers(msgspec.Struct, frozen=True):
    """What was answered; `""` where nothing was. `county` is a slug or `statewide`, `need` an id."""

    county: str
    name: str
    description: str
    service: str
    need: str
    phone: str = ""
    website: str = ""
    street: str = ""
    city: str = ""
    zip: str = ""
    hours: str = ""
    source: str = ""


def draft(book: Book, answers: Answers, today: date) -> tuple[str, str]:
    """File name and canonical text of the new record; its slug is free in the book."""
    slug = free_slug(book, slugify(answers.name) or "provider")
    address = {"address_1": answers.street, "city": answers.city, "postal_code": answers.zip}
    address = {key: value for key, value in address.items() if value}
    at: dict[str, Any] = {"hours": answers.hours} if answers.hours else {}
    service: dict[str, Any] = {"name": answers.service, "needs": [answers.need]}
    if address:
        service["at"] = {"main": at}
    elif answers.hours:
        service["hours"] = answers.hours
    if answers.county == "statewide":
        service["serves"] = {"statewide": True}
    else:
        service["serves"] = {"counties": [answers.county]}
    data: dict[str, Any] = {"name": answers.name, "description": answers.description}
    if answers.website:
        data["website"] = answers.website
    if answers.phone:
        data["phones"] = [{"number": answers.phone}]
    if address:
        data["locations"] = {"main": {"address": address}}
    data["services"] = {slugify(answers.service) or "service": service}
    data["sources"] = [{"ref": answers.source, "date": today.isoformat()}]
    return f"{PROVIDERS}/{answers.county}/{slug}.yaml", write(data, provider_schema())


def free_slug(book: Book, wanted: str) -> str:
    """`wanted`, or the first `wanted-2`, `wanted-3`, ... that no record has or ever had."""
    taken = {*book.by_slug, *book.redirects}
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted[:70]}-{number}"
    return slug
