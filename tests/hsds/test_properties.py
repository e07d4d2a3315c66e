"""Whatever a record says: what is compiled of it is valid, whole, the same each time, and keeps secrets."""

from __future__ import annotations

from typing import Any

import msgspec
import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.hsds.compile import compile_provider
from bluepages.hsds.context import LocationFacts, ProviderFacts
from bluepages.hsds.tabular import Tables
from bluepages.hsds.text import email, uri
from bluepages.hsds.validate import problems, validate_organization
from bluepages.model import Address, At, Location, Phone, Provider
from bluepages.records.schema import provider_schema
from tests.hsds.official import SHARED, VERSIONS, referee
from tests.hsds.samples import CONTEXT, STREET, csv_bytes
from tests.strategies import MAIL, WEB, providers, words

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def nulls(value: Any) -> bool:
    if isinstance(value, dict):
        return any(nulls(child) for child in value.values())
    return any(nulls(child) for child in value) if isinstance(value, list | tuple) else value is None


@FEW
@given(providers())
def test_always_valid_without_null_and_the_same_again(provider: Provider) -> None:
    assert provider_schema().violations(msgspec.to_builtins(provider)) == [], "the strategy is wrong"
    compiled = compile_provider("some-slug", provider, CONTEXT)
    assert problems(compiled, "x.yaml") == []
    assert not nulls([compiled.organization, compiled.services])
    again = compile_provider("some-slug", msgspec.convert(msgspec.to_builtins(provider), Provider), CONTEXT)
    assert orjson.dumps([compiled.organization, compiled.services]) == orjson.dumps(
        [again.organization, again.services]
    )
    if SHARED.is_dir():
        obj = orjson.loads(orjson.dumps(compiled.organization))
        for version in VERSIONS:
            assert [error.message for error in referee(version, "organization").iter_errors(obj)] == []


@FEW
@given(providers())
def test_tables_hold_one_row_for_each_id(provider: Provider) -> None:
    compiled = compile_provider("some-slug", provider, CONTEXT)
    tables = Tables(CONTEXT.terms.by_id)
    tables.add(compiled)
    tables.add(compiled)
    for name in tables.names():
        rows = tables.rows(name)
        assert len({row[0] for row in rows}) == len(rows)
        assert None not in [cell for row in rows for cell in row]
        csv_bytes(name, rows)


def hide(provider: Provider, secret: str) -> Provider:
    """The provider with one confidential place more, whose street stands wherever a record could put it."""
    place = Location(
        confidential=True,
        name=f"House {secret}",
        alternate_name=secret,
        description=secret,
        address=Address(address_1=secret, address_2=secret, city=secret, region=secret, attention=secret),
        mailing_address=Address(address_1=secret),
        county=secret,
        latitude=37.935717,
        longitude=-122.347717,
        url=f"https://example.org/{secret}",
        transportation=secret,
        accessibility=(secret,),
        accessibility_details=secret,
        identifiers={"x": secret},
        hours=f'Mo 10:00-11:00 "{secret}"',
    )
    phone = Phone(number="510-555-0199", description=secret)
    hidden = At(description=secret, hours=f'Mo 10:00-11:00 "{secret}"', phones=(phone,))
    services = {
        key: msgspec.structs.replace(service, at={**service.at, "hidden-place": hidden})
        for key, service in provider.services.items()
    }
    return msgspec.structs.replace(provider, locations={**provider.locations, "hidden-place": place}, services=services)


@FEW
@given(providers(), st.integers(100, 99999).map(lambda number: f"{number} {STREET}"))
def test_a_confidential_street_is_nowhere(provider: Provider, secret: str) -> None:
    facts = ProviderFacts({"hidden-place": LocationFacts("alameda", 37.935717, -122.347717, True)})
    compiled = compile_provider("some-slug", hide(provider, secret), CONTEXT, facts)
    written = orjson.dumps([compiled.organization, compiled.services]).decode()
    tables = Tables(CONTEXT.terms.by_id)
    tables.add(compiled)
    written += "".join(csv_bytes(name, tables.rows(name)).decode() for name in tables.names())
    for part in (secret, STREET, secret.replace(" ", "%20"), "37.9357", "122.3477"):
        assert part not in written
    assert validate_organization(compiled.organization) == []


@FEW
@given(st.one_of(words(), st.sampled_from(WEB), words().map(lambda text: f"https://example.org/{text}")))
def test_uri_is_valid_or_nothing(text: str) -> None:
    made = uri(text)
    assert made == "" or validate_organization(_organization(website=made)) == []
    assert uri(made) == made


@FEW
@given(st.one_of(words(), st.sampled_from(MAIL), words().map(lambda text: f"{text}@example.org")))
def test_email_is_valid_or_nothing(text: str) -> None:
    made = email(text)
    assert made in ("", text)
    assert made == "" or validate_organization(_organization(email=made)) == []


def _organization(**more: str) -> dict[str, Any]:
    return {"id": "6f0c8b5e-7a51-4d0e-9a57-3f2f3c1d9b10", "name": "x", "description": "x", **more}
