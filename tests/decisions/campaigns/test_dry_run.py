"""Who would be called and who not, by the codes and in the order of a run."""

from services.campaigns.domain.dry_run import FIRST, Candidate, DryRun

NOBODY: frozenset[str] = frozenset()


def someone(number: int, *zones: str, **more: object) -> Candidate:
    return Candidate(**{"phone_number": f"+91900000{number:04d}", "zones": zones, **more})  # type: ignore[arg-type]


def test_everyone_is_called_or_skipped_for_one_reason() -> None:
    found = DryRun(by_contact_zone=False, allowed_countries=frozenset({"IN"}))
    found.reject(["phone_invalid", "duplicate_in_file", "phone_invalid"])
    found.add(
        [someone(1), someone(2), someone(3, country="GB"), someone(4, country="IN")], frozenset({"+919000000002"})
    )
    assert found.skipped == {"phone_invalid": 2, "duplicate_in_file": 1, "do_not_call": 1, "number_not_allowed": 1}
    assert (found.total, found.callable) == (7, 2)


def test_a_blocked_number_that_may_not_be_called_anyway_is_skipped_as_such() -> None:
    found = DryRun(by_contact_zone=False, allowed_countries=frozenset())
    found.add([someone(1, country="IN")], frozenset({"+919000000001"}))
    assert found.skipped == {"do_not_call": 1}


def test_without_common_hours_nothing_else_counts() -> None:
    found = DryRun(by_contact_zone=True)
    found.add([someone(1, "Asia/Kolkata"), someone(2, "A", "B"), someone(3, "B", "A")], frozenset({"+919000000003"}))
    [nowhere, india] = found.ordered_lanes()
    found.skip_lanes([nowhere], "no_common_hours")
    assert (india.zones, nowhere.zones) == (("Asia/Kolkata",), ("A", "B"))
    assert found.skipped == {"no_common_hours": 2}
    assert found.callable == 1


def test_the_first_are_those_of_the_highest_priority_then_those_who_came_first() -> None:
    found = DryRun(by_contact_zone=False)
    found.add([someone(n, priority=100 if n % 2 else 0) for n in range(FIRST * 3)], NOBODY)
    [lane] = found.ordered_lanes()
    in_order = lane.in_order()
    assert lane.count == FIRST * 3
    assert [one.phone_number for one in in_order] == [f"+91900000{n:04d}" for n in range(1, FIRST * 2, 2)]


def test_with_nobody_there_is_nothing() -> None:
    found = DryRun(by_contact_zone=True)
    assert (found.total, found.callable, found.skipped, found.ordered_lanes()) == (0, 0, {}, [])
