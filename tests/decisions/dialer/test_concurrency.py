"""Bolna's count of live calls beside our slots: only a difference that lasts and is more than the way between tells."""

import pytest

from services.dialer.domain.concurrency import Differences


@pytest.mark.parametrize(
    ("looks", "lasting"),
    [
        ([(10, 10), (10, 10), (10, 10)], 0),
        ([(14, 10), (13, 10)], 0),
        ([(14, 10), (13, 10), (15, 10)], 3),
        ([(2, 10), (4, 10), (3, 10)], -6),
        ([(14, 10), (7, 10), (14, 10)], 0),
        ([(11, 10), (11, 10), (11, 10)], 0),
        ([(109, 100), (110, 100), (109, 100)], 0),
        ([(3, 0), (3, 0), (3, 0), (0, 0)], 0),
    ],
)
def test_a_difference_lasts_in_three_looks_of_one_sign(looks: list[tuple[int, int]], lasting: int) -> None:
    differences = Differences()

    assert [differences.see(theirs, ours) for theirs, ours in looks][-1] == lasting
