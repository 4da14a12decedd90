"""What the demonstration says of a difference between expected and seen; of none it says nothing."""

from collections.abc import Mapping, Sequence

import pytest

from callctl.demo.comparison import (
    Placed,
    SeenCall,
    SeenImport,
    Truth,
    import_differences,
    limit_differences,
    outcome_differences,
    placement_differences,
)
from callctl.demo.expectation import Expected, RowProblem, read_expected
from shared.testing.spec import When, state

ASHA, RAVI = "+919000000001", "+919000009901"
SPOILT = RowProblem(4, "Phone", "phone_invalid")
TOTALS = {"total_rows": 3, "accepted": 2, "rejected": 1, "duplicates": 0}
EXPECTED = Expected(TOTALS, frozenset([SPOILT]), {ASHA: "answered", RAVI: "no-answer"})
AGENTS = {"agent-1": [ASHA], "agent-2": [RAVI]}


def imported(totals: Mapping[str, int], *problems: RowProblem, expected: Expected = EXPECTED) -> When[str]:
    seen = SeenImport(totals, frozenset(problems))
    return state(seen).when(lambda seen: import_differences("contacts.csv", expected, seen))


def ended(expected: Mapping[str, str], *calls: SeenCall) -> When[str]:
    return state(calls).when(lambda calls: outcome_differences("Offer", expected, calls))


def called(*placed: Placed, **summary: int) -> When[str]:
    return state(Truth(placed, 0, {}, summary)).when(lambda seen: placement_differences(AGENTS, seen))


def live_at_once(in_all: int, limits: Mapping[str, int], **by_agent: int) -> When[str]:
    seen = Truth((), in_all, by_agent)
    return state(seen).when(lambda seen: limit_differences(10, limits, seen))


def test_the_expectations_of_a_file_are_its_totals_its_rows_not_taken_and_its_outcomes() -> None:
    document = {
        "contacts.csv": {
            "totals": TOTALS,
            "rejected": [{"row": 4, "column": "Phone", "code": "phone_invalid"}],
            "duplicates": [{"row": 9, "column": "Phone", "code": "duplicate_in_file"}],
            "outcomes": {ASHA: "answered"},
        }
    }

    expected = read_expected(document)["contacts.csv"]

    assert expected.problems == {SPOILT, RowProblem(9, "Phone", "duplicate_in_file")}
    assert expected.totals == TOTALS
    assert expected.outcomes == {ASHA: "answered"}


def test_an_import_as_expected_differs_in_nothing() -> None:
    imported(TOTALS | {"queued": 2}, SPOILT).then()


def test_a_total_that_differs_is_named_with_both_figures() -> None:
    imported(TOTALS | {"accepted": 1}, SPOILT).then("contacts.csv: accepted should be 2, the import says 1")


def test_a_total_that_is_not_told_is_a_difference() -> None:
    told = {"total_rows": 3, "accepted": 2, "rejected": 1}

    imported(told, SPOILT).then("contacts.csv: duplicates should be 0, the import says None")


def test_a_row_rejected_for_another_reason_is_named_as_missing_and_as_unexpected() -> None:
    imported(TOTALS, RowProblem(4, "Phone", "phone_missing")).then(
        "contacts.csv: should not be taken, but was not named: row 4, Phone: phone_invalid",
        "contacts.csv: named, but not expected: row 4, Phone: phone_missing",
    )


def test_rows_beyond_the_hundred_that_an_import_names_are_no_difference() -> None:
    problems = [RowProblem(row, "Phone", "phone_invalid") for row in range(2, 152)]

    imported({}, *problems[:100], expected=Expected({}, frozenset(problems), {})).then()


def test_calls_that_ended_as_expected_differ_in_nothing_in_any_order() -> None:
    ended(EXPECTED.outcomes, SeenCall(RAVI, "settled", "no-answer"), SeenCall(ASHA, "settled", "answered")).then()


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ([], "there is no such call"),
        ([SeenCall(ASHA, "settled", "busy")], "it is busy"),
        ([SeenCall(ASHA, "in_call", None)], "it is not ended (in_call)"),
        (
            [SeenCall(ASHA, "settled", "answered"), SeenCall(ASHA, "queued", None)],
            "there are 2 calls: answered and not ended (queued)",
        ),
    ],
)
def test_a_contact_without_its_outcome_is_named_with_what_it_has(calls: Sequence[SeenCall], said: str) -> None:
    ended({ASHA: "answered"}, *calls).then(f"Offer: +919000000001 should end as answered, {said}")


def test_a_call_to_a_number_of_no_row_is_named() -> None:
    ended({}, SeenCall(RAVI, "settled", "busy")).then("Offer: +919000009901 is in no row, it is busy")


def test_each_number_called_once_by_its_own_agent_differs_in_nothing() -> None:
    called(Placed("agent-2", RAVI), Placed("agent-1", ASHA), numbers_called_twice=0).then()


def test_a_number_called_twice_is_named() -> None:
    calls = Placed("agent-1", ASHA), Placed("agent-1", ASHA), Placed("agent-2", RAVI)

    called(*calls, numbers_called_twice=1).then(
        "+919000000001 was called 2 times by agent-1", "numbers called twice: 1, should be 0"
    )


def test_a_number_called_by_another_users_agent_is_named_as_missing_and_as_called() -> None:
    called(Placed("agent-1", ASHA), Placed("agent-1", RAVI)).then(
        "+919000009901 was never called by agent-2",
        "+919000009901 was called by agent-1, whose contact it is not",
    )


def test_peaks_at_the_limits_are_within_them() -> None:
    live_at_once(10, {"first": 6, "second": 3}, first=6, second=3).then()


def test_an_agent_that_called_nobody_is_within_its_limit() -> None:
    live_at_once(6, {"first": 6, "second": 0}, first=6).then()


def test_a_peak_one_above_its_limit_is_named_of_an_agent_and_of_all() -> None:
    live_at_once(11, {"first": 6, "second": 3}, first=7, second=3).then(
        "in all: 11 calls were live at once, 10 are allowed",
        "first: 7 calls were live at once, 6 are allowed",
    )
