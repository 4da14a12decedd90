"""Splitting text into records, one after another, in bounded memory, and past quotes that are never closed."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self, TextIO

from services.campaigns.contact_files.encodings import refuse_nul
from services.campaigns.contact_files.refusals import FileCode, FileRefused, RowCode

# Reading on for a closing quote, and again when there is none, costs time: beyond this the file is refused.
_CHARACTERS_READ_AGAIN = 20_000_000
_SKIPPED_AT_ONCE = 65_536
_MARK = "end"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file: `row` counted from 1, blank ones too, as a spreadsheet does; `problem` if it can't be read,
    in which case `cells` are the nearest that can be shown.
    """

    row: int
    cells: list[str]
    problem: RowCode | None = None


class _RecordTooLong(Exception):
    """The record exceeds the bound of a row."""


class _Lines:
    """The lines of a stream, counted per record, so that those of a spoilt record can be read again."""

    def __init__(self, stream: TextIO, most_characters: int) -> None:
        self._stream = stream
        self._most = most_characters
        self._again: deque[str] = deque()
        self._read_again = 0
        self.taken: list[str] = []
        self._characters = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._characters += len(line)
        if self._characters > self._most:
            raise _RecordTooLong
        return line

    def begin_record(self) -> None:
        self.taken.clear()
        self._characters = 0

    def read_again_after_first_line(self) -> None:
        self._read_again += self._characters
        if self._read_again > _CHARACTERS_READ_AGAIN:
            raise FileRefused(
                FileCode.UNREADABLE,
                "file: too many of its rows open a double quote that is never closed; expected each quoted cell to end "
                'with a double quote, and one within it to be written twice: ""',
            )
        self._again.extendleft(reversed(self.taken[1:]))

    def _read(self) -> str:
        line = self._stream.readline(self._most + 2)
        refuse_nul(line)
        if len(line) > self._most:
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self._stream.readline(_SKIPPED_AT_ONCE)
        return line


def split_records(stream: TextIO, delimiter: str, most_characters: int) -> Iterator[Record]:
    """The records of a text stream opened with `newline=""`.

    A quote that is never closed spoils its own line alone: reading goes on with the next. A row beyond
    `most_characters` is cut to them and marked; no more than that is held at once.

    Raises:
        FileRefused: csv_binary (NUL), csv_unreadable (quotes unclosed all over the file).

    """
    lines = _Lines(stream, most_characters)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    row = 0
    while True:
        row += 1
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RecordTooLong:
            yield _spoilt(row, lines, delimiter, RowCode.ROW_TOO_LONG)
        except csv.Error:
            lenient = _leniently(lines.taken, delimiter)
            if lenient is None:
                yield _spoilt(row, lines, delimiter, RowCode.QUOTE_NOT_CLOSED)
            else:
                yield Record(row, lenient)
        else:
            yield Record(row, cells)


def _leniently(taken: list[str], delimiter: str) -> list[str] | None:
    """The cells of a single line with text after a closing quote (`"Asha" Rao`), which only strictness minds; None for
    several lines or a quote that stays open.
    """
    if len(taken) != 1:
        return None
    # An appended delimiter and mark are swallowed by an open quote, and else stand in a cell of their own.
    marked = taken[0].rstrip("\r\n") + delimiter + _MARK
    try:
        *cells, last = next(csv.reader([marked], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return None
    return cells if last == _MARK else None


def _spoilt(row: int, lines: _Lines, delimiter: str, problem: RowCode) -> Record:
    first = lines.taken[0]
    if len(lines.taken) > 1:
        problem = RowCode.QUOTE_NOT_CLOSED
    lines.read_again_after_first_line()
    return Record(row, first.rstrip("\r\n").split(delimiter), problem)
