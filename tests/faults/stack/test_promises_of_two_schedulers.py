"""Two schedulers fight for the lease while one of them is frozen, wherever that catches it, and wakes: together they
never take a slot too many, and nobody is called twice. Judged by what the simulator, as Bolna, remembers.
"""

import pytest

from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.freezing import Gate, freeze_at, wake
from tests.faults.stack.judge import violations
from tests.faults.stack.waiting import wait_for
from tests.integration.stack.running import lives

USER_LIMITS = (3, 3)
SYSTEM_LIMIT = 4
CONTACTS = 40
CALLS_BETWEEN = 4
SECONDS_TO_THE_END = 120.0
FAIL_POINTS = {
    "a_slot_is_taken": Gate("scheduler.slots", "insert", at_commit=False),
    "a_slot_is_committed": Gate("scheduler.slots", "insert"),
    "a_slot_is_freed": Gate("scheduler.slots", "delete", at_commit=False),
    "a_fact_is_committed": Gate("scheduler.consumed", "update"),
    "requests_are_published": Gate("scheduler.relay", "update"),
    "the_lease_is_renewed": Gate("scheduler.head", "update", "new.lease_until is distinct from old.lease_until"),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("point", FAIL_POINTS)
def test_two_schedulers_of_which_one_freezes_and_wakes_keep_every_limit(rehearse: Rehearse, point: str) -> None:
    run = rehearse(*USER_LIMITS, system_limit=SYSTEM_LIMIT)
    for customer in run.customers:
        run.upload(customer, CONTACTS // len(run.customers))
    run.wait_until_placed(CALLS_BETWEEN)
    frozen = freeze_at(run.stack, "scheduler", FAIL_POINTS[point])
    wait_for(lambda: run.stack.leader("scheduler") not in {None, frozen}, "the standby leads")
    run.wait_until_placed(run.bolna.count() + CALLS_BETWEEN)
    wake(frozen)
    wait_for(lambda: not lives(frozen), "the frozen one is ended by the kernel as it wakes")
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence()) == []
