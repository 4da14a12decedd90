"""`POST /api/webhooks/bolna`: who may, what is answered, and that a 2xx means stored."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from services.webhooks import hearing
from services.webhooks.access import Access
from services.webhooks.api import MOST_BYTES, WebhookFace
from services.webhooks.deliveries import Delivery
from services.webhooks.domain.translation import translate
from services.webhooks.intake import Intake
from shared.eventstore.postgres import open_pool
from tests.conftest import StartPostgres
from tests.integration.webhooks.harness import Hooks, attempt, body, intake_of, placed

SHAPES = Path(__file__).parents[2] / "conformance" / "bolna" / "shapes"
SECRET = {"X-Webhook-Secret": "s3cret"}


class Face:
    """A face that is asked without a socket; its groups' sizes are noted."""

    def __init__(self, hooks: Hooks, access: Access) -> None:
        self.hooks = hooks
        self.intake = intake_of(hooks)
        app = Starlette(routes=WebhookFace(access, self.intake, hooks.clock).routes())
        transport = httpx.ASGITransport(app, client=("13.203.39.153", 4711))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://webhooks")

    async def post(
        self, content: bytes, headers: dict[str, str] | None = None, path: str = "/api/webhooks/bolna"
    ) -> httpx.Response:
        return await self.client.post(path, content=content, headers=SECRET if headers is None else headers)


@pytest.fixture
async def face(hooks: Hooks) -> AsyncIterator[Face]:
    async for one in running(Face(hooks, Access(("s3cret", "new"), (ip_network("13.203.39.153"),)))):
        yield one


async def running(face: Face) -> AsyncIterator[Face]:
    async with asyncio.TaskGroup() as group, face.client:
        group.create_task(face.intake.run())
        yield face
        face.intake.close()


async def test_a_stored_webhook_is_answered_with_200(face: Face) -> None:
    await face.hooks.dial(placed())

    answer = await face.post(body("busy"))

    assert answer.status_code == 200
    assert await face.hooks.told() == "end busy!"


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        (SECRET, "/api/webhooks/bolna", 200),
        ({"X-Webhook-Secret": "new"}, "/api/webhooks/bolna", 200),
        ({}, "/api/webhooks/bolna/s3cret", 200),
        ({}, "/api/webhooks/bolna/new", 200),
        ({}, "/api/webhooks/bolna", 401),
        ({"X-Webhook-Secret": "wrong"}, "/api/webhooks/bolna", 401),
        ({}, "/api/webhooks/bolna/wrong", 401),
    ],
)
async def test_only_who_knows_a_secret_may_deliver(face: Face, headers: dict[str, str], path: str, status: int) -> None:
    answer = await face.post(body("busy"), headers, path)

    assert answer.status_code == status
    assert len(await face.hooks.rows("deliveries", "digest")) == (status == 200)
    if status == 401:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "wrong_secret"


async def test_other_addresses_may_not_deliver(hooks: Hooks) -> None:
    async for face in running(Face(hooks, Access(("s3cret",), (ip_network("10.0.0.0/8"),)))):
        answer = await face.post(body("busy"))

        assert (answer.status_code, answer.json()["code"]) == (403, "address_not_allowed")
        assert await hooks.rows("deliveries", "digest") == []


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_above_the_bound_is_refused(face: Face, announced: bool) -> None:  # noqa: FBT001
    large = b" " * (MOST_BYTES + 1)

    async def chunks() -> AsyncIterator[bytes]:
        yield large[: MOST_BYTES // 2]
        yield large[MOST_BYTES // 2 :]

    content = large if announced else chunks()
    answer = await face.client.post("/api/webhooks/bolna", content=content, headers=SECRET)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"status": "completed"}',
        b"\xff\xfe\x00",
        b'{"id": "\\u0000"}',
        b"[" * 100_000,
        json.dumps({"id": "x" * 3000}).encode(),
    ],
)
async def test_an_unreadable_body_is_kept_with_its_error_and_answered_with_200(face: Face, content: bytes) -> None:
    answer = await face.post(content)

    assert answer.status_code == 200
    [delivery] = await face.hooks.rows("deliveries", "digest")
    assert (delivery["body"], delivery["standing"]) == (content, "unreadable")
    assert delivery["error"]


async def test_odd_values_are_stored_and_translated_all_the_same(face: Face) -> None:
    await face.hooks.dial(placed())
    odd = body(
        "completed",
        transcript="nul \x00, lone \ud800, 💬",
        total_cost="12.5",
        conversation_duration="not a number",
        extracted_data={"deep": {"nul": "\x00", "huge": 10**400}},
        answered_by_voice_mail="false",
    )

    assert (await face.post(odd)).status_code == 200
    assert await face.hooks.told() == "end answered!"


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    " ",
    "\x00",
    "\ud800",
    "x" * 5000,
    [],
    [[[]]],
    {},
    {"id": {}},
    "2026-99-99",
)


def mutated() -> list[bytes]:
    """Every recorded shape, and a whole one with each of its fields, at two levels, as each of the odd values."""
    shapes = {path.stem: json.loads(path.read_text("utf-8"))["body"] for path in SHAPES.glob("*.json")}
    whole = shapes["completed"]
    found = [*shapes.values(), *({**whole, name: odd} for name in whole for odd in ODD)]
    for outer in ("telephony_data", "context_details"):
        found += [{**whole, outer: {**whole[outer], name: odd}} for name in whole[outer] for odd in ODD]
    return [json.dumps(one).encode() for one in found]


async def test_whatever_a_body_holds_it_is_stored_and_answered_with_200(face: Face) -> None:
    await face.hooks.dial(placed())
    bodies = mutated()

    answers = [await asyncio.gather(*map(face.post, bodies[n : n + 500])) for n in range(0, len(bodies), 500)]

    assert {answer.status_code for group in answers for answer in group} == {200}
    rows = await face.hooks.rows("deliveries", "digest")
    assert {row["body"] for row in rows} == set(bodies)
    assert [row["error"] for row in rows if "failed" in (row["error"] or "")] == []
    await face.post(body("busy"))
    assert await face.hooks.told() == "end busy!"


async def test_one_bad_webhook_spoils_nothing_of_its_group(face: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    def translate_or_fail(*arguments: object) -> object:
        if "exec-13" in str(arguments[2]):
            raise ValueError("our own bug")
        return translate(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(hearing, "translate", translate_or_fail)
    await face.hooks.dial(*(placed(n) for n in range(1, 51)))
    sizes: list[int] = []
    face.intake._on_group = sizes.append

    answers = await asyncio.gather(*(face.post(body("busy", execution=f"exec-{n}")) for n in range(1, 51)))

    assert {answer.status_code for answer in answers} == {200}
    assert sum(sizes) == 50
    assert max(sizes) > 10
    for n in range(1, 51):
        assert await face.hooks.told(n) == ("" if n == 13 else "end busy!")
    errors = [row["error"] for row in await face.hooks.rows("deliveries", "digest") if row["error"]]
    assert errors == ["its translation failed: ValueError"]


async def test_a_webhook_that_could_not_be_stored_is_asked_for_again(start_postgres: StartPostgres) -> None:
    server = start_postgres()
    server.make_template()
    with server.migrated_database() as dsn:
        async with open_pool(dsn, "webhooks") as pool:
            hooks = Hooks(pool)
            await hooks.lead()
            await hooks.dial(placed())
            async for face in running(Face(hooks, Access(("s3cret",)))):
                server.kill()

                refused = await face.post(body("busy"))

                assert (refused.status_code, refused.json()["code"]) == (503, "not_stored")
                assert int(refused.headers["retry-after"]) > 0

                server.restart()
                async with asyncio.timeout(30):
                    while (await face.post(body("busy"))).status_code != 200:
                        continue
                assert await hooks.told() == "end busy!"


async def test_what_waits_is_stored_before_a_stop_and_what_comes_after_is_refused(hooks: Hooks) -> None:
    intake = intake_of(hooks)
    face = WebhookFace(Access(("s3cret",)), intake, hooks.clock)
    transport = httpx.ASGITransport(Starlette(routes=face.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://webhooks", headers=SECRET) as client:
        waiting = asyncio.create_task(client.post("/api/webhooks/bolna", content=body("busy")))
        while not intake._waiting:
            await asyncio.sleep(0)
        intake.close()
        late = await client.post("/api/webhooks/bolna", content=body("failed"))
        await intake.run()

        assert (await waiting).status_code == 200
        assert late.status_code == 503


class Stuck:
    """A store in which nothing is ever finished."""

    async def keep(self, group: Sequence[Delivery]) -> None:
        assert group
        await asyncio.Event().wait()

    async def set_aside(self, delivery: Delivery, error: str) -> None:
        raise AssertionError(delivery, error)


async def test_a_database_that_hangs_is_not_waited_for_for_ever(hooks: Hooks) -> None:
    intake = Intake(Stuck(), commit_seconds=0.05, on_group=lambda _size: None)
    face = WebhookFace(Access(("s3cret",)), intake, hooks.clock)
    transport = httpx.ASGITransport(Starlette(routes=face.routes()))
    async with (
        asyncio.TaskGroup() as group,
        httpx.AsyncClient(transport=transport, base_url="http://webhooks", headers=SECRET) as client,
    ):
        group.create_task(intake.run())

        answer = await client.post("/api/webhooks/bolna", content=body("busy", echo=attempt()))

        assert answer.status_code == 503
        intake.close()
