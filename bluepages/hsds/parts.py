"""The small objects that hang on many others: phones, languages, schedules.

Each takes its id from its parent and its value, never from its position, so that a new first phone renames nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, Final

from bluepages.hsds.context import Context
from bluepages.model import Phone

Object = dict[str, Any]

_TEN_DIGITS: Final = re.compile(r"[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}")
_SHORT: Final = re.compile(r"[0-9]{3,6}")


@functools.lru_cache(maxsize=65536)
def phone_number(text: str) -> str:
    """`510-555-0142` -> `+1 510-555-0142`; `211` stays; what is no US number stays as written."""
    if _TEN_DIGITS.fullmatch(text):
        return f"+1 {text}"
    if _SHORT.fullmatch(text):
        return text
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_objects(phones: Iterable[Phone], parent_id: str, context: Context) -> list[Object]:
    """HSDS phones. The same number with the same use given twice becomes one, with both descriptions."""
    found: dict[str, Object] = {}
    for phone in phones:
        made = _phone(phone, parent_id, context)
        earlier = found.setdefault(made["id"], made)
        if earlier is not made:
            _merge(earlier, made)
    return list(found.values())


def _phone(phone: Phone, parent_id: str, context: Context) -> Object:
    number, extension, description = phone_number(phone.number), phone.extension, phone.description
    value = f"{number} x{extension}" if extension else number
    made: Object = {"id": context.ids.child("phone", parent_id, value if phone.type == "voice" else value + phone.type)}
    made["number"] = number
    if extension:
        # HSDS wants a number, which would lose the leading zeros that a caller has to dial.
        if extension.isascii() and extension.isdigit() and (extension == "0" or extension[0] != "0"):
            made["extension"] = int(extension)
        else:
            description = f"Extension {extension}. {description}".rstrip()
    made["type"] = phone.type
    if description:
        made["description"] = description
    if phone.languages:
        made["languages"] = language_objects(phone.languages, made["id"], context)
    return made


def _merge(earlier: Object, later: Object) -> None:
    words = [obj["description"] for obj in (earlier, later) if "description" in obj]
    if words:
        earlier.pop("description", None)
        languages = earlier.pop("languages", None)
        earlier["description"] = "; ".join(dict.fromkeys(words))
        if languages:
            earlier["languages"] = languages
    spoken = {obj["id"]: obj for obj in [*earlier.get("languages", ()), *later.get("languages", ())]}
    if spoken:
        earlier["languages"] = list(spoken.values())


def language_objects(codes: Iterable[str], parent_id: str, context: Context) -> list[Object]:
    """HSDS languages, each code once. The code is ISO 639; a language with none of its own is given by name."""
    known = context.vocabulary.languages
    found: dict[str, Object] = {}
    for code in codes:
        made: Object = {"id": context.ids.child("language", parent_id, code)}
        language = known.get(code)
        if language:
            made["name"] = language.name_en
        made["code"] = (language.iso639_3 or code) if language and "-" in code else code
        found.setdefault(made["id"], made)
    return list(found.values())


def schedule_objects(hours: str, parent_id: str, context: Context) -> list[Object]:
    """HSDS schedules of hours as people write them; `[]` for no hours."""
    if not hours:
        return []
    found: dict[str, Object] = {}
    for row in context.schedules(hours):
        value = " ".join(f"{name}={row[name]}" for name in sorted(row))
        made = {"id": context.ids.child("schedule", parent_id, value), **row}
        found.setdefault(made["id"], made)
    return list(found.values())
