"""Bolna's side of the wire: how the simulator's calls go, and what it remembers of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx

from tests.faults.stack.judge import Placed

SHORT_CALLS: Mapping[str, Any] = {
    "fixed_numbers": False,
    "ring_seconds": [0.1, 0.3],
    "unanswered_ring_seconds": [0.2, 0.6],
    "talk_seconds": [0.3, 0.9],
    "completed_after_seconds": [0.05, 0.2],
    "outcomes": {"voicemail": 0.1, "no-answer": 0.15, "busy": 0.1, "failed": 0.05, "error": 0.03, "canceled": 0.02},
}


@dataclass(frozen=True)
class Peaks:
    """Most calls live at once, in all and by Bolna agent, and how many are live now."""

    system: int
    agents: Mapping[str, int]
    live: int


class BolnaSide:
    """The simulator of a stack, seen from outside."""

    def __init__(self, origin: str) -> None:
        self._client = httpx.Client(base_url=origin, timeout=30.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def change(self, profile: Mapping[str, Any]) -> None:
        """Lays `profile` over the one in force."""
        self._client.put("/simulator/profile", json=dict(profile)).raise_for_status()

    def begin(self, profile: Mapping[str, Any]) -> None:
        """Begins a new record, with `profile` laid over the one at the start."""
        self._client.delete("/simulator/profile").raise_for_status()
        self.change(profile)
        self._client.delete("/simulator/calls").raise_for_status()

    def calls(self, **chosen: str) -> list[dict[str, Any]]:
        """The record as it is told, oldest first."""
        calls: list[dict[str, Any]] = self._get("/simulator/calls", **chosen)["calls"]
        return calls

    def placed(self, **chosen: str) -> list[Placed]:
        """The record as the judge reads it."""
        return [_placed(call) for call in self.calls(**chosen)]

    def count(self) -> int:
        """How many calls were placed."""
        placed: int = self._get("/simulator/summary")["placed"]
        return placed

    def peaks(self) -> Peaks:
        """The peaks, counted at each change."""
        told = self._get("/simulator/peaks")
        return Peaks(told["all"], told["agents"], told["live"])

    def answers_and_faults(self) -> dict[str, dict[str, int]]:
        """How `POST /call` was answered, by status, and which faults it met."""
        asked: dict[str, dict[str, int]] = self._get("/simulator/requests").get("POST /call", {})
        return asked

    def answers(self, endpoint: str) -> dict[str, int]:
        """How requests to an endpoint were answered, by status."""
        answers: dict[str, int] = self._get("/simulator/requests").get(endpoint, {}).get("answers", {})
        return answers

    def webhooks(self) -> dict[str, Any]:
        """Counts of webhooks, and the last 20,000 tries."""
        return self._get("/simulator/webhooks")

    def waiting_webhooks(self) -> int:
        """How many have still to be delivered."""
        waiting: int = self._get("/simulator/summary")["webhooks"]["waiting"]
        return waiting

    def _get(self, path: str, **chosen: str) -> dict[str, Any]:
        told: dict[str, Any] = self._client.get(path, params=chosen).raise_for_status().json()
        return told


def _placed(call: Mapping[str, Any]) -> Placed:
    return Placed(
        execution_id=call["execution_id"],
        number=call["number"],
        bolna_agent_id=call["agent_id"],
        call_id=call["user_data"].get("call_id"),
        attempt_id=call["user_data"].get("attempt_id"),
        received=datetime.fromisoformat(call["received"]),
        line_ended=datetime.fromisoformat(call["line_ended"]) if call["line_ended"] else None,
        statuses=tuple(change["status"] for change in call["history"]),
        voicemail=call["life"] == "voicemail",
    )
