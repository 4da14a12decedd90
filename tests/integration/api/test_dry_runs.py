"""Dry runs: the body of a launch, and nothing made."""

from datetime import UTC, datetime

import pytest

from tests.integration.api.face import Face, agent_of, code, fields_of, until_done, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = b"phone_number,name\n+919000000001,\n+919000000002,Asha\n98765,Ravi\n+919000000001,Again\n+919000000003,Ben\n"
"""One with a name goes first, one twice, one is no number."""


ENDS_AT = datetime(2030, 10, 9, 12, 30, tzinfo=UTC)


async def test_a_file_is_told_of_and_nothing_is_made(api: Face) -> None:
    member = await api.member()
    api.others.blocked, api.others.ends_at = {"+919000000003"}, ENDS_AT
    form = {**await fields_of(member), "agent_id": await agent_of(member)}
    answer = await member.post("/api/campaigns/dry-run", data=form, files={"file": ("c.csv", FILE, "text/csv")})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["total"], told["callable"]) == (5, 2)
    assert told["skipped"] == {"phone_invalid": 1, "duplicate_in_file": 1, "do_not_call": 1}
    assert [call["phone_number"] for call in told["first_calls"]] == ["+919000000002"]
    assert told["expected_end_at"] == "2030-10-09T12:30:00Z"
    assert told["assumed"] == {"call_seconds": 60.0, "retried_share": 0.0, "slots": 2.0, "based_on_calls": 0}
    for path in ("/api/campaigns", "/api/contacts", "/api/imports"):
        assert (await member.get(path)).json()["items"] == []


async def test_known_contacts_are_told_of_and_strangers_refused(api: Face) -> None:
    api.others.ends_at = ENDS_AT
    member = await api.member()
    agent = await agent_of(member)
    uploaded = await upload(member, FILE, agent_id=agent)
    await until_done(member, uploaded.json()["import"]["id"])
    contacts = (await member.get("/api/contacts")).json()["items"]
    window = {"next_action": "call", "first_call_time": "09:00", "last_call_time": "18:00", "start_date": "2030-10-09"}
    body = {**window, "agent_id": agent, "contact_ids": [contact["id"] for contact in contacts] * 2}
    told = (await member.post("/api/campaigns/dry-run", json=body)).json()
    assert (told["total"], told["callable"], told["skipped"]) == (3, 3, {})
    assert {call["contact_id"] for call in told["first_calls"]} <= {contact["id"] for contact in contacts}
    stranger = await api.member("stranger")
    theirs = {**body, "agent_id": await agent_of(stranger)}
    refused = await stranger.post("/api/campaigns/dry-run", json=theirs)
    assert refused.status_code == 422
    assert (await member.get("/api/campaigns")).json()["items"][1:] == []


@pytest.mark.parametrize("body", [{}, {"first_call_time": "25:00"}])
async def test_what_a_launch_would_be_refused_for_a_dry_run_is(api: Face, body: dict[str, str]) -> None:
    answer = await (await api.member()).post("/api/campaigns/dry-run", json=body)
    assert code(answer, 422) == "invalid_fields"
