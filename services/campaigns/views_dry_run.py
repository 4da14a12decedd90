"""What a dry run rests on: contacts as they would be called, and how the user's last calls went."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.campaigns.domain.dry_run import Candidate

FEWEST_CALLS = 20
"""Of fewer calls no mean is taken."""
CALL_SECONDS = 60.0
RETRIED = 0.25

Rows = Callable[..., Awaitable[Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class History:
    """How long a call holds its slot, what share is tried again, and on how many calls that rests (0: assumed)."""

    call_seconds: float
    retried: float
    calls: int


class DryRunViews:
    """The part of `views.Views` that a dry run asks; `rows` is scoped to its user."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def candidates(self, contact_ids: Sequence[UUID]) -> list[Candidate]:
        """Return those of these contacts that are the user's, in their order."""
        found = await self._rows("candidates_by_id", contact_ids=list(contact_ids))
        return [Candidate(**{**one, "zones": tuple(one["zones"])}) for one in found]

    async def of_rows(self, rows: Sequence[Mapping[str, Any]]) -> list[Candidate]:
        """Return the rows of a file as they would be called: a known contact keeps what is filled."""
        numbers = ",".join(row["phone_number"] for row in rows)
        found = await self._rows("candidates_by_number", numbers=numbers)
        known = {one["phone_number"]: one for one in found}
        return [_merged(row, known.get(row["phone_number"], {})) for row in rows]

    async def history(self, outcomes: Sequence[str]) -> History:
        """Return how the last calls went; of too few it is assumed."""
        (found,) = await self._rows("calling_history", outcomes=list(outcomes))
        if found["calls"] < FEWEST_CALLS:
            return History(CALL_SECONDS, RETRIED if outcomes else 0.0, 0)
        return History(found["seconds"], found["retried"] or 0.0, found["calls"])


def _merged(row: Mapping[str, Any], known: Mapping[str, Any]) -> Candidate:
    def of(name: str) -> Any:
        return known.get(name) or row.get(name)

    zone = of("timezone")
    return Candidate(
        phone_number=row["phone_number"],
        zones=(zone,) if zone else tuple(of("zones") or ()),
        name=of("name"),
        priority=(100 if of("name") else 0) + (10 if of("email") else 0) + (10 if of("company") else 0),
        country=row.get("country"),
        contact_id=known.get("contact_id"),
    )
