"""Positions, ids and epochs settle what comes next, whatever the order of arrival."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.vocabulary import Service
from shared.messaging.sequence import Severed, after, sort
from tests.integration.messaging.owner import OTHER_EPOCH, chain, cursor_at

LOG = chain(Service.WEBHOOKS, 30)
STRANGER = UUID("01980000-0000-7000-8000-00000000dead")


def test_what_follows_is_taken() -> None:
    assert sort(cursor_at(LOG, 4), LOG[4:7]).following == tuple(LOG[4:7])


def test_what_was_applied_is_skipped() -> None:
    assert sort(cursor_at(LOG, 4), LOG[0:6]).following == tuple(LOG[4:6])


def test_what_lies_behind_a_gap_waits_for_the_gap_to_be_read() -> None:
    found = sort(cursor_at(LOG, 4), [LOG[4], LOG[9], LOG[7]])
    assert found.following == (LOG[4],)
    assert found.beyond == 10


def test_nothing_follows_from_nothing() -> None:
    found = sort(cursor_at(LOG, 4), [])
    assert found.following == ()
    assert found.beyond == 0
    assert after(cursor_at(LOG, 4), ()) == cursor_at(LOG, 4)


@given(st.integers(0, 30), st.lists(st.sampled_from(LOG), max_size=60))
def test_any_order_with_any_repeats_gives_the_same_as_the_log(position: int, arrived: list[object]) -> None:
    found = sort(cursor_at(LOG, position), arrived)  # type: ignore[arg-type]
    reached = position + len(found.following)
    assert found.following == tuple(LOG[position:reached])
    assert reached == 30 or LOG[reached] not in arrived
    assert after(cursor_at(LOG, position), found.following) == cursor_at(LOG, reached)
    further = [event.position for event in arrived if event.position > reached]  # type: ignore[attr-defined]
    assert found.beyond == max(further, default=0)


def test_an_event_of_another_epoch_is_not_taken() -> None:
    assert sort(cursor_at(LOG, 4), [replace(LOG[4], epoch=OTHER_EPOCH)]).following == ()


def test_an_event_with_another_predecessor_severs() -> None:
    with pytest.raises(Severed, match="follows"):
        sort(cursor_at(LOG, 4), [replace(LOG[4], previous_id=STRANGER)])


def test_an_event_in_the_place_of_the_one_applied_last_severs() -> None:
    with pytest.raises(Severed, match="came again as"):
        sort(cursor_at(LOG, 4), [replace(LOG[3], event_id=STRANGER)])


def test_the_first_event_of_all_has_no_predecessor() -> None:
    assert sort(cursor_at(LOG, 0), LOG[:1]).following == (LOG[0],)
    with pytest.raises(Severed):
        sort(cursor_at(LOG, 0), [replace(LOG[0], previous_id=STRANGER)])
