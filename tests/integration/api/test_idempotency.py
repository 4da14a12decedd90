"""The same request twice has one effect and one answer."""

import asyncio
from typing import Any

import httpx
import psycopg
import pytest

from services.campaigns.http import idempotency
from tests.integration.api.face import Face, code, csv_of, errors, fields_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def post(
    client: httpx.AsyncClient, fields: dict[str, str], content: bytes, key: str, **headers: str
) -> httpx.Response:
    return await client.post(
        "/api/campaigns/upload-csv",
        data=fields,
        files={"file": ("c.csv", content, "text/csv")},
        headers={"Idempotency-Key": key, **headers},
    )


def campaigns_in(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("select count(*) from campaigns.call_campaigns").fetchone()
    assert row is not None
    return int(row[0])


async def test_the_same_upload_twice_makes_one_campaign(api: Face) -> None:
    member = await api.member()
    fields = await fields_of(member)
    first = await post(member, fields, csv_of(3), "once")
    assert first.status_code == 201
    assert "idempotent-replayed" not in first.headers
    again = await post(member, fields, csv_of(3), "once")
    assert (again.status_code, again.json(), again.headers["location"]) == (
        201,
        first.json(),
        first.headers["location"],
    )
    assert again.headers["idempotent-replayed"] == "true"
    assert len((await member.get("/api/campaigns")).json()["items"]) == 1


async def test_another_file_or_field_under_the_same_key_is_refused(api: Face) -> None:
    member = await api.member()
    fields = await fields_of(member)
    await post(member, fields, csv_of(3), "mine")
    assert code(await post(member, fields, csv_of(4), "mine"), 422) == "idempotency_key_reused"
    other = await post(member, {**fields, "campaign_name": "Winter"}, csv_of(3), "mine")
    assert code(other, 422) == "idempotency_key_reused"


async def test_a_key_is_its_users_alone(api: Face) -> None:
    for name in ("Mira", "Theo"):
        member = await api.member(name)
        answer = await post(member, await fields_of(member), csv_of(1), "shared")
        assert (answer.status_code, "idempotent-replayed" in answer.headers) == (201, False)


async def test_a_refused_request_leaves_its_key_free(api: Face) -> None:
    member = await api.member()
    fields = await fields_of(member)
    errors(await post(member, fields, b"name\nAsha\n", "retry"))
    assert (await post(member, fields, csv_of(1), "retry")).status_code == 201


async def test_requests_at_the_same_time_have_one_effect(api: Face) -> None:
    member = await api.member()
    body = {"name": "Anna", "bolna_agent_id": f"bolna-{id(member)}"}
    answers = await asyncio.gather(
        *(member.post("/api/agents", json=body, headers={"Idempotency-Key": "k"}) for _ in range(8))
    )
    for answer in answers:
        if answer.status_code == 409:
            assert code(answer, 409) == "idempotency_key_in_use"
            assert answer.headers["retry-after"]
        else:
            assert answer.status_code == 201, answer.text
    assert len((await member.get("/api/agents")).json()["items"]) == 1


async def test_secrets_are_left_out_of_a_replay(api: Face) -> None:
    body = {"name": "Mira", "email": f"mira-{id(api)}@example.com"}
    first = await api.admin.post("/api/users", json=body, headers={"Idempotency-Key": "user-1"})
    assert first.json()["api_key"].startswith("cc_")
    again = await api.admin.post("/api/users", json=body, headers={"Idempotency-Key": "user-1"})
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert "api_key" not in again.json()
    assert again.json()["id"] == first.json()["id"]
    with psycopg.connect(api.database) as connection:
        kept = connection.execute("select string_agg(body, '') from campaigns.idempotency").fetchone()
    assert kept is not None
    assert first.json()["api_key"] not in kept[0]


async def test_an_effect_whose_answer_was_lost_is_answered_when_it_is_asked_for_again(api: Face) -> None:
    member = await api.member()
    body = {"name": "Anna", "bolna_agent_id": "bolna-lost"}
    first = await member.post("/api/agents", json=body, headers={"Idempotency-Key": "lost"})
    with psycopg.connect(api.database) as connection:
        connection.execute("update campaigns.idempotency set body = null, headers = null where key = 'lost'")
    again = await member.post("/api/agents", json=body, headers={"Idempotency-Key": "lost"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]


async def test_a_key_left_by_a_request_that_died_resumes(api: Face) -> None:
    member = await api.member()
    user_id = (await member.get("/api/me")).json()["id"]
    body: dict[str, Any] = {"name": "Anna", "bolna_agent_id": "bolna-dead", "from_phone_numbers": []}
    sent = idempotency.fingerprint("POST", "/api/agents", body)
    insert = (
        "insert into campaigns.idempotency (user_id, key, request_hash, resource_id, created_at, held_until)"
        " values (%s, %s, %s, gen_random_uuid(), now(), now() + %s::interval)"
    )
    with psycopg.connect(api.database) as connection:
        connection.execute(insert, [user_id, "held", sent, "1 minute"])
        connection.execute(insert, [user_id, "dead", sent, "-1 second"])
    held = await member.post("/api/agents", json=body, headers={"Idempotency-Key": "held"})
    assert code(held, 409) == "idempotency_key_in_use"
    resumed = await member.post("/api/agents", json=body, headers={"Idempotency-Key": "dead"})
    assert resumed.status_code == 201


async def test_a_request_that_was_taken_for_dead_commits_nothing(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    member = await api.member()
    fields = await fields_of(member)
    before = campaigns_in(api.database)
    original = idempotency._KeyHold.keep

    async def robbed(self: Any, *args: Any) -> None:
        with psycopg.connect(api.database) as connection:
            connection.execute("update campaigns.idempotency set held_until = now() + interval '9 s' where key = 'rob'")
        await original(self, *args)

    monkeypatch.setattr(idempotency._KeyHold, "keep", robbed)
    assert code(await post(member, fields, csv_of(1), "rob"), 409) == "idempotency_key_in_use"
    assert campaigns_in(api.database) == before


@pytest.mark.parametrize("key", ["", "x" * 256, "with space"])
async def test_a_key_out_of_form_is_refused(api: Face, key: str) -> None:
    answer = await api.admin.post(
        "/api/agents", json={"name": "A", "bolna_agent_id": "b"}, headers={"Idempotency-Key": key}
    )
    assert errors(answer).keys() == {"Idempotency-Key"}


async def test_actions_are_replayed_too(api: Face) -> None:
    member = await api.member()
    made = await post(member, await fields_of(member), csv_of(1), "made")
    path = f"/api/campaigns/{made.json()['campaign']['id']}/pause"
    first = await member.post(path, headers={"Idempotency-Key": "p"})
    again = await member.post(path, headers={"Idempotency-Key": "p"})
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
