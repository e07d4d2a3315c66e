"""The body of a request as pairs of texts, read with a limit on its bytes and on the time it may take.

Forms come form-encoded or as `multipart/form-data` without files, scripts may send a flat JSON object.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

LARGEST: Final = 65_536
SECONDS: Final = 15.0
MOST_FIELDS: Final = 200
LONGEST_NAME: Final = 100

Pairs = list[tuple[str, str]]


class Refused(Exception):  # noqa: N818 - an answer, not an error of the program
    """A body that is not taken; `status` and `code` say why."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


_TOO_LARGE: Final = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
_BROKEN: Final = (HTTPStatus.BAD_REQUEST, "broken")


async def read_pairs(request: Request, seconds: float = SECONDS) -> Pairs:
    """Names and values in the order sent. Raises `Refused`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json"):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "kind")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "kind")
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()):
        raise Refused(*_BROKEN)
    if len(length) > 10 or int(length) > LARGEST:
        raise Refused(*_TOO_LARGE)
    try:
        async with asyncio.timeout(seconds):
            raw = await _read(request)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, "slow") from None
    except ClientDisconnect:
        raise Refused(*_BROKEN) from None
    if kind == "application/json":
        pairs = _from_json(raw)
    elif kind == "multipart/form-data":
        pairs = await _from_multipart(request, raw)
    else:
        pairs = _from_form(raw)
    if len(pairs) > MOST_FIELDS or any(len(name) > LONGEST_NAME for name, _ in pairs):
        raise Refused(*_TOO_LARGE)
    return pairs


async def _read(request: Request) -> bytes:
    """The bytes as they come in; what is too much is never kept."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise Refused(*_TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _from_form(raw: bytes) -> Pairs:
    try:
        text = raw.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:  # also UnicodeDecodeError
        raise Refused(*(_TOO_LARGE if "fields" in str(error) else _BROKEN)) from None


def _from_json(raw: bytes) -> Pairs:
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refused(*_BROKEN) from None
    if not isinstance(data, dict):
        raise Refused(*_BROKEN)
    pairs: Pairs = []
    for name, value in data.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            raise Refused(*_BROKEN)
        pairs += [(name, one) for one in values]
    return pairs


async def _from_multipart(request: Request, raw: bytes) -> Pairs:
    async def once() -> AsyncGenerator[bytes, None]:
        yield raw
        yield b""

    try:
        parser = MultiPartParser(request.headers, once(), max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST)
        form = await parser.parse()
    except (MultiPartException, UnicodeError, LookupError, KeyError, ValueError):
        raise Refused(*_BROKEN) from None
    return [(name, value) for name, value in form.multi_items() if not isinstance(value, UploadFile)]


def take(pairs: Pairs, name: str) -> str:
    """The one value of a field of ours, `""` for none; of several the first."""
    return next((value for key, value in pairs if key == name), "").strip()
