"""Commands on imports: a file's rows are staged in small transactions, then accepted in one.

open_upload → stage_chunk … → accept_import. What was staged and never accepted is a record that nothing reads. The
leader queues what was accepted, a chunk a transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from services.campaigns.commands_campaigns import NewCampaign, make_campaign
from services.campaigns.commands_context import QUERIES, Context, carry_out, row
from services.campaigns.domain import campaign_life, import_
from services.campaigns.domain.campaign import Campaign
from services.campaigns.domain.campaign_progress import queue
from services.campaigns.domain.contacts import Row
from services.campaigns.domain.refusals import ImportTooLarge, NoSuchImport
from services.campaigns.projections_campaigns import locked_campaign
from services.campaigns.queueing_chunks import append_life, with_pending
from shared.contracts.ids import import_stream
from shared.runtime.worker import Connection, Step

MOST_ROWS = 1_000
MOST_BYTES = 400_000
"""Of one staged chunk, as JSON in UTF-8."""

_ROWS = TypeAdapter(tuple[Row, ...])
_SHOWN = 100
"""So many problems and warnings are kept beside an upload; all stand in the file of rejected rows."""

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


class ChunksMissing(RuntimeError):
    """An import was accepted whose chunks are not all staged: a mistake of the caller, nothing is recorded."""


async def open_upload(context: Context, user_id: UUID, import_id: UUID, file_name: str | None = None) -> None:
    """Note that a file is arriving (`receiving`). Said again, nothing changes."""

    async def work(step: Step) -> None:
        parameters = {"import_id": import_id, "user_id": user_id, "file_name": file_name, "at": context.now()}
        await step.connection.execute(QUERIES["open_upload"], parameters)

    await carry_out(context, work)


async def validating_upload(context: Context, user_id: UUID, import_id: UUID) -> None:
    """Note that the file has arrived and is being read (`validating`). Raises NoSuchImport."""

    async def work(step: Step) -> None:
        if await _locked_upload(step, user_id, import_id) == "receiving":
            await _put_upload(step, import_id, "validating", context.now())

    await carry_out(context, work)


async def fail_upload(
    context: Context,
    user_id: UUID,
    import_id: UUID,
    failure: Mapping[str, Any],
    problems: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Note that the file was refused as a whole (`failed`), and throw away what was staged of it.

    An import that was accepted stays so. Raises NoSuchImport.
    """

    async def work(step: Step) -> None:
        if await _locked_upload(step, user_id, import_id) == "staged":
            return
        await step.connection.execute(QUERIES["drop_chunks"], {"import_id": import_id})
        await _put_upload(step, import_id, "failed", context.now(), failure=dict(failure), problems=problems)

    await carry_out(context, work)


async def stage_chunk(
    context: Context, user_id: UUID, import_id: UUID, chunk: int, staged_rows: Sequence[StagedRow]
) -> None:
    """Keep one chunk (from 1) of an upload; the same chunk again takes its place.

    Once the import was accepted nothing changes. Raises ImportTooLarge, NoSuchImport, and pydantic.ValidationError
    for a row that no contact can be made of.
    """
    staged = _ROWS.dump_json(_ROWS.validate_python(staged_rows))
    if len(staged_rows) > MOST_ROWS or len(staged) > MOST_BYTES:
        raise ImportTooLarge(chunk=chunk, import_id=import_id, most_rows=MOST_ROWS, most_bytes=MOST_BYTES)

    async def work(step: Step) -> None:
        if await _locked_upload(step, user_id, import_id) != "staged":
            parameters = {"import_id": import_id, "chunk": chunk, "rows": staged.decode()}
            await step.connection.execute(QUERIES["put_chunk"], parameters)

    await carry_out(context, work)


async def stage_read_chunk(connection: Connection, user_id: UUID, import_id: UUID, chunk: int, rows: str) -> None:
    """Keep a chunk as a child wrote it, which made sure of its rows and its bounds; once accepted nothing changes.

    A record beside the log that the acceptance makes last: whoever commits it need not wait for the disk.
    """
    parameters = {"import_id": import_id, "user_id": user_id, "chunk": chunk, "rows": rows}
    await connection.execute(QUERIES["put_arriving_chunk"], parameters)


async def stage_rejects(context: Context, user_id: UUID, import_id: UUID, part: int, csv: bytes) -> None:
    """Keep one part (from 1, at most 1 MiB) of the file of rejected rows; the same part again takes its place."""

    async def work(step: Step) -> None:
        await _locked_upload(step, user_id, import_id)
        await step.connection.execute(QUERIES["put_rejects"], {"import_id": import_id, "part": part, "csv": csv})

    await carry_out(context, work)


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
    Raises NoSuchImport, NoSuchAgent, NoSuchCampaign, AlreadyFinished, ChunksMissing.
    """
    new_campaign_id = context.new_id()

    async def work(step: Step) -> Accepted:
        await _locked_upload(step, user_id, staged.import_id)
        known = await row(step.connection, "import_for_update", import_id=staged.import_id)
        if known is not None:
            return Accepted(staged.import_id, known["campaign_id"])
        now = context.now()
        campaign = await _campaign(step, user_id, new_campaign_id, into, now)
        campaign_id = new_campaign_id if isinstance(into, NewCampaign) else into
        await _accept(step, user_id, campaign_id, staged, now)
        if campaign is not None and isinstance(into, NewCampaign) and not into.draft:
            events = campaign_life.start(new_campaign_id, with_pending(campaign, 1), now)
            append_life(step, campaign, events)
        await _put_upload(step, staged.import_id, "staged", now, problems=problems, warnings=warnings)
        return Accepted(staged.import_id, campaign_id)

    return await carry_out(context, work)


async def _campaign(
    step: Step, user_id: UUID, new_id: UUID, into: NewCampaign | UUID | None, now: datetime
) -> Campaign | None:
    """The campaign to import into: made, or found unfinished and locked."""
    match into:
        case None:
            return None
        case NewCampaign():
            return await make_campaign(step, user_id, new_id, into, now)
        case UUID():
            campaign = await locked_campaign(step.connection, into, user_id)
            queue(into, 0, campaign, now, more=True)
            return campaign


async def _accept(step: Step, user_id: UUID, campaign_id: UUID | None, staged: StagedImport, now: datetime) -> None:
    if staged.accepted and not staged.chunks:
        raise ChunksMissing(f"import {staged.import_id}: {staged.accepted} contacts accepted, none staged")
    found = await row(step.connection, "staged_chunks", import_id=staged.import_id, chunks=staged.chunks)
    if found is None or found["chunks"] != staged.chunks:
        raise ChunksMissing(f"import {staged.import_id}: {found and found['chunks']} of {staged.chunks} chunks staged")
    command = import_.AcceptImport(user_id=user_id, campaign_id=campaign_id, **asdict(staged))
    for event in import_.accept(command, import_.Unknown(), now):
        step.append(import_stream(staged.import_id), event, user_id=user_id, expected=0)


async def _locked_upload(step: Step, user_id: UUID, import_id: UUID) -> str:
    found = await row(step.connection, "upload_for_update", import_id=import_id, user_id=user_id)
    if found is None:
        raise NoSuchImport(import_id=import_id)
    return str(found["status"])


async def _put_upload(
    step: Step,
    import_id: UUID,
    status: str,
    now: datetime,
    *,
    failure: Mapping[str, Any] | None = None,
    problems: Sequence[Mapping[str, Any]] | None = None,
    warnings: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    parameters = {
        "import_id": import_id,
        "status": status,
        "at": now,
        "failure": None if failure is None else Jsonb(failure),
        "problems": None if problems is None else Jsonb([dict(one) for one in problems[:_SHOWN]]),
        "warnings": None if warnings is None else Jsonb([dict(one) for one in warnings[:_SHOWN]]),
    }
    await step.connection.execute(QUERIES["put_upload"], parameters)
