import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.campaigns.domain.priority import history, priority

OWN = {"name": "Ravi", "email": "ravi@example.com", "company": "Menon & Sons"}
COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("fields", "worth"),
    [((), 0), (("name",), 100), (("email",), 10), (("company",), 10), (("name", "email", "company"), 120)],
)
def test_each_field_of_a_contact_is_worth_something(fields: tuple[str, ...], worth: int) -> None:
    own = {name: OWN[name] if name in fields else None for name in OWN}
    assert priority(name=own["name"], email=own["email"], company=own["company"]) == worth


@pytest.mark.parametrize(
    ("answered", "unconnected", "worth"),
    [(0, 0, 0), (1, 0, 5), (4, 0, 20), (5, 0, 20), (0, 1, -10), (0, 4, -40), (0, 5, -40), (2, 1, 0), (8, 1, 20)],
)
def test_each_answered_call_adds_and_each_that_did_not_connect_takes_within_bounds(
    answered: int, unconnected: int, worth: int
) -> None:
    assert history(answered, unconnected) == worth


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_contact_with_a_name_is_never_behind_one_without(
    answered: int, unconnected: int, other_answered: int, other_unconnected: int
) -> None:
    named = priority(name="Ravi", email=None, company=None, answered=answered, unconnected=unconnected)
    nameless = priority(
        name=None,
        email=OWN["email"],
        company=OWN["company"],
        answered=other_answered,
        unconnected=other_unconnected,
    )
    assert named > nameless
