"""Leaders that die, and servers that die beneath them: another goes on, or the same one, from what was committed."""

import asyncio
import signal
import time

import pytest

from tests.faults.runtime.conftest import Breakable
from tests.integration.runtime.processes import Running, until

TAKEOVER_SECONDS = 5.0
BACK_SECONDS = 5.0


async def applied_in_order(broken: Breakable, count: int, *, seconds: float = 20) -> float:
    took = await broken.stack.until_seen(count, seconds=seconds)
    assert broken.stack.seen() == list(range(1, count + 1))
    return took


async def start_both(broken: Breakable) -> tuple[Running, Running]:
    owner = await broken.stack.leading("campaigns")
    reader = await broken.stack.leading("scheduler")
    await reader.until_ready()
    return owner, reader


async def test_of_two_workers_one_leads_and_killed_it_is_replaced_within_five_seconds(broken: Breakable) -> None:
    _, leader = await start_both(broken)
    standby = await broken.stack.start("scheduler")
    await standby.until_said("made")
    await broken.tell(*range(1, 51))
    await applied_in_order(broken, 50)
    assert not await standby.leads()

    await leader.kill()
    took = await until(standby.leads, "the standby leads")

    assert took < TAKEOVER_SECONDS
    await broken.tell(*range(51, 61))
    await applied_in_order(broken, 60)
    codes = broken.stack.rows("select data->>'code' from events order by position")
    assert [int(code.rpartition(" ")[2]) for (code,) in codes] == list(range(1, 61)), "counted on from memory as it was"


async def test_a_leader_that_ends_in_good_order_is_replaced_at_once(broken: Breakable) -> None:
    _, leader = await start_both(broken)
    standby = await broken.stack.start("scheduler")
    await standby.until_said("made")

    assert await leader.kill(signal.SIGTERM) == 0
    took = await until(standby.leads, "the standby leads")

    assert took < 1.5


async def test_a_frozen_leader_is_replaced_and_ended_by_the_kernel_as_it_wakes(broken: Breakable) -> None:
    _, leader = await start_both(broken)
    standby = await broken.stack.start("scheduler")
    await standby.until_said("made")

    leader.process.send_signal(signal.SIGSTOP)
    took = await until(standby.leads, "the standby leads")
    leader.process.send_signal(signal.SIGCONT)

    assert took < TAKEOVER_SECONDS
    assert await leader.ended() == -signal.SIGALRM


@pytest.mark.parametrize("seconds_away", [0.0, 8.0])
async def test_a_leader_whose_database_was_killed_loads_again_and_goes_on(
    broken: Breakable, seconds_away: float
) -> None:
    owner, reader = await start_both(broken)
    await broken.tell(*range(1, 21))
    await applied_in_order(broken, 20)

    broken.postgres.kill()
    await asyncio.sleep(seconds_away)  # how long it is away is the example
    broken.postgres.restart()
    back = time.monotonic()
    await broken.tell(*range(21, 41))
    await applied_in_order(broken, 40)

    assert time.monotonic() - back < BACK_SECONDS
    assert owner.process.returncode is None
    assert reader.process.returncode is None
    # Back at once, the database may not have been missed between two of its steps.
    assert reader.events().count("leading") >= (2 if seconds_away else 1)
    assert not any("parked" in event for event in reader.events())


@pytest.mark.parametrize("seconds_away", [0.0, 8.0])
async def test_a_leader_whose_nats_was_killed_leads_on_and_catches_up(broken: Breakable, seconds_away: float) -> None:
    _, reader = await start_both(broken)
    await broken.tell(*range(1, 21))
    await applied_in_order(broken, 20)

    broken.nats.kill()
    await broken.tell(*range(21, 41))
    await asyncio.sleep(seconds_away)  # how long it is away is the example
    assert "nats: not connected" in (await reader.get("/health/ready")).json()["missing"]
    broken.nats.restart()

    assert await applied_in_order(broken, 40) < BACK_SECONDS
    assert reader.events().count("leading") == 1


async def test_a_reader_that_was_away_while_the_store_was_lost_reads_what_it_missed(broken: Breakable) -> None:
    _, reader = await start_both(broken)
    await broken.tell(*range(1, 21))
    await applied_in_order(broken, 20)
    await reader.kill()
    await broken.tell(*range(21, 41))

    async def published() -> bool:
        return broken.stack.rows("select position from relay", "campaigns") == [(40,)]

    await until(published, "everything is published")
    broken.nats.restart(without_store=True)
    await broken.stack.leading("scheduler")

    assert await applied_in_order(broken, 40) < BACK_SECONDS


async def test_events_published_but_not_yet_delivered_survive_the_loss_of_the_store(broken: Breakable) -> None:
    """The reader is alive and hears nothing but the loss: nothing else happens that could remind it."""
    await start_both(broken)
    await broken.tell(*range(1, 21))
    await applied_in_order(broken, 20)

    broken.nats.kill()
    await broken.tell(*range(21, 41))
    broken.stack.rows("update relay set position = 40", "campaigns")  # published, as far as the relay knows
    broken.nats.restart(without_store=True)

    assert await applied_in_order(broken, 40) < BACK_SECONDS


async def test_a_relay_that_dies_before_its_checkpoint_publishes_again_and_all_is_applied_once(
    broken: Breakable,
) -> None:
    reader = await broken.stack.leading("scheduler")
    await broken.tell(*range(1, 21))
    dying = await broken.stack.start("campaigns", FAULT="dies_before_checkpoint")

    assert await dying.ended() == -signal.SIGKILL
    assert broken.stack.rows("select position from relay", "campaigns") == [(0,)]
    await broken.stack.leading("campaigns")

    async def published() -> bool:
        return broken.stack.rows("select position from relay", "campaigns") == [(20,)]

    await applied_in_order(broken, 20)
    await until(published, "the successor notes what is published")
    await broken.tell(21)
    await applied_in_order(broken, 21)
    assert reader.process.returncode is None


async def test_a_leader_whose_database_hangs_is_ended_rather_than_left_behind(broken: Breakable) -> None:
    _, reader = await start_both(broken)
    broken.postgres.freeze()
    try:
        assert await reader.ended(seconds=10) == -signal.SIGALRM
    finally:
        broken.postgres.thaw()
    await broken.stack.leading("scheduler")
