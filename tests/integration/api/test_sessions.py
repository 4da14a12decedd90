"""The console's way in: with a password or a link, by a cookie, from our own pages alone."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from services.campaigns.commands import hash_key
from services.campaigns.http.parsing import Parsers
from tests.integration.api.face import ADMIN_KEY, Face, code, errors, face

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASSWORD = "correct horse battery"


@asynccontextmanager
async def browser(api: Face, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at one of our own pages."""
    async with httpx.AsyncClient(base_url=api.url, headers={"Origin": api.url, **headers}, timeout=30) as opened:
        yield opened


async def person(api: Face, **fields: Any) -> tuple[str, str]:
    """Register a user with a password; return their id and e-mail address."""
    email = f"mira-{uuid4().hex[:8]}@example.com"
    body = {"name": "Mira", "email": email, "password": PASSWORD, **fields}
    answer = await api.admin.post("/api/users", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], email


async def signed_in(page: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await page.post("/api/session", json={"email": email, "password": password})


async def test_who_knows_their_password_is_signed_in_and_the_cookie_opens_what_a_key_would(api: Face) -> None:
    user_id, email = await person(api)
    async with browser(api) as page:
        answer = await signed_in(page, email.upper())
        assert answer.status_code == 201, answer.text
        assert answer.json()["user"]["id"] == user_id
        me = (await page.get("/api/me")).json()
        assert (me["id"], me["credential"]["kind"]) == (user_id, "session")
        made = await page.post("/api/agents", json={"name": "Anna", "bolna_agent_id": f"bolna-{uuid4()}"})
        assert made.status_code == 201


async def test_the_cookie_is_for_no_script_and_no_other_site(api: Face) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        cookie = (await signed_in(page, email)).headers["set-cookie"]
    assert cookie.startswith("cc_session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/api"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")


async def test_where_the_public_address_is_https_the_cookie_travels_with_https_alone(
    database: str, nats_url: str, parsers: Parsers
) -> None:
    async with face(database, nats_url, parsers, PUBLIC_URL="https://calls.example.com") as api:
        _, email = await person(api)
        async with browser(api, Origin="https://calls.example.com") as page:
            cookie = (await signed_in(page, email)).headers["set-cookie"]
    assert "Secure" in cookie.split("; ")


async def test_what_is_wrong_is_not_told(api: Face) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        wrong = await signed_in(page, email, "another password")
        nobody = await signed_in(page, "nobody@example.com")
        assert code(wrong, 401) == code(nobody, 401) == "wrong_credentials"
        assert wrong.json()["detail"] == nobody.json()["detail"]
        assert "set-cookie" not in wrong.headers


async def test_neither_password_nor_cookie_is_kept(api: Face) -> None:
    user_id, email = await person(api)
    async with browser(api) as page:
        secret = (await signed_in(page, email)).cookies["cc_session"]
    with psycopg.connect(api.database) as connection:
        kept = connection.execute(
            "select password_hash, session_hash from campaigns.passwords join campaigns.sessions using (user_id)"
            " where user_id = %s",
            [user_id],
        ).fetchone()
        log = connection.execute("select string_agg(data::text, '') from campaigns.events").fetchone()
    assert kept is not None
    assert kept[0].startswith("$argon2id$")
    assert kept[1] == hash_key(secret)
    assert log is not None
    assert PASSWORD not in log[0]
    assert secret not in log[0]


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", "http://127.0.0.1:1", None])
async def test_no_other_site_has_a_browser_change_anything(api: Face, origin: str | None) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        await signed_in(page, email)
        headers = {} if origin is None else {"Origin": origin}
        page.headers.pop("Origin")
        answer = await page.post("/api/keys", json={"name": "stolen"}, headers=headers)
        assert code(answer, 403) == "origin_refused"
        assert code(await page.delete("/api/session", headers=headers), 403) == "origin_refused"
        assert (await page.get("/api/me")).status_code == 200
        if origin is not None:
            again = {"email": email, "password": PASSWORD}
            assert code(await page.post("/api/session", json=again, headers=headers), 403) == "origin_refused"


async def test_a_program_with_a_key_needs_no_origin(api: Face) -> None:
    headers = {"Origin": "https://elsewhere.example.com"}
    assert (await api.admin.post("/api/keys", json={"name": "script"}, headers=headers)).status_code == 201


async def test_who_signs_out_is_out(api: Face) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        secret = (await signed_in(page, email)).cookies["cc_session"]
        assert (await page.delete("/api/session")).status_code == 204
        assert "cc_session" not in page.cookies
        assert (await page.delete("/api/session")).status_code == 204
        page.cookies.set("cc_session", secret)
        assert code(await page.get("/api/me"), 401) == "unauthenticated"


async def test_sessions_are_listed_and_each_can_be_ended(api: Face) -> None:
    _, email = await person(api)
    async with browser(api, **{"User-Agent": "Laptop"}) as laptop, browser(api, **{"User-Agent": "Phone"}) as phone:
        await signed_in(laptop, email)
        await signed_in(phone, email)
        listed = (await phone.get("/api/sessions")).json()["items"]
        assert [(one["user_agent"], one["current"]) for one in listed] == [("Phone", True), ("Laptop", False)]
        assert {one["source"] for one in listed} == {"127.0.0.1"}
        assert (await phone.delete(f"/api/sessions/{listed[1]['id']}")).status_code == 204
        assert code(await phone.delete(f"/api/sessions/{listed[1]['id']}"), 404) == "not_found"
        assert code(await laptop.get("/api/me"), 401) == "unauthenticated"
        assert (await phone.get("/api/me")).status_code == 200


async def test_nobody_ends_somebody_elses_session(api: Face) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        session_id = (await signed_in(page, email)).json()["session_id"]
        other = await api.member("Theo")
        assert code(await other.delete(f"/api/sessions/{session_id}"), 404) == "not_found"
        assert (await page.get("/api/me")).status_code == 200


@pytest.mark.parametrize("change", [{"password": "another long sentence"}, {"suspended": True}])
async def test_another_password_or_a_suspension_ends_every_session(api: Face, change: dict[str, object]) -> None:
    user_id, email = await person(api)
    async with browser(api) as page:
        await signed_in(page, email)
        assert (await api.admin.patch(f"/api/users/{user_id}", json=change)).status_code == 200
        assert code(await page.get("/api/me"), 401) == "unauthenticated"


async def test_people_change_their_own_name_and_password_and_stay_signed_in_here_alone(api: Face) -> None:
    user_id, email = await person(api)
    async with browser(api) as here, browser(api) as elsewhere:
        await signed_in(here, email)
        await signed_in(elsewhere, email)
        change = {"name": "Mira Rao", "password": "another long sentence", "current_password": PASSWORD}
        told = await here.patch("/api/me", json=change)
        assert (told.status_code, told.json()["name"], told.json()["id"]) == (200, "Mira Rao", user_id)
        assert (await here.get("/api/me")).status_code == 200
        assert code(await elsewhere.get("/api/me"), 401) == "unauthenticated"
        assert code(await signed_in(elsewhere, email), 401) == "wrong_credentials"
        assert (await signed_in(elsewhere, email, "another long sentence")).status_code == 201


async def test_a_name_is_changed_without_a_password(api: Face) -> None:
    member = await api.member()
    assert (await member.patch("/api/me", json={"name": "Meera"})).json()["name"] == "Meera"
    assert errors(await member.patch("/api/me", json={"role": "admin"}))["/role"]["code"] == "unknown_field"


@pytest.mark.parametrize("given", [{}, {"current_password": "not the present one"}])
async def test_another_password_needs_the_present_one(api: Face, given: dict[str, str]) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        await signed_in(page, email)
        refused = await page.patch("/api/me", json={"name": "X", "password": "another long sentence", **given})
        assert errors(refused)["/current_password"]["code"] == "wrong_password"
        assert "present one" not in refused.text.replace("beside the new one", "")
        assert (await page.get("/api/me")).json()["name"] == "Mira"
        assert (await signed_in(page, email)).status_code == 201


async def test_who_has_no_password_yet_sets_a_first_one(api: Face) -> None:
    member = await api.member()
    email = (await member.get("/api/me")).json()["email"]
    assert (await member.patch("/api/me", json={"password": PASSWORD})).status_code == 200
    async with browser(api) as page:
        assert (await signed_in(page, email)).status_code == 201


async def test_the_present_password_cannot_be_guessed_for_long(own_api: Face) -> None:
    _, email = await person(own_api)
    async with browser(own_api) as page:
        await signed_in(page, email)
        guesses = [{"password": "another long sentence", "current_password": f"guess {nth}"} for nth in range(12)]
        told = [(await page.patch("/api/me", json=guess)).status_code for guess in guesses]
    assert told[0] == 422
    assert told[-1] == 429


async def test_who_is_suspended_signs_in_no_more_until_restored(api: Face) -> None:
    user_id, email = await person(api)
    await api.admin.patch(f"/api/users/{user_id}", json={"suspended": True})
    async with browser(api) as page:
        assert code(await signed_in(page, email), 403) == "user_suspended"
        await api.admin.patch(f"/api/users/{user_id}", json={"suspended": False})
        assert (await signed_in(page, email)).status_code == 201


@pytest.mark.parametrize(
    "aged",
    [
        b"update campaigns.sessions set expires_at = now() where user_id = %s",
        b"update campaigns.sessions set last_seen_at = now() - interval '13 hours' where user_id = %s",
    ],
)
async def test_a_session_is_over_after_its_time_or_when_it_was_idle(api: Face, aged: bytes) -> None:
    user_id, email = await person(api)
    async with browser(api) as page:
        await signed_in(page, email)
        with psycopg.connect(api.database) as connection:
            connection.execute(aged, [user_id])
        assert code(await page.get("/api/me"), 401) == "unauthenticated"


async def test_a_link_signs_in_once(api: Face) -> None:
    user_id, _ = await person(api, password=None)
    link = await api.admin.post(f"/api/users/{user_id}/sign-in-links")
    assert link.status_code == 201, link.text
    async with browser(api) as page:
        answer = await page.post("/api/session", json={"token": link.json()["token"]})
        assert answer.json()["user"]["id"] == user_id
        assert (await page.get("/api/me")).json()["id"] == user_id
        again = await page.post("/api/session", json={"token": link.json()["token"]})
        assert code(again, 401) == "wrong_credentials"


async def test_a_link_is_good_for_a_quarter_of_an_hour_and_until_the_password_changes(api: Face) -> None:
    user_id, _ = await person(api)
    late, withdrawn = [(await api.admin.post(f"/api/users/{user_id}/sign-in-links")).json()["token"] for _ in range(2)]
    with psycopg.connect(api.database) as connection:
        connection.execute(
            "update campaigns.sign_in_links set expires_at = now() where token_hash = %s", [hash_key(late)]
        )
    await api.admin.patch(f"/api/users/{user_id}", json={"password": "another long sentence"})
    async with browser(api) as page:
        for token in (late, withdrawn, "never issued"):
            assert code(await page.post("/api/session", json={"token": token}), 401) == "wrong_credentials"


async def callctl(api: Face, *arguments: str) -> tuple[int, str, str]:
    """Run `callctl user sign-in-link` against the face; return its exit code and what it printed."""
    command = [sys.executable, "-m", "callctl.main", "user", "sign-in-link", *arguments, "--api", api.url]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=PIPE, env=os.environ | {"ADMIN_API_KEY": ADMIN_KEY}
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_callctl_prints_a_link_that_signs_in(api: Face) -> None:
    user_id, email = await person(api, password=None)
    status, link, _ = await callctl(api, email)
    assert status == 0
    assert link.startswith(f"{api.url}/sign-in#token=")
    async with browser(api) as page:
        answer = await page.post("/api/session", json={"token": link.strip().partition("#token=")[2]})
        assert answer.json()["user"]["id"] == user_id
    status, nothing, reason = await callctl(api, "nobody@example.com")
    assert (status, nothing) == (1, "")
    assert "nobody@example.com" in reason


async def test_only_an_administrator_makes_links(api: Face) -> None:
    member = await api.member()
    me = (await member.get("/api/me")).json()["id"]
    assert code(await member.post(f"/api/users/{me}/sign-in-links"), 403) == "admin_only"
    assert code(await api.admin.post(f"/api/users/{uuid4()}/sign-in-links"), 404) == "not_found"


async def test_a_replayed_answer_shows_no_token(api: Face) -> None:
    user_id, _ = await person(api)
    headers = {"Idempotency-Key": uuid4().hex}
    first = await api.admin.post(f"/api/users/{user_id}/sign-in-links", headers=headers)
    again = await api.admin.post(f"/api/users/{user_id}/sign-in-links", headers=headers)
    assert (again.json()["id"], again.headers["idempotent-replayed"]) == (first.json()["id"], "true")
    assert "token" not in again.json()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "a@example.com"},
        {"password": PASSWORD},
        {"token": "x", "email": "a@example.com", "password": PASSWORD},
    ],
)
async def test_there_are_two_ways_to_sign_in(api: Face, body: dict[str, str]) -> None:
    async with browser(api) as page:
        assert errors(await page.post("/api/session", json=body))["/token"]["code"] == "one_of"


@pytest.mark.parametrize(("password", "reason"), [("short", "too_short"), ("x" * 201, "too_long"), (17, "wrong_type")])
async def test_a_password_that_is_refused_is_not_repeated(api: Face, password: object, reason: str) -> None:
    body = {"name": "Mira", "email": "mira@example.com", "password": password}
    wrong = errors(await api.admin.post("/api/users", json=body))
    assert wrong["/password"]["code"] == reason
    assert wrong["/password"]["value"] is None


async def test_a_key_goes_before_a_cookie(api: Face) -> None:
    _, email = await person(api)
    async with browser(api) as page:
        await signed_in(page, email)
        answer = await page.get("/api/me", headers={"Authorization": f"Bearer {ADMIN_KEY}"})
        assert answer.json()["role"] == "admin"
