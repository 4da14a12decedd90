"""From webhooks to events, through the database."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from services.webhooks import views
from shared.contracts.questions import AskReport, Report
from shared.contracts.webhooks import CallEnded, CallReported, Cost
from tests.integration.webhooks.harness import Hooks, attempt, body, ids, placed, presumed, stopped, unknown

TALK = (
    body("initiated", second=0),
    body("ringing", second=2),
    body("in-progress", second=5),
    body("call-disconnected", second=33, transcript="assistant: Hello\nuser: Hi", conversation_duration=27.2),
    body("completed", second=813, total_cost=3.2, telephony_data={"recording_url": "https://r/exec-1"}),
)


async def test_a_call_is_told_from_ringing_to_its_result(hooks: Hooks) -> None:
    await hooks.dial(placed())
    for one in TALK:
        await hooks.deliver(one)

    assert await hooks.told() == "ringing answered end answered!"
    assert await hooks.standings() == ["counted"] * 5
    report = (await hooks.log())[-1].event
    assert isinstance(report, CallReported)
    assert report.has_transcript
    assert report.has_recording
    assert report.duration_seconds == 27.2
    assert report.cost == Cost(amount=Decimal("0.032"))
    assert hooks.woken == 4


async def test_a_group_of_one_calls_webhooks_tells_them_in_order(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(*TALK)

    assert await hooks.told() == "ringing answered end answered!"
    [execution] = await hooks.rows("executions", "execution_id")
    assert execution["statuses"] == ["initiated", "ringing", "in-progress", "call-disconnected", "completed"]


async def test_events_carry_the_attempts_user_and_stream_and_no_words(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(*TALK)

    for envelope in await hooks.log():
        assert envelope.stream == "execution-exec-1"
        assert envelope.user_id == placed().user_id
        assert "Hello" not in str(envelope.data)


async def test_duplicates_are_told_once_and_stored_once(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(*TALK, *TALK)
    for one in reversed(TALK):
        await hooks.deliver(one)

    assert await hooks.told() == "ringing answered end answered!"
    assert [row["times"] for row in await hooks.rows("deliveries", "digest")] == [3] * 5


async def test_an_unknown_status_is_kept_and_shown_and_tells_nothing(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(body("teleported"))

    assert await hooks.told() == ""
    [delivery] = await hooks.rows("deliveries", "digest")
    assert (delivery["status"], delivery["standing"], delivery["error"]) == (
        "teleported",
        "counted",
        "the status is unknown to us",
    )


@pytest.mark.parametrize("wrong", [body("completed", agent="another"), body("completed", number="+919800000002")])
async def test_a_webhook_with_another_agent_or_number_frees_nothing(hooks: Hooks, wrong: bytes) -> None:
    await hooks.dial(placed())
    await hooks.deliver(wrong)

    assert await hooks.told() == ""
    assert await hooks.standings() == ["not_the_attempts"]


async def test_a_forged_attempt_id_frees_nothing(hooks: Hooks) -> None:
    await hooks.dial(placed(1), unknown(2))
    await hooks.deliver(
        body("completed", execution="forged-1", echo=attempt(1)),  # the attempt has its execution
        body("completed", execution="forged-2", echo=attempt(2), number="+919800000666"),
        body("completed", execution="forged-3", echo=attempt(2), number=None),
        body("completed", execution="forged-4", echo=attempt(99)),
    )

    assert await hooks.log() == []
    standings = {row["execution_id"]: row["standing"] for row in await hooks.rows("deliveries", "digest")}
    assert standings == {
        "forged-1": "not_the_attempts",
        "forged-2": "not_the_attempts",
        "forged-3": "not_the_attempts",
        "forged-4": "waiting",
    }


async def test_a_webhook_that_echoes_an_attempt_of_unknown_outcome_proves_the_placing(hooks: Hooks) -> None:
    await hooks.dial(unknown())
    await hooks.deliver(body("ringing", echo=attempt(), second=2))
    await hooks.deliver(body("no-answer", second=46))  # known by its execution from here on

    assert await hooks.told() == "ringing end no-answer!"
    assert {(one.data or {})["execution_id"] for one in await hooks.log()} == {"exec-1"}


async def test_a_call_presumed_not_placed_that_is_dialled_after_all_is_told_at_once(hooks: Hooks) -> None:
    await hooks.dial(unknown(), presumed())
    await hooks.deliver(body("initiated", echo=attempt(), second=200))

    assert await hooks.told() == "ringing"


async def test_a_stop_that_the_dialer_read_back_frees_the_line_as_not_dialled(hooks: Hooks) -> None:
    await hooks.dial(placed(), stopped())

    assert await hooks.told() == "end failed!0"

    await hooks.deliver(body("stopped", second=60))
    assert await hooks.told() == "end failed!0"


async def test_the_stop_of_a_call_whose_webhook_came_first_tells_nothing_more(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(body("queued", second=0), body("stopped", second=60))
    await hooks.dial(stopped())

    assert await hooks.told() == "end failed!0"


async def test_a_call_that_rings_after_it_was_stopped_is_told_again(hooks: Hooks) -> None:
    await hooks.dial(placed(), stopped())
    await hooks.deliver(body("ringing", second=60))
    assert await hooks.told() == "end failed!0 ringing"

    await hooks.deliver(body("completed", second=90))
    assert await hooks.told() == "end failed!0 ringing end"


async def test_the_report_of_a_call_is_its_users_alone_and_fits_into_a_message(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TRANSCRIPT_CHARACTERS", 10)
    await hooks.dial(placed())
    await hooks.deliver(*TALK)
    answer = hooks.worker.questions()["report"].answer
    report = await answer(AskReport(attempt_id=attempt(), user_id=ids(1)["user_id"]))
    assert (report.model_dump()["transcript"], report.model_dump()["cut"]) == ("assistant:", True)
    assert await answer(AskReport(attempt_id=attempt(), user_id=UUID(int=9))) == Report(attempt_id=attempt())


async def test_the_report_of_a_call_keeps_what_was_said_outside_events(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(*TALK)
    await hooks.deliver(body("completed", second=814, transcript=None, extracted_data={"interest": "high"}))

    report = await hooks.worker.questions()["report"].answer(AskReport(attempt_id=attempt()))

    assert report.model_dump(exclude={"provider_statuses"}) == {
        "attempt_id": attempt(),
        "execution_id": "exec-1",
        "transcript": "assistant: Hello\nuser: Hi",
        "summary": None,
        "extracted_data": {"interest": "high"},
        "cut": False,
        "recording_url": "https://r/exec-1",
        "duration_seconds": 27.2,
        "cost": {"amount": Decimal("0.032"), "currency": "USD"},
    }


async def test_the_report_of_an_attempt_that_nothing_is_known_of_is_empty(hooks: Hooks) -> None:
    report = await hooks.worker.questions()["report"].answer(AskReport(attempt_id=attempt(7)))

    assert report.model_dump(exclude_defaults=True) == {"attempt_id": attempt(7)}


async def test_a_late_arrival_does_not_overwrite_what_came_after_it(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(body("completed", second=813, transcript="all of it"))
    await hooks.deliver(body("call-disconnected", second=33, transcript="half of it"))

    [report] = await hooks.rows("reports", "execution_id")
    assert report["transcript"] == "all of it"


async def test_dropped_projections_are_rebuilt_from_the_logs_to_the_same_rows(hooks: Hooks) -> None:
    await hooks.deliver(body("ringing", execution="exec-3", second=1))
    await hooks.dial(placed(1), unknown(2), placed(3))
    await hooks.deliver(*TALK, body("in-progress", execution="exec-2", echo=attempt(2), second=4))
    await hooks.dial(presumed(2), unknown(4), stopped(3))
    await hooks.deliver(body("ringing", second=4000), body("busy", execution="exec-4", echo=attempt(4), second=9))
    await hooks.dial(placed(2), presumed(4))
    before = await hooks.rows("attempts", "attempt_id")
    assert len(before) == 4

    async with hooks.pool.connection() as connection:
        await connection.execute("truncate attempts")
        own = await hooks.log()
        for row in await hooks.store.journal(0):
            for taken in row.taken:
                await hooks.worker.project(connection, hooks.dialer_log[taken.first - 1 : taken.last])
            await hooks.worker.project(connection, own[row.first - 1 : row.last])

    assert await hooks.rows("attempts", "attempt_id") == before


async def test_a_new_leader_needs_nothing_of_the_former_ones_memory(hooks: Hooks) -> None:
    await hooks.dial(placed())
    await hooks.deliver(body("ringing", second=2))
    await hooks.lead()
    await hooks.deliver(body("busy", second=24))

    assert await hooks.told() == "ringing end busy!"


async def test_an_event_says_when_it_was_recorded(hooks: Hooks) -> None:
    before = hooks.clock()
    await hooks.dial(placed())
    await hooks.deliver(body("call-disconnected"))

    [ended] = await hooks.log()
    assert isinstance(ended.event, CallEnded)
    assert isinstance(ended.at, datetime)
    assert before <= ended.at <= hooks.clock()
