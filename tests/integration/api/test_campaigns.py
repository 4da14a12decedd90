"""Campaigns of known contacts, and their life as it is told over HTTP."""

import asyncio
import json
import time
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.campaigns.http import stopping
from shared.contracts.questions import Why
from shared.contracts.vocabulary import Service
from tests.integration.api.face import WINDOW, Face, agent_of, code, csv_of, errors, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def with_contacts(api: Face, count: int) -> tuple[httpx.AsyncClient, list[str]]:
    """Return a member's client and the ids of so many contacts of theirs."""
    member = await api.member()
    answer = await upload(member, csv_of(count), draft="true")
    assert answer.json()["import"]["status"] == "done", answer.text
    contacts = (await member.get("/api/contacts", params={"limit": 200})).json()["items"]
    return member, [contact["id"] for contact in contacts]


async def bulk(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    whole = {**WINDOW, "agent_id": await agent_of(client), **body}
    return await client.post("/api/campaigns/bulk-call", json=whole)


async def launched(api: Face) -> tuple[httpx.AsyncClient, str]:
    """Return a member's client and a campaign of theirs that is scheduled."""
    member = await api.member()
    answer = await upload(member, csv_of(2))
    assert answer.status_code == 201, answer.text
    return member, answer.json()["campaign"]["id"]


async def test_known_contacts_are_called_once_each(api: Face) -> None:
    member, contacts = await with_contacts(api, 3)
    answer = await bulk(member, contact_ids=[*contacts, contacts[0]], campaign_name="Again")
    assert answer.status_code == 201, answer.text
    campaign = answer.json()
    assert (campaign["name"], campaign["status"], campaign["counters"]["total"]) == ("Again", "scheduled", 3)
    assert answer.headers["location"] == f"/api/campaigns/{campaign['id']}"
    assert answer.headers["etag"]
    calls = (await member.get(f"/api/campaigns/{campaign['id']}/calls", params={"status": "queued"})).json()["items"]
    assert {call["contact_id"] for call in calls} == set(contacts)
    story = (await member.get(f"/api/calls/{calls[0]['id']}")).json()
    assert story["events"][0]["event"] == "queued"
    assert story["cost"] is None


async def test_contacts_may_be_found_by_a_filter(api: Face) -> None:
    member, _ = await with_contacts(api, 3)
    answer = await bulk(member, contact_filter={"search": "Person 1"})
    assert answer.json()["counters"]["total"] == 1
    nobody = await bulk(member, contact_filter={"search": "Nobody of this name"})
    assert errors(nobody)["/contact_filter"]["code"] == "matches_nobody"


async def test_unknown_contacts_are_named_and_nothing_is_created(api: Face) -> None:
    member, contacts = await with_contacts(api, 1)
    unknown = [str(uuid4()), str(uuid4())]
    answer = await bulk(member, contact_ids=[*contacts, *unknown], campaign_name="Never")
    errors(answer)
    assert [error["value"] for error in answer.json()["errors"]] == unknown
    assert all(error["code"] == "unknown_contact" for error in answer.json()["errors"])
    assert (await member.get("/api/campaigns", params={"search": "Never"})).json()["items"] == []


async def test_somebody_elses_contact_is_unknown(api: Face) -> None:
    _, theirs = await with_contacts(api, 1)
    assert errors(await bulk(await api.member(), contact_ids=theirs))["/contact_ids"]["code"] == "unknown_contact"


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"agent_id": str(uuid4())}, "/agent_id", "no_such_agent"),
        ({"first_call_time": 9}, "/first_call_time", "time_invalid"),
        ({"start_date": "tomorrow"}, "/start_date", "date_invalid"),
        ({"start_date": 1}, "/start_date", "date_invalid"),
        ({"last_call_time": "09:00"}, "/last_call_time", "empty_window"),
        ({"first_call_time": "24:00"}, "/first_call_time", "invalid"),
        ({"max_concurrent_calls": "5"}, "/max_concurrent_calls", "wrong_type"),
        ({"max_concurrent_calls": True}, "/max_concurrent_calls", "wrong_type"),
        ({"retry": {"outcomes": ["answered"]}}, "/retry/outcomes/0", "not_a_choice"),
        ({"retry": {"max_attempts": 7}}, "/retry/max_attempts", "too_large"),
        ({"from_phone_numbers": ["0207"]}, "/from_phone_numbers/0", "phone_invalid"),
        ({"contact_ids": []}, "/contact_ids", "too_few"),
        ({"contact_ids": None}, "/contact_ids", "one_of"),
        ({"contact_filter": {"search": "x"}}, "/contact_ids", "one_of"),
        ({"contact_ids": ["x"]}, "/contact_ids/0", "id_invalid"),
        ({"next_action": "a\u0000b"}, "/next_action", "text_invalid"),
        ({"colour": "red"}, "/colour", "unknown_field"),
        ({"timezone": []}, "/timezone", "timezone_unknown"),
    ],
)
async def test_a_wrong_field_of_a_bulk_call_is_named(
    api: Face, changed: dict[str, Any], field: str, expected: str
) -> None:
    member = await api.member()
    wrong = errors(await bulk(member, **{"contact_ids": [str(uuid4())], **changed}))
    assert wrong.keys() == {field}
    assert wrong[field]["code"] == expected


async def test_every_missing_field_is_named(api: Face) -> None:
    answer = await (await api.member()).post("/api/campaigns/bulk-call", json={})
    assert errors(answer).keys() == {
        "/agent_id", "/next_action", "/first_call_time", "/last_call_time", "/start_date"
    }  # fmt: skip


async def test_a_draft_is_started_and_said_twice_is_once(api: Face) -> None:
    member, contacts = await with_contacts(api, 1)
    draft = (await bulk(member, contact_ids=contacts, draft=True)).json()
    assert draft["status"] == "draft"
    for _ in range(2):
        answer = await member.post(f"/api/campaigns/{draft['id']}/start")
        assert (answer.status_code, answer.json()["status"]) == (200, "scheduled")


async def test_a_pause_is_answered_when_nothing_more_starts(api: Face) -> None:
    member, campaign = await launched(api)
    api.others.applied[Service.DIALER] = False

    async def applied_soon() -> None:
        async with asyncio.timeout(5):
            while not api.others.asked:
                await asyncio.sleep(0.01)
        api.others.applied[Service.DIALER] = True

    soon = asyncio.create_task(applied_soon())
    answer = await member.post(f"/api/campaigns/{campaign}/pause")
    await soon
    assert (answer.status_code, answer.json()["status"], answer.json()["stopping"]) == (200, "paused", False)
    assert {service for service, _ in api.others.asked} == {Service.SCHEDULER, Service.DIALER}
    stream = await api.parts.store.stream(f"campaign-{campaign}")
    assert all(request.position >= stream[-1].position for _, request in api.others.asked)
    assert {str(request.campaign_id) for _, request in api.others.asked} == {campaign}
    assert (await member.post(f"/api/campaigns/{campaign}/pause")).json()["status"] == "paused"
    assert (await member.post(f"/api/campaigns/{campaign}/resume")).json()["status"] == "scheduled"


@pytest.mark.parametrize("action", ["pause", "cancel"])
async def test_a_stop_that_is_not_sure_says_stopping_until_it_is(api: Face, action: str) -> None:
    member, campaign = await launched(api)
    api.others.applied[Service.DIALER] = False
    began = time.monotonic()
    answer = await member.post(f"/api/campaigns/{campaign}/{action}")
    assert (answer.status_code, answer.json()["stopping"]) == (202, True)
    assert 4.5 < time.monotonic() - began < 8
    assert (await member.get(f"/api/campaigns/{campaign}")).json()["stopping"] is True
    assert (await member.get("/api/campaigns")).json()["items"][0]["stopping"] is True
    api.others.applied[Service.DIALER] = True
    assert (await member.get(f"/api/campaigns/{campaign}")).json()["stopping"] is False
    api.others.applied[Service.DIALER] = False
    assert (await member.get(f"/api/campaigns/{campaign}")).json()["stopping"] is False


async def test_a_stop_is_sure_once_the_dialer_must_have_stopped_by_itself(
    api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, campaign = await launched(api)
    api.others.applied[Service.DIALER] = False
    assert (await member.post(f"/api/campaigns/{campaign}/cancel")).status_code == 202
    monkeypatch.setattr(stopping, "SELF_STOP_SECONDS", -30.0)
    assert (await member.get(f"/api/campaigns/{campaign}")).json()["stopping"] is False


async def test_what_is_cancelled_stays_so(api: Face) -> None:
    member, campaign = await launched(api)
    assert (await member.post(f"/api/campaigns/{campaign}/cancel")).json()["status"] == "cancelled"
    assert (await member.post(f"/api/campaigns/{campaign}/cancel")).status_code == 200
    assert code(await member.post(f"/api/campaigns/{campaign}/resume"), 409) == "already_finished"


async def test_why_comes_from_the_scheduler_and_says_when_it_is_away(api: Face) -> None:
    member, campaign = await launched(api)
    call = (await member.get(f"/api/campaigns/{campaign}/calls")).json()["items"][0]["id"]
    for path in (f"campaigns/{campaign}", f"calls/{call}"):
        told = (await member.get(f"/api/{path}/why")).json()
        assert told["reasons"] == [{"code": "waiting_turn", "message": "It waits", "until": None}]
    api.others.why = None
    away = await member.get(f"/api/campaigns/{campaign}/why")
    assert code(away, 503) == "scheduler_away"
    assert away.headers["retry-after"]
    api.others.why = Why(known=False)
    assert (await member.get(f"/api/campaigns/{campaign}/why")).json()["state"] == "scheduled"


async def test_a_draft_says_itself_why_it_is_not_called(api: Face) -> None:
    member = await api.member()
    draft = (await upload(member, csv_of(1), draft="true")).json()["campaign"]["id"]
    api.others.why = None
    assert (await member.get(f"/api/campaigns/{draft}/why")).json()["reasons"][0]["code"] == "draft"


async def test_lists_come_in_pages_that_join_without_a_gap(api: Face) -> None:
    member, campaign = await launched(api)
    for index in range(4):
        await upload(member, csv_of(1), campaign_name=f"No. {index}", draft="true")
    names: list[str] = []
    cursor = None
    while True:
        params = {"limit": "2"} | ({} if cursor is None else {"cursor": cursor})
        page = (await member.get("/api/campaigns", params=params)).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["No. 3", "No. 2", "No. 1", "No. 0", "Autumn"]
    found = (await member.get("/api/campaigns", params={"status": "scheduled"})).json()["items"]
    assert [item["id"] for item in found] == [campaign]


async def in_order(member: httpx.AsyncClient, sort: str) -> list[str]:
    """Return the names of all campaigns in an order, read two at a time."""
    names: list[str] = []
    params: dict[str, str] = {"limit": "2", "sort": sort}
    while True:
        page = (await member.get("/api/campaigns", params=params)).json()
        names += [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            return names
        params["cursor"] = page["next_cursor"]


async def test_campaigns_are_listed_in_any_order_page_by_page(api: Face) -> None:
    member, other = await api.member(), await api.member()
    await upload(other, csv_of(1), campaign_name="Somebody else's", draft="true")
    settled = {"delta": 0, "Alpha": 2, "चार्ली": 1, "bravo": 0}
    for place, name in enumerate(settled):
        day = f"2030-10-{20 - place:02d}" if name != "bravo" else "2031-01-01"
        await upload(member, csv_of(3), campaign_name=name, start_date=day, draft="true")
    async with api.parts.pool.connection() as connection:
        for name, count in settled.items():
            await connection.execute(
                "update campaign_counters set settled = %s"
                " where campaign_id in (select campaign_id from call_campaigns where name = %s)",
                [count, name],
            )
    orders = {
        "created_at": ["delta", "Alpha", "चार्ली", "bravo"],
        "name": ["Alpha", "bravo", "delta", "चार्ली"],
        "start_date": ["चार्ली", "Alpha", "delta", "bravo"],
        "progress": ["delta", "bravo", "चार्ली", "Alpha"],
    }
    for sort, expected in orders.items():
        assert await in_order(member, sort) == expected, sort
        assert await in_order(member, f"-{sort}") == expected[::-1], f"-{sort}"


async def test_a_cursor_of_another_order_is_refused(api: Face) -> None:
    member = await api.member()
    for name in ("One", "Two"):
        await upload(member, csv_of(1), campaign_name=name, draft="true")
    page = (await member.get("/api/campaigns", params={"limit": "1", "sort": "name"})).json()
    for sort in ("-name", "progress", "-created_at"):
        answer = await member.get("/api/campaigns", params={"sort": sort, "cursor": page["next_cursor"]})
        assert code(answer, 400) == "bad_cursor"
    nul = urlsafe_b64encode(json.dumps(["name", "a\0", str(uuid4())]).encode()).decode().rstrip("=")
    assert code(await member.get("/api/campaigns", params={"sort": "name", "cursor": nul}), 400) == "bad_cursor"


@pytest.mark.parametrize("cursor", ["x", "é", "[]", "W10", "%00", "bnVsbA"])
@pytest.mark.parametrize("path", ["campaigns", "contacts", "agents"])
async def test_a_cursor_that_is_none_of_ours_is_refused(api: Face, path: str, cursor: str) -> None:
    assert code(await api.admin.get(f"/api/{path}", params={"cursor": cursor}), 400) == "bad_cursor"


@pytest.mark.parametrize(("name", "value"), [("limit", "0"), ("limit", "201"), ("limit", "x"), ("sort", "size")])
async def test_a_parameter_out_of_bounds_is_named(api: Face, name: str, value: str) -> None:
    assert errors(await api.admin.get("/api/campaigns", params={name: value})).keys() == {name}


async def test_the_queue_is_counted(api: Face) -> None:
    member, _ = await launched(api)
    told = (await member.get("/api/queue/statistics")).json()
    assert told["slots"].pop("system_active") >= 0  # others share the face
    assert told == {
        "queued": 2, "dialling": 0, "in_call": 0, "awaiting_result": 0, "waiting_retry": 0,
        "slots": {"system_limit": 10, "user_limit": 2, "user_active": 0},
    }  # fmt: skip
