"""A first look into a contact file, before anything is imported."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from services.campaigns.contact_files.cells import cleaned
from services.campaigns.contact_files.contacts import Problem
from services.campaigns.contact_files.headers import PHONE
from services.campaigns.contact_files.opening import opened_contacts
from services.campaigns.contact_files.options import ReadOptions

_ROWS = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file seems to be.

    `headers` as written. `mapping`: for each of them, in order, the known column or variable it is read as, "" if it is
    left out; as pairs with `headers` it is a `column_mapping`. `missing`: required columns not found, `phone_number` or
    none. `rows`: the first five rows with content, a cell for each header.
    """

    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    mapping: tuple[str, ...]
    missing: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    warnings: tuple[Problem, ...]


def preview(path: Path, options: ReadOptions | None = None) -> Preview:
    """A look at the header and the first five rows. A missing phone column is said, not refused.

    Raises:
        FileRefused: the file or its header cannot be read at all.
        OSError: the file is not there or cannot be read.

    """
    options = options or ReadOptions()
    with opened_contacts(path, options) as opened:
        width = len(opened.columns.headers)
        filled = (record for record in opened.records if any(map(str.strip, record.cells)))
        rows = tuple(tuple(map(cleaned, (record.cells + [""] * width)[:width])) for record in islice(filled, _ROWS))
    mapping = opened.columns.mapping()
    return Preview(
        encoding=opened.encoding.codec,
        delimiter=opened.delimiter,
        headers=opened.columns.headers,
        mapping=tuple(mapping[index] for index in range(width)),
        missing=() if PHONE in opened.columns.known else (PHONE,),
        rows=rows,
        warnings=opened.warnings,
    )
