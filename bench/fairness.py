"""Who has how many turns: `python -m bench.fairness` writes `bench/fairness.json`.

On PostgreSQL of its own: one user with a million contacts, 999 with a hundred each, 50 slots, and one more user who
hands in one contact at a time, the next when the last one is called. Lines end fifty at a time while all have work.
"""

import asyncio
import json
import os
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from bench.lines import Lines
from bench.machine import commit, machine
from shared.contracts.campaigns import CampaignScheduled
from shared.contracts.vocabulary import Service
from tests.infrastructure import server_folder, start_postgres
from tests.integration.scheduler import tale
from tests.integration.scheduler.filling import Filling, fill
from tests.integration.scheduler.stage import Stage, stage

RESULTS = Path(__file__).with_name("fairness.json")
EACH = 100
FILLING = Filling(calls=1_000 * EACH, users=1_000, slots=50, more_of_first=1_000_000 - EACH)
GOALS = {"jain": 0.999, "most_between": 1}


@dataclass(frozen=True)
class Shares:
    """Of the turns given while all had work.

    `jain` is Jain's index of the turns of those with much to do: 1 where all had as many. `most_between` is the most
    turns that any of them had between two of another. `trickling` are those of the user with one contact at a time.
    """

    turns: int
    fewest: int
    most: int
    jain: float
    most_between: int
    trickling: int


def main() -> None:
    """Plays it, prints and writes."""
    load = os.getloadavg()[0]
    with server_folder() as folder:
        server = start_postgres(folder)
        try:
            server.make_template()
            with server.migrated_database() as dsn:
                fill(dsn, FILLING)
                order = asyncio.run(_on_a_stage(dsn))
            facts = machine(server.dsn())
        finally:
            server.stop()
    results = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "how": "one run of `python -m bench.fairness`",
        "load_before": round(load, 2),
        "machine": facts,
        "goals": GOALS,
        "filling": asdict(FILLING),
        "shares": asdict(shares(order, trickling=tale.user(FILLING.users + 1))),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))


async def _on_a_stage(dsn: str) -> list[UUID]:
    async with stage(dsn) as scene:
        scene.clock[0] = datetime.now(UTC)
        return await play(scene, FILLING)


async def play(scene: Stage, filling: Filling) -> list[UUID]:
    """End lines for as long as every user has work; return whose each turn was, in order."""
    trickle = _Trickle(scene, filling)
    await trickle.begin()
    while await scene.one_turn():
        pass
    scene.give_turns_at_once()
    lines = Lines(scene, filling.slots)
    had: Counter[UUID] = Counter()
    order: list[UUID] = []
    while max(had.values(), default=0) < filling.calls // filling.users:
        fresh = [request.user_id for request in await lines.read()]
        order += fresh
        had.update(fresh)
        if trickle.user_id in fresh:
            await trickle.hand_in()
        await lines.end(filling.slots)
    return order


@dataclass
class _Trickle:
    """One more user, who hands in a contact when the last one is called."""

    scene: Stage
    filling: Filling
    handed_in: int = 0

    @property
    def _number(self) -> int:
        return self.filling.users + 1

    @property
    def user_id(self) -> UUID:
        return tale.user(self._number)

    async def begin(self) -> None:
        number = self._number
        await self.scene.tell(
            Service.CAMPAIGNS,
            *tale.registered(number, self.filling.slots),
            tale.created(number, number),
            tale.of_campaign(CampaignScheduled, number, number),
        )
        await self.hand_in()

    async def hand_in(self) -> None:
        self.handed_in += 1
        number, chunk = self._number, self.handed_in
        self.scene.leader.chunks[tale.campaign(number), chunk] = tale.pages(number, [tale.queued_call(number, chunk)])
        await self.scene.tell(Service.CAMPAIGNS, tale.queued(number, number, 1, chunk=chunk, last=False))
        await self.scene.fetch()


def shares(order: Sequence[UUID], *, trickling: UUID) -> Shares:
    """Return what came of it; at least one turn of somebody with much to do."""
    had = Counter(order)
    trickled = had.pop(trickling, 0)
    return Shares(
        turns=len(order),
        fewest=min(had.values()),
        most=max(had.values()),
        jain=round(jain(had.values()), 6),
        most_between=most_between([whose for whose in order if whose != trickling]),
        trickling=trickled,
    )


def jain(shares: Iterable[int]) -> float:
    """Return Jain's index, (Σx)² / (n Σx²): 1 where all are alike, 1/n where one has everything."""
    had = list(shares)
    return sum(had) ** 2 / (len(had) * sum(one * one for one in had))


def most_between(order: Sequence[UUID]) -> int:
    """Return the most turns that anybody had between two of another who had work all the time."""
    turns: defaultdict[UUID, list[int]] = defaultdict(list)
    for position, whose in enumerate(order):
        turns[whose].append(position)
    return max(
        (
            bisect_left(others, later) - bisect_left(others, earlier)
            for own in turns.values()
            for earlier, later in pairwise(own)
            if later - earlier != len(turns) or len(set(order[earlier:later])) != len(turns)
            for others in turns.values()
            if others is not own
        ),
        default=1,
    )


if __name__ == "__main__":
    main()
