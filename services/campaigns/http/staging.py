"""From a file on the disk to rows that wait to be accepted: read in a child, and staged while it is read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from services.campaigns import commands
from services.campaigns.contact_files import ReadOptions, Summary, parse_file
from services.campaigns.http.chunks_written import BegunAnew, WrittenChunk, chunks_written
from services.campaigns.http.parts import QUERIES, Parts
from services.campaigns.http.uploads import SpooledFile

SHOWN_PROBLEMS = 100
PART_BYTES = 512 * 1024
NOTHING = "[]"


@dataclass(slots=True)
class Staged:
    """How many chunks were staged, with how many contacts, and the first problems and warnings of their rows."""

    chunks: int = 0
    accepted: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)


class NotAllStaged(RuntimeError):
    """Other contacts were staged than the child accepted: a mistake of ours, nothing is accepted."""


async def read_and_staged(
    parts: Parts, user_id: UUID, import_id: UUID, file: SpooledFile, options: ReadOptions
) -> tuple[commands.StagedImport, Staged]:
    """Read a file in a child and stage its good rows meanwhile, then the file of rejected ones.

    The upload must have been opened. Staged again, chunks take their own places. Raises FileRefused, whereupon whoever
    asked throws away what is staged, Problem parser_unavailable, and NotAllStaged.
    """
    chunks, rejected = file.path.with_name("chunks"), file.path.with_name("rejected")
    child = parts.parsers.of(file.size)
    reading = asyncio.create_task(child.run(user_id, parse_file, file.path, options, chunks, rejected))
    try:
        while True:
            try:
                found = await _stage(parts, user_id, import_id, chunks_written(chunks, reading))
                break
            except BegunAnew:
                continue
        summary = await reading
    finally:
        reading.cancel()
    if found.accepted != summary.accepted:
        raise NotAllStaged(f"import {import_id}: {found.accepted} of {summary.accepted} contacts staged")
    if summary.rejected or summary.duplicates:
        await stage_rejected(parts, user_id, import_id, rejected)
    return _counted(import_id, found, summary), found


def _counted(import_id: UUID, found: Staged, summary: Summary) -> commands.StagedImport:
    return commands.StagedImport(
        import_id=import_id,
        chunks=found.chunks,
        total_rows=summary.total_rows,
        accepted=summary.accepted,
        rejected=summary.rejected,
        duplicates=summary.duplicates,
    )


async def _stage(parts: Parts, user_id: UUID, import_id: UUID, chunks: AsyncIterator[WrittenChunk]) -> Staged:
    found = Staged()
    async for chunk in chunks:
        if chunk.contacts != NOTHING:
            found.chunks += 1
            found.accepted += chunk.accepted
            async with parts.connection() as connection:
                await connection.execute(QUERIES["not_waiting_for_the_disk"])
                await commands.stage_read_chunk(connection, user_id, import_id, found.chunks, chunk.contacts)
        _keep_first(found.problems, chunk.problems)
        _keep_first(found.warnings, chunk.warnings)
    return found


async def stage_rejected(parts: Parts, user_id: UUID, import_id: UUID, rejected: Path) -> None:
    """Stage the file of rejected rows, part by part; nothing where there is none."""
    if not await asyncio.to_thread(rejected.exists):
        return
    with rejected.open("rb") as stream:
        for part, piece in enumerate(iter(lambda: stream.read(PART_BYTES), b""), start=1):
            await commands.stage_rejects(parts.context, user_id, import_id, part, piece)


def _keep_first(kept: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    kept += found[: SHOWN_PROBLEMS - len(kept)]
