"""Setting the scene through the API: users with their limits and agents, then every campaign at once."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from callctl.api import HttpApi
from callctl.demo.comparison import SeenImport
from callctl.demo.expectation import RowProblem
from callctl.demo.parts import TIMEZONE, Part, User

SHORT_CALLS = {
    "ring_seconds": [0.2, 0.6],
    "talk_seconds": [0.4, 1.5],
    "completed_after_seconds": [0.2, 0.5],
}
"""A profile of the simulator with which some two hundred calls, ten at a time, are made within a minute."""


@dataclass(frozen=True)
class Member:
    """A registered user, asking with their own key. `bolna_agent` is Bolna's id of the agent, `agent_id` ours."""

    part: Part
    api: HttpApi
    api_key: str = field(repr=False)
    bolna_agent: str
    agent_id: str

    @property
    def user(self) -> User:
        """Who it is."""
        return self.part.user


@dataclass(frozen=True)
class Launched:
    """A member's campaign, and the import of its contacts."""

    member: Member
    campaign_id: str
    import_id: str


def enrol(parts: Sequence[Part], admin: HttpApi, bolna: HttpApi, closing: ExitStack) -> list[Member]:
    """Registers each part's user with limit and agent; their connections end with `closing`. Raises `NotAnswered`."""
    bolna.put("/simulator/profile", SHORT_CALLS)
    return [_enrol(part, admin, bolna, closing) for part in parts]


def _enrol(part: Part, admin: HttpApi, bolna: HttpApi, closing: ExitStack) -> Member:
    user = part.user
    person = {"name": user.name, "email": user.email, "role": "member", "timezone": TIMEZONE}
    registered = admin.post("/api/users", person)
    admin.patch(f"/api/users/{registered['id']}", {"concurrent_calls_limit": user.limit})
    api = closing.enter_context(HttpApi(admin.origin, registered["api_key"]))
    name = f"{user.name}'s agent"
    bolna_agent = bolna.post("/v2/agent", {"agent_config": {"agent_name": name}})["agent_id"]
    agent = api.post("/api/agents", {"name": name, "bolna_agent_id": bolna_agent})
    return Member(part, api, registered["api_key"], bolna_agent, agent["id"])


def launch(member: Member) -> Launched:
    """Uploads the member's file as a campaign that may call at any hour; returns when its rows have been read."""
    fields = {
        "campaign_name": member.user.campaign,
        "agent_id": member.agent_id,
        "next_action": "Say thank you",
        "first_call_time": "00:00",
        "last_call_time": "24:00",
        "start_date": datetime.now(ZoneInfo(TIMEZONE)).date().isoformat(),
    }
    answer = member.api.upload("/api/campaigns/upload-csv", member.part.file, member.part.content, fields)
    return Launched(member, answer["campaign"]["id"], answer["import"]["id"])


def last_word(launched: Launched) -> Mapping[str, Any]:
    """What the import says now."""
    imported: Mapping[str, Any] = launched.member.api.get(f"/api/imports/{launched.import_id}")
    return imported


def seen_import(imported: Mapping[str, Any]) -> SeenImport:
    """The totals and the rows not taken, of what an import says."""
    totals = {name: value for name, value in imported.items() if isinstance(value, int)}
    if isinstance(imported.get("warnings"), list):
        totals["warnings"] = len(imported["warnings"])
    problems = (RowProblem(error["row"], error["column"], error["code"]) for error in imported["errors"])
    return SeenImport(totals, frozenset(problems))
