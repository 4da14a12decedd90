"""429s are waited out together, ever longer, and ended by a single request."""

from datetime import timedelta

from services.dialer.domain.patience import Patience
from tests.decisions.dialer.attempts import NOW


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_refusals_of_what_was_sent_together_count_once() -> None:
    patience = Patience()

    assert patience.refused(NOW, None, NOW + seconds(1)) == NOW + seconds(2)
    assert patience.refused(NOW, None, NOW + seconds(1.5)) == NOW + seconds(2.5)
    assert patience.held_until(NOW + seconds(2.4)) == NOW + seconds(2.5)
    assert patience.held_until(NOW + seconds(2.5)) is None


def test_without_retry_after_the_wait_doubles_to_half_a_minute() -> None:
    patience, at = Patience(), NOW
    waits = []
    for _ in range(8):
        until = patience.refused(at, None, at)
        waits.append((until - at).total_seconds())
        at = until

    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_what_bolna_says_in_retry_after_is_waited_out() -> None:
    assert Patience().refused(NOW, NOW + seconds(42), NOW) == NOW + seconds(42)
    assert Patience().refused(NOW, NOW, NOW) == NOW + seconds(1)


def test_after_the_wait_a_single_request_is_tried_until_one_is_not_refused() -> None:
    patience = Patience()
    assert not patience.tried
    patience.refused(NOW, None, NOW)

    assert patience.tried
    assert not patience.one_at_a_time(NOW - seconds(1))
    assert patience.one_at_a_time(NOW + seconds(1))
    patience.answered(NOW - seconds(1))
    assert patience.tried
    patience.answered(NOW + seconds(1))
    assert not patience.tried


def test_a_successor_waits_for_what_its_predecessor_was_told() -> None:
    patience = Patience(NOW + seconds(20))

    assert patience.held_until(NOW) == NOW + seconds(20)
    assert patience.tried
    patience.answered(NOW + seconds(21))
    assert not patience.tried
