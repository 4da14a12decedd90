"""How a contact file is to be read, and how large it may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.campaigns.phone_numbers import is_country

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a file and of a chunk: bytes for `file_bytes`, and of JSON in UTF-8 for `row_bytes` and `chunk_bytes`;
    characters for `cell_characters` and `row_characters` (a row as it stands in the file); counts for the rest.
    """

    file_bytes: int = 200 * MEGABYTE
    rows: int = 1_000_000
    columns: int = 200
    cell_characters: int = 10_000
    row_characters: int = 50_000
    row_bytes: int = 65_536
    chunk_rows: int = 800
    chunk_bytes: int = 400_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    `default_country`: ISO 3166 code whose national numbers are understood. `allowed_countries`: others are rejected;
    None allows all. `column_mapping`: header in the file → `phone_number`, `name`, `first_name`, `last_name`, `email`,
    `company`, `notes`, `timezone` or any variable name; "" leaves the column out. It goes before the aliases.

    Raises:
        ValueError: `default_country` or one of `allowed_countries` is no ISO 3166 code.

    """

    default_country: str = "IN"
    allowed_countries: frozenset[str] | None = None
    column_mapping: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        for name, country in [("default_country", self.default_country)] + [
            ("allowed_countries", country) for country in sorted(self.allowed_countries or ())
        ]:
            if not is_country(country):
                raise ValueError(f"{name}: {country!r} is no country; give an ISO 3166 code in capitals, such as 'IN'")
