"""Who may come in, and what they may do."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import psycopg
import pytest

from services.campaigns.commands import hash_key
from services.campaigns.http import accounts
from shared.contracts.vocabulary import Service
from tests.integration.api.face import ADMIN_KEY, Face, agent_of, code, errors, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_administrator_comes_in_with_the_key_of_the_configuration(own_api: Face) -> None:
    me = (await own_api.admin.get("/api/me")).json()
    assert me["role"] == "admin"
    assert me["slots"] == {
        "user_limit": 2, "user_active": 0, "user_available": 2,
        "system_limit": 10, "system_active": 0, "system_available": 10,
    }  # fmt: skip


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer cc_wrong", "Basic Y2M6", "cc_wrong"])
async def test_without_a_known_key_nobody_comes_in(api: Face, header: str | None) -> None:
    async with httpx.AsyncClient(
        base_url=api.url, headers={} if header is None else {"Authorization": header}
    ) as nobody:
        answer = await nobody.get("/api/me")
    assert code(answer, 401) == "unauthenticated"
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_keys_are_kept_as_hashes_alone(own_api: Face) -> None:
    with psycopg.connect(own_api.database) as connection:
        kept = connection.execute("select key_hash, key_hash || prefix || name from campaigns.api_keys").fetchall()
    assert [row[0] for row in kept] == [hash_key(ADMIN_KEY)]
    assert all(ADMIN_KEY not in row[1] for row in kept)


async def test_a_key_is_shown_once_and_opens_nothing_once_revoked(api: Face) -> None:
    member = await api.member()
    issued = await member.post("/api/keys", json={"name": "report"})
    assert issued.status_code == 201
    assert issued.headers["location"] == f"/api/keys/{issued.json()['id']}"
    other = await api.client(issued.json()["key"])
    assert (await other.get("/api/me")).status_code == 200
    listed = (await member.get("/api/keys")).json()["items"]
    assert {key["name"] for key in listed} == {"report", "first key"}
    assert all("key" not in key for key in listed)
    assert next(key for key in listed if key["name"] == "report")["last_used_at"] is not None
    revoked = await member.delete(f"/api/keys/{issued.json()['id']}")
    assert revoked.status_code == 204
    assert (await member.delete(f"/api/keys/{issued.json()['id']}")).status_code == 204
    assert code(await other.get("/api/me"), 401) == "unauthenticated"


async def test_a_key_that_only_reads_changes_nothing(api: Face) -> None:
    member = await api.member()
    key = (await member.post("/api/keys", json={"name": "look", "read_only": True})).json()["key"]
    reader = await api.client(key)
    assert (await reader.get("/api/agents")).status_code == 200
    answer = await reader.post("/api/agents", json={"name": "A", "bolna_agent_id": "b"})
    assert code(answer, 403) == "key_read_only"


async def test_a_key_expires(api: Face) -> None:
    member = await api.member()
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    issued = (await member.post("/api/keys", json={"name": "brief", "expires_at": soon})).json()
    with psycopg.connect(api.database) as connection:
        connection.execute(
            "update campaigns.api_keys set expires_at = now() - interval '1 s' where key_id = %s", [issued["id"]]
        )
    assert code(await (await api.client(issued["key"])).get("/api/me"), 401) == "key_expired"
    past = await member.post("/api/keys", json={"name": "late", "expires_at": "2020-01-01T00:00:00Z"})
    assert errors(past)["/expires_at"]["code"] == "moment_passed"


async def test_somebody_elses_key_cannot_be_revoked(api: Face) -> None:
    mine, theirs = await api.member("Mira"), await api.member("Theo")
    key_id = (await theirs.get("/api/keys")).json()["items"][0]["id"]
    assert code(await mine.delete(f"/api/keys/{key_id}"), 404) == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/users", None),
        ("POST", "/api/users", {"name": "X", "email": "x@example.com"}),
        ("PATCH", f"/api/users/{UUID(int=1)}", {"concurrent_calls_limit": 5}),
        ("PATCH", "/api/settings/concurrency", {"system_limit": 5}),
    ],
)
async def test_what_is_an_administrators_is_refused_to_members(
    api: Face, method: str, path: str, body: dict[str, object] | None
) -> None:
    member = await api.member()
    assert code(await member.request(method, path, json=body), 403) == "admin_only"


async def test_a_users_limit_is_theirs_alone(api: Face) -> None:
    member, other = await api.member("Mira"), await api.member("Theo")
    user_id = (await member.get("/api/me")).json()["id"]
    changed = await api.admin.patch(f"/api/users/{user_id}", json={"concurrent_calls_limit": 7})
    assert changed.json()["concurrent_calls_limit"] == 7
    assert (await member.get("/api/settings/concurrency")).json()["user_limit"] == 7
    assert (await other.get("/api/settings/concurrency")).json()["user_limit"] == 2


async def test_an_admin_gives_a_user_a_weight_and_nobody_else_does(api: Face) -> None:
    member = await api.member("Mira")
    me = (await member.get("/api/me")).json()
    assert me["weight"] == 1
    changed = await api.admin.patch(f"/api/users/{me['id']}", json={"weight": 3})
    assert (changed.json()["weight"], changed.json()["concurrent_calls_limit"]) == (3, me["concurrent_calls_limit"])
    assert (await member.get("/api/me")).json()["weight"] == 3
    assert code(await api.admin.patch(f"/api/users/{me['id']}", json={"weight": 0}), 422) == "invalid_fields"


async def test_the_system_limit_changes_and_may_be_nought(own_api: Face) -> None:
    answer = await own_api.admin.patch("/api/settings/concurrency", json={"system_limit": 0})
    assert answer.json()["system_limit"] == 0
    assert answer.json()["system_available"] == 0


async def test_a_stop_of_everything_is_answered_200_only_once_nothing_more_starts(
    own_api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "STOP_PATIENCE_SECONDS", 0.2)
    own_api.others.applied[Service.DIALER] = False
    for limit, status in ((0, 202), (5, 200)):
        answer = await own_api.admin.patch("/api/settings/concurrency", json={"system_limit": limit})
        assert (answer.status_code, answer.json()["system_limit"]) == (status, limit)

    own_api.others.applied[Service.DIALER] = True
    assert (await own_api.admin.patch("/api/settings/concurrency", json={"system_limit": 0})).status_code == 200


async def test_while_everything_is_stopped_the_limit_before_is_told(own_api: Face) -> None:
    async def before() -> object:
        return (await own_api.admin.get("/api/settings/concurrency")).json()["system_limit_before_stop"]

    told = [await before()]
    for limit in (0, 4, 0, 0):
        await own_api.admin.patch("/api/settings/concurrency", json={"system_limit": limit})
        told.append(await before())
    assert told == [None, 10, None, 4, 4]


async def test_a_suspended_user_is_not_let_in_until_restored(api: Face) -> None:
    member = await api.member()
    user_id = (await member.get("/api/me")).json()["id"]
    await api.admin.patch(f"/api/users/{user_id}", json={"suspended": True})
    assert code(await member.get("/api/me"), 403) == "user_suspended"
    await api.admin.patch(f"/api/users/{user_id}", json={"suspended": False})
    assert (await member.get("/api/me")).status_code == 200


async def test_the_last_administrator_stays_one(own_api: Face) -> None:
    me = (await own_api.admin.get("/api/me")).json()["id"]
    for change in ({"role": "member"}, {"suspended": True}):
        assert code(await own_api.admin.patch(f"/api/users/{me}", json=change), 409) == "last_administrator"
    other = await own_api.member("Theo", role="admin")
    assert (await own_api.admin.patch(f"/api/users/{me}", json={"role": "member"})).status_code == 200
    theo = (await other.get("/api/me")).json()["id"]
    assert code(await other.patch(f"/api/users/{theo}", json={"suspended": True}), 409) == "last_administrator"


async def test_two_administrators_cannot_suspend_each_other_at_once(own_api: Face) -> None:
    other = await own_api.member("Theo", role="admin")
    me, theo = [(await client.get("/api/me")).json()["id"] for client in (own_api.admin, other)]
    answers = await asyncio.gather(
        own_api.admin.patch(f"/api/users/{theo}", json={"suspended": True}),
        other.patch(f"/api/users/{me}", json={"suspended": True}),
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])


async def test_a_change_that_is_refused_changes_nothing_of_it(api: Face) -> None:
    member, taken = await api.member("Mira"), (await (await api.member("Theo")).get("/api/me")).json()["email"]
    before = (await member.get("/api/me")).json()
    change = {"name": "Other", "email": taken, "concurrent_calls_limit": 9}
    assert code(await api.admin.patch(f"/api/users/{before['id']}", json=change), 409) == "email_taken"
    assert (await member.get("/api/me")).json() == before


async def test_the_countries_that_may_be_called_are_bounded_and_freed_again(api: Face) -> None:
    user_id = (await (await api.member()).get("/api/me")).json()["id"]
    bound = await api.admin.patch(f"/api/users/{user_id}", json={"allowed_countries": ["IN", "GB"]})
    assert bound.json()["allowed_countries"] == ["IN", "GB"]
    assert (await api.admin.patch(f"/api/users/{user_id}", json={})).json()["allowed_countries"] == ["IN", "GB"]
    freed = await api.admin.patch(f"/api/users/{user_id}", json={"allowed_countries": None})
    assert freed.json()["allowed_countries"] is None


async def test_a_user_is_found_by_their_email_address(api: Face) -> None:
    me = (await (await api.member()).get("/api/me")).json()
    found = (await api.admin.get("/api/users", params={"email": me["email"].upper()})).json()
    assert [one["id"] for one in found["items"]] == [me["id"]]


async def test_keys_are_listed_page_by_page(api: Face) -> None:
    member = await api.member()
    await member.post("/api/keys", json={"name": "second"})
    first = (await member.get("/api/keys", params={"limit": 1})).json()
    rest = (await member.get("/api/keys", params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [one["name"] for one in (*first["items"], *rest["items"])] == ["second", "first key"]
    assert rest["next_cursor"] is None


async def test_an_email_address_is_one_users(api: Face) -> None:
    body = {"name": "Mira", "email": "mira-the-only@example.com"}
    assert (await api.admin.post("/api/users", json=body)).status_code == 201
    assert (
        code(await api.admin.post("/api/users", json={**body, "email": "MIRA-the-only@example.com"}), 409)
        == "email_taken"
    )


async def test_a_bolna_agent_belongs_to_one_user(api: Face) -> None:
    body = {"name": "Anna", "bolna_agent_id": "bolna-1"}
    assert (await (await api.member()).post("/api/agents", json=body)).status_code == 201
    assert code(await (await api.member()).post("/api/agents", json=body), 409) == "bolna_agent_taken"


async def test_what_is_somebody_elses_does_not_exist(api: Face) -> None:
    mine, theirs = await api.member("Mira"), await api.member("Theo")
    made = await upload(theirs, b"phone_number\n+919876543210\nwrong\n")
    assert made.status_code == 201
    campaign, imported = made.json()["campaign"]["id"], made.json()["import"]["id"]
    call = (await theirs.get(f"/api/campaigns/{campaign}/calls")).json()["items"][0]["id"]
    agent = await agent_of(theirs)
    for path in (
        f"campaigns/{campaign}", f"campaigns/{campaign}/calls", f"campaigns/{campaign}/why", f"imports/{imported}",
        f"imports/{imported}/errors.csv", f"calls/{call}", f"calls/{call}/why", f"agents/{agent}",
    ):  # fmt: skip
        assert (await theirs.get(f"/api/{path}")).status_code == 200, path
        assert code(await mine.get(f"/api/{path}"), 404) == "not_found"
    for action in ("start", "pause", "resume", "cancel"):
        assert code(await mine.post(f"/api/campaigns/{campaign}/{action}"), 404) == "not_found"
    for path in ("campaigns", "contacts", "agents"):
        assert (await mine.get(f"/api/{path}")).json() == {"items": [], "next_cursor": None}
