"""Files that were answered with 202: kept in the database until they are accepted or refused, whatever process dies.

The process that received a file sees to it and says so again and again (`held_until`); another takes up what is held no
longer. Two that see to the same one do no harm: chunks take their own places, and an import is accepted once.
"""

import asyncio
import contextlib
import hashlib
import shutil
import tempfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import structlog
from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.campaigns import commands
from services.campaigns.domain.refusals import Refusal
from services.campaigns.http.authentication import Caller
from services.campaigns.http.parts import QUERIES, Parts
from services.campaigns.http.problems import Problem
from services.campaigns.http.uploading import (
    INTERRUPTED,
    Upload,
    accept_in_background,
    as_problem,
    checked_fields,
    failure,
)
from services.campaigns.http.uploads import Form, SpooledFile
from shared.eventstore.acting import act_as
from shared.messaging.envelope import Actor

PART_BYTES = 1024 * 1024
HOLD_SECONDS = 15.0
RENEW_SECONDS = 5.0
LOOK_SECONDS = 5.0
"""So often a process looks for files whose own process died."""
TRIES = 3
"""So many processes may die over a file before it is given up."""

_CALLER: TypeAdapter[Caller] = TypeAdapter(Caller)
log = structlog.get_logger(__name__)


class _Kept(BaseModel):
    """What was asked, beside the file, and by whom."""

    model_config = ConfigDict(frozen=True)

    caller: Caller
    fields: dict[str, str]
    file_name: str | None
    into: UUID | None = None


@dataclass(frozen=True, slots=True)
class _TakenUp:
    import_id: UUID
    kept: _Kept
    tries: int


async def keep(parts: Parts, upload: Upload, import_id: UUID) -> None:
    """Keep a file and what was asked of it; when this returns both survive the end of any process."""
    file = upload.form.required_file()
    with file.path.open("rb") as stream:
        for part, piece in enumerate(iter(lambda: stream.read(PART_BYTES), b""), start=1):
            packed = await asyncio.to_thread(zlib.compress, piece, 1)
            async with parts.connection() as connection:
                await connection.execute(QUERIES["not_waiting_for_the_disk"])
                parameters = {"import_id": import_id, "part": part, "bytes": packed}
                await connection.execute(QUERIES["keep_file_part"], parameters)
    kept = _Kept(
        caller=replace(upload.who, name="", email=""),
        fields=dict(upload.form.fields),
        file_name=file.name,
        into=upload.into,
    )
    parameters = {
        "import_id": import_id,
        "user_id": upload.who.user_id,
        "request": Jsonb(kept.model_dump(mode="json")),
        "seconds": HOLD_SECONDS,
    }
    async with parts.connection() as connection:
        await connection.execute(QUERIES["keep_receipt"], parameters)


async def see_to(parts: Parts, upload: Upload, import_id: UUID) -> None:
    """Read and accept a kept file; accepted or refused it is let go.

    Given up half way, or in trouble that is not the file's, it stays kept: a process goes on with it later.
    """
    try:
        async with _held(parts, import_id):
            await _checked_and_accepted(parts, upload, import_id)
    except Exception:
        log.exception("a file waits to be gone on with", import_id=str(import_id))
        return
    async with parts.connection() as connection:
        await connection.execute(QUERIES["let_go_of_upload"], {"import_id": import_id})


async def _checked_and_accepted(parts: Parts, upload: Upload, import_id: UUID) -> None:
    try:
        found = await checked_fields(parts, upload)
    except (Problem, Refusal) as refused:
        await commands.fail_upload(parts.context, upload.who.user_id, import_id, failure(as_problem(refused)))
    else:
        await accept_in_background(parts, upload, import_id, found)


async def go_on_again_and_again(parts: Parts) -> None:
    """See to files whose process died, one after another; any number of processes may."""
    while True:
        try:
            while await go_on(parts):
                pass
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            log.warning("files left by others could not be seen to, trying again", error=repr(error))
        await asyncio.sleep(LOOK_SECONDS)


async def go_on(parts: Parts) -> bool:
    """See to one file whose process died; return whether there was one."""
    taken = await _take_up(parts)
    if taken is None:
        return False
    if taken.tries > TRIES:
        await commands.fail_upload(parts.context, taken.kept.caller.user_id, taken.import_id, failure(INTERRUPTED))
        async with parts.connection() as connection:
            await connection.execute(QUERIES["let_go_of_upload"], {"import_id": taken.import_id})
        return True
    log.info("going on with a file whose process ended", import_id=str(taken.import_id), tries=taken.tries)
    who = taken.kept.caller
    act_as(Actor(who.user_id, f"{who.credential.kind}:{who.credential.id}"))
    async with _unpacked(parts, taken) as form:
        await see_to(parts, Upload(who, form, taken.kept.into), taken.import_id)
    return True


async def _take_up(parts: Parts) -> _TakenUp | None:
    async with parts.connection() as connection:
        row = await (await connection.execute(QUERIES["take_up_upload"], {"seconds": HOLD_SECONDS})).fetchone()
    return _TakenUp(row["import_id"], _Kept.model_validate(row["request"]), row["tries"]) if row else None


@asynccontextmanager
async def _unpacked(parts: Parts, taken: _TakenUp) -> AsyncIterator[Form]:
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="upload-", dir=parts.spool))
    try:
        file = await _file(parts, taken, folder / "file")
        yield Form(taken.kept.fields, file, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _file(parts: Parts, taken: _TakenUp, path: Path) -> SpooledFile:
    size, digest, part = 0, hashlib.sha256(), 1
    with path.open("wb") as stream:
        while (packed := await _part(parts, taken.import_id, part)) is not None:
            piece = await asyncio.to_thread(zlib.decompress, packed)
            await asyncio.to_thread(stream.write, piece)
            digest.update(piece)
            size, part = size + len(piece), part + 1
    return SpooledFile(path, taken.kept.file_name, size, digest.hexdigest())


async def _part(parts: Parts, import_id: UUID, part: int) -> bytes | None:
    async with parts.connection() as connection:
        found = await connection.execute(QUERIES["kept_file_part"], {"import_id": import_id, "part": part})
        row = await found.fetchone()
    return bytes(row["bytes"]) if row else None


@asynccontextmanager
async def _held(parts: Parts, import_id: UUID) -> AsyncIterator[None]:
    """Say again and again, while the block runs, that a living process sees to an upload."""
    renewing = asyncio.create_task(_renew(parts, import_id))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)


async def _renew(parts: Parts, import_id: UUID) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        with contextlib.suppress(Exception):  # another takes it up then, which does no harm
            async with parts.connection() as connection:
                await connection.execute(QUERIES["hold_upload"], {"import_id": import_id, "seconds": HOLD_SECONDS})
