"""`metadata.csv`: a row for each file to be published, in the terms of the state's publishers' guide."""

from __future__ import annotations

from typing import Final

from bluepages.enrich import Edition
from bluepages.export.cells import lines
from bluepages.export.dcat import DISTRIBUTIONS, STANDARD, about, keywords
from bluepages.export.formats import FOLDER, File, Whole
from bluepages.export.notice import LICENCE_URL, disclaimer

PATH: Final = "metadata.csv"
HEADER: Final = (
    *("file_name", "file_title", "file_format", "dataset_title", "description", "tags", "publisher", "topic"),
    *("frequency", "program_contact_name", "program_contact_email", "public_access_level", "rights", "license"),
    *("spatial_coverage", "homepage_url", "data_standard", "language", "dictionary", "disclaimer"),
)


class MetadataCsv(Whole):
    """The metadata that a state portal asks for with a submission, beside dictionary.csv."""

    name = "metadata"
    paths = (PATH,)
    about = "The metadata of every file in the headings of the state's publishers' guide."

    def files(self, edition: Edition) -> list[File]:
        config = edition.config
        base = config.site_url
        rows = [
            (
                path, title, form, f"{config.name}: human services directory", about(edition),
                "; ".join(keywords(edition)), config.name, "Health and Human Services", "Daily", config.name,
                config.contact_email, "Public", "No restrictions on public use.", LICENCE_URL, config.state_name, base,
                STANDARD, "; ".join(config.languages), f"{base}{FOLDER}dictionary.csv" if base else "dictionary.csv",
                disclaimer(edition),
            )
            for path, title, form, _, _ in DISTRIBUTIONS
        ]  # fmt: skip
        return [(PATH, lines([HEADER, *rows]))]
