"""Every promise holds while Bolna answers badly: too late, with 500, with 429, before and after it placed the call."""

import pytest

from tests.faults.stack.bolna_side import BolnaSide
from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.judge import violations

FAULTS = ("timeout_after", "http_500_after", "timeout_before", "http_500_before", "http_429")
SHARE = 0.02
USER_LIMITS = (3, 3, 3, 4, 4)
SECONDS_A_CALL = 0.5
SECONDS_TO_THE_END = 90.0


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


def _met(bolna: BolnaSide) -> set[str]:
    return {fault for fault, times in bolna.answers_and_faults()["faults"].items() if times and fault in FAULTS}
