"""Commands on imports: a file's rows are staged in small transactions, then accepted in one.

open_upload → stage_chunk … → accept_import. What was staged and never accepted is a record that nothing reads. The
leader queues what was accepted, a chunk a transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.campaigns.commands_campaigns import NewCampaign
from services.campaigns.commands_context import Context

MOST_ROWS = 1_000
MOST_BYTES = 400_000
"""Of one staged chunk, as JSON in UTF-8."""

StagedRow = Mapping[str, Any]
"""A row as `contact_files.ContactRow.as_json` gives it: phone_number (E.164) and zones at least."""


@dataclass(frozen=True)
class StagedImport:
    """A file whose good rows are staged in chunks 1…`chunks`, and what became of its rows."""

    import_id: UUID
    chunks: int
    total_rows: int
    accepted: int
    rejected: int
    duplicates: int


@dataclass(frozen=True)
class Accepted:
    """What was accepted: from here on all of it will be queued. No campaign: contacts alone are imported."""

    import_id: UUID
    campaign_id: UUID | None


async def open_upload(context: Context, user_id: UUID, import_id: UUID, file_name: str | None = None) -> None:
    """Note that a file is arriving (`receiving`). Said again, nothing changes."""
    raise NotImplementedError


async def validating_upload(context: Context, user_id: UUID, import_id: UUID) -> None:
    """Note that the file has arrived and is being read (`validating`)."""
    raise NotImplementedError


async def fail_upload(
    context: Context,
    user_id: UUID,
    import_id: UUID,
    failure: Mapping[str, Any],
    problems: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Note that the file was refused as a whole (`failed`), and throw away what was staged of it."""
    raise NotImplementedError


async def stage_chunk(
    context: Context, user_id: UUID, import_id: UUID, chunk: int, staged_rows: Sequence[StagedRow]
) -> None:
    """Keep one chunk (from 1) of an upload; the same chunk again takes its place. Raises ImportTooLarge, NoSuchImport.

    Once the import was accepted nothing changes.
    """
    raise NotImplementedError


async def stage_rejects(context: Context, user_id: UUID, import_id: UUID, part: int, csv: bytes) -> None:
    """Keep one part (from 1, at most 1 MiB) of the file of rejected rows; the same part again takes its place."""
    raise NotImplementedError


async def accept_import(
    context: Context,
    user_id: UUID,
    staged: StagedImport,
    into: NewCampaign | UUID | None,
    *,
    problems: Sequence[Mapping[str, Any]] = (),
    warnings: Sequence[Mapping[str, Any]] = (),
) -> Accepted:
    """Accept a staged import into a new campaign, an unfinished one (its id), or among the contacts alone (None).

    One small transaction, whatever the file's size. Accepted already, nothing changes and the same is returned.
    Raises NoSuchImport, NoSuchAgent, NoSuchCampaign, AlreadyFinished.
    """
    raise NotImplementedError
