"""The HTTP API as a customer's program uses it: it repeats what the API could not take, and nothing else."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

import httpx

from tests.faults.stack.judge import AROUND_THE_CLOCK, Hours, Planned, Told, ToldCampaign

PATIENCE_SECONDS = 45.0
PAUSE_SECONDS = 0.2
TRY_AGAIN = frozenset({429, 502, 503, 504})
"""The statuses after which the API itself asks to be asked again."""

HELD_BY_A_LIVING_REQUEST = 409


class ApiClient:
    """One user's sessions. Every POST carries an idempotency key, so that repeating it is safe."""

    def __init__(self, origin: str, key: str) -> None:
        self.headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(base_url=origin, headers=self.headers, timeout=PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """The answer to a question."""
        return self._asked("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The answer to a command, asked until it is one."""
        return self._asked("POST", path, json=body)

    def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """As `post`."""
        return self._asked("PATCH", path, json=body)

    def upload(self, path: str, fields: Mapping[str, str], csv: str) -> dict[str, Any]:
        """As `post`, of a form with a file."""
        return self._asked("POST", path, data=fields, files={"file": ("contacts.csv", csv, "text/csv")})

    def post_once(self, path: str) -> httpx.Response:
        """What a command was answered the first time, whatever it was."""
        return self._client.post(path)

    def ask_once(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """What a request was answered the first time, whatever it was."""
        return self._client.request(method, path, json=body)

    def every(self, path: str) -> Iterator[dict[str, Any]]:
        """All items of a list, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, limit="200", **cursor)
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def _asked(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        why = ""
        while time.monotonic() < deadline:
            try:
                answer = self._client.request(method, path, headers=headers, **body)
            except httpx.TransportError as error:
                why = repr(error)
            else:
                if answer.is_success:
                    told: dict[str, Any] = answer.json()
                    return told
                why = f"{answer.status_code} {answer.text}"
                assert _may_be_repeated(answer), f"{method} {path}: {why}"
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{method} {path} got no answer in {PATIENCE_SECONDS:.0f} s: {why}")


def _may_be_repeated(answer: httpx.Response) -> bool:
    held = answer.status_code == HELD_BY_A_LIVING_REQUEST and "idempotency" in answer.text
    return held or answer.status_code in TRY_AGAIN


@dataclass(frozen=True)
class Customer:
    """A user with one agent, and what they may do."""

    name: str
    user_id: str
    agent_id: str
    bolna_agent_id: str
    limit: int
    api: ApiClient

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.api.__exit__()

    def upload(self, name: str, numbers: tuple[str, ...], hours: Hours = AROUND_THE_CLOCK, **more: str) -> Planned:
        """Uploads a campaign of `numbers`, to be called at once or as `hours` open; it starts by itself."""
        last = hours.last.strftime("%H:%M")
        fields = {
            "campaign_name": name,
            "agent_id": self.agent_id,
            "next_action": "call",
            "first_call_time": hours.first.strftime("%H:%M"),
            "last_call_time": "24:00" if last == "00:00" else last,
            "start_date": "2025-10-09",
            "timezone": hours.zone.key,
        }
        rows = "".join(f"{number},{name} {position}\n" for position, number in enumerate(numbers))
        told = self.api.upload("/api/campaigns/upload-csv", fields | more, f"phone_number,name\n{rows}")
        assert told["import"]["accepted"] == len(numbers), told["import"]
        return Planned(told["campaign"]["id"], self.bolna_agent_id, numbers, hours)

    def campaign(self, campaign_id: str) -> ToldCampaign:
        """A campaign as the API tells of it now."""
        told = self.api.get(f"/api/campaigns/{campaign_id}")
        return ToldCampaign(told["status"], told["counters"])

    def calls(self, campaign_id: str) -> list[Told]:
        """A campaign's calls as the API tells of them now."""
        return [
            Told(call["id"], call["campaign_id"], call["phone_number"], call["status"], call["outcome"])
            for call in self.api.every(f"/api/campaigns/{campaign_id}/calls")
        ]


def register(admin: ApiClient, origin: str, name: str, limit: int) -> Customer:
    """Makes a user with an agent, and returns them as a customer of the API at `origin`."""
    body = {"name": name, "email": f"{name}@example.com", "role": "member", "concurrent_calls_limit": limit}
    user = admin.post("/api/users", body)
    api = ApiClient(origin, user["api_key"])
    bolna_agent_id = str(uuid4())
    agent = api.post("/api/agents", {"name": f"{name}'s agent", "bolna_agent_id": bolna_agent_id})
    return Customer(name, user["id"], agent["id"], bolna_agent_id, limit, api)
