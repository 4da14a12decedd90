"""Campaigns are changed, hidden and made another of, as told over HTTP."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.integration.api.face import Face, agent_of, code, csv_of, errors, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def made(api: Face, *, contacts: int = 2, **options: Any) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    """Return a member's client and a campaign of theirs as first answered."""
    member = await api.member()
    answer = await upload(member, csv_of(contacts), **options)
    assert answer.status_code == 201, answer.text
    return member, answer.json()["campaign"]


async def changed(client: httpx.AsyncClient, campaign: dict[str, Any], **body: Any) -> httpx.Response:
    return await client.patch(f"/api/campaigns/{campaign['id']}", json=body)


async def test_a_change_takes_the_place_of_what_it_names_and_of_nothing_else(api: Face) -> None:
    member, before = await made(api, retry='{"max_attempts": 2, "outcomes": ["busy"], "delays_minutes": [5]}')
    body = {"name": "Winter", "last_call_time": "20:00", "days": ["mon"], "start_date": "2031-01-01"}
    answer = await changed(member, before, **body)
    assert answer.status_code == 200, answer.text
    first_monday = {"next_dial_at": "2031-01-06T03:30:00Z", "expected_end_at": "2031-01-06T03:31:05Z"}
    assert answer.json() == {**before, **body, **first_monday}
    assert (await member.get(f"/api/campaigns/{before['id']}")).json() == answer.json()
    assert answer.headers["etag"] == (await member.get(f"/api/campaigns/{before['id']}")).headers["etag"]


async def test_null_takes_the_default_again_and_what_has_none_cannot_be_cleared(api: Face) -> None:
    member, campaign = await made(
        api, timezone="Europe/London", end_date="2031-01-01", max_concurrent_calls="3", days='["mon"]'
    )
    answer = await changed(member, campaign, timezone=None, end_date=None, max_concurrent_calls=None, days=None)
    after = answer.json()
    assert (after["timezone"], after["end_date"], after["max_concurrent_calls"]) == ("Asia/Kolkata", None, None)
    assert len(after["days"]) == 7
    assert (await changed(member, campaign, next_action=None)).json()["next_action"] == ""
    wrong = errors(await changed(member, campaign, name=None, agent_id=None, first_call_time=None, start_date=None))
    assert wrong.keys() == {"/name", "/agent_id", "/first_call_time", "/start_date"}


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        ({"first_call_time": "late"}, "/first_call_time", "time_invalid"),
        ({"last_call_time": "09:00"}, "/last_call_time", "empty_window"),
        ({"end_date": "2020-01-01"}, "/end_date", "end_before_start"),
        ({"agent_id": str(uuid4())}, "/agent_id", "no_such_agent"),
        ({"retry": {"max_attempts": 7}}, "/retry/max_attempts", "too_large"),
        ({"status": "active"}, "/status", "unknown_field"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_half_done(
    api: Face, body: dict[str, Any], field: str, expected: str
) -> None:
    member, before = await made(api)
    wrong = errors(await changed(member, before, name="Never", **body))
    assert {name: error["code"] for name, error in wrong.items()} == {field: expected}
    assert (await member.get(f"/api/campaigns/{before['id']}")).json() == before


async def test_a_change_is_made_only_to_what_was_seen(api: Face) -> None:
    member, campaign = await made(api)
    path = f"/api/campaigns/{campaign['id']}"
    seen = (await member.get(path)).headers["etag"]
    first, second = await asyncio.gather(
        *(member.patch(path, json={"name": name}, headers={"If-Match": seen}) for name in ("One", "Two"))
    )
    assert sorted([first.status_code, second.status_code]) == [200, 412]
    late = first if first.status_code == 412 else second
    assert code(late, 412) == "changed_meanwhile"
    assert (await member.patch(path, json={"name": "Three"}, headers={"If-Match": "*"})).status_code == 200
    assert code(await member.delete(path, headers={"If-Match": seen}), 412) == "changed_meanwhile"
    weak = (await member.get(path)).headers["etag"]
    assert code(await member.patch(path, json={"name": "Four"}, headers={"If-Match": f"W/{weak}"}), 412)
    assert (await member.patch(path, json={}, headers={"If-Match": "three"})).status_code == 422


async def test_the_agent_is_changed_for_another_of_ones_own(api: Face) -> None:
    member, campaign = await made(api)
    another = await agent_of(member)
    assert (await changed(member, campaign, agent_id=another)).json()["agent_id"] == another
    theirs = await agent_of(await api.member())
    assert errors(await changed(member, campaign, agent_id=theirs))["/agent_id"]["code"] == "no_such_agent"


async def test_a_finished_campaign_is_not_changed_but_hidden(api: Face) -> None:
    member, campaign = await made(api)
    path = f"/api/campaigns/{campaign['id']}"
    assert code(await member.delete(path), 409) == "not_finished"
    await member.post(f"{path}/cancel")
    assert code(await changed(member, campaign, name="Winter"), 409) == "already_finished"
    for _ in range(2):
        assert (await member.delete(path)).status_code == 204
    assert code(await member.get(path), 404) == "not_found"
    assert code(await changed(member, campaign, name="Winter"), 404) == "not_found"
    assert code(await member.post(f"{path}/resume"), 404) == "not_found"
    assert (await member.get("/api/campaigns")).json()["items"] == []


async def test_another_is_made_with_the_same_settings_and_contacts_once_for_a_key(api: Face) -> None:
    member, campaign = await made(api, contacts=3, days='["mon"]')
    await member.post(f"/api/campaigns/{campaign['id']}/cancel")
    path, headers = f"/api/campaigns/{campaign['id']}/duplicate", {"Idempotency-Key": "again"}
    answer = await member.post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    copy = answer.json()
    assert answer.headers["location"] == f"/api/campaigns/{copy['id']}"
    assert (copy["status"], copy["name"], copy["days"]) == ("draft", "Autumn (copy)", ["mon"])
    assert copy["counters"]["total"] == copy["counters"]["queued"] == 3
    assert (await member.post(path, headers=headers)).json() == copy
    found = [await member.get(f"/api/campaigns/{one['id']}/calls") for one in (campaign, copy)]
    contacts = [[call["contact_id"] for call in answer.json()["items"]] for answer in found]
    assert contacts[0] == contacts[1]
    assert (await member.post(f"/api/campaigns/{copy['id']}/start")).json()["status"] == "scheduled"


async def test_what_is_somebody_elses_is_not_there(api: Face) -> None:
    _, campaign = await made(api)
    stranger = await api.member()
    path = f"/api/campaigns/{campaign['id']}"
    for answer in (
        await stranger.patch(path, json={"name": "Mine"}),
        await stranger.delete(path),
        await stranger.post(f"{path}/duplicate"),
    ):
        assert code(answer, 404) == "not_found"
