"""Every status in every state: what becomes of the slot, of the outcome, and which events tell it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.webhooks.domain.call import CallState, Line, evolve
from services.webhooks.domain.observation import Attempt, Details, Heard, Observation, listen
from services.webhooks.domain.statuses import ProviderStatus
from services.webhooks.domain.translation import translate
from services.webhooks.notices import notice_of
from shared.bolna.execution import Status, read_execution
from shared.contracts.vocabulary import Outcome
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, Cost, ExecutionEvent, Progress

T0 = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
NOW = T0 + timedelta(hours=1)
ATTEMPT = Attempt(
    UUID("0198a000-0000-5000-8000-000000000001"),
    UUID("01980000-0000-7000-8000-000000000002"),
    UUID("01980000-0000-7000-8000-000000000003"),
    UUID("01980000-0000-7000-8000-000000000004"),
    "agent-1",
    "+919800000001",
)
PLACED = CallState()
RINGING = CallState(Line.RINGING)
ANSWERED = CallState(Line.ANSWERED, answered=True)
ENDED = CallState(Line.FREE, answered=True)
OVER = CallState(Line.FREE, answered=True, reported=True)
STATES = {"placed": PLACED, "ringing": RINGING, "answered": ANSWERED, "ended": ENDED, "over": OVER}


def seen(word: str, second: int | None = None, details: Details | None = None) -> Observation:
    """What Bolna says, with its own clock at `second` after T0."""
    known = read_execution({"id": "exec-1", "status": word})
    said = notice_of(known, NOW).observation
    updated_at = None if second is None else T0 + timedelta(seconds=second)
    return Observation(
        said.execution_id,
        said.status,
        said.word,
        NOW,
        updated_at=updated_at,
        details=details or said.details,
    )


def tell(events: Sequence[ExecutionEvent]) -> str:
    """Events in short: `answered`, `end`, `answered!` for a result, `failed!0` where nobody was dialled."""
    words = []
    for event in events:
        match event:
            case CallProgressed(progress=progress):
                words.append(progress.value)
            case CallEnded():
                words.append("end")
            case CallReported(outcome=outcome, dialled=dialled):
                words.append(f"{outcome.value}!" + ("" if dialled else "0"))
            case _:
                raise AssertionError(event)
    return " ".join(words)


# status: what it tells of a call that was placed, rings, was answered, has ended, is over
TABLE = {
    "scheduled": ("", "", "", "", ""),
    "prepared": ("", "", "", "", ""),
    "queued": ("", "", "", "", ""),
    "rescheduled": ("", "", "", "", ""),
    "initiated": ("", "", "", "", ""),
    "ringing": ("ringing", "", "", "", ""),
    "in-progress": ("answered", "answered", "", "", ""),
    "call-disconnected": ("end", "end", "end", "", ""),
    "completed": ("end answered!", "end answered!", "end answered!", "answered!", ""),
    "no-answer": ("end no-answer!", "end no-answer!", "end no-answer!", "no-answer!", ""),
    "busy": ("end busy!", "end busy!", "end busy!", "busy!", ""),
    "failed": ("end failed!", "end failed!", "end failed!", "failed!", ""),
    "canceled": ("end failed!", "end failed!", "end failed!", "failed!", ""),
    "stopped": ("end failed!0", "end failed!", "end failed!", "failed!", ""),
    "error": ("end failed!", "end failed!", "end failed!", "failed!", ""),
    "balance-low": ("end failed!0", "end failed!0", "end failed!0", "failed!0", ""),
    # odd spellings
    "cancelled": ("end failed!", "end failed!", "end failed!", "failed!", ""),
    "balance_low": ("end failed!0", "end failed!0", "end failed!0", "failed!0", ""),
    "call-connected": ("answered", "answered", "", "", ""),
    "in_progress": ("answered", "answered", "", "", ""),
    "No Answer": ("end no-answer!", "end no-answer!", "end no-answer!", "no-answer!", ""),
    "voicemail": ("end voicemail!", "end voicemail!", "end voicemail!", "voicemail!", ""),
    # unknown
    "teleported": ("", "", "", "", ""),
    "": ("", "", "", "", ""),
}


@pytest.mark.parametrize(
    ("word", "state", "expected"),
    [(word, state, row[n]) for word, row in TABLE.items() for n, state in enumerate(STATES)],
)
def test_each_status_tells_in_each_state_what_the_table_says(word: str, state: str, expected: str) -> None:
    heard = Heard(anything=state != "placed", newest=T0 + timedelta(seconds=60))

    events = translate(STATES[state], heard, seen(word, second=50), ATTEMPT, NOW)

    assert tell(events) == expected
    slot_is_free = "end" in expected or state in {"ended", "over"}
    after = STATES[state]
    for event in events:
        after = evolve(after, event)
    assert (after.line is Line.FREE) == slot_is_free


def test_the_table_has_every_status_and_the_adapter_knows_the_same_ones() -> None:
    assert {status.value for status in ProviderStatus} == {status.value for status in Status}
    assert {status.value for status in ProviderStatus} <= set(TABLE)


def test_voicemail_is_told_by_a_flag_beside_completed() -> None:
    observation = seen("completed", 50, Details(voicemail=True))

    assert tell(translate(PLACED, Heard(), observation, ATTEMPT, NOW)) == "end voicemail!"


def test_a_report_carries_what_was_said_of_the_call_so_far() -> None:
    heard = listen(
        Heard(),
        seen("call-disconnected", 33, Details(duration_seconds=27.2, has_transcript=True, hangup_by="Callee")),
    )
    completed = seen("completed", 800, Details(duration_seconds=0.0, cost_cents=Decimal("3.2"), has_recording=True))

    [report] = translate(ENDED, heard, completed, ATTEMPT, NOW)

    assert report == CallReported(
        at=NOW,
        attempt_id=ATTEMPT.attempt_id,
        call_id=ATTEMPT.call_id,
        campaign_id=ATTEMPT.campaign_id,
        user_id=ATTEMPT.user_id,
        execution_id="exec-1",
        bolna_agent_id="agent-1",
        phone_number="+919800000001",
        outcome=Outcome.ANSWERED,
        provider_status="completed",
        duration_seconds=27.2,
        cost=Cost(amount=Decimal("0.032")),
        hangup_by="Callee",
        has_transcript=True,
        has_recording=True,
        ended_at=T0 + timedelta(seconds=33),
    )


@pytest.mark.parametrize("word", ["initiated", "ringing", "in-progress"])
@pytest.mark.parametrize("state", [ENDED, OVER])
def test_a_call_that_is_live_after_all_is_told_again(word: str, state: CallState) -> None:
    heard = Heard(anything=True, newest=T0 + timedelta(seconds=33))

    [event] = translate(state, heard, seen(word, 34), ATTEMPT, NOW)

    assert isinstance(event, CallProgressed)
    assert event.progress is (Progress.ANSWERED if word == "in-progress" else Progress.RINGING)


def test_a_call_that_was_live_after_all_ends_again_and_has_no_second_result() -> None:
    told = play([seen("no-answer", 46), seen("ringing", 3600), seen("in-progress", 3605), seen("completed", 3700)])

    assert tell(told) == "end no-answer! ringing answered end"


@pytest.mark.parametrize("second", [None, 32, 33])
def test_a_late_webhook_of_a_live_moment_books_nothing_again(second: int | None) -> None:
    heard = Heard(anything=True, newest=T0 + timedelta(seconds=33))

    assert translate(ENDED, heard, seen("in-progress", second), ATTEMPT, NOW) == []


def test_an_end_without_a_date_counts_as_of_its_arrival() -> None:
    told = play([seen("ringing", 2), seen("call-disconnected"), seen("in-progress", 5)])

    assert tell(told) == "ringing end"


def test_a_live_answer_to_a_question_asked_after_the_end_is_live_after_all() -> None:
    heard = Heard(anything=True, newest=T0 + timedelta(seconds=33))
    answer = Observation("exec-1", ProviderStatus.IN_PROGRESS, "in-progress", NOW, present=True)

    assert tell(translate(ENDED, heard, answer, ATTEMPT, NOW)) == "answered"


@pytest.mark.parametrize(("word", "expected"), [("initiated", "ringing"), ("ringing", "ringing"), ("queued", "")])
def test_a_call_given_up_by_the_dialer_that_is_dialled_after_all_is_told_at_once(word: str, expected: str) -> None:
    assert tell(translate(CallState(given_up=True), Heard(), seen(word, 1), ATTEMPT, NOW)) == expected


@pytest.mark.parametrize("before", ["initiated", "ringing", "in-progress"])
def test_a_call_that_was_on_the_line_counts_as_dialled_when_stopped(before: str) -> None:
    told = play([seen(before, 1), seen("stopped", 2)])

    assert tell(told).endswith("end failed!")


def test_a_stopped_call_in_which_somebody_spoke_counts_as_dialled() -> None:
    observation = seen("stopped", 2, Details(duration_seconds=3.0))

    assert tell(translate(PLACED, Heard(), observation, ATTEMPT, NOW)) == "end failed!"


def play(observations: Sequence[Observation]) -> list[ExecutionEvent]:
    """What a run of observations tells, one after another."""
    state, heard, told = PLACED, Heard(), list[ExecutionEvent]()
    for observation in observations:
        events = translate(state, heard, observation, ATTEMPT, NOW)
        for event in events:
            state = evolve(state, event)
        heard = listen(heard, observation)
        told += events
    return told


@dataclass(frozen=True)
class Story:
    """The webhooks of one call in their true order, and its outcome."""

    observations: tuple[Observation, ...]
    outcome: Outcome


def story(outcome: Outcome, *steps: tuple[str, int], details: Details | None = None, dated: bool = True) -> Story:
    last = len(steps) - 1
    return Story(
        tuple(
            seen(word, second if dated else None, details if n == last else None)
            for n, (word, second) in enumerate(steps)
        ),
        outcome,
    )


DIALLED = (("queued", 0), ("initiated", 0), ("ringing", 2))
TALKED = (*DIALLED, ("in-progress", 5), ("call-disconnected", 33))
STORIES = [
    found
    for dated in (True, False)
    for found in (
        story(Outcome.ANSWERED, *TALKED, ("completed", 813), dated=dated),
        story(Outcome.VOICEMAIL, *TALKED, ("completed", 813), details=Details(voicemail=True), dated=dated),
        story(Outcome.NO_ANSWER, *DIALLED, ("no-answer", 46), dated=dated),
        story(Outcome.BUSY, *DIALLED, ("busy", 24), dated=dated),
        story(Outcome.FAILED, *DIALLED, ("failed", 24), dated=dated),
        story(Outcome.FAILED, *DIALLED, ("canceled", 24), dated=dated),
        story(Outcome.FAILED, *TALKED, ("error", 40), dated=dated),
        story(Outcome.FAILED, ("scheduled", 0), ("queued", 1), ("stopped", 61), dated=dated),
        story(Outcome.FAILED, ("queued", 0), ("balance-low", 1), dated=dated),
    )
]


@given(data=st.data(), told=st.sampled_from(STORIES))
def test_any_order_and_repetition_of_a_calls_webhooks_ends_it_once_with_the_same_outcome(
    data: st.DataObject, told: Story
) -> None:
    repeated = data.draw(st.lists(st.sampled_from(told.observations), max_size=12))
    order = data.draw(st.permutations([*told.observations, *repeated]))

    events = play(order)

    assert sum(isinstance(event, CallEnded) for event in events) == 1
    assert [event.outcome for event in events if isinstance(event, CallReported)] == [told.outcome]
    assert all(isinstance(event, CallProgressed) for event in events[: _first_end(events)])
    assert not any(isinstance(event, CallProgressed) for event in events[_first_end(events) :])


@given(data=st.data(), told=st.sampled_from(STORIES))
def test_what_was_lost_is_made_good_by_asking_whatever_came_in_whatever_order(data: st.DataObject, told: Story) -> None:
    """The answer is how the call stands at its end; what was late comes after it."""
    kept = data.draw(st.lists(st.sampled_from(told.observations), max_size=8))
    late = data.draw(st.lists(st.sampled_from(told.observations), max_size=4))
    answer = replace(told.observations[-1], present=True)

    events = play([*kept, answer, *late])

    assert sum(isinstance(event, CallEnded) for event in events) == 1
    assert [event.outcome for event in events if isinstance(event, CallReported)] == [told.outcome]
    assert not any(isinstance(event, CallProgressed) for event in events[_first_end(events) :])


@pytest.mark.parametrize("before", [RINGING, ENDED, OVER])
def test_a_tools_own_webhook_on_the_same_url_frees_nothing_and_books_nothing_again(before: CallState) -> None:
    heard = Heard(anything=True, newest=T0 + timedelta(seconds=33))
    pre_call = notice_of(read_execution({"id": "exec-1", "status": "in-progress", "tool_name": "book"}), NOW)

    told = tell(translate(before, heard, pre_call.observation, ATTEMPT, NOW))

    assert told == ("answered" if before is RINGING else "")


def _first_end(events: Sequence[ExecutionEvent]) -> int:
    return next(n for n, event in enumerate(events) if isinstance(event, CallEnded))
