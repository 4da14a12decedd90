"""Whatever is told, in whatever order and however often: counters and figures are what a count would give."""

import re
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from services.campaigns import commands
from shared.contracts.event import Event
from shared.contracts.scheduler import SlotBooked
from shared.contracts.vocabulary import DialFailure, Outcome, Service
from shared.contracts.webhooks import Cost, Progress
from tests.integration.campaigns.scene import Scene, counted, recount, row
from tests.integration.campaigns.story import Telling

CALLS = 3
REPORTS = (Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.BUSY, Outcome.FAILED)
COMMANDS = {"pause": commands.pause, "resume": commands.resume}
KINDS = {
    Service.SCHEDULER: ("requested", "booked", "retry", "requeued", "due", "settled", "skipped"),
    Service.DIALER: ("placed", "failed"),
    Service.WEBHOOKS: ("ringing", "answered", "ended", "reported", "dearer"),
}
EVENT = some.sampled_from([(source, kind) for source, kinds in KINDS.items() for kind in kinds])
NEWS = some.tuples(EVENT, some.integers(0, CALLS - 1), some.integers(1, 2), some.sampled_from(REPORTS))
STORIES = some.lists(NEWS | some.sampled_from([*COMMANDS, "again"]), min_size=4, max_size=24)
BACKFILL = re.split(
    "-- What was told before this release",
    files("services.campaigns").joinpath("sql/migrations/0004_figures.sql").read_text(),
)[1].partition("\n")[2]


def news(told: Telling, kind: str, call: int, request: int, outcome: Outcome) -> Event:
    made: dict[str, Any] = {
        "requested": lambda: told.requested(call, request),
        "booked": lambda: SlotBooked(**told.attempt(call, request)),
        "retry": lambda: told.retry(call, outcome, request),
        "requeued": lambda: told.requeued(call, DialFailure.PRESUMED),
        "due": lambda: told.due(call),
        "settled": lambda: told.settled(call, outcome, request),
        "skipped": lambda: told.skipped(call, "do_not_call"),
        "placed": lambda: told.placed(call, request),
        "failed": lambda: told.failed(call, DialFailure.PRESUMED),
        "ringing": lambda: told.progress(call, Progress.RINGING),
        "answered": lambda: told.progress(call, Progress.ANSWERED),
        "ended": lambda: told.ended(call, request),
        "reported": lambda: told.reported(call, outcome, request).model_copy(
            update={"dialled": outcome is not Outcome.FAILED}
        ),
        "dearer": lambda: told.reported(call, outcome, request).model_copy(
            update={"cost": Cost(amount=Decimal(1), currency="EUR"), "duration_seconds": None}
        ),
    }
    event: Event = made[kind]()
    return event


async def figures(scene: Scene) -> list[dict[str, Any]]:
    """What is kept of campaigns' figures, without quarters that hold noughts."""
    quarters = await scene.fetch("select * from campaign_quarters where placed > 0 or not_placed > 0 order by 1, 2")
    return [*quarters, *await scene.fetch("select * from campaign_costs where amount > 0 order by 1, 2")]


async def figures_counted_anew(scene: Scene) -> list[dict[str, Any]]:
    """The same, counted over all attempts, as an upgrade does."""
    kept = await figures(scene)
    async with scene.pool.connection() as connection:
        await connection.execute("delete from campaign_quarters")
        await connection.execute("delete from campaign_costs")
        for statement in BACKFILL.split(";\n"):
            if statement.strip():
                await connection.execute(statement.encode())
        await connection.commit()
    anew = await figures(scene)
    assert [one for one in anew if one not in kept] == []
    return anew


async def tell(scene: Scene, campaign: UUID, user: UUID, story: Sequence[Any]) -> None:
    told = Telling(campaign, user, await scene.calls(campaign))
    last = None
    for one in story:
        if one == "again":
            if last is not None:
                await scene.inbox.apply(last)
        elif isinstance(one, str):
            await COMMANDS[one](scene.context, user, campaign)
        else:
            (source, kind), call, request, outcome = one
            last = scene.told(source, news(told, kind, call, request, outcome))
            await scene.inbox.apply(last)


async def analytics(scene: Scene, user: UUID, campaign: UUID) -> Any:
    view = await scene.views(user).analytics(campaign)
    assert view is not None
    return view


async def test_any_interleaving_and_repetition_counts_as_a_recount_does(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)

    async def campaign() -> UUID:
        accepted = await scene.imported(user, scene.new(agent), [row(n) for n in range(CALLS)])
        assert accepted.campaign_id is not None
        return accepted.campaign_id

    for story in examples():
        first, second = await campaign(), await campaign()
        await tell(scene, first, user, story)
        await tell(scene, second, user, sorted(story, key=_source))
        assert await analytics(scene, user, first) == await analytics(scene, user, second)
    assert await counted(scene) == await recount(scene)
    kept = await figures(scene)
    assert kept == await figures_counted_anew(scene)
    assert any(one.get("answered") for one in kept)


def _source(one: Any) -> str:
    """One log after the other: each in its own order, but none beside another."""
    return "" if isinstance(one, str) else str(one[0][0])


def examples() -> list[list[Any]]:
    """Stories that Hypothesis makes up; the same ones each time."""
    made: list[list[Any]] = []

    @settings(max_examples=25, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(STORIES)
    def keep(story: list[Any]) -> None:
        made.append(story)

    keep()
    return made
