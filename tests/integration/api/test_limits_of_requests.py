"""Nobody asks without end: users by the second, bad keys and sign-ins by their source."""

from itertools import count

import httpx
import pytest

from services.campaigns.http.limiting import Buckets, Limits
from services.campaigns.http.parsing import Parsers
from tests.integration.api.face import Face, code, face

pytestmark = pytest.mark.asyncio(loop_scope="session")


def stopped() -> float:
    """A clock that stands still: no bucket gains anything."""
    return 0.0


def few(**changed: Buckets) -> Limits:
    return Limits(**{"requests": None, **changed})  # type: ignore[arg-type]


async def test_a_user_is_told_when_to_ask_again_and_others_are_answered(
    database: str, nats_url: str, parsers: Parsers
) -> None:
    limits = few(requests=Buckets(0.5, 3, stopped))
    async with face(database, nats_url, parsers, limits=limits) as api:
        member, other = await api.member("Mira"), await api.member("Theo")
        second_key = (await member.post("/api/keys", json={"name": "second"})).json()["key"]
        for _ in range(2):
            assert (await member.get("/api/me")).status_code == 200
        refused = await (await api.client(second_key)).get("/api/me")
        assert code(refused, 429) == "rate_limited"
        assert refused.headers["retry-after"] == "2"
        assert (await other.get("/api/me")).status_code == 200


async def test_who_tries_keys_is_told_to_stop_and_a_good_key_from_there_still_opens(
    database: str, nats_url: str, parsers: Parsers
) -> None:
    limits = few(failed_keys=Buckets(0.1, 2, stopped))
    async with face(database, nats_url, parsers, limits=limits) as api:
        guesses = [await api.client(f"cc_guess-{number}") for number in range(3)]
        answers = [await guess.get("/api/me") for guess in guesses]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert code(answers[2], 429) == "too_many_attempts"
        assert answers[2].headers["retry-after"] == "10"
        assert (await api.admin.get("/api/me")).status_code == 200


@pytest.mark.parametrize("limited", ["sign_ins_of_an_email", "sign_ins_from_a_source"])
async def test_attempts_to_sign_in_are_limited(database: str, nats_url: str, parsers: Parsers, limited: str) -> None:
    limits = few(**{limited: Buckets(1 / 60, 3, stopped)})
    async with face(database, nats_url, parsers, limits=limits) as api:
        right = {"email": "mira@example.com", "password": "correct horse battery"}
        await api.admin.post("/api/users", json={"name": "Mira", **right})
        async with httpx.AsyncClient(base_url=api.url) as page:
            for _ in range(5):
                assert (await page.post("/api/session", json=right)).status_code == 201
            for _ in range(3):
                assert (await page.post("/api/session", json={**right, "password": "no"})).status_code == 401
            refused = await page.post("/api/session", json=right)
            assert code(refused, 429) == "too_many_attempts"
            assert refused.headers["retry-after"] == "60"


async def test_behind_our_proxy_it_is_the_source_that_counts(database: str, nats_url: str, parsers: Parsers) -> None:
    limits = few(failed_keys=Buckets(0.1, 1, stopped))
    async with face(database, nats_url, parsers, limits=limits, TRUSTED_PROXIES="127.0.0.1") as api:
        numbers = count()

        async def guess(source: str) -> int:
            headers = {"Authorization": f"Bearer cc_{next(numbers)}", "X-Forwarded-For": f"6.6.6.6, {source}"}
            return (await api.admin.get("/api/me", headers=headers)).status_code

        assert [await guess("203.0.113.1") for _ in range(2)] == [401, 429]
        assert await guess("203.0.113.2") == 401


async def test_nobody_is_limited_by_what_others_sent(api: Face) -> None:
    member = await api.member()
    assert {(await member.get("/api/me")).status_code for _ in range(5)} == {200}
