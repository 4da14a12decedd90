"""Questions over NATS: asked once, answered by the one who may, refused with the reason."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import UUID

import pytest
from pydantic import BaseModel

from shared.contracts.questions import Applied, AskApplied, AskEvents, Events, Trouble
from shared.contracts.vocabulary import Service
from shared.messaging import tracing
from shared.messaging.ask import Asker, Refused, Unanswered, serve
from shared.messaging.connection import Messaging, connect
from shared.messaging.history import history
from shared.runtime.worker import NotLeading, Question
from tests.integration.messaging.owner import Owner, eventually

YES = Applied(applied=True)


def applied(answer: Callable[[AskApplied], Awaitable[BaseModel]]) -> dict[str, Question]:
    return {"applied": Question(AskApplied, answer)}


async def yes(_: AskApplied) -> Applied:
    return YES


async def ask(messaging: Messaging, timeout: float = 5.0, position: int = 1) -> Applied:  # noqa: ASYNC109
    return await Asker(messaging).ask(
        Service.DIALER, "applied", AskApplied(position=position), Applied, timeout=timeout
    )


async def test_a_question_is_answered(messaging: Messaging) -> None:
    async def answer(request: AskApplied) -> Applied:
        return Applied(applied=request.position <= 7, on_the_wire=3)

    async with serve(messaging, Service.DIALER, applied(answer)):
        assert await ask(messaging, position=7) == Applied(applied=True, on_the_wire=3)
        assert await ask(messaging, position=8) == Applied(applied=False, on_the_wire=3)


async def test_a_question_that_nobody_serves_is_unanswered_and_says_so(messaging: Messaging) -> None:
    with pytest.raises(Unanswered, match=r"ask\.dialer\.applied: nobody serves it"):
        await ask(messaging, timeout=0.3)


async def test_a_question_asked_before_anybody_serves_it_is_answered_as_soon_as_somebody_does(
    messaging: Messaging,
) -> None:
    asking = asyncio.create_task(ask(messaging))
    await eventually(lambda: messaging.client.stats["in_msgs"] >= 2)
    async with serve(messaging, Service.DIALER, applied(yes)):
        assert await asking == YES


async def test_the_leader_alone_answers_whoever_hears_first(nats_url: str, messaging: Messaging) -> None:
    async def standby(_: AskApplied) -> Applied:
        raise NotLeading

    async def slow_leader(_: AskApplied) -> Applied:
        await asyncio.sleep(0.3)
        return YES

    async with (
        connect(nats_url, "leader") as leader,
        connect(nats_url, "standby") as other,
        serve(leader, Service.DIALER, applied(slow_leader)),
        serve(other, Service.DIALER, applied(standby)),
    ):
        for _ in range(3):
            assert await ask(messaging) == YES


async def test_a_question_waits_for_somebody_to_lead(messaging: Messaging) -> None:
    asked = 0

    async def elected_at_the_third_request(_: AskApplied) -> Applied:
        nonlocal asked
        asked += 1
        if asked < 3:
            raise NotLeading
        return YES

    async with serve(messaging, Service.DIALER, applied(elected_at_the_third_request)):
        assert await ask(messaging) == YES


async def test_a_question_that_no_leader_answers_is_unanswered(messaging: Messaging) -> None:
    async def standby(_: AskApplied) -> Applied:
        raise NotLeading

    async with serve(messaging, Service.DIALER, applied(standby)):
        with pytest.raises(Unanswered, match="nobody leads"):
            await ask(messaging, timeout=0.3)


async def test_an_answer_that_takes_longer_than_the_first_repeat_still_counts(messaging: Messaging) -> None:
    first = asyncio.Event()

    async def slow(_: AskApplied) -> Applied:
        if not first.is_set():
            first.set()
            await asyncio.sleep(1.5)
            return Applied(applied=True, on_the_wire=1)
        await asyncio.Event().wait()
        raise AssertionError

    async with serve(messaging, Service.DIALER, applied(slow)):
        assert await ask(messaging) == Applied(applied=True, on_the_wire=1)


async def test_a_question_for_anyone_is_answered_by_one_process(nats_url: str, messaging: Messaging) -> None:
    answered: list[str] = []

    def by(name: str) -> dict[str, Question]:
        async def answer(_: AskApplied) -> Applied:
            answered.append(name)
            return YES

        return applied(answer)

    async with AsyncExitStack() as stack:
        for name in ("one", "two", "three"):
            process = await stack.enter_async_context(connect(nats_url, name))
            await stack.enter_async_context(serve(process, Service.DIALER, by(name), anyone=True))
            await process.client.flush()
        for _ in range(30):
            await ask(messaging)
    assert len(answered) == 30
    assert len(set(answered)) > 1


async def test_a_request_that_does_not_fit_is_refused_naming_the_field_but_not_its_value(
    messaging: Messaging,
) -> None:
    class Loose(BaseModel):
        position: str

    async with serve(messaging, Service.DIALER, applied(yes)):
        with pytest.raises(Refused, match="position") as refused:
            await Asker(messaging).ask(Service.DIALER, "applied", Loose(position="call +919876543210"), Applied)
    assert refused.value.trouble.code == "malformed"
    assert "9876543210" not in str(refused.value)


async def test_an_answer_that_fails_is_refused_without_telling_why(
    messaging: Messaging,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(_: AskApplied) -> Applied:
        raise OSError("password authentication failed for user")

    async with serve(messaging, Service.DIALER, applied(failing)):
        with pytest.raises(Refused) as refused:
            await ask(messaging)
    assert refused.value.trouble.code == "failed"
    assert "password" not in str(refused.value)
    assert "a question could not be answered" in caplog.text


async def test_an_answer_above_the_servers_limit_is_refused_not_lost(messaging: Messaging) -> None:
    async def large(_: AskApplied) -> Trouble:
        return Trouble(code="x", message="y" * (messaging.max_payload + 1))

    async with serve(messaging, Service.DIALER, applied(large)):
        with pytest.raises(Refused) as refused:
            await ask(messaging)
    assert refused.value.trouble.code == "too_large"


async def test_an_answer_that_is_none_is_refused_with_its_trouble(messaging: Messaging) -> None:
    async def no(_: AskApplied) -> Trouble:
        return Trouble(code="unknown_campaign", message="there is no such campaign")

    async with serve(messaging, Service.DIALER, applied(no)):
        with pytest.raises(Refused) as refused:
            await ask(messaging)
    assert refused.value.trouble == Trouble(code="unknown_campaign", message="there is no such campaign")


async def test_the_trace_of_the_asker_goes_on_in_the_answer(messaging: Messaging) -> None:
    seen: list[tracing.Trace] = []

    async def answer(_: AskApplied) -> Applied:
        seen.append(tracing.current())
        return YES

    trace = tracing.Trace(UUID(int=7), UUID(int=8), tracing.new_traceparent())
    async with serve(messaging, Service.DIALER, applied(answer)):
        with tracing.within(trace):
            await ask(messaging)
    assert seen == [trace]


async def test_many_questions_at_once_get_their_own_answers(messaging: Messaging) -> None:
    async def echo(request: AskApplied) -> Applied:
        await asyncio.sleep(0)
        return Applied(applied=True, on_the_wire=request.position)

    asker = Asker(messaging)
    async with serve(messaging, Service.DIALER, applied(echo)):
        answers = await asyncio.gather(
            *(asker.ask(Service.DIALER, "applied", AskApplied(position=n), Applied, timeout=30) for n in range(200)),
        )
    assert [answer.on_the_wire for answer in answers] == list(range(200))


async def test_nothing_is_answered_after_serving_ended(messaging: Messaging) -> None:
    async with serve(messaging, Service.DIALER, applied(yes)):
        await ask(messaging)
    with pytest.raises(Unanswered):
        await ask(messaging, timeout=0.3)


async def test_serving_may_begin_and_end_many_times(messaging: Messaging) -> None:
    for _ in range(20):
        async with serve(messaging, Service.DIALER, applied(yes)):
            assert await ask(messaging) == YES
    gc.collect()
    assert len(messaging.broker.subscribers) <= 1


async def test_a_page_of_a_log_fits_into_what_the_server_takes(messaging: Messaging) -> None:
    owner = Owner()
    owner.record(1_000)
    for event in owner.events:
        assert event.data is not None
        event.data["transcript"] = "é" * 2_000
    async with serve(messaging, Service.WEBHOOKS, history(owner, messaging.max_payload), anyone=True):
        asker, after, pages = Asker(messaging), 0, 0
        while after < 1_000:
            page = await asker.ask(Service.WEBHOOKS, "events", AskEvents(after=after), Events)
            assert page.events[0]["position"] == after + 1
            after, pages = page.events[-1]["position"], pages + 1
    assert 4 <= pages <= 6
