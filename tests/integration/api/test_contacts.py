"""The address book over HTTP: any common form of a number, one contact a number, changed and removed safely."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.campaigns.http import stopping
from shared.contracts.vocabulary import Service
from tests.integration.api.face import Face, agent_of, code, csv_of, errors, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHOLE: dict[str, Any] = {
    "phone_number": "098765 43210",
    "name": "Asha Rao",
    "email": "asha@example.com",
    "company": "Rao & Daughters",
    "notes": "prefers mornings",
    "timezone": "Asia/Calcutta",
    "tags": ["vip", "renewal", "vip"],
    "variables": {"policy": "P-1001"},
}


async def added(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/api/contacts", json=fields)
    assert answer.status_code == 201, answer.text
    contact: dict[str, Any] = answer.json()
    return contact


async def test_a_contact_is_added_read_changed_and_removed(api: Face) -> None:
    member = await api.member()
    made = await member.post("/api/contacts", json=WHOLE)
    assert made.status_code == 201, made.text
    contact = made.json()
    assert {name: contact[name] for name in WHOLE} == {
        **WHOLE,
        "phone_number": "+919876543210",
        "timezone": "Asia/Kolkata",
        "tags": ["vip", "renewal"],
    }
    url = f"/api/contacts/{contact['id']}"
    assert made.headers["location"] == url
    read = await member.get(url)
    assert (read.json(), read.headers["etag"]) == (contact, made.headers["etag"])
    changed = await member.patch(url, json={"name": None, "company": "Rao"}, headers={"If-Match": read.headers["etag"]})
    assert changed.status_code == 200, changed.text
    after = changed.json()
    assert after == {**contact, "name": None, "company": "Rao", "updated_at": after["updated_at"]}
    assert changed.headers["etag"] != read.headers["etag"]
    for _ in range(2):
        assert (await member.delete(url)).status_code == 204
    assert code(await member.get(url), 404) == "not_found"
    assert (await member.get("/api/contacts")).json()["items"] == []


async def test_a_change_of_what_was_changed_meanwhile_is_refused(api: Face) -> None:
    member = await api.member()
    made = await member.post("/api/contacts", json={"phone_number": numbers(1)[0]})
    url, read = made.headers["location"], made.headers["etag"]
    await member.patch(url, json={"name": "First"})
    for stale in (read, f"W/{read}", '"nonsense"'):
        assert (
            code(await member.patch(url, json={"name": "Second"}, headers={"If-Match": stale}), 412)
            == "changed_meanwhile"
        )
        assert code(await member.delete(url, headers={"If-Match": stale}), 412) == "changed_meanwhile"
    now = (await member.get(url)).headers["etag"]
    for fresh in (f'"7", {now}', "*"):
        assert (await member.patch(url, json={"notes": fresh}, headers={"If-Match": fresh})).status_code == 200


async def test_a_number_is_one_contact_and_the_refusal_names_it(api: Face) -> None:
    member = await api.member()
    first = await added(member, phone_number="+91 98765 43210")
    other = await added(member, phone_number="+91 98765 43211")
    for answer in (
        await member.post("/api/contacts", json={"phone_number": "9876543210"}),
        await member.patch(f"/api/contacts/{other['id']}", json={"phone_number": "09876543210"}),
    ):
        assert code(answer, 409) == "contact_exists"
        assert first["id"] in answer.json()["detail"]
        assert errors(answer, 409)["/phone_number"]["value"] == first["id"]
    assert (await member.patch(f"/api/contacts/{first['id']}", json={"phone_number": "9876543210"})).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        ({"phone_number": "12"}, "/phone_number", "phone_invalid"),
        ({"phone_number": ""}, "/phone_number", "phone_missing"),
        ({"phone_number": "4.479E+11"}, "/phone_number", "phone_spoilt_by_spreadsheet"),
        ({"phone_number": "+448712345678"}, "/phone_number", "number_not_allowed"),
        ({"phone_number": "+442079460958"}, "/phone_number", "number_not_allowed"),
        ({}, "/phone_number", "required"),
        ({"phone_number": "9876543210", "timezone": "Mars"}, "/timezone", "timezone_unknown"),
        ({"phone_number": "9876543210", "email": "x"}, "/email", "email_invalid"),
        ({"phone_number": "9876543210", "variables": {"call_id": "x"}}, "/variables/call_id", "reserved_name"),
        ({"phone_number": "9876543210", "variables": {"a b": "x"}}, "/variables/a b", "invalid"),
        (
            {"phone_number": "9876543210", "variables": {f"v{n}": "x" * 9000 for n in range(9)}},
            "/variables",
            "too_large",
        ),
        ({"phone_number": "9876543210", "tags": [""]}, "/tags/0", "blank"),
        ({"phone_number": "9876543210", "priority": 7}, "/priority", "unknown_field"),
    ],
)
async def test_what_is_wrong_with_a_contact_is_named(
    api: Face, body: dict[str, Any], field: str, expected: str
) -> None:
    member = await api.member(allowed_countries=["IN"])
    assert errors(await member.post("/api/contacts", json=body))[field]["code"] == expected
    assert (await member.get("/api/contacts")).json()["items"] == []


async def test_a_number_cannot_be_cleared(api: Face) -> None:
    member = await api.member()
    contact = await added(member, phone_number=numbers(1)[0])
    answer = await member.patch(f"/api/contacts/{contact['id']}", json={"phone_number": None})
    assert errors(answer)["/phone_number"]["code"] == "phone_missing"


async def test_contacts_are_found_by_search_and_tag_page_by_page(api: Face) -> None:
    member = await api.member()
    for index, number in enumerate(numbers(5)):
        tags = ["even"] if index % 2 == 0 else ["odd"]
        await added(member, phone_number=number, name=f"Person {index}", company="Menon & Sons", tags=tags)

    async def found(**query: Any) -> list[str]:
        names: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await member.get("/api/contacts", params={**query, **cursor, "limit": 2})).json()
            names += [contact["name"] for contact in page["items"]]
            if page["next_cursor"] is None:
                return names
            cursor = {"cursor": page["next_cursor"]}

    assert await found() == [f"Person {index}" for index in (4, 3, 2, 1, 0)]
    assert await found(tag="even") == ["Person 4", "Person 2", "Person 0"]
    assert await found(search="person 3") == ["Person 3"]
    assert await found(search="menon", tag="odd") == ["Person 3", "Person 1"]
    assert await found(search=numbers(5)[2]) == ["Person 2"]


async def test_the_same_request_again_adds_no_second_contact(api: Face) -> None:
    member = await api.member()
    body, headers = {"phone_number": numbers(1)[0]}, {"Idempotency-Key": str(uuid4())}
    first, second = await asyncio.gather(*(member.post("/api/contacts", json=body, headers=headers) for _ in range(2)))
    again = await member.post("/api/contacts", json=body, headers=headers)
    made = first if first.status_code == 201 else second
    assert (made.status_code, again.json()) == (201, made.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert len((await member.get("/api/contacts")).json()["items"]) == 1


async def test_a_removal_is_answered_when_nothing_starts_any_more_and_else_says_so(
    api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping.in_force_within, "__defaults__", (0.3,))
    member = await api.member()
    contact = await added(member, phone_number=numbers(1)[0])
    api.others.applied[Service.DIALER] = False
    answer = await member.delete(f"/api/contacts/{contact['id']}")
    assert (answer.status_code, answer.json()) == (202, {"stopping": True})
    asked = {str(stop.contact_id) for service, stop in api.others.asked if service is Service.DIALER}
    assert asked == {contact["id"]}
    api.others.applied[Service.DIALER] = True
    assert (await member.delete(f"/api/contacts/{contact['id']}")).status_code == 204


async def test_somebody_else_s_contact_does_not_exist(api: Face) -> None:
    mine, theirs = await api.member("Mira"), await api.member("Theo")
    url = f"/api/contacts/{(await added(theirs, phone_number=numbers(1)[0]))['id']}"
    assert code(await mine.get(url), 404) == "not_found"
    assert code(await mine.patch(url, json={"name": "x"}), 404) == "not_found"
    assert code(await mine.delete(url), 404) == "not_found"
    assert (await theirs.get(url)).status_code == 200


async def test_contacts_made_by_hand_are_called_like_others(api: Face) -> None:
    member = await api.member()
    contact = await added(member, phone_number=numbers(1)[0], name="Asha")
    body = {
        "agent_id": await agent_of(member), "next_action": "renew", "first_call_time": "09:00",
        "last_call_time": "18:00", "start_date": "2030-10-09", "contact_ids": [contact["id"]],
    }  # fmt: skip
    campaign = (await member.post("/api/campaigns/bulk-call", json=body)).json()
    await member.patch(f"/api/contacts/{contact['id']}", json={"phone_number": numbers(1, 7)[0], "name": None})
    [call] = (await member.get(f"/api/campaigns/{campaign['id']}/calls")).json()["items"]
    assert (call["phone_number"], call["name"], call["priority"]) == (numbers(1, 7)[0], None, 0)


async def test_a_file_fills_the_address_book_without_a_campaign(api: Face) -> None:
    member = await api.member()
    known = await added(member, phone_number=numbers(1)[0], name="Asha")
    content = csv_of(2) + b"12,Nobody,\n"
    for times in (1, 2):
        files = {"file": ("contacts.csv", content, "text/csv")}
        answer = await member.post("/api/contacts/import", files=files)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert told["campaign"] is None
        assert (told["import"]["status"], told["import"]["accepted"], told["import"]["rejected"]) == ("done", 2, 1), (
            times
        )
        assert answer.headers["location"] == f"/api/imports/{told['import']['id']}"
    contacts = {contact["phone_number"]: contact for contact in (await member.get("/api/contacts")).json()["items"]}
    assert contacts.keys() == set(numbers(2))
    assert (contacts[numbers(1)[0]]["id"], contacts[numbers(1)[0]]["name"]) == (known["id"], "Asha")
    assert contacts[numbers(1)[0]]["email"] == "p0@example.com"
    assert (await member.get("/api/campaigns")).json()["items"] == []


async def test_a_file_without_numbers_fills_nothing(api: Face) -> None:
    member = await api.member()
    files = {"file": ("contacts.csv", b"name\nAsha\n", "text/csv")}
    assert errors(await member.post("/api/contacts/import", files=files))["/file"]["code"] == "csv_no_phone_column"
    assert errors(await member.post("/api/contacts/import", files={"other": b"x"}))["/file"]["code"] == "required"


async def test_calls_are_found_by_number_contact_and_time_over_all_campaigns(api: Face) -> None:
    member = await api.member()
    first, other = [await added(member, phone_number=number) for number in numbers(2)]
    agent = await agent_of(member)
    body = {
        "agent_id": agent, "next_action": "renew", "first_call_time": "09:00", "last_call_time": "18:00",
        "start_date": "2030-10-09",
    }  # fmt: skip
    for contacts in ([first["id"]], [first["id"], other["id"]]):
        made = await member.post("/api/campaigns/bulk-call", json={**body, "contact_ids": contacts})
        assert made.status_code == 201, made.text

    async def found(**query: str) -> list[str]:
        answer = await member.get("/api/calls", params=query)
        assert answer.status_code == 200, answer.text
        return [call["contact_id"] for call in answer.json()["items"]]

    assert await found(phone_number=numbers(1)[0]) == await found(contact_id=first["id"]) == [first["id"]] * 2
    assert await found(phone_number=numbers(1)[0].removeprefix("+91"), contact_id=other["id"]) == []
    assert len(await found()) == 3
    assert await found(to="2020-01-01T00:00:00Z") == await found(**{"from": "2040-01-01T00:00:00Z"}) == []
    assert errors(await member.get("/api/calls", params={"from": "yesterday"}))["from"]["code"] == "moment_invalid"
    assert (
        errors(await member.get("/api/calls", params={"phone_number": "12"}))["phone_number"]["code"] == "phone_invalid"
    )
    assert (await (await api.member()).get("/api/calls")).json()["items"] == []


async def test_a_contact_says_in_which_campaigns_it_is_called_and_whether_it_may_be(api: Face) -> None:
    member = await api.member()
    first, other = [await added(member, phone_number=number) for number in numbers(2, 500)]
    body = {
        "agent_id": await agent_of(member), "next_action": "renew", "first_call_time": "09:00",
        "last_call_time": "18:00", "start_date": "2030-10-09", "contact_ids": [first["id"]],
    }  # fmt: skip
    made = [
        (
            await member.post("/api/campaigns/bulk-call", json={**body, "campaign_name": f"Round {nth}", "draft": True})
        ).json()
        for nth in range(5)
    ]
    assert (await member.delete(f"/api/campaigns/{made[4]['id']}")).status_code == 204

    async def told(contact: dict[str, Any]) -> tuple[bool, int, list[str]]:
        one = (await member.get(f"/api/contacts/{contact['id']}")).json()
        assert one in (await member.get("/api/contacts")).json()["items"]
        assert {use["id"] for use in one["used_in"]} <= {campaign["id"] for campaign in made}
        return one["do_not_call"], one["used_in_count"], [use["name"] for use in one["used_in"]]

    assert await told(first) == (False, 4, ["Round 3", "Round 2", "Round 1"])
    assert await told(other) == (False, 0, [])
    blocked = await member.post("/api/do-not-call", json={"phone_number": first["phone_number"]})
    assert (await told(first))[0] is True
    assert (await member.delete(blocked.headers["location"])).status_code == 204
    assert (await told(first))[0] is False
    system = {"phone_number": other["phone_number"], "scope": "system"}
    await api.admin.post("/api/do-not-call", json=system)
    assert (await told(other))[0] is True
    stranger = await api.member()
    await stranger.post("/api/do-not-call", json={"phone_number": first["phone_number"]})
    assert (await told(first))[0] is False
