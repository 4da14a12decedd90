"""Turns: whose call is next. Held against a reference that decides one turn at a time with everything in sight."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.scheduler.domain.clock import due
from services.scheduler.domain.serving import LOOK
from services.scheduler.domain.shown import Head, Lane, User
from services.scheduler.domain.turns import Turns, take_turns
from shared.testing.examples import NOW


def user_id(number: int) -> UUID:
    return UUID(int=1_000 + number)


def campaign_id(number: int) -> UUID:
    return UUID(int=2_000 + number)


def call_id(number: int) -> UUID:
    return UUID(int=number)


def head(
    number: int, *, priority: int = 0, blocked: str | None = None, phone: str | None = None, capped: bool = False
) -> Head:
    return Head(call_id(number), phone or f"+4420{number:08}", priority, number, blocked, NOW if capped else None)


def lane(number: int, *heads: Head, last_turn: int = 0, more: bool = False) -> Lane:
    return Lane(campaign_id(number), "*", last_turn, heads, more)


def user(number: int, *lanes: Lane, free: int = 10, last_turn: int = 0, more: bool = False) -> User:
    return User(user_id(number), last_turn, free, lanes, more)


def dialled(turns: Turns) -> list[int]:
    return [one.int for one in turns.dial]


def test_users_take_turns_the_one_served_longest_ago_first() -> None:
    many = user(1, lane(1, *(head(n) for n in range(1, 6))), last_turn=7)
    few = user(2, lane(2, head(11), head(12)), last_turn=3)
    assert dialled(take_turns([many, few], 10, {}, turn=7)) == [11, 1, 12, 2, 3, 4, 5]


def test_no_turns_without_users_or_slots_or_quota() -> None:
    assert take_turns([], 5, {}, turn=0) == Turns((), (), again=False)
    assert take_turns([user(1, lane(1, head(1)))], 0, {}, turn=0) == Turns((), (), again=False)
    assert take_turns([user(1, lane(1, head(1)), free=0)], 5, {}, turn=0) == Turns((), (), again=False)


def test_a_user_gets_no_more_than_their_quota() -> None:
    assert dialled(take_turns([user(1, lane(1, head(1), head(2), head(3)), free=2)], 5, {}, turn=0)) == [1, 2]


def test_of_a_users_lanes_the_head_with_the_highest_priority_is_served() -> None:
    both = user(1, lane(1, head(1, priority=10), head(2)), lane(2, head(11, priority=100), head(12, priority=5)))
    assert dialled(take_turns([both], 5, {}, turn=0)) == [11, 1, 12, 2]


def test_among_equals_the_lane_served_longest_ago() -> None:
    both = user(1, lane(1, head(1), head(2), last_turn=5), lane(2, head(11), head(12), last_turn=4))
    assert dialled(take_turns([both], 5, {}, turn=5)) == [11, 1, 12, 2]


def test_a_campaigns_own_limit_leaves_the_turn_to_another_lane() -> None:
    both = user(1, lane(1, head(1, priority=9), head(2, priority=9)), lane(2, head(11), head(12)))
    assert dialled(take_turns([both], 5, {campaign_id(1): 1}, turn=0)) == [1, 11, 12]


def test_a_blocked_call_is_skipped_and_the_next_one_has_the_turn() -> None:
    one = user(1, lane(1, head(1, blocked="do_not_call"), head(2)))
    turns = take_turns([one], 5, {}, turn=0)
    assert (turns.dial, turns.skip, turns.again) == ((call_id(2),), ((call_id(1), "do_not_call"),), False)


def test_one_number_is_dialled_once_though_two_campaigns_have_it() -> None:
    same = "+442079460958"
    users = [user(1, lane(1, head(1, phone=same), head(2))), user(2, lane(2, head(11, phone=same), head(12)))]
    assert dialled(take_turns(users, 5, {}, turn=0)) == [1, 12, 2]


def test_where_all_that_is_shown_is_blocked_nobody_is_served_out_of_turn() -> None:
    first = user(1, lane(1, head(1, blocked="do_not_call"), more=True))
    second = user(2, lane(2, head(11)), last_turn=1)
    assert take_turns([first, second], 5, {}, turn=1) == Turns((), ((call_id(1), "do_not_call"),), again=True)


def test_a_turn_looks_at_no_more_than_twenty_calls() -> None:
    blocked = [head(n, blocked="do_not_call") for n in range(1, 40)]
    turns = take_turns([user(1, lane(1, *blocked, head(50)))], 5, {}, turn=0)
    assert (len(turns.skip), turns.dial, turns.again) == (LOOK, (), True)


def test_a_call_that_waits_for_a_cap_is_deferred_and_the_next_one_has_the_turn() -> None:
    turns = take_turns([user(1, lane(1, head(1, capped=True), head(2)))], 5, {}, turn=0)
    assert (turns.dial, turns.defer, turns.skip) == ((call_id(2),), ((call_id(1), NOW),), ())


def test_a_blocked_call_is_skipped_whatever_cap_it_waits_for() -> None:
    turns = take_turns([user(1, lane(1, head(1, blocked="do_not_call", capped=True)))], 5, {}, turn=0)
    assert (turns.defer, turns.skip) == ((), ((call_id(1), "do_not_call"),))


def test_a_lane_of_which_twenty_may_not_go_is_clogged_and_holds_up_no_turn_after_this_step() -> None:
    blocked = lane(1, *(head(n, blocked="do_not_call") for n in range(1, LOOK + 1)), more=True)
    turns = take_turns([user(1, blocked), user(2, lane(2, head(91)), last_turn=1)], 5, {}, turn=1)
    assert (turns.clogged, turns.dial, turns.again) == (((campaign_id(1), "*"),), (), True)


def test_a_lane_in_which_one_of_the_twenty_may_go_is_not_clogged() -> None:
    blocked = [head(n, blocked="do_not_call") for n in range(1, LOOK)]
    turns = take_turns([user(1, lane(1, *blocked, head(50), more=True))], 1, {}, turn=0)
    assert (turns.clogged, dialled(turns)) == ((), [50])


def test_a_user_with_lanes_unseen_is_not_passed_over() -> None:
    first = user(1, lane(1, head(1, blocked="do_not_call")), more=True)
    assert take_turns([first, user(2, lane(2, head(11)))], 5, {}, turn=0).again


def test_a_lane_whose_best_call_is_blocked_is_not_served_before_a_better_lane_unseen() -> None:
    shown = lane(2, head(1, priority=9, blocked="do_not_call"), head(2))
    turns = take_turns([user(1, shown, free=1, more=True)], 5, {}, turn=0)
    assert turns == Turns((), ((call_id(1), "do_not_call"),), again=True)


def test_with_users_unseen_one_who_has_nothing_to_call_gives_nobody_a_second_turn() -> None:
    users = [user(1, lane(1, head(1, blocked="do_not_call"))), user(2, lane(2, head(11), head(12)))]
    assert dialled(take_turns(users, 2, {}, turn=0, more=False)) == [11, 12]
    assert take_turns(users, 2, {}, turn=0, more=True).again


@dataclass
class Backlog:
    """Everything there is, for the reference and as the source of what is shown to the real thing."""

    lanes: dict[tuple[int, int], list[Head]]
    free: dict[int, int]
    room: dict[int, int]
    last_of_user: Counter[int] = field(default_factory=Counter)
    last_of_lane: Counter[tuple[int, int]] = field(default_factory=Counter)
    weights: dict[int, int] = field(default_factory=dict)
    moments: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    def copy(self) -> "Backlog":
        lanes = {key: list(heads) for key, heads in self.lanes.items()}
        return Backlog(lanes, dict(self.free), dict(self.room), weights=dict(self.weights))

    def waiting_since(self, owner: int) -> tuple[Fraction, int]:
        """Where all weigh the same, who was served longest ago has the turn, and nothing else is to be known."""
        alike = len(set(self.weights.values())) < 2
        due = Fraction(0) if alike else self.moments[owner] + Fraction(1, self.weights[owner])
        return due, self.last_of_user[owner]


def one_by_one(backlog: Backlog, free: int) -> tuple[list[int], set[int]]:
    """The obviously right thing: for each turn look at everything, find whose it is, take the call."""
    given_turns: list[int] = []
    skipped: set[int] = set()
    numbers: set[str] = set()
    clock = Fraction(0)
    for turn in range(1, free + 1):
        for heads in backlog.lanes.values():
            skipped |= {one.call_id.int for one in heads if one.blocked}
            heads[:] = [
                one for one in heads if not (one.blocked or one.capped_until) and one.phone_number not in numbers
            ]
        able = [
            (backlog.waiting_since(owner), owner)
            for owner, quota in backlog.free.items()
            if quota
            and any(heads and backlog.room.get(key[1], 1) for key, heads in backlog.lanes.items() if key[0] == owner)
        ]
        if not able:
            break
        owner = min(able)[1]
        clock = max(clock, backlog.waiting_since(owner)[0])
        backlog.moments[owner] = clock
        key = min(
            (key for key, heads in backlog.lanes.items() if key[0] == owner and heads and backlog.room.get(key[1], 1)),
            key=lambda key: (-backlog.lanes[key][0].priority, backlog.last_of_lane[key], key[1]),
        )
        taken = backlog.lanes[key].pop(0)
        given_turns.append(taken.call_id.int)
        numbers.add(taken.phone_number)
        backlog.free[owner] -= 1
        if key[1] in backlog.room:
            backlog.room[key[1]] -= 1
        backlog.last_of_user[owner] = backlog.last_of_lane[key] = turn
    return given_turns, skipped


def in_rounds(backlog: Backlog, free: int, limit: int) -> tuple[list[int], set[int]]:
    """The real thing, shown as little as the shell shows it, round after round until there are no turns left."""
    given_turns: list[int] = []
    skipped: set[int] = set()
    numbers: set[str] = set()
    owners = {one.call_id: key for key, heads in backlog.lanes.items() for one in heads}
    phones = {one.call_id: one.phone_number for heads in backlog.lanes.values() for one in heads}
    clock, moments = 0, Counter[int]()
    again = True
    while again:
        shown = [candidate for owner in backlog.free if (candidate := show(backlog, owner, limit, moments[owner]))]
        shown.sort(key=lambda one: (due(one.moment, one.weight), one.last_turn, one.user_id))
        shown = shown[: free - len(given_turns)]
        room = {campaign_id(key): left for key, left in backlog.room.items()}
        left = free - len(given_turns)
        turns = take_turns(shown, left, room, turn=len(given_turns), clock=clock, more=len(shown) == left)
        for called, clock in zip(turns.dial, turns.moments, strict=True):
            key = owners[called]
            moments[key[0]] = clock
            given_turns.append(called.int)
            backlog.free[key[0]] -= 1
            if key[1] in backlog.room:
                backlog.room[key[1]] -= 1
            backlog.last_of_user[key[0]] = backlog.last_of_lane[key] = len(given_turns)
            numbers.add(phones[called])
        gone = {*turns.dial, *(one for one, _ in turns.skip), *(one for one, _ in turns.defer)}
        skipped |= {one.int for one, _ in turns.skip}
        for heads in backlog.lanes.values():
            heads[:] = [one for one in heads if one.call_id not in gone and one.phone_number not in numbers]
        assert not turns.again or gone or not left, "a round that is to go on has brought something"
        again = turns.again and len(given_turns) < free
    return given_turns, skipped


def show(backlog: Backlog, owner: int, limit: int, moment: int) -> User | None:
    able = [
        (key, heads)
        for key, heads in backlog.lanes.items()
        if key[0] == owner and heads and backlog.room.get(key[1], 1)
    ]
    able.sort(key=lambda one: (-one[1][0].priority, backlog.last_of_lane[one[0]], one[0][1]))
    quota = backlog.free[owner]
    lanes = [
        Lane(
            campaign_id(key[1]), "*", backlog.last_of_lane[key], tuple(heads[:limit]), more=len(heads[:limit]) == limit
        )
        for key, heads in able[:quota]
    ]
    if not lanes or not quota:
        return None
    last_turn, weight, more = backlog.last_of_user[owner], backlog.weights[owner], len(able) > quota
    return User(user_id(owner), last_turn, quota, tuple(lanes), more, moment, weight)


@st.composite
def backlogs(draw: st.DrawFn) -> Backlog:
    lanes: dict[tuple[int, int], list[Head]] = {}
    number = 0
    for owner in range(draw(st.integers(0, 4))):
        for _ in range(draw(st.integers(0, 3))):
            heads = []
            for _ in range(draw(st.integers(0, 5))):
                number += 1
                blocked = draw(st.sampled_from([None, None, None, "do_not_call"]))
                capped = draw(st.sampled_from([False, False, True]))
                phone = draw(st.sampled_from([None, None, "+442079460958"]))
                heads.append(
                    head(number, priority=draw(st.integers(0, 2)), blocked=blocked, phone=phone, capped=capped)
                )
            lanes[owner, len(lanes)] = sorted(heads, key=lambda one: (-one.priority, one.place))
    free = {owner: draw(st.integers(0, 4)) for owner in {key[0] for key in lanes}}
    room = {key[1]: draw(st.integers(0, 3)) for key in lanes if draw(st.booleans())}
    all_alike = draw(st.booleans())
    weights = {owner: 3 if all_alike else draw(st.integers(1, 3)) for owner in free}
    return Backlog(lanes, free, room, weights=weights)


@given(backlogs(), st.integers(0, 12), st.integers(1, 4))
def test_many_turns_decided_together_are_those_decided_one_by_one(backlog: Backlog, free: int, limit: int) -> None:
    expected, _ = one_by_one(backlog.copy(), free)
    assert in_rounds(backlog, free, limit)[0] == expected


@given(backlogs(), st.integers(0, 12))
def test_only_blocked_calls_are_skipped_and_nobody_twice(backlog: Backlog, free: int) -> None:
    blocked = {one.call_id.int for heads in backlog.lanes.values() for one in heads if one.blocked}
    calls, skipped = in_rounds(backlog, free, 3)
    assert skipped <= blocked
    assert not blocked & set(calls)
    assert len(set(calls)) == len(calls)


@given(st.dictionaries(st.integers(0, 5), st.integers(1, 40), min_size=2), st.integers(1, 60))
def test_between_two_turns_of_a_user_no_other_with_work_and_quota_has_more_than_one(
    sizes: Mapping[int, int], free: int
) -> None:
    users = [
        user(owner, lane(owner, *(head(owner * 100 + n) for n in range(size))), free=99)
        for owner, size in sizes.items()
    ]
    order = [called // 100 for called in dialled(take_turns(users, free, {}, turn=0))]
    for owner in sizes:
        assert_no_one_overtakes(owner, order)


def assert_no_one_overtakes(owner: int, order: Iterable[int]) -> None:
    turns = list(order)
    own = [position for position, whose in enumerate(turns) if whose == owner]
    for first, second in pairwise(own):
        assert all(count == 1 for count in Counter(turns[first + 1 : second]).values())


@given(st.integers(1, 30), st.integers(0, 29))
def test_leaving_and_coming_back_gains_nothing(rounds: int, away_from: int) -> None:
    """One who leaves and returns is served once at once, and then as often as everybody else."""
    served = Counter({0: 0, 1: 0})
    last = Counter({0: 0, 1: 0})
    for turn in range(1, 2 * rounds + 1):
        here = [0] if away_from <= turn < away_from + 5 else [0, 1]
        users = [user(owner, lane(owner, head(owner * 100 + turn)), free=1, last_turn=last[owner]) for owner in here]
        whose = dialled(take_turns(users, 1, {}, turn=turn - 1))[0] // 100
        served[whose] += 1
        last[whose] = turn
    assert served[1] <= served[0] + 1
