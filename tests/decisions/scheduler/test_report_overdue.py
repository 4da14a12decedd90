"""A result that never comes: after its deadline the call is settled with what is known."""

from datetime import timedelta

from services.scheduler.domain.calls import Call
from services.scheduler.domain.following import Consequence, overdue
from services.scheduler.domain.retrying import Circumstances
from shared.contracts.campaigns import RetryRule
from shared.contracts.vocabulary import Outcome
from tests.decisions.scheduler.story import (
    LATER,
    NOTHING_SPECIAL,
    TWICE,
    answered,
    ended,
    given,
    minute,
    placed,
    requested,
    retry,
    settled,
)

EIGHT_MINUTES = timedelta(minutes=8)
"""The line ended at minute 2, it is minute 10."""


def late(call: Call, circumstances: Circumstances = NOTHING_SPECIAL) -> list[Consequence]:
    return overdue(call, circumstances, EIGHT_MINUTES, LATER)


def test_a_call_that_was_seen_answered_counts_as_answered() -> None:
    given(requested(), placed(), answered(), ended()).when(late).then(
        settled(Outcome.ANSWERED, reason="never_reported")
    )


def test_a_call_that_was_not_counts_as_failed() -> None:
    given(requested(), placed(), ended()).when(late).then(settled(Outcome.FAILED, reason="never_reported"))


def test_a_failed_one_is_tried_again_where_the_rule_says_so() -> None:
    rule = Circumstances(retry=RetryRule(max_attempts=2, outcomes=(Outcome.FAILED,)))
    given(requested(), placed(), ended()).when(lambda call: late(call, rule)).then(
        retry(Outcome.FAILED, attempts=1, retry_at=minute(62))
    )
    given(requested(), placed(), ended()).when(lambda call: late(call, TWICE)).then(
        settled(Outcome.FAILED, reason="never_reported")
    )


def test_nothing_happens_before_the_deadline_nor_to_a_call_whose_line_is_open() -> None:
    waiting = given(requested(), placed(), ended())
    waiting.when(lambda call: overdue(call, NOTHING_SPECIAL, EIGHT_MINUTES + timedelta(seconds=1), LATER)).then()
    given(requested(), placed(), answered()).when(late).then()
    given(requested(), placed(), ended(), settled(Outcome.FAILED)).when(late).then()
