"""Tables → answers: what was said in a call, for its story; what Bolna was asked about calls that fell silent."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from services.webhooks.projections import QUERIES
from shared.contracts.questions import Asked, AskedOf, Report
from shared.contracts.webhooks import Cost
from shared.runtime.worker import Connection

TRANSCRIPT_CHARACTERS = 100_000
SUMMARY_CHARACTERS = 10_000
DATA_CHARACTERS = 50_000
"""Of what was said: with four bytes to a character all of it fits into a message of NATS (1 MiB)."""


async def asked_of(connection: Connection, attempts: Sequence[UUID]) -> AskedOf:
    """What the provider was asked about calls that are not over; nothing of those it was not asked about."""
    cursor = await connection.execute(QUERIES["open_calls"], {"attempts": list(attempts)})
    return AskedOf(
        asked=tuple(
            Asked(
                attempt_id=row["attempt_id"],
                execution_id=row["execution_id"],
                asked_at=row["asked_at"],
                again_at=row["next_at"],
                fruitless=row["fruitless"],
            )
            for row in await cursor.fetchall()
            if row["asked_at"] is not None
        )
    )


async def report_of(connection: Connection, attempt_id: UUID, user_id: UUID | None = None) -> Report:
    """What is known of an attempt's call; only its id where nothing is, or where it is not that user's."""
    asked = {
        "attempt_id": attempt_id,
        "user_id": user_id,
        "transcript": TRANSCRIPT_CHARACTERS,
        "summary": SUMMARY_CHARACTERS,
        "data": DATA_CHARACTERS,
    }
    cursor = await connection.execute(QUERIES["report_of_attempt"], asked)
    row = await cursor.fetchone()
    if row is None:
        return Report(attempt_id=attempt_id)
    return Report(
        attempt_id=attempt_id,
        execution_id=row["execution_id"],
        provider_statuses=tuple(row["statuses"] or ()),
        transcript=row["transcript"],
        summary=row["summary"],
        extracted_data=row["extracted_data"],
        cut=row["cut"],
        recording_url=row["recording_url"],
        duration_seconds=row["duration_seconds"],
        cost=None if row["cost_cents"] is None else Cost(amount=row["cost_cents"] / Decimal(100)),
    )
