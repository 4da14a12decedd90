"""From a file on the disk to rows that wait to be accepted: read in a child, staged a chunk at a time."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from services.campaigns import commands
from services.campaigns.contact_files import ReadOptions, Summary, parse_file
from services.campaigns.http.parts import Parts
from services.campaigns.http.uploads import SpooledFile

SHOWN_PROBLEMS = 100
PART_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a child made of a file: counts, and where good and rejected rows lie."""

    summary: Summary
    chunks: Path
    rejected: Path


@dataclass(slots=True)
class Staged:
    """A staged import, and the first problems and warnings of its rows."""

    chunks: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)


async def parsed(parts: Parts, user_id: UUID, file: SpooledFile, options: ReadOptions) -> ParsedFile:
    """Read a file in a child process. Raises FileRefused, Problem parser_unavailable."""
    chunks, rejected = file.path.with_name("chunks"), file.path.with_name("rejected")
    child = parts.parsers.of(file.size)
    summary = await child.run(user_id, parse_file, file.path, options, chunks, rejected)
    return ParsedFile(summary, chunks, rejected)


async def staged(
    parts: Parts, user_id: UUID, import_id: UUID, file: ParsedFile
) -> tuple[commands.StagedImport, Staged]:
    """Stage the good rows and the file of rejected ones; staged again they take their own places."""
    context, found = parts.context, Staged()
    async for line in _lines(file.chunks):
        if line["contacts"]:
            found.chunks += 1
            await commands.stage_chunk(context, user_id, import_id, found.chunks, line["contacts"])
        _keep_first(found.problems, line["problems"])
        _keep_first(found.warnings, line["warnings"])
    if file.summary.rejected or file.summary.duplicates:
        await stage_rejected(parts, user_id, import_id, file.rejected)
    summary = file.summary
    return commands.StagedImport(
        import_id=import_id,
        chunks=found.chunks,
        total_rows=summary.total_rows,
        accepted=summary.accepted,
        rejected=summary.rejected,
        duplicates=summary.duplicates,
    ), found


async def stage_rejected(parts: Parts, user_id: UUID, import_id: UUID, rejected: Path) -> None:
    """Stage the file of rejected rows, part by part; nothing where there is none."""
    if not await asyncio.to_thread(rejected.exists):
        return
    with rejected.open("rb") as stream:
        for part, piece in enumerate(iter(lambda: stream.read(PART_BYTES), b""), start=1):
            await commands.stage_rejects(parts.context, user_id, import_id, part, piece)


def _keep_first(kept: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    kept += found[: SHOWN_PROBLEMS - len(kept)]


async def _lines(chunks: Path) -> AsyncIterator[dict[str, Any]]:
    """The chunks that the child wrote, as the JSON they are; one in memory at a time."""

    def read(lines: Iterator[str]) -> dict[str, Any] | None:
        line = next(lines, None)
        return None if line is None else json.loads(line)

    with chunks.open(encoding="utf-8") as stream:
        while (line := await asyncio.to_thread(read, stream)) is not None:
            yield line
