"""Every promise holds while each process of the stack is killed in turn, and while a leading dialer is frozen."""

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
CALLS_BETWEEN_FAULTS = 20
SECONDS_TO_THE_END = 120.0


@pytest.mark.timeout(1800)
def test_every_contact_is_called_once_whatever_process_is_killed_or_frozen(
    rehearse: Rehearse, *, soaking: bool
) -> None:
    run = rehearse(*USER_LIMITS)
    run.bolna.change(RESTLESS_WEBHOOKS)
    for _ in range(5 if soaking else 1):
        for customer in run.customers:
            run.upload(customer, CONTACTS // len(run.customers))
        _break_everything_in_turn(run)
        run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence()) == []
    for service in SERVICES:
        rebuilt = run.stack.run_service(service, "rebuild", "--check")
        assert rebuilt.returncode == 0, f"{service}: {rebuilt.stdout}{rebuilt.stderr}"


def _break_everything_in_turn(run: Rehearsal) -> None:
    """Kills each process and freezes the dialer, each when calls went on being placed after the last time."""
    for victim in VICTIMS:
        _wait_for_further_calls(run)
        run.stack.kill(victim)
    _wait_for_further_calls(run)
    _freeze_the_dialer_until_its_standby_leads(run)
    _wait_for_further_calls(run)


def _wait_for_further_calls(run: Rehearsal) -> None:
    run.wait_until_placed(run.bolna.count() + CALLS_BETWEEN_FAULTS)


def _freeze_the_dialer_until_its_standby_leads(run: Rehearsal) -> None:
    """It must die when it wakes, and what it had not posted by then is never posted under those attempts."""
    frozen = freeze_after_sending(run.stack, run.bolna)
    assert frozen.attempts, "no attempt was sending when the dialer was stopped"
    wait_for(lambda: run.stack.leader("dialer") not in {None, frozen.pid}, "the standby leads")
    wake(frozen.pid)
    wait_for(lambda: not lives(frozen.pid), "the frozen dialer is dead")
    wait_for(lambda: "ended with SIGALRM" in run.stack.said, "its supervisor saw it die by SIGALRM")
    assert not frozen.attempts & {call.attempt_id for call in run.bolna.placed()}, "a frozen attempt was posted"
