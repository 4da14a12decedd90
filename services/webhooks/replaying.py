"""Deliveries that are stored, heard once more: after a mistake of ours in reading or translating them was mended.

What was told already is told no second time, so that any may be replayed, and any number of times.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from services.webhooks.deliveries import Delivery, receive
from services.webhooks.hearing import Standing, Verdict, hear, meet
from services.webhooks.projections import QUERIES
from shared.contracts.questions import AskReplay, Replayed
from shared.runtime.worker import Connection, Leader, NotLeading, Question, Step


def replay_question(leader: Callable[[], Leader | None], clock: Callable[[], datetime]) -> dict[str, Question]:
    """Return `replay`, which the leader answers."""

    async def answer(asked: AskReplay) -> Replayed:
        leading = leader()
        if leading is None:
            raise NotLeading("this process has not led yet")
        return await leading.step(partial(replay, asked, clock()))

    return {"replay": Question(AskReplay, answer)}


async def replay(asked: AskReplay, now: datetime, step: Step) -> Replayed:
    """Hear a page of deliveries as they came, and write what has become of each."""
    rows = await _read(step.connection, asked)
    again = [receive(row["body"], row["received_at"]) for row in rows]
    notices = [delivery.notice for delivery in again if delivery.notice is not None]
    claimed = (notice.claimed_attempt for notice in notices)
    await meet(
        step.connection,
        (notice.observation.execution_id for notice in notices),
        (attempt for attempt in claimed if attempt is not None),
    )
    before = len(step.recorded)
    verdicts = (await hear(step, notices, now)).verdicts if notices else []
    await _put(step.connection, again, verdicts)
    last = rows[-1] if rows else None
    return Replayed(
        heard=len(rows),
        counted=sum(verdict.standing is Standing.COUNTED for verdict in verdicts),
        recorded=len(step.recorded) - before,
        last=last and last["received_at"],
        last_digest=last["digest"].hex() if last else "",
    )


async def _read(connection: Connection, asked: AskReplay) -> list[dict[str, Any]]:
    chosen = {
        "standings": [standing.value for standing in asked.standings],
        "execution_id": asked.execution_id,
        "after": asked.after,
        "after_digest": bytes.fromhex(asked.after_digest),
        "limit": asked.limit,
    }
    return await (await connection.execute(QUERIES["deliveries_to_replay"], chosen)).fetchall()


async def _put(connection: Connection, again: Sequence[Delivery], verdicts: Sequence[Verdict]) -> None:
    judged = iter(verdicts)
    rows = []
    for delivery in again:
        notice = delivery.notice
        verdict = Verdict(Standing.UNREADABLE, delivery.error) if notice is None else next(judged)
        rows.append(
            {
                "digest": delivery.digest,
                "execution_id": notice and notice.observation.execution_id,
                "claimed_attempt": notice and notice.claimed_attempt,
                "status": notice and notice.observation.word,
                "standing": verdict.standing.value,
                "error": verdict.error,
            }
        )
    if rows:
        async with connection.cursor() as cursor:
            await cursor.executemany(QUERIES["replayed_delivery"], rows)
