"""Two tenants and a bystander on one face: what is one's must never be seen by the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.integration.api.face import Face, agent_of, csv_of, upload

SEEN = ("campaigns", "contacts", "agents", "keys", "sessions", "do-not-call", "calls")


@dataclass(frozen=True)
class Tenant:
    """A user with an agent, contacts, a campaign and a key, all of whose texts hold `mark`."""

    client: httpx.AsyncClient
    mark: str
    ids: Mapping[str, str]
    """By the names of path parameters."""

    async def everything(self) -> dict[str, Any]:
        """What they see of theirs; what moves by itself, such as when a key was used last, is left out."""
        seen = {}
        for name in SEEN:
            answer = await self.client.get(f"/api/{name}", params={"limit": 200})
            if answer.status_code == httpx.codes.OK:
                seen[name] = [_still(one) for one in answer.json()["items"]]
        return seen


async def tenant(face: Face, mark: str) -> Tenant:
    """Make a tenant."""
    client = await face.member(f"Person{mark}")
    agent = (await client.post("/api/agents", json={"name": f"Agent {mark}", "bolna_agent_id": f"b-{uuid4()}"})).json()
    file = csv_of(3).replace(b"Person", f"Person {mark}".encode())
    answer = await upload(client, file, campaign_name=f"Campaign {mark}", agent_id=agent["id"], draft="true")
    assert answer.status_code == httpx.codes.CREATED, answer.text
    made = answer.json()
    campaign_id = made["campaign"]["id"]
    call = (await client.get(f"/api/campaigns/{campaign_id}/calls")).json()["items"][0]
    key = (await client.post("/api/keys", json={"name": f"Key {mark}"})).json()
    ids = {
        "agent_id": agent["id"],
        "call_id": call["id"],
        "campaign_id": campaign_id,
        "contact_id": call["contact_id"],
        "import_id": made["import"]["id"],
        "key_id": key["id"],
        "user_id": (await client.get("/api/me")).json()["id"],
    }
    return Tenant(client, mark, ids)


async def bystander(face: Face) -> str:
    """Make a user whom administrators may do anything to; return their id."""
    client = await face.member("Bystander")
    await agent_of(client)
    return str((await client.get("/api/me")).json()["id"])


def _still(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in {"last_used_at", "last_seen_at"}}
