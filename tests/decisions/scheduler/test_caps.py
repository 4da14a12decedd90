"""The frequency cap: most calls to one number in a time, over all of a user's campaigns, and of everybody."""

from datetime import timedelta

import pytest

from services.scheduler.domain.caps import Caps, capped_until
from shared.contracts.campaigns import FrequencyCap
from shared.testing.examples import NOW

HOUR = timedelta(hours=1)
TWO_A_DAY = Caps(own=FrequencyCap(calls=2, hours=24))
BOTH = Caps(own=FrequencyCap(calls=2, hours=24), system=FrequencyCap(calls=5, hours=168))


def test_without_a_cap_or_with_fewer_calls_a_number_may_be_called() -> None:
    assert capped_until(Caps(), NOW, NOW, NOW) is None
    assert capped_until(TWO_A_DAY, None, None, NOW) is None


def test_a_number_called_as_often_as_allowed_waits_until_the_first_of_those_calls_is_old_enough() -> None:
    assert capped_until(TWO_A_DAY, NOW - 20 * HOUR, None, NOW) == NOW + 4 * HOUR
    assert capped_until(TWO_A_DAY, NOW - 24 * HOUR, None, NOW) is None


def test_of_two_caps_the_one_that_lasts_longer_holds() -> None:
    assert capped_until(BOTH, NOW - 20 * HOUR, NOW - 160 * HOUR, NOW) == NOW + 8 * HOUR
    assert capped_until(BOTH, NOW - 20 * HOUR, NOW - 168 * HOUR, NOW) == NOW + 4 * HOUR
    assert capped_until(BOTH, None, NOW - 167 * HOUR, NOW) == NOW + HOUR


def test_a_wait_ends_with_a_full_minute_never_before_the_cap_does() -> None:
    called = NOW - 23 * HOUR + timedelta(seconds=1)
    assert capped_until(TWO_A_DAY, called, None, NOW) == NOW + HOUR + timedelta(minutes=1)


@pytest.mark.parametrize(("caps", "name"), [(Caps(), "- -"), (TWO_A_DAY, "2/24 -"), (BOTH, "2/24 5/168")])
def test_caps_are_told_apart_by_name(caps: Caps, name: str) -> None:
    assert caps.name == name
