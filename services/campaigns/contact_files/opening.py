"""Opening a contact file: encoding, delimiter and header are found; the records wait to be read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from services.campaigns.contact_files.columns import Columns, plan_columns
from services.campaigns.contact_files.contacts import Problem
from services.campaigns.contact_files.encodings import (
    SAMPLE_BYTES,
    Encoding,
    recognise_delimiter,
    recognise_encoding,
    refuse_nul,
)
from services.campaigns.contact_files.options import ReadOptions
from services.campaigns.contact_files.records import Record, split_records
from services.campaigns.contact_files.refusals import FileCode, FileRefused, WarningCode

_DELIMITER_LINE = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own, never shown
_NOTHING = " ,;\t\r\n"  # a row of these alone has no content, whatever the delimiter


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose encoding, delimiter and header are known; `records` are those after the header."""

    encoding: Encoding
    delimiter: str
    columns: Columns
    records: Iterator[Record]
    warnings: tuple[Problem, ...]


@contextmanager
def opened_contacts(path: Path, options: ReadOptions) -> Iterator[OpenedFile]:
    """The file, read as far as its header row, the first with any content; a phone column may be missing.

    Raises:
        FileRefused: csv_empty, csv_too_large, csv_binary, csv_unreadable and what `plan_columns` raises; also while
            the records are read.
        OSError: the file is not there or cannot be read.

    """
    encoding = recognise_encoding(path, options.limits)
    with path.open(encoding=encoding.codec, errors="replace", newline="") as stream:
        try:
            yield _open(stream, encoding, options)
        except UnicodeError as wrong:
            raise FileRefused(
                FileCode.UNREADABLE,
                f"file: it cannot be read as {encoding.codec} ({wrong}); expected text: save it as CSV UTF-8",
                value=encoding.codec,
            ) from wrong


def _open(stream: TextIO, encoding: Encoding, options: ReadOptions) -> OpenedFile:
    sample = stream.read(SAMPLE_BYTES)
    refuse_nul(sample)
    stream.seek(0)
    if said := _DELIMITER_LINE.match(sample):
        delimiter = said[1]
        stream.readline(len(said[0]))
    else:
        delimiter = recognise_delimiter(sample)
    records = split_records(stream, delimiter, options.limits.row_characters)
    header = next((record for record in records if any(cell.strip(_NOTHING) for cell in record.cells)), None)
    if header is None:
        raise FileRefused(FileCode.EMPTY, "file: it has no content; expected a header row and at least one contact")
    if header.problem is not None:
        raise FileRefused(
            FileCode.UNREADABLE,
            f"file: its header, row {header.row}, cannot be read ({header.problem}); expected the names of columns, "
            "separated by comma, semicolon or tab, each double quote closed",
            value=header.cells[0],
        )
    columns, warnings = plan_columns(header.cells, options.column_mapping, options.limits)
    if encoding.guessed:
        warnings.append(_encoding_guessed(encoding))
    numbered = tuple(replace(warning, row=header.row) for warning in warnings)
    return OpenedFile(encoding, delimiter, columns, records, numbered)


def _encoding_guessed(encoding: Encoding) -> Problem:
    message = f"file: it is not UTF-8 and was read as {encoding.codec}; if names look wrong, save it as CSV UTF-8"
    return Problem(0, "", encoding.codec, WarningCode.ENCODING_GUESSED, message)
