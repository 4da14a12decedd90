"""Contacts of DEMO_CONTACTS=N: callable, distinct, the same each time, and ending as their numbers say."""

from collections import Counter
from pathlib import Path

import pytest

from callctl.demo.generated import MOST_CONTACTS, as_csv, contact_at, expected_of, shared_out
from services.campaigns.phone_numbers import normalise
from simulator.domain.life import life_of
from simulator.domain.profile import Profile
from simulator.domain.statuses import Life
from tests.decisions.campaigns.csv.contact_file import read

OUTCOMES = {
    Life.ANSWERED: "answered",
    Life.NO_ANSWER: "no-answer",
    Life.BUSY: "busy",
    Life.VOICEMAIL: "voicemail",
    Life.FAILED: "failed",
}
SPREAD = [*range(2_000), *range(98_900, 99_100), *range(0, MOST_CONTACTS, 3_989), *range(999_900, MOST_CONTACTS)]


def test_every_generated_number_may_be_called_in_india() -> None:
    assert [at for at in SPREAD if normalise(number := contact_at(at).number, "IN").e164 != number] == []


def test_every_generated_number_ends_at_the_simulator_as_is_expected_of_it() -> None:
    for at in SPREAD:
        number, _, outcome = contact_at(at)
        assert OUTCOMES[life_of(number, 1, Profile(), lambda _: 0.5)] == outcome


def test_no_number_comes_twice_among_as_many_as_there_can_be() -> None:
    assert len({contact_at(at).number for at in range(MOST_CONTACTS)}) == MOST_CONTACTS


def test_of_forty_contacts_four_do_not_answer_each_in_a_way_of_its_own() -> None:
    counted = Counter(contact_at(at).outcome for at in range(40))

    assert counted == {"answered": 36, "no-answer": 1, "busy": 1, "voicemail": 1, "failed": 1}


@pytest.mark.parametrize(
    ("count", "lengths"),
    [(1, [1, 0, 0]), (7, [7, 0, 0]), (8, [7, 1, 0]), (16, [13, 2, 1]), (160, [130, 20, 10])],
)
def test_contacts_are_shared_out_to_three_users_the_first_of_whom_has_most(count: int, lengths: list[int]) -> None:
    assert [len(contacts) for contacts in shared_out(count)] == lengths


def test_no_contact_is_lost_or_doubled_by_sharing_out() -> None:
    together = [contact for contacts in shared_out(100) for contact in contacts]

    assert together == [contact_at(position) for position in range(100)]


def test_the_generated_file_is_read_as_expected(tmp_path: Path) -> None:
    contacts = shared_out(100)[0]
    expected = expected_of(contacts)

    result = read(tmp_path, as_csv(contacts))

    assert set(result.numbers) == expected.outcomes.keys()
    assert result.problems == []
    assert result.summary.total_rows == expected.totals["total_rows"]
    assert result.summary.accepted == expected.totals["accepted"]
