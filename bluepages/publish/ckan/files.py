"""Uploading: each file into the resource that it has already, so that its address stays."""

from __future__ import annotations

from typing import Any

from bluepages.errors import PROBLEMS, Complaint
from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.fields import COMMIT, SHA, file_arrived, file_fields
from bluepages.publish.ckan.live import Live, read_package
from bluepages.publish.wanted import File, Wanted


def upload(client: Client, wanted: Wanted, live: Live, file: File) -> str:
    """Send one file, or only what is said of it where its bytes are there already; gives the resource's id."""
    there = live.resource(file.role)
    fields = file_fields(file, wanted.commit)
    if there is not None and file_arrived(file, live) and there.get("url_type") == "upload":
        fields.pop("hash")
        fields.pop(COMMIT)
        client.write("resource_patch", {"id": there["id"], **fields})
        return str(there["id"])
    sent = (file.filename, file.content, file.mimetype)
    try:
        if there is None:
            made = client.write(
                "resource_create", {"package_id": wanted.name, **fields}, file=sent,
                done=lambda: _arrived(client, wanted.name, file),
            )  # fmt: skip
        else:
            what = {"id": there["id"], **fields, "url_type": "upload", "url": file.filename}
            made = client.write("resource_patch", what, file=sent, done=lambda: _arrived(client, wanted.name, file))
    except Refusal as refused:
        if refused.kind == "too-large":
            raise Complaint(
                f"The portal takes no file as large as {file.filename} ({len(file.content) / 1e6:.1f} MB).",
                "Ask for a higher limit there (ckan.max_resource_size, and that of the server before it).",
                PROBLEMS,
            ) from None
        raise
    return str(made["id"])


def _arrived(client: Client, dataset: str, file: File) -> dict[str, Any] | None:
    """The resource, where an upload that nobody answered has arrived after all."""
    found = Live(read_package(client, dataset)).resource(file.role)
    return found if found is not None and found.get(SHA) == file.sha256 else None
