"""Stored webhooks are heard once more: what was misread counts, what was told is told no second time."""

import pytest

from services.webhooks import deliveries
from shared.bolna.execution import Unreadable
from shared.contracts.questions import AskReplay, DeliveryStanding, Replayed
from tests.integration.webhooks.harness import Hooks, body, placed

RING_AND_END = (body("ringing", second=2), body("no-answer", second=46))


async def replayed(hooks: Hooks, asked: AskReplay) -> Replayed:
    answer = await hooks.worker.questions()["replay"].answer(asked)
    assert isinstance(answer, Replayed)
    return answer


@pytest.fixture
async def misread(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> Hooks:
    """A service that could read no webhook for a while."""

    def fails(_body: bytes, _received_at: object) -> None:
        raise Unreadable("a mistake of ours")

    await hooks.dial(placed())
    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "read_webhook", fails)
        for one in RING_AND_END:
            await hooks.deliver(one)
    assert await hooks.standings() == ["unreadable", "unreadable"]
    return hooks


async def test_what_was_misread_counts_when_it_is_heard_once_more(misread: Hooks) -> None:
    done = await replayed(misread, AskReplay())

    assert (done.heard, done.counted, done.recorded) == (2, 2, 3)
    assert await misread.told() == "ringing end no-answer!"
    assert await misread.standings() == ["counted", "counted"]
    rows = await misread.rows("deliveries", "received_at")
    assert [(row["execution_id"], row["status"], row["times"]) for row in rows] == [
        ("exec-1", "ringing", 1),
        ("exec-1", "no-answer", 1),
    ]


async def test_a_replay_goes_page_by_page_and_tells_nothing_twice(misread: Hooks) -> None:
    every = tuple(DeliveryStanding)
    first = await replayed(misread, AskReplay(standings=every, limit=1))
    second = await replayed(misread, AskReplay(standings=every, after=first.last, after_digest=first.last_digest))
    third = await replayed(misread, AskReplay(standings=every, after=second.last, after_digest=second.last_digest))

    assert [first.heard, second.heard, third.heard] == [1, 1, 0]
    assert third.last is None
    again = await replayed(misread, AskReplay(standings=every))
    assert (again.heard, again.counted, again.recorded) == (2, 2, 0)
    assert await misread.told() == "ringing end no-answer!"


async def test_a_forged_webhook_stays_what_it_is(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(body("completed", number="+919800000009"), body("ringing", execution="exec-7"))

    done = await replayed(hooks, AskReplay())

    assert (done.heard, done.counted, done.recorded) == (2, 0, 0)
    assert set(await hooks.standings()) == {"not_the_attempts", "waiting"}
    assert await hooks.told() == ""


async def test_one_execution_can_be_chosen(hooks: Hooks) -> None:
    await hooks.dial(placed(1), placed(2))
    await hooks.deliver(body("ringing"), body("ringing", execution="exec-2"))

    done = await replayed(hooks, AskReplay(standings=(DeliveryStanding.COUNTED,), execution_id="exec-2"))

    assert (done.heard, done.counted) == (1, 1)
    assert await hooks.told(2) == "ringing"
