"""What every adapter to a voice provider has to do: place, look up, search, stop, and translate what it is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.bolna.execution import Execution, Status, Unreadable, e164, held_back, is_terminal
from shared.bolna.provider import (
    NotFound,
    NotPlaced,
    NotPlacedReason,
    NotStopped,
    PlaceCall,
    Placed,
    SearchResult,
    Stopped,
    Unavailable,
    Unknown,
)
from tests.conformance.provider.stages import STAGES, Stage, Trouble


@pytest.fixture(params=sorted(STAGES))
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with STAGES[request.param]() as one:
        yield one


async def place(stage: Stage, number: str | None = None) -> Placed | NotPlaced | Unknown:
    call = PlaceCall(
        agent_id=stage.agent_id,
        recipient_phone_number=number or stage.good_number,
        user_data={"attempt_id": "a-1", "name": "Asha"},
    )
    return await stage.calls.place(call)


async def placed(stage: Stage) -> str:
    answer = await place(stage)
    assert isinstance(answer, Placed)
    return answer.execution_id


async def search(stage: Stage) -> SearchResult:
    now = datetime.now(UTC)
    return await stage.calls.search(stage.agent_id, now - timedelta(minutes=1), now + timedelta(minutes=1))


async def look_up(stage: Stage, execution_id: str) -> Execution:
    found = await stage.calls.look_up(execution_id)
    assert isinstance(found, Execution)
    return found


async def test_a_call_is_placed_and_found_by_its_id_and_by_searching(stage: Stage) -> None:
    execution_id = await placed(stage)

    found = await look_up(stage, execution_id)
    listed = await search(stage)

    assert (found.id, found.agent_id, found.echoed("attempt_id")) == (execution_id, stage.agent_id, "a-1")
    assert e164(found.to_number) == stage.good_number
    assert isinstance(found.status, Status)
    assert listed.complete
    assert [one.id for one in listed.executions] == [execution_id]
    assert stage.placed(stage.good_number) == 1


async def test_without_the_echo_a_call_is_still_known_by_agent_number_and_time(stage: Stage) -> None:
    stage.now_it(Trouble.ECHOES_NOTHING)
    await placed(stage)

    [found] = (await search(stage)).executions

    assert found.echoed("attempt_id") is None
    assert found.agent_id == stage.agent_id
    assert e164(found.to_number) == stage.good_number
    assert found.created_at is not None
    assert abs(datetime.now(UTC) - found.created_at) < timedelta(minutes=1)


async def test_a_number_that_the_provider_refuses_is_proved_not_placed(stage: Stage) -> None:
    answer = await place(stage, stage.bad_number)

    assert isinstance(answer, NotPlaced)
    assert answer.reason is NotPlacedReason.NUMBER_REJECTED
    assert answer.message


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble.REFUSES_THE_KEY, NotPlacedReason.KEY_REJECTED),
        (Trouble.ASKS_TO_WAIT, NotPlacedReason.RATE_LIMITED),
    ],
)
async def test_a_refusal_proves_that_nothing_was_placed_and_says_what_to_do(
    stage: Stage, trouble: Trouble, reason: NotPlacedReason
) -> None:
    stage.now_it(trouble)

    answer = await place(stage)

    assert isinstance(answer, NotPlaced)
    assert answer.reason is reason
    assert answer.retry_after == (7 if trouble is Trouble.ASKS_TO_WAIT else None)
    assert stage.placed(stage.good_number) == 0


@pytest.mark.parametrize(
    ("trouble", "times"),
    [
        (Trouble.PLACES_AND_IS_SILENT, 1),
        (Trouble.IS_SILENT, 0),
        (Trouble.PLACES_AND_FAILS, 1),
        (Trouble.FAILS, 0),
        (Trouble.NAMES_NO_CALL, 1),
        (Trouble.IS_AWAY, 0),
        (Trouble.BREAKS_OFF, 0),
    ],
)
async def test_whatever_proves_nothing_is_unknown_and_asked_once(stage: Stage, trouble: Trouble, times: int) -> None:
    stage.now_it(trouble)

    answer = await place(stage)

    assert isinstance(answer, Unknown)
    assert stage.placed(stage.good_number) == times
    stage.is_well()
    listed = await search(stage)
    assert listed.complete
    assert len(listed.executions) == times


async def test_a_call_that_the_provider_does_not_know_is_not_found(stage: Stage) -> None:
    assert isinstance(await stage.calls.look_up("b7140255-0000-4608-8e97-000000000001"), NotFound)


@pytest.mark.parametrize("trouble", [Trouble.IS_AWAY, Trouble.BREAKS_OFF, Trouble.REFUSES_THE_KEY])
async def test_a_provider_that_does_not_answer_proves_nothing(stage: Stage, trouble: Trouble) -> None:
    execution_id = await placed(stage)
    stage.now_it(trouble)

    assert isinstance(await stage.calls.look_up(execution_id), Unavailable)
    assert isinstance(await stage.calls.stop(execution_id), Unavailable)
    assert not (await search(stage)).complete


async def test_a_call_that_is_held_back_is_stopped_and_reads_back_as_over(stage: Stage) -> None:
    stage.now_it(Trouble.HOLDS_BACK)
    execution_id = await placed(stage)
    assert held_back((await look_up(stage, execution_id)).status)

    assert isinstance(await stage.calls.stop(execution_id), Stopped)

    assert is_terminal((await look_up(stage, execution_id)).status)


async def test_a_call_on_its_line_is_not_stopped(stage: Stage) -> None:
    execution_id = await placed(stage)
    while held_back((await look_up(stage, execution_id)).status):
        continue

    assert isinstance(await stage.calls.stop(execution_id), NotStopped)
    assert not is_terminal((await look_up(stage, execution_id)).status)


async def test_what_the_provider_sends_of_a_call_is_read_as_what_it_answers(stage: Stage) -> None:
    execution_id = await placed(stage)
    while held_back((await look_up(stage, execution_id)).status):
        continue

    assert stage.translate(stage.body_of(execution_id)) == await look_up(stage, execution_id)


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"{}", b'{"status": "completed"}', b"\xff"])
async def test_what_names_no_call_is_unreadable(stage: Stage, body: bytes) -> None:
    with pytest.raises(Unreadable):
        stage.translate(body)
