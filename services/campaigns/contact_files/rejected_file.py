"""The CSV of rejected rows: as they stood in the file, with the reasons, to be mended and uploaded again."""

import csv
from collections.abc import Sequence
from typing import TextIO

from services.campaigns.contact_files.cells import safe_in_spreadsheet
from services.campaigns.contact_files.contacts import RejectedRow
from services.campaigns.contact_files.headers import ERROR_COLUMNS, snake_case

REJECTED_FILE_ENCODING = "utf-8-sig"  # with the mark, without which Excel reads UTF-8 as cp1252


class RejectedRowsWriter:
    """Writes the rejected rows of one file.

    `stream` is text opened with `newline=""`; `headers` are those of the file, `delimiter` too, so that the same
    spreadsheet opens it. The original columns come first, then `error_row` (in the original file), `error_column`,
    `error_code`, `error_message`, several of a kind joined by "; ". Error columns from an earlier time are replaced.
    Cells that a spreadsheet would compute get an apostrophe before them, which the reader takes off again.
    """

    def __init__(self, stream: TextIO, headers: Sequence[str], delimiter: str = ",") -> None:
        self._kept = [index for index, header in enumerate(headers) if snake_case(header) not in ERROR_COLUMNS]
        self._writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        self._write([headers[index] for index in self._kept] + list(ERROR_COLUMNS))

    def add(self, rejected: RejectedRow) -> None:
        """Writes one row: short ones are filled with empties, cells beyond the header left out."""
        cells = [rejected.cells[index] if index < len(rejected.cells) else "" for index in self._kept]
        problems = rejected.problems
        self._write(
            [
                *cells,
                str(rejected.row),
                "; ".join(problem.column for problem in problems),
                "; ".join(problem.code for problem in problems),
                "; ".join(problem.message for problem in problems),
            ]
        )

    def _write(self, cells: Sequence[str]) -> None:
        self._writer.writerow([safe_in_spreadsheet(cell) for cell in cells])
