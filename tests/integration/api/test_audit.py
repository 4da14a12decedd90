"""Who changed what, when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.integration.api.face import Face, agent_of, code, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def acts(api: Face, **query: Any) -> list[dict[str, Any]]:
    answer = await api.admin.get("/api/audit", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def identity(client: httpx.AsyncClient) -> str:
    return str((await client.get("/api/me")).json()["id"])


async def test_what_a_user_does_is_told_with_the_key_by_which_they_came(api: Face) -> None:
    member = await api.member()
    me = (await member.get("/api/me")).json()
    agent = await agent_of(member)
    [made] = await acts(api, actor_id=me["id"])
    assert made["action"] == "AgentRegistered"
    assert made["about"] == {"kind": "agent", "id": agent}
    assert made["actor"] == {
        "user_id": me["id"], "name": "Mira", "credential_kind": "key", "credential_id": me["credential"]["id"],
    }  # fmt: skip


async def test_what_an_administrator_does_to_somebody_is_the_administrators(api: Face) -> None:
    admin, user_id = await identity(api.admin), await identity(await api.member())
    await api.admin.patch(f"/api/users/{user_id}", json={"concurrent_calls_limit": 5, "name": "Mira M"})
    told = await acts(api, user_id=user_id)
    assert [one["action"] for one in told] == ["UserLimitChanged", "UserUpdated", "KeyIssued", "UserRegistered"]
    assert {one["actor"]["user_id"] for one in told} == {admin}
    assert told[0]["details"] == {"user_id": user_id, "concurrent_calls_limit": 5, "weight": 1}


async def test_what_tells_of_a_person_is_named_and_not_repeated(api: Face) -> None:
    user_id = await identity(await api.member())
    await api.admin.patch(f"/api/users/{user_id}", json={"name": "Mira M"})
    changed = (await acts(api, user_id=user_id))[0]
    assert changed["personal"] == ["name"]
    assert "Mira M" not in str(changed["details"])


async def test_what_concerns_everybody_is_told_without_the_number(api: Face) -> None:
    admin, number = await identity(api.admin), "+919876500099"
    body = {"phone_number": number, "scope": "system", "reason": "asked us to"}
    assert (await api.admin.post("/api/do-not-call", json=body)).is_success
    blocked = (await acts(api, actor_id=admin))[0]
    assert (blocked["action"], blocked["user_id"]) == ("NumberBlocked", None)
    assert blocked["about"] == {"kind": "do_not_call", "id": None}
    assert number not in str(blocked)


async def test_what_the_service_does_by_itself_is_nobodys_act(api: Face) -> None:
    member = await api.member()
    made = await upload(member, b"phone_number\n+919876543210\n")
    campaign = made.json()["campaign"]["id"]
    await member.post(f"/api/campaigns/{campaign}/pause")
    told = await acts(api, actor_id=await identity(member))
    actions = [one["action"] for one in told]
    assert actions[0] == "CampaignPaused"
    assert {"CampaignCreated", "ImportAccepted", "CampaignScheduled"} <= set(actions)
    assert not {"ContactsImported", "ChunkMembers"} & set(actions)


async def test_a_signed_in_users_acts_name_the_session(api: Face) -> None:
    email, password = f"mira-{uuid4().hex[:8]}@example.com", "correct horse battery"
    await api.admin.post("/api/users", json={"name": "Mira", "email": email, "password": password})
    async with httpx.AsyncClient(base_url=api.url, headers={"Origin": api.url}) as page:
        session = (await page.post("/api/session", json={"email": email, "password": password})).json()
        await page.delete("/api/session")
    told = await acts(api, actor_id=session["user"]["id"])
    assert [one["action"] for one in told] == ["SessionEnded", "SessionOpened"]
    assert {(one["actor"]["credential_kind"], one["actor"]["credential_id"]) for one in told} == {
        ("session", session["session_id"])
    }


async def test_pages_follow_each_other_and_time_bounds_them(api: Face) -> None:
    member = await api.member()
    me = await identity(member)
    for _ in range(3):
        await agent_of(member)
    first = (await api.admin.get("/api/audit", params={"actor_id": me, "limit": 2})).json()
    second = await acts(api, actor_id=me, limit=2, cursor=first["next_cursor"])
    assert len(first["items"]) == 2
    assert len(second) == 1
    assert len({one["id"] for one in [*first["items"], *second]}) == 3
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    assert await acts(api, **{"actor_id": me, "from": soon}) == []
    assert len(await acts(api, actor_id=me, to=soon)) == 3
    assert code(await api.admin.get("/api/audit", params={"cursor": "x"}), 400) == "bad_cursor"


async def test_the_audit_is_an_administrators(api: Face) -> None:
    assert code(await (await api.member()).get("/api/audit"), 403) == "admin_only"
