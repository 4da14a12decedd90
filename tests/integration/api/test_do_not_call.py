"""Do-not-call over HTTP: effective when it is answered, said twice as once, one number or a file of them."""

from typing import Any

import httpx
import pytest

from services.campaigns.http import stopping
from shared.contracts.vocabulary import Service
from tests.integration.api.face import HEADER, Face, code, csv_of, errors, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")
NUMBER = "+919876543210"


async def listed(client: httpx.AsyncClient, **query: str) -> list[str]:
    answer = await client.get("/api/do-not-call", params=query)
    assert answer.status_code == 200, answer.text
    return [entry["phone_number"] for entry in answer.json()["items"]]


async def sent(client: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    files = {"file": ("numbers.csv", content, "text/csv")}
    return await client.post("/api/do-not-call/upload-csv", data=fields, files=files)


async def test_a_number_is_blocked_in_any_common_form_and_taken_off_again(api: Face) -> None:
    member = await api.member()
    first = await member.post("/api/do-not-call", json={"phone_number": "098765 43210", "reason": "asked"})
    assert first.status_code == 201, first.text
    assert first.headers["location"] == f"/api/do-not-call/{NUMBER}"
    entry = first.json()
    assert (entry["phone_number"], entry["scope"], entry["reason"], entry["stopping"]) == (
        NUMBER,
        "user",
        "asked",
        False,
    )
    again = await member.post("/api/do-not-call", json={"phone_number": NUMBER, "reason": "again"})
    assert (again.status_code, again.json()) == (200, entry)
    assert await listed(member) == await listed(member, phone_number="9876543210") == [NUMBER]
    for _ in range(2):
        assert (await member.delete(first.headers["location"])).status_code == 204
    assert await listed(member) == []


async def test_a_blocking_is_answered_when_no_such_call_starts_and_else_says_so(
    api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping.in_force_within, "__defaults__", (0.3,))
    member = await api.member()
    api.others.applied[Service.SCHEDULER] = False
    answer = await member.post("/api/do-not-call", json={"phone_number": NUMBER})
    assert (answer.status_code, answer.json()["stopping"]) == (202, True)
    assert {stop.phone_number for _, stop in api.others.asked} == {NUMBER}
    api.others.applied[Service.SCHEDULER] = True
    again = await member.post("/api/do-not-call", json={"phone_number": NUMBER})
    assert (again.status_code, again.json()["stopping"]) == (200, False)


async def test_the_list_that_binds_everybody_is_the_administrators(api: Face) -> None:
    member = await api.member()
    body = {"phone_number": numbers(1, 77)[0], "scope": "system"}
    assert code(await member.post("/api/do-not-call", json=body), 403) == "admin_only"
    assert code(await member.get("/api/do-not-call", params={"scope": "system"}), 403) == "admin_only"
    assert code(await member.delete(f"/api/do-not-call/{NUMBER}", params={"scope": "system"}), 403) == "admin_only"
    assert code(await sent(member, csv_of(1), scope="system"), 403) == "admin_only"
    assert (await api.admin.post("/api/do-not-call", json=body)).json()["scope"] == "system"
    assert await listed(api.admin, scope="system", phone_number=body["phone_number"]) == [body["phone_number"]]
    assert await listed(api.admin, phone_number=body["phone_number"]) == []


async def test_a_file_of_numbers_is_blocked_whatever_else_it_holds(api: Face) -> None:
    member = await api.member()
    content = HEADER.replace("email", "reason") + "9876543210,Asha,moved away\n12,X,\n09876543210,Twin,\n9876543211,,\n"
    answer = await sent(member, content.encode(), reason="list of October")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    counts = {name: told[name] for name in ("total_rows", "accepted", "rejected", "duplicates", "already_blocked")}
    assert counts == {"total_rows": 4, "accepted": 2, "rejected": 1, "duplicates": 1, "already_blocked": 0}
    assert [error["code"] for error in told["errors"]] == ["phone_invalid", "duplicate_in_file"]
    entries = (await member.get("/api/do-not-call")).json()["items"]
    assert {entry["phone_number"]: entry["reason"] for entry in entries} == {
        "+919876543210": "moved away",
        "+919876543211": "list of October",
    }
    assert (await sent(member, content.encode())).json()["already_blocked"] == 2


async def test_a_file_of_several_chunks_is_blocked_whole_and_listed_page_by_page(api: Face) -> None:
    member = await api.member()
    answer = await sent(member, csv_of(2_500))
    assert (answer.status_code, answer.json()["accepted"]) == (200, 2_500)
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = (await member.get("/api/do-not-call", params={"limit": 200, **cursor})).json()
        seen += [entry["phone_number"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(seen) == sorted(numbers(2_500))


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        ({"phone_number": "12"}, "/phone_number", "phone_invalid"),
        ({}, "/phone_number", "required"),
        ({"phone_number": NUMBER, "scope": "world"}, "/scope", "not_a_choice"),
        ({"phone_number": NUMBER, "reason": "x" * 501}, "/reason", "too_long"),
    ],
)
async def test_what_is_wrong_with_an_entry_is_named(api: Face, body: dict[str, Any], field: str, expected: str) -> None:
    member = await api.member()
    assert errors(await member.post("/api/do-not-call", json=body))[field]["code"] == expected


async def test_a_file_without_numbers_blocks_nobody(api: Face) -> None:
    member = await api.member()
    assert errors(await sent(member, b"name\nAsha\n"))["/file"]["code"] == "csv_no_phone_column"
    assert errors(await sent(member, csv_of(1), scope="world"))["/scope"]["code"] == "not_a_choice"
    assert errors(await member.delete("/api/do-not-call/12"))["e164"]["code"] == "phone_invalid"
    assert await listed(member) == []
