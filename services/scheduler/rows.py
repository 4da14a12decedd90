"""Rows of the scheduler's queries: those that are asked for together come in one round trip."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from shared.contracts.campaigns import CampaignSettings
from shared.runtime.worker import Connection
from shared.sql import load_queries

READS = load_queries("services.scheduler", "sql/queries.sql")
WRITES = load_queries("services.scheduler", "sql/projections.sql")

Rows = list[dict[str, Any]]


async def rows_of(connection: Connection, *asked: tuple[str, Mapping[str, Any]]) -> list[Rows]:
    """Return the rows of each query of READS; in a step they are sent together and waited for once."""
    cursors = [await connection.execute(READS[query], parameters) for query, parameters in asked]
    return [await cursor.fetchall() for cursor in cursors]


@lru_cache(maxsize=10_000)
def settings_of(text: str) -> CampaignSettings:
    """Return a campaign's settings from the text of their column; those of a campaign are read again at each step."""
    return CampaignSettings.model_validate_json(text)
