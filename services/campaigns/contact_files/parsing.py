"""The entry for a child process: from a contact file to files that a parent can read as a stream."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from services.campaigns.contact_files.contacts import Chunk, ContactRow, Problem, Summary
from services.campaigns.contact_files.opening import opened_contacts
from services.campaigns.contact_files.options import ReadOptions
from services.campaigns.contact_files.reading import chunks_of
from services.campaigns.contact_files.refusals import FileCode, FileRefused
from services.campaigns.contact_files.rejected_file import REJECTED_FILE_ENCODING, RejectedRowsWriter


@dataclass(frozen=True, slots=True)
class ParsedChunk:
    """One chunk of the chunks file: accepted rows, the problems of rejected rows and the warnings met on the way."""

    contacts: tuple[ContactRow, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def parse_file(source: Path, options: ReadOptions, chunks_path: Path, rejected_path: Path) -> Summary:
    """Reads `source`, writes chunks to `chunks_path` and the rejected rows to `rejected_path` (see
    `RejectedRowsWriter`; only a header where none was rejected), and says how many there were.

    A chunk is two lines of JSON in UTF-8: the array of its contacts, to be stored as it is, and an object with how
    many there are (`accepted`), `problems` and `warnings`. It is written out at once, so that a reader may follow.

    Files that are there are replaced, so it may be called again. Takes and returns values that can be pickled, keeps
    nothing between calls, and holds one chunk and the numbers met (about 100 bytes each) in memory.

    Raises:
        FileRefused: the file as a whole; then there is no chunks file, and a rejected file only for csv_no_good_row.
        OSError: a file cannot be read or written.

    """
    chunks_path.unlink(missing_ok=True)
    rejected_path.unlink(missing_ok=True)
    try:
        with (
            opened_contacts(source, options) as opened,
            chunks_path.open("w", encoding="utf-8", newline="\n") as chunks,
            rejected_path.open("w", encoding=REJECTED_FILE_ENCODING, newline="") as rejected,
        ):
            writer = RejectedRowsWriter(rejected, opened.columns.headers, opened.delimiter)
            return _write(chunks_of(opened, options), chunks, writer)
    except FileRefused as refused:
        chunks_path.unlink(missing_ok=True)
        if refused.code is not FileCode.NO_GOOD_ROW:
            rejected_path.unlink(missing_ok=True)
        raise


def read_chunks(chunks_path: Path) -> Iterator[ParsedChunk]:
    """The chunks that `parse_file` wrote, one in memory at a time."""
    with chunks_path.open(encoding="utf-8") as lines:
        for contacts in lines:
            fields = json.loads(next(lines))
            yield ParsedChunk(
                contacts=tuple(map(ContactRow.from_json, json.loads(contacts))),
                problems=tuple(Problem(**problem) for problem in fields["problems"]),
                warnings=tuple(Problem(**warning) for warning in fields["warnings"]),
            )


def _write(read: Iterator[Chunk | Summary], chunks: TextIO, rejected: RejectedRowsWriter) -> Summary:
    for item in read:
        if isinstance(item, Summary):
            return item
        for row in item.rejected:
            rejected.add(row)
        chunks.write(_lines(item))
        chunks.flush()
    raise AssertionError("a reading ends in a summary or a refusal")


def _lines(chunk: Chunk) -> str:
    fields = {
        "accepted": len(chunk.written),
        "problems": [problem.as_json() for row in chunk.rejected for problem in row.problems],
        "warnings": [warning.as_json() for warning in chunk.warnings],
    }
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return f"[{','.join(chunk.written)}]\n{told}\n"
