"""Silent calls: Bolna, a real HTTP server here, is asked about them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr

from shared.bolna.client import BolnaClient
from shared.contracts.questions import AskAsked, AskedOf
from shared.eventstore.postgres import open_pool
from tests.integration.webhooks.harness import AGENT, T0, Hooks, attempt, body, placed, unknown

SILENT_AFTER = 0.15
MISSING_APART = 0.4


@dataclass
class Bolna:
    """Answers `GET /executions/{id}` and `GET /v2/agent/{id}`, and notes when it was asked."""

    answer: Callable[[str], bytes | int] = lambda _execution: 404
    agent_is_there: bool = True
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""

    async def execution(self, request: web.Request) -> web.Response:
        execution = request.match_info["id"]
        answer = self.answer(execution)
        async with self.changed:
            self.asked.append((execution, datetime.now(UTC)))
            self.changed.notify_all()
        if isinstance(answer, int):
            return web.json_response({"error": answer, "message": "no such thing"}, status=answer)
        return web.Response(body=answer, content_type="application/json")

    async def agent(self, _request: web.Request) -> web.Response:
        if self.agent_is_there:
            return web.json_response({"id": AGENT, "agent_name": "Asha"})
        return web.json_response({"error": 404, "message": "Agent not found"}, status=404)

    async def until_asked(self, times: int) -> None:
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(lambda: len(self.asked) >= times)


@pytest.fixture
async def bolna() -> AsyncIterator[Bolna]:
    found = Bolna()
    app = web.Application()
    app.router.add_get("/executions/{id}", found.execution)
    app.router.add_get("/v2/agent/{id}", found.agent)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(_, port)] = runner.addresses
    found.url = f"http://127.0.0.1:{port}"
    yield found
    await runner.cleanup()


@dataclass
class Clock:
    """Tells the time it is set to."""

    now: datetime = T0

    def __call__(self) -> datetime:
        return self.now


def real_time() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def asking(database: str, bolna: Bolna, clock: Callable[[], datetime] = real_time) -> AsyncIterator[Hooks]:
    """The service with a leader that runs and asks this Bolna."""
    client = BolnaClient(base_url=bolna.url, api_key=SecretStr("bn-test"), request_timeout=5, clock=clock)
    async with client, open_pool(database, "webhooks", max_size=10) as pool:
        hooks = Hooks(pool, client, silent_after=SILENT_AFTER, missing_apart=MISSING_APART, clock=clock)
        async with leading(hooks):
            yield hooks


@pytest.fixture
async def silent(database: str, bolna: Bolna) -> AsyncIterator[Hooks]:
    async with asking(database, bolna) as hooks:
        yield hooks


@asynccontextmanager
async def leading(hooks: Hooks) -> AsyncIterator[None]:
    await hooks.lead()
    hooks.running = running = asyncio.create_task(hooks.worker.run(hooks))
    try:
        yield
    finally:
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def until_told(hooks: Hooks, expected: str, n: int = 1) -> None:
    """Wait until an attempt's story is told; a story that goes another way is named by the timeout."""
    told = ""
    try:
        async with asyncio.timeout(30):
            while (told := await hooks.told(n)) != expected:
                await asyncio.sleep(0.01)
    except TimeoutError:
        pytest.fail(f"told {told!r}, not {expected!r}")


async def test_a_silent_call_is_asked_about_until_its_result(silent: Hooks, bolna: Bolna) -> None:
    stages = iter(["ringing", "in-progress", "in-progress", "call-disconnected", "call-disconnected"])
    bolna.answer = lambda execution: body(next(stages, "completed"), execution=execution)
    began = real_time()
    await silent.dial(placed(at=began))

    await until_told(silent, "ringing answered end answered!")

    assert len(bolna.asked) == 6
    gaps = [later - earlier for (_, earlier), (_, later) in zip([("", began), *bolna.asked], bolna.asked, strict=False)]
    assert min(gaps) >= timedelta(seconds=SILENT_AFTER)
    assert gaps[-1] >= timedelta(seconds=2 * SILENT_AFTER)


async def test_a_call_that_speaks_is_not_asked_about(silent: Hooks, bolna: Bolna) -> None:
    bolna.answer = lambda execution: body("busy", execution=execution)
    await silent.deliver(body("no-answer"))
    await silent.dial(placed(1, at=real_time()), placed(2, at=real_time() - timedelta(seconds=SILENT_AFTER)))

    await until_told(silent, "end busy!", 2)
    await until_told(silent, "end no-answer!", 1)
    await silent.dial(placed(3, at=real_time()))
    await until_told(silent, "end busy!", 3)  # due after the first would have been

    assert [execution for execution, _ in bolna.asked] == ["exec-2", "exec-3"]


async def test_news_puts_the_question_off(database: str, bolna: Bolna) -> None:
    clock = Clock()
    async with asking(database, bolna, clock) as hooks:
        await hooks.dial(placed(at=T0))
        clock.now = T0 + timedelta(seconds=SILENT_AFTER * 0.9)
        await hooks.deliver(body("in-progress", second=5))
        clock.now = T0 + timedelta(seconds=SILENT_AFTER * 1.5)  # due, were it not for the news
        put_off = (T0 + timedelta(seconds=SILENT_AFTER * 1.9), attempt())
        async with asyncio.timeout(5):
            while hooks.worker._silent._heap != [put_off]:  # until the leader has looked at what was due
                await asyncio.sleep(0.01)
        assert bolna.asked == []

        bolna.answer = lambda execution: body("completed", execution=execution, second=99)
        clock.now = T0 + timedelta(seconds=SILENT_AFTER * 2)

        await until_told(hooks, "answered end answered!")


async def test_while_the_provider_is_away_the_slot_is_held_and_it_is_asked_again(silent: Hooks, bolna: Bolna) -> None:
    bolna.answer = lambda _execution: 503
    await silent.dial(placed(at=real_time()))

    await bolna.until_asked(4)
    told = await silent.worker.questions()["asked"].answer(AskAsked(attempts=(attempt(), attempt(2))))
    assert isinstance(told, AskedOf)
    assert [(one.attempt_id, one.execution_id, one.fruitless > 0) for one in told.asked] == [
        (attempt(), "exec-1", True)
    ], "what was asked of it can be looked at, and nothing was asked of another"
    assert await silent.told() == ""

    bolna.answer = lambda execution: body("busy", execution=execution)
    await until_told(silent, "end busy!")


async def test_an_absent_call_is_freed_by_two_looks_apart_and_no_sooner(silent: Hooks, bolna: Bolna) -> None:
    await silent.dial(placed(at=real_time()))

    await bolna.until_asked(1)
    assert await silent.told() == ""
    await until_told(silent, "end failed!")

    [(_, first), (_, second)] = bolna.asked
    assert second - first >= timedelta(seconds=MISSING_APART * 0.95)


async def test_an_absent_call_whose_agent_is_gone_keeps_its_slot(silent: Hooks, bolna: Bolna) -> None:
    bolna.agent_is_there = False
    await silent.dial(placed(at=real_time()))

    await until_told(silent, "failed!")
    await bolna.until_asked(3)
    assert await silent.told() == "failed!"

    await silent.deliver(body("call-disconnected"))
    assert await silent.told() == "failed! end"


async def test_an_answer_about_another_number_frees_nothing(silent: Hooks, bolna: Bolna) -> None:
    bolna.answer = lambda execution: body("completed", execution=execution, number="+919800000002")
    await silent.dial(placed(at=real_time()))

    await bolna.until_asked(2)
    assert await silent.told() == ""


async def test_an_attempt_of_unknown_outcome_is_asked_about_once_its_execution_is_known(
    silent: Hooks, bolna: Bolna
) -> None:
    bolna.answer = lambda execution: body("completed", execution=execution)
    await silent.dial(unknown(1, at=real_time()), placed(2, at=real_time()))
    await until_told(silent, "end answered!", 2)
    assert {execution for execution, _ in bolna.asked} == {"exec-2"}

    await silent.dial(placed(1, at=real_time()))
    await until_told(silent, "end answered!", 1)


async def test_what_is_due_survives_a_change_of_leaders(silent: Hooks, bolna: Bolna) -> None:
    await silent.dial(placed(at=real_time()))
    async with asyncio.timeout(5):
        while not await silent.rows("looks", "execution_id"):
            await bolna.until_asked(1)
    silent.running.cancel()

    async with leading(silent):
        await until_told(silent, "end failed!")

    assert len(bolna.asked) == 2


async def test_a_call_that_is_live_after_all_is_watched_again(silent: Hooks, bolna: Bolna) -> None:
    bolna.answer = lambda execution: body("completed", execution=execution, second=99_000)
    await silent.dial(placed(at=real_time()))
    await silent.deliver(body("no-answer", second=46))
    await silent.deliver(body("ringing", second=3600))

    await until_told(silent, "end no-answer! ringing end")


async def test_many_silent_calls_are_asked_about_a_few_at_a_time(silent: Hooks, bolna: Bolna) -> None:
    bolna.answer = lambda execution: body("busy", execution=execution)
    await silent.dial(*(placed(n, at=real_time()) for n in range(1, 41)))

    await bolna.until_asked(40)
    for n in range(1, 41):
        await until_told(silent, "end busy!", n)


async def test_old_bodies_are_forgotten_and_young_ones_kept(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    await hooks.deliver(body("ringing"))
    monkeypatch.setattr(hooks, "clock", lambda: datetime.now(UTC) + timedelta(days=31))
    await hooks.deliver(body("busy"))
    await hooks.lead()
    forgetting = asyncio.create_task(hooks.worker._forget(hooks))

    async with asyncio.timeout(5):
        while (found := [row["status"] for row in await hooks.rows("deliveries", "digest")]) != ["busy"]:
            assert "busy" in found
            await asyncio.sleep(0.01)
    forgetting.cancel()
