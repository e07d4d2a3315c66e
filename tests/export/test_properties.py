"""Whatever records say: the files are whole, valid, agree, and keep secrets."""

from __future__ import annotations

import io
import zipfile

import geojson
import msgspec
import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.export import export_all
from bluepages.export.columns import HEADER
from bluepages.export.crosswalk import FIELDS
from bluepages.hsds.validate import validate_object
from bluepages.model import Address, At, Location, Provider
from tests.export.editions import edition_of, read_csv
from tests.hsds.samples import STREET
from tests.strategies import providers

FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def made(records: dict[str, Provider]) -> dict[str, bytes]:
    return {path.removeprefix("data/"): content for path, content in export_all(edition_of(records))}


@FEW
@given(providers(), providers())
def test_files_are_whole_and_agree(one: Provider, other: Provider) -> None:
    # two records that claim one earlier name are an error that the checks withhold
    records = {"one": msgspec.structs.replace(one, formerly=()), "other": msgspec.structs.replace(other, formerly=())}
    edition = edition_of(records)
    files = made(records)
    rows = read_csv(files["services.csv"])
    assert all(tuple(row) == HEADER and None not in row.values() for row in rows)
    if len({edition.ids.service(s, p, k) for s, p in records.items() for k in p.services}) == sum(
        len(p.services) for p in records.values()
    ):
        assert len({row["id"] for row in rows}) == len(rows)
    assert {row["service_id"] for row in rows} == {
        edition.ids.service(slug, provider, key) for slug, provider in records.items() for key in provider.services
    }
    for row in rows:
        assert row["id"] == row["service_id"] or row["location_id"]
        assert not any("\n" in cell or "\r" in cell for cell in row.values())
    collection = geojson.loads(files["locations.geojson"])
    assert collection.is_valid
    assert {r["location_id"] for r in rows if r["latitude"]} <= {feature["id"] for feature in collection.features}
    assert all(tuple(row) == tuple(f.name for f in FIELDS) for row in read_csv(files["crosswalk.csv"]))
    for path, content in files.items():
        if path.endswith(".json"):
            orjson.loads(content)
        if path.startswith("hsds/3.1/service_at_locations/") and "/page/" not in path:
            assert validate_object("service_at_location", orjson.loads(content)) == []


def hide(provider: Provider, secret: str) -> Provider:
    """The provider with one confidential place more, whose street stands wherever a record could put it."""
    place = Location(
        confidential=True,
        name=f"House {secret}",
        alternate_name=secret,
        description=secret,
        address=Address(address_1=secret, address_2=secret, city="Richmond", region=secret, postal_code="94801-4242"),
        mailing_address=Address(address_1=secret),
        county="contra-costa",
        latitude=37.935717,
        longitude=-122.347717,
        url=f"https://example.org/{secret}",
        transportation=secret,
        accessibility_details=secret,
        identifiers={"licence": secret},
    )
    services = {
        key: msgspec.structs.replace(
            service,
            identifiers={"licence": secret},
            at={**service.at, "hidden-place": At(description=f"Ring at {secret}")},
        )
        for key, service in provider.services.items()
    }
    return msgspec.structs.replace(provider, locations={**provider.locations, "hidden-place": place}, services=services)


@FEW
@given(providers(), st.integers(100, 99999).map(lambda number: f"{number} {STREET}"), st.booleans())
def test_a_confidential_street_is_in_no_byte(provider: Provider, secret: str, read: bool) -> None:
    """Also where nobody redacted the record before: the formats do not lean on that alone."""
    hidden = hide(provider, secret)
    edition = edition_of({"some-slug": hidden})
    if not read:
        edition.providers["some-slug"] = hidden
    everything: list[bytes] = []
    for path, content in export_all(edition):
        everything.append(path.encode())
        if path.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                everything += [archive.read(name) for name in archive.namelist()]
        everything.append(content)
    text = b"\n".join(everything)
    for part in (
        secret,
        STREET,
        secret.replace(" ", "%20"),
        "37.9357",
        "122.3477",
        "94801-4242",
        ",4242,",
        "hidden-place",
    ):
        assert part.encode() not in text
    assert b"Address on request, Contra Costa County" in text
