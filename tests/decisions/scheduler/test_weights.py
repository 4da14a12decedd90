"""Weights: a user with 3 has three turns for each that a user with 1 has, spread evenly, while both have work."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduler.domain.clock import ROUND, due, moment_of
from services.scheduler.domain.shown import Head, Lane, User
from services.scheduler.domain.turns import take_turns


def user(number: int, weight: int, *, calls: int = 500, last_turn: int = 0, moment: int = 0) -> User:
    heads = tuple(Head(UUID(int=number * 1_000 + n), f"+4420{number:02}{n:06}", 0, n) for n in range(calls))
    lane = Lane(UUID(int=number), "*", last_turn, heads)
    return User(UUID(int=number), last_turn, calls, (lane,), moment=moment, weight=weight)


def served(users: Sequence[User], turns: int, *, clock: int = 0) -> list[int]:
    given_turns = take_turns(users, turns, {}, turn=max(one.last_turn for one in users), clock=clock)
    return [call.int // 1_000 for call in given_turns.dial]


def test_turns_are_given_in_proportion_to_weights_and_spread_evenly() -> None:
    assert served([user(1, 2), user(2, 1)], 9) == [1, 2, 1, 1, 2, 1, 1, 2, 1]


def test_users_of_one_weight_take_turns_whatever_that_weight_is() -> None:
    assert served([user(1, 7), user(2, 7), user(3, 7)], 7) == [1, 2, 3, 1, 2, 3, 1]


def test_who_has_less_to_call_than_their_weight_leaves_the_turns_to_others() -> None:
    assert served([user(1, 5, calls=2), user(2, 1)], 6) == [1, 1, 2, 2, 2, 2]


def test_a_weight_that_is_raised_holds_from_the_next_turn_on() -> None:
    before = [user(1, 1, last_turn=8, moment=4 * ROUND), user(2, 1, last_turn=9, moment=4 * ROUND)]
    assert served(before, 4, clock=4 * ROUND) == [1, 2, 1, 2]
    raised = [user(1, 1, last_turn=8, moment=4 * ROUND), user(2, 3, last_turn=9, moment=4 * ROUND)]
    assert served(raised, 8, clock=4 * ROUND) == [2, 2, 1, 2, 2, 2, 1, 2]


def test_who_comes_back_is_served_at_once_and_makes_up_for_nothing() -> None:
    stayed = user(1, 1, last_turn=90, moment=90 * ROUND)
    came_back = user(2, 1, last_turn=3, moment=3 * ROUND)
    assert served([stayed, came_back], 5, clock=90 * ROUND) == [2, 1, 2, 1, 2]


@pytest.mark.parametrize(("clock", "is_due", "then"), [(5, 9, 9), (9, 5, 9), (7, 7, 7)])
def test_the_clock_never_goes_back(clock: int, is_due: int, then: int) -> None:
    assert moment_of(clock, is_due) == then


@given(st.lists(st.integers(1, 10), min_size=2, max_size=6), st.integers(1, 400))
def test_at_any_time_no_user_is_ahead_of_another_by_more_than_a_turn_of_each(weights: list[int], turns: int) -> None:
    whose = Counter(served([user(number, weight) for number, weight in enumerate(weights, 1)], turns))
    shares = [(whose[number] / weight, 1 / weight) for number, weight in enumerate(weights, 1)]
    for had, step in shares:
        assert all(had - other <= step + others_step + 1e-3 for other, others_step in shares)


@given(st.integers(1, 100), st.integers(0, 10**15), st.integers(0, 10**15))
def test_of_users_of_one_weight_who_was_served_later_is_never_due_sooner(weight: int, one: int, other: int) -> None:
    assert (due(one, weight) <= due(other, weight)) == (one <= other)
