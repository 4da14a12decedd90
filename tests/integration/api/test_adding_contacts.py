"""Contacts are added to a campaign that is not finished: known ones, and those of a file."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.integration.api.face import HEADER, Face, code, csv_of, errors, numbers, until_done, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def made(api: Face, contacts: int = 2, **options: Any) -> tuple[httpx.AsyncClient, str]:
    """Return a member's client and a campaign of theirs."""
    member = await api.member()
    answer = await upload(member, csv_of(contacts), **options)
    assert answer.status_code == 201, answer.text
    return member, answer.json()["campaign"]["id"]


async def known(client: httpx.AsyncClient, count: int, first: int) -> list[str]:
    """Return the ids of so many further contacts."""
    assert (await upload(client, csv_of(count, first), draft="true")).json()["import"]["status"] == "done"
    wanted = set(numbers(count, first))
    found = (await client.get("/api/contacts", params={"limit": 200})).json()["items"]
    return [contact["id"] for contact in found if contact["phone_number"] in wanted]


async def add(client: httpx.AsyncClient, campaign: str, **body: Any) -> httpx.Response:
    return await client.post(f"/api/campaigns/{campaign}/contacts", json=body)


async def add_file(client: httpx.AsyncClient, campaign: str, content: bytes, **options: Any) -> httpx.Response:
    headers = options.pop("headers", {})
    files = {"file": ("more.csv", content, "text/csv")}
    return await client.post(f"/api/campaigns/{campaign}/upload-csv", data=options, files=files, headers=headers)


async def total(client: httpx.AsyncClient, campaign: str) -> int:
    found: int = (await client.get(f"/api/campaigns/{campaign}")).json()["counters"]["total"]
    return found


async def test_known_contacts_are_queued_once_however_often_they_are_added(api: Face) -> None:
    member, campaign = await made(api)
    more = await known(member, 3, first=10)
    for queued, already in ((3, 0), (0, 3)):
        answer = await add(member, campaign, contact_ids=more)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["queued"], answer.json()["already_in_campaign"]) == (queued, already)
        assert answer.json()["campaign"]["counters"]["total"] == 5
    by_filter = (await add(member, campaign, contact_filter={"search": "Person"})).json()
    assert (by_filter["queued"], by_filter["already_in_campaign"]) == (0, 5)


async def test_where_one_is_unknown_nobody_is_queued(api: Face) -> None:
    member, campaign = await made(api)
    more = await known(member, 1, first=10)
    unknown = str(uuid4())
    wrong = errors(await add(member, campaign, contact_ids=[*more, unknown]))
    assert (wrong["/contact_ids"]["code"], wrong["/contact_ids"]["value"]) == ("unknown_contact", unknown)
    assert errors(await add(member, campaign)).keys() == {"/contact_ids"}
    assert await total(member, campaign) == 2


async def test_a_mended_file_imports_just_what_was_missing(api: Face) -> None:
    member, campaign = await made(api, contacts=3)
    answer = await add_file(member, campaign, csv_of(5))
    assert answer.status_code == 201, answer.text
    imported = await until_done(member, answer.json()["import"]["id"])
    assert (imported["accepted"], imported["already_in_campaign"], imported["campaign_id"]) == (5, 3, campaign)
    assert answer.headers["location"] == f"/api/campaigns/{campaign}"
    assert await total(member, campaign) == 5


async def test_a_file_is_read_as_its_fields_say(api: Face) -> None:
    member, campaign = await made(api)
    content = HEADER.replace("phone_number", "Line").encode() + b"020 7946 0018,Ann,\n"
    answer = await add_file(member, campaign, content, default_country="GB", column_mapping='{"Line": "phone_number"}')
    assert answer.status_code == 201, answer.text
    calls = (await member.get(f"/api/campaigns/{campaign}/calls")).json()["items"]
    assert "+442079460018" in [call["phone_number"] for call in calls]
    wrong = errors(await add_file(member, campaign, csv_of(1), campaign_name="Other"))
    assert wrong["/campaign_name"]["code"] == "unknown_field"


async def test_a_file_may_be_added_without_waiting_for_it(api: Face) -> None:
    member, campaign = await made(api)
    answer = await add_file(member, campaign, csv_of(20), headers={"Prefer": "respond-async"})
    assert answer.status_code == 202, answer.text
    done = await until_done(member, answer.json()["import"]["id"])
    assert (done["status"], done["already_in_campaign"]) == ("done", 2)
    assert await total(member, campaign) == 20


async def test_a_finished_campaign_takes_nobody(api: Face) -> None:
    member, campaign = await made(api)
    more = await known(member, 1, first=10)
    await member.post(f"/api/campaigns/{campaign}/cancel")
    assert code(await add(member, campaign, contact_ids=more), 409) == "already_finished"
    assert code(await add_file(member, campaign, csv_of(3)), 409) == "already_finished"
    stranger = await api.member()
    assert code(await add(stranger, campaign, contact_ids=more), 404) == "not_found"
    assert code(await add_file(stranger, campaign, csv_of(3)), 404) == "not_found"


async def test_the_same_upload_twice_at_once_calls_everybody_once(api: Face) -> None:
    member, campaign = await made(api)
    answers = await asyncio.gather(*(add_file(member, campaign, csv_of(40)) for _ in range(2)))
    imports = [await until_done(member, answer.json()["import"]["id"]) for answer in answers]
    assert sorted(done["already_in_campaign"] for done in imports) == [2, 40]
    assert await total(member, campaign) == 40


async def test_the_same_upload_twice_at_once_under_one_key_makes_one_campaign(api: Face) -> None:
    member = await api.member()
    agent = (await member.post("/api/agents", json={"name": "Anna", "bolna_agent_id": str(uuid4())})).json()["id"]
    headers = {"Idempotency-Key": "both"}

    async def send() -> httpx.Response:
        while True:
            answer = await upload(member, csv_of(40), agent_id=agent, headers=headers)
            if answer.status_code != 409:
                return answer
            assert code(answer, 409) == "idempotency_key_in_use"
            await asyncio.sleep(0.02)

    first, second = await asyncio.gather(send(), send())
    assert first.json()["campaign"]["id"] == second.json()["campaign"]["id"]
    campaigns = (await member.get("/api/campaigns")).json()["items"]
    assert [campaign["counters"]["total"] for campaign in campaigns] == [40]
