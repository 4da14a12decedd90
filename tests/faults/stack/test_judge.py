"""The judge catches each breach that is planted, and acquits a run without one."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.faults.stack.judge import (
    KOLKATA,
    Evidence,
    Hours,
    Placed,
    Planned,
    Told,
    ToldCampaign,
    peak_of,
    placed_above,
    placed_after,
    violations,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RANG_IN_VAIN = ("queued", "initiated", "ringing", "no-answer")
ANSWERED = ("queued", "initiated", "ringing", "in-progress", "call-disconnected", "completed")

FIRST = Placed("e-1", "+911", "agent-a", "call-1", "attempt-1", NOON, NOON + 2 * SECOND, ANSWERED)
SECOND_CALL = Placed(
    "e-2", "+912", "agent-a", "call-2", "attempt-2", NOON + 2 * SECOND, NOON + 3 * SECOND, RANG_IN_VAIN
)
OPEN = Planned("open", "agent-a", ("+911", "+912"))
CLOSED = Planned("closed", "agent-b", ("+913",), Hours(time(3), time(4), ZoneInfo("UTC")), ends_as="scheduled")

KEPT = Evidence(
    planned=(OPEN, CLOSED),
    placed=(FIRST, SECOND_CALL),
    told=(
        Told("call-1", "open", "+911", "settled", "answered"),
        Told("call-2", "open", "+912", "settled", "no-answer"),
        Told("call-3", "closed", "+913", "queued", None),
    ),
    campaigns={
        "open": ToldCampaign(
            "completed", {"total": 2, "settled": 2, "queued": 0, "answered": 1, "no-answer": 1, "busy": 0}
        ),
        "closed": ToldCampaign("scheduled", {"total": 1, "queued": 1, "settled": 0}),
    },
    system_limit=1,
    agent_limits={"agent-a": 1, "agent-b": 1},
    system_peak=1,
    agent_peaks={"agent-a": 1},
)


def _placed(*calls: Placed) -> Evidence:
    return replace(KEPT, placed=calls)


def _told(position: int, **changes: str | None) -> Evidence:
    told = list(KEPT.told)
    told[position] = Told(**(vars(told[position]) | changes))
    return replace(KEPT, told=told)


def _campaign(name: str, status: str = "completed", **counters: int) -> Evidence:
    was = KEPT.campaigns[name]
    changed = ToldCampaign(status, {**was.counters, **{key.replace("_", "-"): n for key, n in counters.items()}})
    return replace(KEPT, campaigns={**KEPT.campaigns, name: changed})


AGAIN = replace(FIRST, execution_id="e-9", call_id="call-9", attempt_id="attempt-9", received=NOON + 9 * SECOND)
AT_THREE = replace(
    FIRST,
    execution_id="e-9",
    number="+913",
    bolna_agent_id="agent-b",
    call_id="call-3",
    attempt_id="attempt-3",
    received=NOON,
)

PLANTED: dict[str, tuple[Evidence, str]] = {
    "a number is called twice": (_placed(FIRST, SECOND_CALL, AGAIN), "+911 were called more than once"),
    "an attempt is placed twice": (
        _placed(FIRST, replace(SECOND_CALL, attempt_id="attempt-1")),
        "attempt-1 (attempt ids) were placed more than once",
    ),
    "a call is placed twice": (
        _placed(FIRST, replace(SECOND_CALL, call_id="call-1")),
        "call-1 (call ids) were placed more than once",
    ),
    "a call has no attempt id": (
        _placed(FIRST, replace(SECOND_CALL, attempt_id=None)),
        "a call was placed without its attempt id",
    ),
    "a stranger is called": (
        _placed(FIRST, SECOND_CALL, replace(AGAIN, number="+999")),
        "+999 were called, and nobody asked for it",
    ),
    "another's agent calls": (
        _placed(FIRST, replace(SECOND_CALL, bolna_agent_id="agent-b")),
        "+912 were called by an agent that was not theirs",
    ),
    "the system's limit is passed": (replace(KEPT, system_peak=2), "2 calls were live at once, 1 are allowed"),
    "an agent's limit is passed": (
        replace(KEPT, agent_peaks={"agent-a": 2}),
        "2 calls of the agent agent-a were live at once, 1 are allowed",
    ),
    "a limit is passed by the times alone": (
        _placed(FIRST, replace(SECOND_CALL, received=NOON + SECOND)),
        "by its times 2 calls were live at once, 1 are allowed",
    ),
    "a call is placed outside its hours": (
        _placed(FIRST, SECOND_CALL, AT_THREE),
        "+913 was called at 2026-03-02T12:00:00+00:00, outside the hours of its campaign",
    ),
    "a contact is never called": (_placed(FIRST), "+912 were never called"),
    "a contact is in no call": (replace(KEPT, told=KEPT.told[:1]), "+912 were uploaded and are in no call"),
    "a contact is in two calls": (
        replace(KEPT, told=(*KEPT.told, Told("call-8", "open", "+911", "settled", "answered"))),
        "+911 stand in one campaign more than once",
    ),
    "a stranger is in a campaign": (
        replace(KEPT, told=(*KEPT.told, Told("call-8", "open", "+999", "settled", "answered"))),
        "+999 stand in a campaign that they were not uploaded to",
    ),
    "a call is left unsettled": (_told(1, status="awaiting_result", outcome=None), "+912 are not settled"),
    "an outcome is another": (_told(1, outcome="busy"), "+912 is said to be busy; at Bolna it was no-answer"),
    "a call goes to another number": (_told(1, number="+911"), "+912 was called for the call call-2, which is to +911"),
    "the API does not know a call": (_told(1, call_id="call-8"), "the call call-2, which the API does not have"),
    "a campaign does not complete": (_campaign("open", "active"), "the campaign open is active, not completed"),
    "a closed campaign completes": (_campaign("closed"), "the campaign closed is completed, not scheduled"),
    "a campaign is gone": (replace(KEPT, campaigns={}), "the campaign open is gone"),
    "a counter is short": (_campaign("open", no_answer=0), "the campaign open counts 0 no-answer; there were 1"),
    "a counter counts what was not": (_campaign("open", failed=1), "the campaign open counts 1 failed; there were 0"),
    "a slot leaks": (replace(KEPT, slots_held=1), "1 slots are still held"),
    "a call stays live": (replace(KEPT, live=1), "1 calls are still live at Bolna"),
    "the queue is not empty": (replace(KEPT, unsettled={"in_call": 1}), "the queue still shows 1 calls in_call"),
}


def test_a_run_that_kept_every_promise_is_acquitted() -> None:
    assert violations(KEPT) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_the_judge_catches_that(planted: str) -> None:
    evidence, sentence = PLANTED[planted]
    assert sentence in "\n".join(violations(evidence))


@pytest.mark.parametrize(
    ("statuses", "voicemail", "outcome"),
    [
        (ANSWERED, False, "answered"),
        (ANSWERED, True, "voicemail"),
        (RANG_IN_VAIN, False, "no-answer"),
        (("queued", "initiated", "busy"), False, "busy"),
        (("queued", "initiated", "failed"), False, "failed"),
        (("queued", "initiated", "error"), False, "failed"),
        (("queued", "initiated", "canceled"), False, "failed"),
        (("queued", "stopped"), False, "failed"),
        (("queued", "in-progress", "call-disconnected"), False, "answered"),
        (("queued", "call-disconnected"), False, "failed"),
        (("queued", "in-progress"), False, None),
    ],
)
def test_an_ending_at_bolna_is_one_outcome(statuses: tuple[str, ...], voicemail: bool, outcome: str | None) -> None:  # noqa: FBT001
    assert replace(FIRST, statuses=statuses, voicemail=voicemail).outcome == outcome


@pytest.mark.parametrize(
    ("first", "last", "open_at", "closed_at"),
    [
        (time(9), time(18), [time(9), time(17, 59)], [time(8, 59), time(18)]),
        (time(22), time(2), [time(22), time(1, 59)], [time(2), time(21, 59)]),
        (time(9), time(0), [time(9), time(23, 59)], [time(0), time(8, 59)]),
        (time(0), time(0), [time(0), time(12)], []),
    ],
)
def test_hours_hold_their_first_minute_and_not_their_last(
    first: time, last: time, open_at: list[time], closed_at: list[time]
) -> None:
    hours = Hours(first, last, KOLKATA)
    day = NOON.date()
    assert all(hours.contain(datetime.combine(day, at, KOLKATA)) for at in open_at)
    assert not any(hours.contain(datetime.combine(day, at, KOLKATA)) for at in closed_at)


def test_a_line_that_ends_as_another_begins_is_no_second_line() -> None:
    assert peak_of([FIRST, SECOND_CALL]) == 1


def test_what_is_placed_after_the_answer_is_caught_and_what_was_before_is_not() -> None:
    assert placed_after([FIRST, SECOND_CALL], "agent-a", NOON + 2 * SECOND) == []
    assert placed_after([FIRST, SECOND_CALL], "agent-a", NOON + SECOND) == [
        "+912 was called 1.000 s after it was answered that none is"
    ]
    assert placed_after([FIRST, SECOND_CALL], "agent-b", NOON - SECOND) == []


def test_what_is_placed_above_a_lowered_limit_is_caught_from_then_on() -> None:
    beside = replace(SECOND_CALL, received=NOON + SECOND)
    assert placed_above([FIRST, SECOND_CALL], 1, NOON) == []
    assert placed_above([FIRST, beside], 1, NOON + SECOND) == []
    assert placed_above([FIRST, beside], 1, NOON) == [
        "+912 was called at 2026-03-02T12:00:01+00:00 while 1 calls were live, 1 allowed"
    ]
