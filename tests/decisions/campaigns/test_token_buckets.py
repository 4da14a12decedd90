"""How often one may ask."""

from services.campaigns.http.limiting import MOST_BUCKETS, Buckets, limits_of


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_gives_its_burst_and_then_says_how_long_to_wait() -> None:
    buckets = Buckets(2.0, 3, Clock())
    assert [buckets.take("mira") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_refused_request_takes_nothing() -> None:
    clock = Clock()
    buckets = Buckets(1.0, 1, clock)
    buckets.take("mira")
    assert [buckets.take("mira") for _ in range(3)] == [1, 1, 1]
    clock.now = 1.0
    assert buckets.take("mira") == 0


def test_a_bucket_holds_no_more_than_its_burst() -> None:
    clock = Clock()
    buckets = Buckets(1.0, 2, clock)
    buckets.take("mira")
    clock.now = 1_000.0
    assert [buckets.take("mira") for _ in range(3)] == [0, 0, 1]


def test_a_token_that_is_given_back_can_be_taken_again() -> None:
    buckets = Buckets(1.0, 1, Clock())
    buckets.take("mira")
    buckets.give_back("mira")
    assert buckets.take("mira") == 0


def test_each_name_has_its_own_bucket() -> None:
    buckets = Buckets(1.0, 1, Clock())
    assert (buckets.take("mira"), buckets.take("theo")) == (0, 0)


def test_names_without_end_take_no_memory_without_end() -> None:
    buckets = Buckets(1.0, 1, Clock())
    for number in range(MOST_BUCKETS + 1):
        buckets.take(str(number))
    assert buckets.take("0") == 0
    assert buckets.take(str(MOST_BUCKETS)) == 1


def test_no_limit_is_no_bucket() -> None:
    assert limits_of(0).requests is None
