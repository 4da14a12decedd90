"""Whatever is sent to any operation, by whomever: no mistake of ours, and nothing of another tenant's.

schemathesis makes the requests from the OpenAPI document, the same at every run: right ones, and ones that are wrong in
some place. Ids in them are in turn the caller's own, another tenant's, and nobody's.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from itertools import cycle
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from services.campaigns.api import described
from services.campaigns.http.parsing import Parsers
from tests.infrastructure import NatsAccounts, Postgres
from tests.integration.api.face import Face, face
from tests.integration.api.tenants import Tenant, bystander, tenant

Case = AnyCase[Any]
pytestmark = pytest.mark.asyncio(loop_scope="session")

EXAMPLES = {GenerationMode.POSITIVE: 5, GenerationMode.NEGATIVE: 3}
OURS, THEIRS = "Qzmine", "Qztheirs"


@cache
def cases() -> Sequence[Case]:
    """Requests to every operation that answers and ends, the same at every run."""
    document = schemathesis.openapi.from_dict(described("0"))
    found: list[Case] = []
    for result in document.get_all_operations():
        assert isinstance(result, Ok), "the document is wrong"
        operation = result.ok()
        if "text/event-stream" in str(operation.definition.raw["responses"]):
            continue
        for mode, count in EXAMPLES.items():

            @settings(
                max_examples=count,
                derandomize=True,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],
            )
            @given(operation.as_strategy(generation_mode=mode))
            def gather(case: Case) -> None:
                found.append(case)

            with suppress(Unsatisfiable):  # of an operation that takes nothing, no request is wrong
                gather()
    return found


class World:
    """The face, the caller's tenant, and the other."""

    def __init__(self, face: Face, ours: Tenant, theirs: Tenant, anybody: str) -> None:
        self.face = face
        self.ours = ours
        self.theirs = theirs
        self.others_ids = {**theirs.ids, "user_id": anybody}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(postgres: Postgres, nats_accounts: NatsAccounts, parsers: Parsers) -> AsyncIterator[World]:
    with postgres.migrated_database() as database:
        async with face(database, nats_accounts.take(), parsers) as opened:
            opened.lead()
            yield World(opened, await tenant(opened, OURS), await tenant(opened, THEIRS), await bystander(opened))


def with_ids(case: Case, ids: Mapping[str, str]) -> Case:
    """Return a request with ids in place of those that were made up, in the path and in the body."""
    path = {name: ids.get(name, value) for name, value in case.path_parameters.items()}
    body = case.body
    if isinstance(body, dict):
        body = {name: ids["agent_id"] if name == "agent_id" and ids else value for name, value in body.items()}
        if isinstance(body.get("contact_ids"), list) and ids:
            body["contact_ids"] = [ids["contact_id"]]
    made: Case = case.operation.Case(
        method=case.method, path_parameters=path, query=case.query, body=body, media_type=case.media_type
    )
    return made


def sent(world: World, key: str) -> list[tuple[str, int, str]]:
    """Send every request with a key; return what was asked, the status and the answer."""
    answers = []
    for case, ids in zip(cases(), cycle([world.ours.ids, world.others_ids, {}]), strict=False):
        asked = with_ids(case, ids)
        response = asked.call(base_url=world.face.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        name = f"{asked.operation.label} {asked.path_parameters} {asked.query} {asked.body!r}"
        answers.append((name, response.status_code, response.text))
    return answers


async def asked_everything(world: World, key: str) -> list[tuple[str, int, str]]:
    return await asyncio.to_thread(sent, world, key)


def mistakes(answers: Sequence[tuple[str, int, str]]) -> list[str]:
    """Name the requests that met a mistake of ours; 503 says to ask again."""
    return [
        f"{status}: {asked[:500]} → {text[:300]}"
        for asked, status, text in answers
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE
    ]


def leaks(answers: Sequence[tuple[str, int, str]]) -> list[str]:
    """Name the requests that were answered with something of the other tenant's."""
    return [f"{asked[:500]} → {text[:300]}" for asked, _, text in answers if THEIRS.lower() in text.lower()]


def reached(answers: Sequence[tuple[str, int, str]]) -> int:
    return sum(status < HTTPStatus.BAD_REQUEST for _, status, _ in answers)


async def key_of(world: World, **fields: Any) -> str:
    issued = await world.ours.client.post("/api/keys", json={"name": "any", **fields})
    return str(issued.json()["key"])


async def test_the_feed_of_somebody_elses_campaign_is_none(world: World) -> None:
    async with world.ours.client.stream("GET", f"/api/campaigns/{world.theirs.ids['campaign_id']}/events") as answer:
        assert answer.status_code == HTTPStatus.NOT_FOUND


async def test_a_key_that_only_reads_sees_nothing_of_others_and_changes_nothing(world: World) -> None:
    key = await key_of(world, read_only=True)
    before = await world.ours.everything(), await world.theirs.everything()
    answers = await asked_everything(world, key)
    assert mistakes(answers) == []
    assert leaks(answers) == []
    assert reached(answers) > 40
    assert (await world.ours.everything(), await world.theirs.everything()) == before


async def test_a_member_sees_and_changes_nothing_of_others(world: World) -> None:
    key = await key_of(world)
    before = await world.theirs.everything()
    answers = await asked_everything(world, key)
    assert mistakes(answers) == []
    assert leaks(answers) == []
    assert reached(answers) > 60
    assert await world.theirs.everything() == before


async def test_an_administrator_meets_no_mistake_and_sees_nobodys_campaigns_or_contacts(world: World) -> None:
    key = world.face.admin.headers["Authorization"].removeprefix("Bearer ")
    before = await world.theirs.everything()
    answers = await asked_everything(world, key)
    assert mistakes(answers) == []
    of_tenants = [one for one in answers if not one[0].startswith(("GET /api/users", "GET /api/audit"))]
    assert leaks(of_tenants) == []
    assert reached(answers) > 60
    assert await world.theirs.everything() == before
