"""How many more calls may be dialled now."""

from services.scheduler.domain.limits import Limits, Live, free_slots


def test_without_a_known_limit_nothing_is_dialled() -> None:
    assert free_slots(Limits(system=None), Live()) == 0
    assert free_slots(Limits(system=None, provider=10), Live()) == 0


def test_the_limit_in_force_is_the_least_of_ours_and_the_providers() -> None:
    assert free_slots(Limits(system=10), Live(slots=3)) == 7
    assert free_slots(Limits(system=10, provider=4), Live(slots=3)) == 1
    assert free_slots(Limits(system=2, provider=4), Live()) == 2


def test_a_lowered_limit_drains() -> None:
    assert free_slots(Limits(system=2), Live(slots=5)) == 0
    assert free_slots(Limits(system=0), Live()) == 0


def test_while_dialling_is_stopped_there_are_no_turns() -> None:
    assert free_slots(Limits(system=10, stopped="key_rejected"), Live()) == 0


def test_resumed_with_a_bound_that_many_go_besides_those_live_before() -> None:
    resumed = Limits(system=10, bound=1)
    assert free_slots(resumed, Live(slots=4)) == 1
    assert free_slots(resumed, Live(slots=5, since_resumed=1)) == 0


def test_no_more_than_thirty_seconds_of_the_providers_rate_is_out_as_requests() -> None:
    rate = Limits(system=1000, calls_per_minute=60)
    assert free_slots(rate, Live()) == 30
    assert free_slots(rate, Live(slots=500, requested=10)) == 20
    assert free_slots(rate, Live(slots=30, requested=30)) == 0
    assert free_slots(Limits(system=1000, calls_per_minute=1), Live()) == 1
    assert free_slots(Limits(system=1000, calls_per_minute=0), Live(requested=900)) == 1000
