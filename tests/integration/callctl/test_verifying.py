"""Whatever is missing of the records is found, and named."""

from typing import Any

import psycopg
import pytest

from callctl import verifying
from callctl.verifying import findings
from services.campaigns.handlers import CampaignsWorker
from services.dialer.handlers import DialerWorker
from services.scheduler.handlers import SchedulerWorker
from services.webhooks.handlers import WebhooksWorker
from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.testing.examples import example


@pytest.fixture
async def recorded(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database whose campaigns have recorded three events that nobody was told of yet."""
    monkeypatch.setattr(verifying, "CATCH_UP_SECONDS", 0.0)
    async with open_pool(database, Service.CAMPAIGNS) as pool:
        store = PostgresEventStore(Service.CAMPAIGNS, pool)
        for _ in range(3):
            async with store.transaction() as step:
                step.append("user-1", example(UserLimitChanged), user_id=None)
    return database


def spoil(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement.encode())


def wrong(dsn: str) -> dict[str, str]:
    return {finding.name: finding.found for finding in findings(dsn) if not finding.good}


def test_an_empty_setup_is_whole(database: str) -> None:
    assert wrong(database) == {}


def test_who_has_not_applied_or_published_what_is_recorded_is_named(recorded: str) -> None:
    found = wrong(recorded)

    assert sorted(found) == ["dialer from campaigns", "relay of campaigns", "scheduler from campaigns"]
    assert found["dialer from campaigns"].startswith("3 events behind")


@pytest.mark.parametrize(
    ("damage", "name", "says"),
    [
        ("delete from campaigns.events where position = 2", "log of campaigns", "position 3 does not follow"),
        ("delete from campaigns.events where position = 3", "log of campaigns", "2 events, and its head says 3"),
        ("update campaigns.events set version = 5 where position = 3", "log of campaigns", "user-1"),
        ("delete from campaigns.journal where number = 2", "journal of campaigns", "row 3 does not follow"),
        ("delete from campaigns.journal where number = 3", "journal of campaigns", "its end, row 2"),
    ],
)
def test_a_gap_in_a_record_is_found(recorded: str, damage: str, name: str, says: str) -> None:
    spoil(recorded, damage)

    assert says in wrong(recorded)[name]


def test_a_consumer_that_follows_another_history_is_found(recorded: str) -> None:
    spoil(
        recorded,
        "insert into dialer.consumed (source, epoch, position, event_id)"
        " select 'campaigns', epoch, position, gen_random_uuid() from campaigns.head",
    )

    assert "applied as another event" in wrong(recorded)["dialer from campaigns"]


def test_which_services_each_reads_is_what_their_workers_say() -> None:
    workers: dict[Service, Any] = {
        Service.CAMPAIGNS: CampaignsWorker, Service.SCHEDULER: SchedulerWorker,
        Service.DIALER: DialerWorker, Service.WEBHOOKS: WebhooksWorker,
    }  # fmt: skip
    assert {service: set(sources) for service, sources in verifying.READS.items()} == {
        service: set(worker.sources) for service, worker in workers.items()
    }
