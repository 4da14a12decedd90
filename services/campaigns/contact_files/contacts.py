"""What comes out of a contact file: contacts, rejected rows, warnings, chunks of them, and a summary. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PRIORITY_OF_NAME = 100
_PRIORITY_OF_EMAIL = 10
_PRIORITY_OF_COMPANY = 10


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One accepted row.

    `row`: counted from 1 with the header, as a spreadsheet shows it. `phone_number`: E.164. `country`: ISO 3166.
    `zones`: the IANA zones the number may lie in, empty where unknown. `timezone`: the zone the row itself names, else
    None. Empty known fields are None. `variables` has every other column by its snake_case name, empty cells as "".
    """

    row: int
    phone_number: str
    country: str
    zones: tuple[str, ...]
    name: str | None
    email: str | None
    company: str | None
    notes: str | None
    timezone: str | None
    variables: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The row as a JSON object: one key per field that has a content."""
        fields: dict[str, Any] = {"row": self.row, "phone_number": self.phone_number, "country": self.country}
        if self.zones:
            fields["zones"] = self.zones
        if self.name is not None:
            fields["name"] = self.name
        if self.email is not None:
            fields["email"] = self.email
        if self.company is not None:
            fields["company"] = self.company
        if self.notes is not None:
            fields["notes"] = self.notes
        if self.timezone is not None:
            fields["timezone"] = self.timezone
        if self.variables:
            fields["variables"] = self.variables
        return fields

    @staticmethod
    def from_json(fields: Mapping[str, Any]) -> "ContactRow":
        """The row that `as_json` wrote."""
        texts: dict[str, Any] = dict.fromkeys(("name", "email", "company", "notes", "timezone"))
        return ContactRow(**{**texts, "variables": {}, **fields, "zones": tuple(fields.get("zones", ()))})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or noticed: `row` as a spreadsheet counts, `column` as its header is written ("" for the whole
    row), `value` as found, cut to 200 characters, `code`, and a `message` that says what would be right.
    """

    row: int
    column: str
    value: str
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """The problem as a JSON object, as the import answer lists it."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: its cells as they stood in the file, and everything wrong with it (at least one)."""

    row: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """At most 800 accepted rows, and what was rejected or noticed on the way to them; at most about 400 KB of JSON.

    `contacts` may be empty where everything in the chunk was rejected. `written` are the contacts as JSON, each as its
    `as_json` says.
    """

    contacts: tuple[ContactRow, ...]
    rejected: tuple[RejectedRow, ...] = ()
    warnings: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows a file has, and what became of them.

    `total_rows` = `accepted` + `rejected` + `duplicates`; the header and rows without any content are not counted.
    """

    total_rows: int
    accepted: int
    rejected: int
    duplicates: int
    warnings: int


def priority(row: ContactRow) -> int:
    """What a contact's own data is worth in the queue: a name 100, an e-mail 10, a company 10. Earlier calls add to it
    elsewhere, within -40 and +20, so that a contact with a name is never behind one without.
    """
    return (
        (_PRIORITY_OF_NAME if row.name else 0)
        + (_PRIORITY_OF_EMAIL if row.email else 0)
        + (_PRIORITY_OF_COMPANY if row.company else 0)
    )
