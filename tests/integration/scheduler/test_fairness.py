"""A user with ten contacts is not behind a user with a thousand; and one who hands them in one by one gains nothing."""

from uuid import UUID

import pytest

from bench.fairness import jain, most_between, play, shares
from tests.integration.scheduler import tale
from tests.integration.scheduler.filling import Filling, fill
from tests.integration.scheduler.stage import Stage


async def test_all_users_have_as_many_turns_whatever_they_have_to_do(database: str, scheduler: Stage) -> None:
    filling = Filling(calls=12 * 30, users=12, slots=5, more_of_first=1_000)
    fill(database, filling)
    found = shares(await play(scheduler, filling), trickling=tale.user(13))
    assert (found.jain >= 0.999, found.most_between, found.most) == (True, 1, 30)
    assert 0 < found.trickling <= found.most


@pytest.mark.parametrize(("order", "most"), [("abcabc", 1), ("abbca", 2), ("abcacb", 2), ("aba", 1), ("abca", 1)])
def test_turns_between_two_turns_of_another_are_counted(order: str, most: int) -> None:
    assert most_between([UUID(int=ord(whose)) for whose in order]) == most


def test_jains_index_is_one_where_all_are_alike_and_less_where_one_has_more() -> None:
    assert jain([7, 7, 7]) == 1
    assert jain([9, 0, 0]) == pytest.approx(1 / 3)
