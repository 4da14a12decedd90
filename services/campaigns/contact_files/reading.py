"""Reading a contact file from end to end, in chunks, in memory that does not grow with the file's size."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from services.campaigns.contact_files.columns import require_phone
from services.campaigns.contact_files.contacts import Chunk, ContactRow, Problem, RejectedRow, Summary
from services.campaigns.contact_files.headers import PHONE
from services.campaigns.contact_files.opening import OpenedFile, opened_contacts
from services.campaigns.contact_files.options import Limits, ReadOptions
from services.campaigns.contact_files.records import Record
from services.campaigns.contact_files.refusals import FileCode, FileRefused, RowCode
from services.campaigns.contact_files.rows import RowReader

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_ROWS_REMEMBERED = 100_000  # whose row is named when their number comes again; beyond, memory is spared
_PROBLEMS_NAMED = 100


def read_contacts(path: Path, options: ReadOptions | None = None) -> Iterator[Chunk | Summary]:
    """Chunks of contacts, rejected rows and warnings in the order of the file, and last of all one Summary.

    Nothing is certain until the Summary has come: a file may be refused at its last row.

    Raises:
        FileRefused: before the first chunk for what is wrong with the file or its header; after the last for
            csv_no_good_row; in between for csv_too_many_rows, csv_binary and csv_unreadable.
        OSError: the file is not there or cannot be read.

    """
    options = options or ReadOptions()
    with opened_contacts(path, options) as opened:
        yield from chunks_of(opened, options)


def chunks_of(opened: OpenedFile, options: ReadOptions) -> Iterator[Chunk | Summary]:
    """As `read_contacts`, of a file already open."""
    require_phone(opened.columns, options.default_country)
    yield from _Reading(opened, options).chunks()


class _Reading:
    """One reading of one file: the chunk being filled, the counts, and the numbers already met."""

    def __init__(self, opened: OpenedFile, options: ReadOptions) -> None:
        self._opened = opened
        self._limits = options.limits
        self._reader = RowReader(opened.columns, options)
        self._chunk = _ChunkBeingFilled(options.limits)
        self._row_by_number: dict[int, int] = {}
        self._rejected = self._duplicates = self._warnings = 0
        self._first_problems: list[Problem] = []

    def chunks(self) -> Iterator[Chunk | Summary]:
        yield from self._warn(self._opened.warnings)
        for record in self._opened.records:
            found, warnings = self._reader.read(record)
            if found is None:
                continue
            self._refuse_one_row_too_many(record.row)
            yield from self._warn(warnings)
            if isinstance(found, ContactRow):
                yield from self._take(found, record)
            else:
                yield from self._reject(found)
        if not self._row_by_number:
            yield from self._chunk.rest()
            raise self._no_good_row()
        yield from self._chunk.rest()
        yield self._summary()

    def _take(self, contact: ContactRow, record: Record) -> Iterator[Chunk]:
        written = _written(contact.as_json())
        size = 1 + (len(written) if written.isascii() else len(written.encode("utf-8", "replace")))
        digits = int(contact.phone_number[1:])
        if size > self._limits.row_bytes:
            yield from self._reject(self._too_long(record))
        elif first_row := self._row_by_number.get(digits):
            self._duplicates += 1
            yield from self._report(self._duplicate(contact, record, first_row))
        else:
            self._row_by_number[digits] = record.row if len(self._row_by_number) < _ROWS_REMEMBERED else -1
            yield from self._chunk.room_for(size)
            self._chunk.contacts.append(contact)
            self._chunk.written.append(written)

    def _reject(self, rejected: RejectedRow) -> Iterator[Chunk]:
        self._rejected += 1
        yield from self._report(rejected)

    def _report(self, rejected: RejectedRow) -> Iterator[Chunk]:
        if len(self._first_problems) < _PROBLEMS_NAMED:
            self._first_problems.extend(rejected.problems)
        size = sum(map(len, rejected.cells)) + sum(_json_bytes(problem.as_json()) for problem in rejected.problems)
        yield from self._chunk.room_for(size)
        self._chunk.rejected.append(rejected)

    def _warn(self, warnings: Iterable[Problem]) -> Iterator[Chunk]:
        for warning in warnings:
            self._warnings += 1
            yield from self._chunk.room_for(_json_bytes(warning.as_json()))
            self._chunk.warnings.append(warning)

    def _summary(self) -> Summary:
        accepted = len(self._row_by_number)
        total = accepted + self._rejected + self._duplicates
        return Summary(total, accepted, self._rejected, self._duplicates, self._warnings)

    def _duplicate(self, contact: ContactRow, record: Record, first_row: int) -> RejectedRow:
        column = self._opened.columns.known[PHONE]
        header = self._opened.columns.headers[column]
        where = f"row {first_row}" if first_row > 0 else "an earlier row"
        message = f"{header}: {contact.phone_number} is already in {where}; a number is called once: remove this row"
        value = record.cells[column]
        problem = Problem(record.row, header, value, RowCode.DUPLICATE_IN_FILE, message)
        return RejectedRow(record.row, tuple(record.cells), (problem,))

    def _too_long(self, record: Record) -> RejectedRow:
        message = f"row {record.row} takes more than {self._limits.row_bytes:,} bytes; shorten it"
        problem = Problem(record.row, "", "", RowCode.ROW_TOO_LONG, message)
        return RejectedRow(record.row, tuple(record.cells), (problem,))

    def _refuse_one_row_too_many(self, row: int) -> None:
        if len(self._row_by_number) + self._rejected + self._duplicates >= self._limits.rows:
            raise FileRefused(
                FileCode.TOO_MANY_ROWS,
                f"file: at row {row} it has more than {self._limits.rows:,} contacts, the most that can be imported at "
                "once: split it",
                value=str(row),
            )

    def _no_good_row(self) -> FileRefused:
        if not self._rejected:
            return FileRefused(FileCode.NO_GOOD_ROW, "file: it has a header but no contacts; expected one in each row")
        first = self._first_problems[0]
        return FileRefused(
            FileCode.NO_GOOD_ROW,
            f"file: none of its {self._rejected:,} rows could be taken; expected at least one. The first, "
            f"row {first.row}: {first.message}",
            value=first.value,
            problems=tuple(self._first_problems[:_PROBLEMS_NAMED]),
        )


class _ChunkBeingFilled:
    """What the next chunk holds so far. Ask `room_for` a thing before it is added."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.contacts: list[ContactRow] = []
        self.written: list[str] = []
        self.rejected: list[RejectedRow] = []
        self.warnings: list[Problem] = []
        self._bytes = 0

    def room_for(self, size: int) -> Iterator[Chunk]:
        """Yields the chunk, and begins another, if `size` more bytes or one more thing would be too much."""
        most = max(len(self.contacts), len(self.rejected), len(self.warnings))
        if most >= self._limits.chunk_rows or self._bytes + size > self._limits.chunk_bytes:
            yield from self.rest()
        self._bytes += size

    def rest(self) -> Iterator[Chunk]:
        """Yields what there is, if anything."""
        if self.contacts or self.rejected or self.warnings:
            yield Chunk(tuple(self.contacts), tuple(self.rejected), tuple(self.warnings), tuple(self.written))
        self.contacts, self.written, self.rejected, self.warnings = [], [], [], []
        self._bytes = 0


def _json_bytes(fields: dict[str, Any]) -> int:
    return len(_written(fields).encode("utf-8", "replace")) + 1
