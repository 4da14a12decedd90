"""When a silent call is asked about, and what the answers prove."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.webhooks.domain.silence import Look, Pace, Turnstile, answered, due, jitter, missing, unanswered

T0 = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
PACE = Pace(timedelta(seconds=180))


def at(second: float) -> datetime:
    return T0 + timedelta(seconds=second)


def test_a_call_is_asked_about_once_it_was_silent_for_so_long() -> None:
    assert due(T0, None, PACE) == at(180)


def test_news_puts_the_asking_off() -> None:
    look = Look(asked_at=at(180), next_at=at(185), fruitless=1)

    assert due(at(170), look, PACE) == at(185)
    assert due(at(181), look, PACE) == at(361)


def test_a_live_call_is_asked_about_steadily() -> None:
    first = answered(T0, None, at(180), PACE, line_free=False)
    second = answered(T0, first, at(360), PACE, line_free=False)

    assert (first.next_at, second.next_at) == (at(360), at(540))


def test_a_result_that_is_late_is_asked_for_ever_more_rarely() -> None:
    look, now, waits = None, T0, []
    for _ in range(8):
        look = answered(T0, look, now, PACE, line_free=True)
        waits.append((look.next_at - now).total_seconds())
        now = look.next_at

    assert waits == [180, 360, 720, 1440, 2880, 3600, 3600, 3600]


def test_a_provider_that_is_away_is_asked_again_with_growing_waits() -> None:
    look, now, waits = None, at(180), []
    for _ in range(8):
        look = unanswered(T0, look, now, PACE)
        waits.append((look.next_at - now).total_seconds())
        now = look.next_at

    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]


def test_a_provider_that_says_when_is_not_asked_before() -> None:
    assert unanswered(T0, None, at(180), PACE, retry_after=30).next_at == at(210)


def test_an_absence_is_proved_by_two_looks_a_minute_apart() -> None:
    first, proved = missing(T0, None, at(180), PACE)
    assert (first.next_at, proved) == (at(240), False)

    early, proved = missing(T0, first, at(239), PACE)
    assert (early.missing_since, proved) == (at(180), False)

    _, proved = missing(T0, first, at(240), PACE)
    assert proved


def test_an_absence_is_proved_across_a_provider_that_was_away_between() -> None:
    first, _ = missing(T0, None, at(180), PACE)
    between = unanswered(T0, first, at(240), PACE)

    _, proved = missing(T0, between, at(245), PACE)

    assert proved


@pytest.mark.parametrize("heard", [181, 239])
def test_news_between_two_looks_begins_the_proof_anew(heard: float) -> None:
    first, _ = missing(T0, None, at(180), PACE)

    look, proved = missing(at(heard), first, at(240), PACE)

    assert (look.missing_since, proved) == (at(240), False)


def test_an_answer_between_two_looks_begins_the_proof_anew() -> None:
    first, _ = missing(T0, None, at(180), PACE)
    told = answered(T0, first, at(240), PACE, line_free=False)

    _, proved = missing(T0, told, at(420), PACE)

    assert not proved


def test_calls_that_fell_silent_at_once_are_not_asked_about_at_once() -> None:
    waits = [jitter(UUID(int=n), PACE).total_seconds() for n in range(1000)]

    assert min(waits) >= 0
    assert max(waits) < 18
    quarters = [sum(quarter * 4.5 <= wait < (quarter + 1) * 4.5 for wait in waits) for quarter in range(4)]
    assert min(quarters) > 200
    assert waits == [jitter(UUID(int=n), PACE).total_seconds() for n in range(1000)]


def test_no_more_is_asked_in_a_minute_than_the_pace_allows() -> None:
    turnstile = Turnstile(PACE)

    entered = [turnstile.enter(T0) for _ in range(PACE.a_minute + 1)]

    assert entered[0] == T0
    assert entered[-1] == at(60)
    assert turnstile.enter(at(3600)) == at(3600)


def test_when_the_provider_asks_to_wait_all_questions_wait() -> None:
    turnstile = Turnstile(PACE)
    turnstile.close_until(at(30))

    assert turnstile.enter(T0) == at(30)
    assert turnstile.enter(T0) > at(30)
