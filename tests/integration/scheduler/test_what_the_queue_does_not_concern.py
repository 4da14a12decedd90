"""Events that no row of the queue hangs on cost nothing: no statement, and nothing kept in memory is read again."""

import asyncio
from dataclasses import replace
from typing import cast

import pytest

from services.scheduler.domain.calls import Call
from services.scheduler.known_calls import KnownCalls
from services.scheduler.projected_calls import Touched
from services.scheduler.projections import CHANGES_ROWS, project
from shared.contracts.dialer import DialAttempted
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection
from shared.testing.examples import CALL, CAMPAIGN, CONTACT, EXAMPLES, NUMBER, USER
from tests.integration.messaging.owner import chain

RAVIS = Call(CALL, CAMPAIGN, USER, CONTACT, NUMBER)
NO_DATABASE = cast("Connection", None)
OTHERS = [event for event in EXAMPLES if not isinstance(event, CHANGES_ROWS)]


@pytest.mark.parametrize("event", OTHERS, ids=lambda event: type(event).__name__)
def test_it_is_passed_over(event: Event) -> None:
    known = KnownCalls()
    known.put({CALL: RAVIS})

    assert asyncio.run(project(NO_DATABASE, [told(event)], known)) == Touched()

    assert known.of([CALL]) == {CALL: RAVIS}


def test_it_is_among_them_that_the_dialer_has_begun_to_send_a_request() -> None:
    assert DialAttempted in {type(event) for event in OTHERS}


def told(event: Event) -> Envelope:
    source = next(service for service, contracts in EVENTS.items() if type(event) in contracts.values())
    (envelope,) = chain(source, 1, kind=type(event).__name__)
    return replace(envelope, data=event.model_dump(mode="json"))
