"""How far the campaigns are, when they count as stalled, and which lines are worth printing."""

from dataclasses import replace

import pytest

from callctl.demo.progress import NOTHING_SEEN, CampaignProgress, Progress, Watch, plain_lines
from shared.testing.spec import When, state

HALFWAY = CampaignProgress(
    user="Asha",
    campaign="Offer",
    status="active",
    counters={"total": 20, "queued": 7, "in_call": 2, "awaiting_result": 1, "answered": 8, "no-answer": 2, "busy": 0},
    active=2,
    limit=6,
)
DONE = replace(HALFWAY, status="completed", counters={"total": 20, "answered": 20}, active=0)


def progress(*campaigns: CampaignProgress) -> Progress:
    return Progress(campaigns, active=2, limit=10)


def after(before: Progress, seen: Progress) -> When[str]:
    return state(before).when(lambda earlier: plain_lines(earlier, seen))


def test_settled_are_those_with_an_outcome() -> None:
    assert (HALFWAY.settled, HALFWAY.total) == (10, 20)


def test_counts_name_what_there_is_in_the_order_of_a_calls_life() -> None:
    assert HALFWAY.counts == "queued 7, in call 2, awaiting result 1, answered 8, no-answer 2"


def test_a_campaign_of_which_nothing_is_known_yet_counts_nothing() -> None:
    empty = replace(HALFWAY, counters={})

    assert (empty.settled, empty.total, empty.counts) == (0, 0, "nothing yet")


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_campaign_has_ended_when_nothing_more_can_happen(status: str) -> None:
    assert replace(HALFWAY, status=status).ended


@pytest.mark.parametrize("status", ["scheduled", "active", "paused"])
def test_a_campaign_that_may_go_on_has_not_ended(status: str) -> None:
    assert not replace(HALFWAY, status=status).ended


def test_all_has_ended_when_every_campaign_has() -> None:
    assert progress(DONE, DONE).ended
    assert not progress(DONE, HALFWAY).ended
    assert not NOTHING_SEEN.ended


def test_a_change_begins_the_wait_anew_and_no_change_does_not() -> None:
    watch = Watch(NOTHING_SEEN, 0.0).seen(progress(HALFWAY), 5.0).seen(progress(HALFWAY), 90.0)

    assert watch.unchanged_since == 5.0


def test_it_is_stalled_when_nothing_has_changed_for_so_long() -> None:
    watch = Watch(progress(HALFWAY), 5.0)

    assert not watch.stalled(64.9, 60.0)
    assert watch.stalled(65.0, 60.0)


def test_what_has_ended_is_never_stalled() -> None:
    assert not Watch(progress(DONE), 0.0).stalled(1_000.0, 60.0)


def test_it_is_stalled_where_nothing_was_ever_seen() -> None:
    assert Watch(NOTHING_SEEN, 0.0).stalled(60.0, 60.0)


def test_the_first_look_has_a_line_for_each_campaign() -> None:
    after(NOTHING_SEEN, progress(HALFWAY)).then(
        "Asha, Offer: active, 10 of 20 settled (queued 7, in call 2, awaiting result 1, answered 8, no-answer 2);"
        " slots 2 of 6, in all 2 of 10"
    )


def test_less_than_a_tenth_more_is_not_worth_a_line() -> None:
    one_more = replace(HALFWAY, counters={"total": 20, "queued": 6, "answered": 9, "no-answer": 2})

    after(progress(HALFWAY), progress(one_more)).then()


def test_a_tenth_more_is_worth_a_line() -> None:
    two_more = replace(HALFWAY, counters={"total": 20, "answered": 12})

    after(progress(HALFWAY), progress(two_more)).then(
        "Asha, Offer: active, 12 of 20 settled (answered 12); slots 2 of 6, in all 2 of 10"
    )


def test_another_status_is_worth_a_line_of_its_campaign_alone() -> None:
    other = replace(DONE, campaign="Reminders")
    paused = replace(HALFWAY, status="paused", counters={"total": 20, "answered": 10})

    after(progress(HALFWAY, other), progress(paused, other)).then(
        "Asha, Offer: paused, 10 of 20 settled (answered 10); slots 2 of 6, in all 2 of 10"
    )
