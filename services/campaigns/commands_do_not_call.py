"""Commands on the do-not-call lists: each user's own, and the one that binds everybody (user None)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.campaigns.commands_context import Context, carry_out, row, rows
from services.campaigns.domain import do_not_call
from services.campaigns.domain.refusals import NoSuchUser
from services.campaigns.projections_do_not_call import NOBODY
from shared.contracts.ids import do_not_call_stream
from shared.runtime.worker import Step


@dataclass(frozen=True)
class Blocked:
    """How many numbers are new on the list, and a log position at which all of them are on it."""

    new: int
    position: int


async def block_numbers(context: Context, user_id: UUID | None, numbers: Mapping[str, str | None]) -> Blocked:
    """Put numbers (E.164, at most MOST_AT_ONCE) on a list, each with its reason or None; those on it already stay.

    It is true that none of them is called any more once scheduler and dialer have applied the position. Raises
    NoSuchUser.
    """
    assert len(numbers) <= do_not_call.MOST_AT_ONCE, "block them in several steps"

    async def work(step: Step) -> int:
        there = await _locked_list(step, user_id, numbers)
        events = do_not_call.block(numbers, there, context.now(), user_id=user_id)
        for event in events:
            step.append(do_not_call_stream(user_id), event, user_id=user_id)
        return len(events)

    new = await carry_out(context, work)
    return Blocked(new, (await context.store.head()).position)


async def unblock_number(context: Context, user_id: UUID | None, number: str) -> None:
    """Take a number off a list; one that is not on it is no matter. Raises NoSuchUser."""

    async def work(step: Step) -> None:
        there = await _locked_list(step, user_id, [number])
        for event in do_not_call.unblock(number, there, context.now(), user_id=user_id):
            step.append(do_not_call_stream(user_id), event, user_id=user_id)

    await carry_out(context, work)


async def _locked_list(step: Step, user_id: UUID | None, numbers: Collection[str]) -> set[str]:
    """Which of the numbers are on a list; nobody else writes to it before the step is committed."""
    if user_id is None:
        await row(step.connection, "system_limit")
    elif await row(step.connection, "user_for_update", user_id=user_id) is None:
        raise NoSuchUser(user_id=user_id)
    whose = {"scope": do_not_call.scope_of(user_id), "user_id": user_id or NOBODY}
    return {one["phone_number"] for one in await rows(step.connection, "blocked_among", **whose, numbers=list(numbers))}
