"""The simulator tells of a call as Bolna was recorded to: the same fields, of the same kinds, at every status."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.bolna.execution import Status as Recorded
from shared.bolna.execution import read_execution
from simulator.domain.call import Call
from simulator.domain.execution import execution_of
from simulator.domain.statuses import Life, Status

SHAPES = Path(__file__).parents[1] / "bolna" / "shapes"
ADDED = {"termination_reason"}
"""Fields that Bolna added after the shapes were recorded."""


def told(status: Status) -> dict[str, Any]:
    """What the simulator tells of a call that has come to a status by way of a talk, as JSON."""
    call = Call(
        execution_id="execution-1",
        agent_id="agent-1",
        number="+919800000001",
        sender="+918000000002",
        user_data=b'{"lead_name": "Asha", "attempt_id": "a-1", "call_id": "c-1"}',
        nth=1,
        life=Life.ANSWERED,
        steps=(),
        talk_seconds=27.2,
        received=1.0,
        created=1.0,
    )
    for at, one in enumerate((Status.QUEUED, Status.INITIATED, Status.IN_PROGRESS, status), start=2):
        call.history.add(one, float(at))
    call.status = status
    written: dict[str, Any] = json.loads(json.dumps(execution_of(call, "http://bolna", echo_user_data=True)))
    return written


def kind(value: Any) -> str:
    """What a value is; a figure may be written as text, so both are one kind."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float | str):
        return "scalar"
    return type(value).__name__


def differences(told: Any, recorded: Any, path: str = "") -> list[str]:
    """Where a body differs in its fields or their kinds; null stands for any kind."""
    if told is None or recorded is None:
        return []
    if kind(told) != kind(recorded):
        return [f"{path}: {kind(told)}, recorded as {kind(recorded)}"]
    if not isinstance(told, dict):
        return []
    here = [f"{path}/{name}: only in one" for name in (told.keys() ^ recorded.keys()) - ADDED]
    return here + [
        one
        for name in told.keys() & recorded.keys()
        for one in differences(told[name], recorded[name], f"{path}/{name}")
    ]


@pytest.mark.parametrize("status", list(Status))
def test_each_status_is_told_in_the_recorded_shape(status: Status) -> None:
    recorded = json.loads((SHAPES / f"{status}.json").read_text("utf-8"))["body"]

    assert differences(told(status), recorded) == []


@pytest.mark.parametrize("status", list(Status))
def test_what_the_simulator_tells_is_read_as_it_means_it(status: Status) -> None:
    execution = read_execution(told(status))

    assert execution.status is Recorded(status.value)
    assert (execution.id, execution.agent_id, execution.to_number) == ("execution-1", "agent-1", "+919800000001")
    assert execution.echoed("attempt_id") == "a-1"
    assert execution.updated_at is not None
