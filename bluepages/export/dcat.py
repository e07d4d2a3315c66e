"""`data.json` (DCAT-US 1.1) and `dcat-us/3.0.json`: the directory as catalogues have it, for portals that harvest.

They need no account anywhere: data.gov, CKAN, DKAN and ArcGIS Hub read them from the site. Harvesters know a data set
by its identifier, which is made of the directory's namespace and never changes. Without an address of the site there is
nothing to link to, and neither file is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.export.cells import clean
from bluepages.export.formats import FOLDER, File
from bluepages.export.jsontext import pretty
from bluepages.export.notice import LICENCE_URL, disclaimer
from bluepages.export.sources import attribution, used_sources

OLD: Final = "data.json"
NEW: Final = "dcat-us/3.0.json"
STANDARD: Final = "https://docs.openreferral.org/"
_LONGEST_RIGHTS: Final = 255

DISTRIBUTIONS: Final = (
    ("services.csv", "Services (CSV)", "CSV", "text/csv", "services.schema.json"),
    ("locations.geojson", "Places (GeoJSON)", "GeoJSON", "application/geo+json", ""),
    ("hsds.zip", "HSDS tables (ZIP)", "ZIP", "application/zip", ""),
    ("crosswalk.csv", "Identifiers elsewhere (CSV)", "CSV", "text/csv", "crosswalk.schema.json"),
    ("dictionary.csv", "Data dictionary (CSV)", "CSV", "text/csv", ""),
)
_TABLE_SCHEMA: Final = "application/vnd.tableschema+json"


def catalogue_files(edition: Edition, sums: Mapping[str, str], sizes: Mapping[str, int]) -> Iterator[File]:
    """Both files, with paths in the site; `sums` and `sizes` are of the files below `data/` that were written."""
    if edition.config.site_url and sums:
        yield OLD, pretty(old_catalogue(edition, sums))
        yield NEW, pretty(new_catalogue(edition, sums, sizes))


def sums_of(checksums: bytes) -> dict[str, str]:
    """The hashes of a `checksums.txt` by path."""
    return {path: value for value, _, path in (line.partition("  ") for line in checksums.decode().splitlines())}


def identifier(edition: Edition) -> str:
    """The name of the data set for good."""
    return f"urn:uuid:{edition.config.namespace}"


def modified(edition: Edition) -> str:
    """The day on which a record was last changed, or that of the build where Git does not say."""
    changed = [when for when in edition.history.changed.values() if when]
    return max(changed)[:10] if changed else edition.today.isoformat()


def about(edition: Edition) -> str:
    """What the data set is, with the disclaimer."""
    tagline = edition.config.tagline.get(edition.config.languages[0], "") if edition.config.languages else ""
    return clean(f"{tagline} Each row is a service at a place, with its sources and their dates. {disclaimer(edition)}")


def keywords(edition: Edition) -> list[str]:
    """Words that people look for."""
    tops = [need.label.get("en", need.id).lower() for need in edition.vocabulary.top_needs()]
    return list(dict.fromkeys(["human services", "211", "hsds", *tops]))


def _contact(edition: Edition) -> dict[str, str]:
    made = {"@type": "vcard:Contact", "fn": edition.config.name}
    if edition.config.contact_email:
        made["hasEmail"] = f"mailto:{edition.config.contact_email}"
    return made


def old_catalogue(edition: Edition, sums: Mapping[str, str]) -> dict[str, Any]:
    """DCAT-US 1.1 (Project Open Data), as a publisher that is no federal agency gives it."""
    config, base = edition.config, edition.config.site_url
    said = f"No restrictions on public use. {disclaimer(edition)}"
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@id": f"{base}{OLD}",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": [
            {
                "@type": "dcat:Dataset",
                "identifier": identifier(edition),
                "title": f"{config.name}: human services directory",
                "description": about(edition),
                "keyword": keywords(edition),
                "modified": modified(edition),
                "publisher": {"@type": "org:Organization", "name": config.name},
                "contactPoint": _contact(edition),
                "accessLevel": "public",
                "license": LICENCE_URL,
                "rights": said if len(said) <= _LONGEST_RIGHTS else "No restrictions on public use.",
                "accrualPeriodicity": "R/P1D",
                "spatial": config.state_name,
                "language": list(config.languages),
                "theme": ["Health and Human Services"],
                "conformsTo": STANDARD,
                "describedBy": f"{base}{FOLDER}services.schema.json",
                "describedByType": _TABLE_SCHEMA,
                "landingPage": f"{base}{FOLDER}",
                "distribution": [_old_distribution(base, entry) for entry in DISTRIBUTIONS if entry[0] in sums],
            }
        ],
    }


def _old_distribution(base: str, entry: tuple[str, str, str, str, str]) -> dict[str, str]:
    path, title, form, kind, schema = entry
    made = {
        "@type": "dcat:Distribution",
        "title": title,
        "downloadURL": f"{base}{FOLDER}{path}",
        "mediaType": kind,
        "format": form,
    }
    if schema:
        made.update(describedBy=f"{base}{FOLDER}{schema}", describedByType=_TABLE_SCHEMA)
    return made


def new_catalogue(edition: Edition, sums: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, Any]:
    """DCAT-US 3.0. Its contact must have a mailbox; where the settings name none, none is made up."""
    config, base = edition.config, edition.config.site_url
    contact = {**_contact(edition), "@type": "Kind"}
    publisher = {"@type": "Organization", "name": config.name}
    provenance = [attribution(source) for source in used_sources(edition)]
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "identifier": identifier(edition),
        "title": f"{config.name}: human services directory",
        "description": about(edition),
        "purpose": "That people find the services near them, and that anybody can build upon the same facts.",
        "keyword": keywords(edition),
        "modified": modified(edition),
        "publisher": publisher,
        "contactPoint": contact,
        "accessRights": "public",
        "rights": ["No restrictions on public use."],
        "liabilityStatement": disclaimer(edition),
        "accrualPeriodicity": "daily",
        "spatial": [{"@type": "Location", "prefLabel": config.state_name}],
        "language": [code for code in config.languages if len(code) == 2],
        "landingPage": {"@type": "Document", "title": "Data", "accessURL": f"{base}{FOLDER}"},
        "describedBy": {
            "@type": "Distribution",
            "title": "Data dictionary",
            "downloadURL": f"{base}{FOLDER}services.schema.json",
            "mediaType": _TABLE_SCHEMA,
        },
        "distribution": [_new_distribution(base, entry, sums, sizes) for entry in DISTRIBUTIONS if entry[0] in sums],
    }
    if provenance:
        dataset["provenance"] = provenance
    return {
        "@type": "Catalog",
        "title": config.name,
        "description": about(edition),
        "publisher": {"@type": "Agent", "name": config.name},
        "language": dataset["language"],
        "modified": dataset["modified"],
        "license": LICENCE_URL,
        "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0"},
        "dataset": [dataset],
    }


def _new_distribution(
    base: str, entry: tuple[str, str, str, str, str], sums: Mapping[str, str], sizes: Mapping[str, int]
) -> dict[str, Any]:
    path, title, _, kind, schema = entry
    made: dict[str, Any] = {
        "@type": "Distribution",
        "title": title,
        "downloadURL": f"{base}{FOLDER}{path}",
        "mediaType": kind,
        "license": LICENCE_URL,
        "checksum": {"@type": "Checksum", "algorithm": "SHA-256", "checksumValue": sums[path]},
    }
    if path in sizes:
        made["byteSize"] = str(sizes[path])
    if schema:
        described = {"@type": "Distribution", "downloadURL": f"{base}{FOLDER}{schema}", "mediaType": _TABLE_SCHEMA}
        made["describedBy"] = described
    return made
