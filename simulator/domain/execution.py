"""The execution object: one body for webhooks, GET /executions/{id} and an agent's list (bolna.md section 4.2)."""

import json
from typing import Any

from simulator.domain.call import Call, rfc3339
from simulator.domain.statuses import LINE_ENDED, ON_THE_LINE, Life, Status

CENTS_PER_SECOND = 0.08
"""What a second of talk costs here; Bolna's `total_cost` is in cents."""

_HANGUPS = {
    Status.NO_ANSWER: ("Carrier", "Call unanswered", 3010),
    Status.BUSY: ("Callee", "Call recipient was busy", 3020),
    Status.FAILED: ("Carrier", "Call recipient number invalid", 2000),
    Status.ERROR: ("Error", "Internal error", 8011),
    Status.CANCELED: ("API Request", "Call cancelled", 4000),
    Status.STOPPED: ("API Request", "Call stopped", 4020),
}
_ERRORS = {
    Status.FAILED: "The provider could not connect the call",
    Status.ERROR: "Internal error",
    Status.BALANCE_LOW: "The wallet balance is too low",
}
_NO_HANGUP = (None, None, None)


def execution_of(call: Call, origin: str, *, echo_user_data: bool) -> dict[str, Any]:
    """The call as Bolna tells of it now. `origin` is the simulator's own URL, for the recording's.

    Talk and transcript are there from call-disconnected, cost and recording only at completed, as seen on real traffic.
    """
    answered = call.history.last(Status.IN_PROGRESS) is not None
    talked = answered and call.status in LINE_ENDED
    completed = talked and call.status is Status.COMPLETED
    cost = round(call.talk_seconds * CENTS_PER_SECOND, 3) if completed else 0
    return {
        "id": call.execution_id,
        "agent_id": call.agent_id,
        "batch_id": None,
        "status": call.status.value,
        "error_message": _ERRORS.get(call.status),
        "conversation_duration": round(call.talk_seconds, 1) if talked else 0,
        "total_cost": cost,
        "cost_breakdown": _breakdown(cost),
        "answered_by_voice_mail": talked and call.life is Life.VOICEMAIL,
        "transcript": _transcript(call) if talked else None,
        "created_at": rfc3339(call.created),
        "updated_at": rfc3339(call.updated),
        "scheduled_at": rfc3339(call.scheduled_at),
        "rescheduled_at": rfc3339(call.rescheduled_at),
        "telephony_data": _telephony(call, origin, talked=talked, completed=completed),
        "context_details": {
            "recipient_phone_number": call.number,
            "recipient_data": json.loads(call.user_data) if echo_user_data else None,
        },
        "transfer_call_data": None,
        "batch_run_details": None,
        "extracted_data": None,
        "termination_reason": _hangup(call, talked=talked)[1],
    }


def _telephony(call: Call, origin: str, *, talked: bool, completed: bool) -> dict[str, Any]:
    hangup_by, reason, code = _hangup(call, talked=talked)
    dialled = call.history.last(*ON_THE_LINE) is not None
    return {
        "duration": str(round(call.talk_seconds)) if completed else "0",
        "to_number": call.number,
        "from_number": call.sender,
        "recording_url": f"{origin}/recordings/call/{call.execution_id}" if completed else None,
        "hosted_telephony": True,
        "provider_call_id": f"simulated-{call.execution_id}" if dialled else None,
        "call_type": "outbound",
        "provider": "plivo",
        "hangup_by": hangup_by,
        "hangup_reason": reason,
        "hangup_provider_code": code,
    }


def _hangup(call: Call, *, talked: bool) -> tuple[str | None, str | None, int | None]:
    if talked:
        return ("Callee", "Normal Hangup", 4000)
    return _HANGUPS.get(call.status, _NO_HANGUP)


def _transcript(call: Call) -> str:
    if call.life is Life.VOICEMAIL:
        return "user: Please leave a message after the tone."
    return "assistant: Hello\nuser: Hi\nassistant: Thank you, goodbye."


def _breakdown(cost: float) -> dict[str, float]:
    names = ("llm", "network", "platform", "synthesizer", "transcriber")
    return {name: round(cost / len(names), 4) for name in names}
