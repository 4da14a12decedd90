"""Every promise holds while Bolna answers badly: too late, with 500, with 429, before and after it placed the call; and
while it rejects our key, or everything, nothing loops.
"""

import contextlib
from collections.abc import Iterator

import pytest
from psycopg.sql import SQL, Identifier

from shared.contracts.vocabulary import Service
from tests.faults.stack.bolna_side import BolnaSide
from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import Rehearsal
from tests.faults.stack.waiting import wait_for

FAULTS = ("timeout_after", "http_500_after", "timeout_before", "http_500_before", "http_429")
SHARE = 0.02
USER_LIMITS = (3, 3, 3, 4, 4)
SECONDS_A_CALL = 0.5
SECONDS_TO_THE_END = 90.0
ROWS_AT_MOST = 200


@pytest.mark.timeout(1800)
def test_every_contact_is_called_once_however_bolna_answers(rehearse: Rehearse, *, soaking: bool) -> None:
    contacts = 2000 if soaking else 400
    run = rehearse(*USER_LIMITS)
    run.bolna.change({"faults": {"duplicated": 0.1, "lost": 0.02, **dict.fromkeys(FAULTS, SHARE)}})
    for customer in run.customers:
        run.upload(customer, contacts // len(run.customers))
    run.wait_until_completed(SECONDS_TO_THE_END + contacts * SECONDS_A_CALL)
    assert violations(run.evidence()) == []
    assert _met(run.bolna) == {*FAULTS}, "a fault was never met, and nothing was proved of it"
    told = _recorded(run)
    replayed = run.stack.run_callctl("webhooks", "replay", "--standing", "counted")
    assert replayed.returncode == 0, replayed.stderr
    assert "0 events were recorded" in replayed.stdout
    assert _recorded(run) == told


def test_while_bolna_refuses_everything_the_logs_hardly_grow_and_afterwards_everybody_is_called(
    rehearse: Rehearse,
) -> None:
    run = rehearse(5, 5)
    for customer in run.customers:
        run.upload(customer, 25)
    run.wait_until_placed(10)
    with _hardly_recording(run, {"key_rejected": True}, {"key_rejected": False}):
        _wait_for_refusals(run, "GET /user/me", "403", 2)
        why = run.customers[0].api.get(f"/api/campaigns/{run.planned[0].campaign_id}/why")
        assert "provider_rejects_key" in {reason["code"] for reason in why["reasons"]}
    run.wait_until_placed(20)
    with _hardly_recording(run, {"faults": {"http_429": 1.0}}, {"faults": {"http_429": 0.0}}):
        _wait_for_refusals(run, "POST /call", "429", 4)
    run.wait_until_completed(SECONDS_TO_THE_END + 50 * SECONDS_A_CALL)
    assert violations(run.evidence()) == []


@contextlib.contextmanager
def _hardly_recording(run: Rehearsal, trouble: dict[str, object], well: dict[str, object]) -> Iterator[None]:
    """With trouble at Bolna; afterwards it is well, and the logs have hardly grown."""
    before = _recorded(run)
    run.bolna.change(trouble)
    yield
    assert _recorded(run) - before < ROWS_AT_MOST
    run.bolna.change(well)


def _wait_for_refusals(run: Rehearsal, endpoint: str, status: str, times: int) -> None:
    wait_for(lambda: run.bolna.answers(endpoint).get(status, 0) >= times, f"{times} refusals", SECONDS_TO_THE_END)


def _recorded(run: Rehearsal) -> int:
    """How much the logs of all services hold."""
    query = SQL("select position from {}.head")
    with run.stack.database() as connection:
        rows = (connection.execute(query.format(Identifier(service))).fetchone() for service in Service)
        return sum(row[0] for row in rows if row is not None)


def _met(bolna: BolnaSide) -> set[str]:
    return {fault for fault, times in bolna.answers_and_faults()["faults"].items() if times and fault in FAULTS}
