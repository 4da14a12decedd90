"""What the sentences about contact files share: a file on disk, and what is read from it."""

from dataclasses import dataclass
from pathlib import Path

from services.campaigns.contact_files import (
    ContactRow,
    Problem,
    ReadOptions,
    RejectedRow,
    Summary,
    read_contacts,
)


@dataclass(frozen=True)
class WhatWasRead:
    contacts: list[ContactRow]
    rejected: list[RejectedRow]
    warnings: list[Problem]
    summary: Summary

    @property
    def numbers(self) -> list[str]:
        return [contact.phone_number for contact in self.contacts]

    @property
    def problems(self) -> list[tuple[int, str, str]]:
        return [(found.row, found.column, str(found.code)) for row in self.rejected for found in row.problems]

    @property
    def warning_codes(self) -> list[str]:
        return [str(warning.code) for warning in self.warnings]


def read_path(path: Path, options: ReadOptions | None = None) -> WhatWasRead:
    *chunks, summary = read_contacts(path, options)
    assert isinstance(summary, Summary)
    contacts: list[ContactRow] = []
    rejected: list[RejectedRow] = []
    warnings: list[Problem] = []
    for chunk in chunks:
        assert not isinstance(chunk, Summary)
        contacts += chunk.contacts
        rejected += chunk.rejected
        warnings += chunk.warnings
    return WhatWasRead(contacts, rejected, warnings, summary)


def read(directory: Path, content: str | bytes, options: ReadOptions | None = None) -> WhatWasRead:
    path = directory / "contacts.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_path(path, options)
