"""Every promise holds while each process of the stack is killed in turn, and while a leading dialer is frozen."""

import re

import pytest

from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.freezing import freeze_after_sending, wake
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import Rehearsal
from tests.faults.stack.waiting import wait_for
from tests.integration.stack.running import lives

SERVICES = ("campaigns", "scheduler", "dialer", "webhooks")
VICTIMS = (*SERVICES, "campaigns-http-1", "webhooks-http-1", "nats", "postgres")
USER_LIMITS = (3, 3, 3, 4, 4)
RESTLESS_WEBHOOKS = {"faults": {"duplicated": 0.1, "late": {"share": 0.05, "max_seconds": 3}}}
CONTACTS = 400
CALLS_BETWEEN_FAULTS = 12
SECONDS_TO_THE_END = 120.0
DEATH_OF_THE_FROZEN = re.compile(r"^dialer(-standby)? ended with SIGALRM", re.MULTILINE)


@pytest.mark.timeout(1800)
def test_every_contact_is_called_once_whatever_process_is_killed_or_frozen(
    rehearse: Rehearse, *, soaking: bool
) -> None:
    run = rehearse(*USER_LIMITS)
    run.bolna.change(RESTLESS_WEBHOOKS)
    for _ in range(5 if soaking else 1):
        for customer in run.customers:
            run.upload(customer, CONTACTS // len(run.customers))
        frozen = _break_everything_in_turn(run)
        run.wait_until_completed(SECONDS_TO_THE_END)
        assert not frozen & {call.attempt_id for call in run.bolna.placed()}, "a frozen attempt was posted"
    assert violations(run.evidence()) == []
    for service in SERVICES:
        rebuilt = run.stack.run_service(service, "rebuild", "--check")
        assert rebuilt.returncode == 0, f"{service}: {rebuilt.stdout}{rebuilt.stderr}"


def _break_everything_in_turn(run: Rehearsal) -> frozenset[str]:
    """Kills each process and freezes the dialer, each when calls went on being placed after the last time.

    Returns the attempts that the frozen dialer had not posted.
    """
    for victim in VICTIMS:
        _wait_for_further_calls(run)
        run.stack.kill(victim)
    _wait_for_further_calls(run)
    return _freeze_the_dialer_until_its_standby_leads(run)


def _wait_for_further_calls(run: Rehearsal) -> None:
    run.wait_until_placed(run.bolna.count() + CALLS_BETWEEN_FAULTS)


def _freeze_the_dialer_until_its_standby_leads(run: Rehearsal) -> frozenset[str]:
    """It must die when it wakes."""
    frozen = freeze_after_sending(run.stack, run.bolna)
    assert frozen.attempts, "no attempt was sending when the dialer was stopped"
    wait_for(lambda: run.stack.leader("dialer") not in {None, frozen.pid}, "the standby leads")
    wake(frozen.pid)
    wait_for(lambda: not lives(frozen.pid), "the frozen dialer is dead")
    wait_for(lambda: DEATH_OF_THE_FROZEN.search(run.stack.said), "its supervisor saw it die by SIGALRM")
    return frozen.attempts
