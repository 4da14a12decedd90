"""Tables → answers: what was said in a call, for the story of that call."""

from decimal import Decimal
from uuid import UUID

from services.webhooks.projections import QUERIES
from shared.contracts.questions import Report
from shared.contracts.webhooks import Cost
from shared.runtime.worker import Connection


async def report_of(connection: Connection, attempt_id: UUID) -> Report:
    """What is known of an attempt's call; only its id where nothing is."""
    cursor = await connection.execute(QUERIES["report_of_attempt"], {"attempt_id": attempt_id})
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
        recording_url=row["recording_url"],
        duration_seconds=row["duration_seconds"],
        cost=None if row["cost_cents"] is None else Cost(amount=row["cost_cents"] / Decimal(100)),
    )
