"""What the JSON files say of themselves: the standard's `GET /`, and an OpenAPI description of what is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.export.notice import LICENCE, disclaimer
from bluepages.hsds.schemas import VERSION

_LISTS: Final = {
    "organizations": "organizations",
    "services": "services",
    "service_at_locations": "services at their places",
    "taxonomies": "taxonomies",
    "taxonomy_terms": "taxonomy terms",
}


def index(edition: Edition, base: str) -> dict[str, str]:
    """The answer to the standard's `GET /`. There is no profile beyond what the data page tells."""
    home = f"{edition.config.site_url}data/"
    return {"version": VERSION, "profile": home, "openapi_url": f"{home}{base}api.json"}


def api(edition: Edition, base: str, kinds: Iterable[str]) -> dict[str, Any]:
    """An OpenAPI 3.1 document of the files; `x-hsds-paths` maps the standard's paths to them.

    Search, filters, `modified_after` and the other query parameters need a server and are not offered.
    """
    kinds = tuple(kinds)
    paths = {"/index.json": _operation("About these files", "/")}
    for kind in kinds:
        paths[f"/{kind}.json"] = _operation(f"First page of all {_LISTS[kind]}", f"/{kind}")
        paths[f"/{kind}/page/{{page}}.json"] = _operation(
            f"One page of all {_LISTS[kind]}", f"/{kind}?page={{page}}", ("page", "integer")
        )
        paths[f"/{kind}/{{id}}.json"] = _operation(
            f"One of the {_LISTS[kind]}, in full", f"/{kind}/{{id}}", ("id", "string")
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{edition.config.name}: HSDS {VERSION} as static files",
            "version": "1.0.0",
            "description": f"The part of the HSDS {VERSION} API that needs no server. {disclaimer(edition)}",
            "license": {"name": LICENCE, "identifier": LICENCE},
        },
        "servers": [{"url": f"{edition.config.site_url}data/{base}".rstrip("/")}],
        "paths": paths,
        "x-hsds-paths": {entry["get"]["x-hsds-path"]: path.lstrip("/") for path, entry in paths.items()},
    }


def _operation(summary: str, hsds_path: str, parameter: tuple[str, str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"summary": summary, "x-hsds-path": hsds_path}
    if parameter:
        name, kind = parameter
        schema = {"type": kind, "minimum": 1} if kind == "integer" else {"type": kind, "format": "uuid"}
        made["parameters"] = [{"name": name, "in": "path", "required": True, "schema": schema}]
    made["responses"] = {"200": {"description": summary, "content": {"application/json": {}}}}
    return {"get": made}
