"""What Bolna says of a call, of the account and of its agents when it is asked, and when it cannot answer."""

import json
from decimal import Decimal

import pytest

from shared.bolna.agents import Agent, DialsOnItsOwn, read_agent
from shared.bolna.client import BolnaClient
from shared.bolna.execution import Execution, Status
from shared.bolna.provider import (
    Account,
    Agents,
    NotFound,
    NotStopped,
    OwnNumbers,
    Provider,
    Stopped,
    Unavailable,
    WebhookRefused,
    WebhookSet,
)
from tests.conformance.bolna import wire
from tests.conformance.bolna.wire import Behaviour, Wire, answer, bolna

WORDS = {"error": 404, "message": "Bolna's words"}
SILENT_ANSWERS = [
    answer(500, WORDS),
    answer(429, WORDS, "Retry-After: 3"),
    answer(404, b"<html>gateway</html>"),
    answer(302, WORDS, "Location: /elsewhere"),
    answer(200, b"no JSON"),
    answer(200, [1]),
    answer(200, {}),
    wire.raw(b"garbage\r\n\r\n"),
    wire.reset,
]


def test_the_client_is_a_provider() -> None:
    provider: type[Provider] = BolnaClient
    assert provider is BolnaClient


async def test_a_call_is_looked_up_by_its_id_which_cannot_leave_its_place_in_the_path() -> None:
    async with Wire(answer(200, {"id": "../e 1", "status": "busy"})) as server, bolna(server.url) as client:
        found = await client.look_up("../e 1")
    assert isinstance(found, Execution)
    assert found.status is Status.BUSY
    assert server.requests[0].startswith(b"GET /executions/..%2Fe%201 HTTP/1.1\r\n")


async def test_a_call_that_bolna_does_not_know_is_not_found_only_in_its_own_words() -> None:
    async with Wire(answer(404, WORDS)) as server, bolna(server.url) as client:
        assert await client.look_up("e") == NotFound("Bolna's words")
        assert await client.agent("a") == NotFound("Bolna's words")


@pytest.mark.parametrize("behaviour", SILENT_ANSWERS)
async def test_an_answer_that_says_nothing_is_unavailable(behaviour: Behaviour) -> None:
    async with Wire(behaviour) as server, bolna(server.url) as client:
        answers = [
            await client.look_up("e"),
            await client.account(),
            await client.agent("a"),
            await client.stop("e"),
        ]
    assert [type(said) for said in answers] == [Unavailable] * 4
    async with Wire(behaviour) as server, bolna(server.url) as client:
        listed = await client.phone_numbers()
    assert isinstance(listed, Unavailable) or listed == OwnNumbers(())


async def test_an_answer_about_another_call_says_nothing_of_this_one() -> None:
    async with Wire(answer(200, {"id": "other", "status": "completed"})) as server, bolna(server.url) as client:
        assert isinstance(await client.look_up("e"), Unavailable)


async def test_a_rejected_key_shows_by_its_status_and_a_rate_limit_by_its_wait() -> None:
    rejected, limited = answer(403, {"detail": "no"}), answer(429, WORDS, "Retry-After: 3")
    async with Wire(rejected, limited) as server, bolna(server.url) as client:
        assert await client.account() == Unavailable("HTTP 403: no", 403)
        assert await client.account() == Unavailable("HTTP 429: Bolna's words", 429, 3.0)


async def test_a_held_back_call_is_stopped_at_its_own_path() -> None:
    stopped = {"message": "done", "status": "stopped", "execution_id": "e"}
    async with Wire(answer(200, stopped)) as server, bolna(server.url) as client:
        assert await client.stop("e") == Stopped()
    assert server.requests[0].startswith(b"POST /call/e/stop HTTP/1.1\r\n")


@pytest.mark.parametrize("status", [400, 404, 409, 422])
async def test_a_call_that_is_no_longer_held_back_is_not_stopped(status: int) -> None:
    async with Wire(answer(status, WORDS)) as server, bolna(server.url) as client:
        assert await client.stop("e") == NotStopped("Bolna's words", status)


@pytest.mark.parametrize(
    ("body", "account"),
    [
        ({"wallet": 42.42, "concurrency": {"max": 10, "current": 3}}, Account(10, 3, Decimal("42.42"))),
        ({"wallet": "9930.01", "concurrency": {"max": "10", "current": None}}, Account(10, None, Decimal("9930.01"))),
        ({"wallet": None, "concurrency": {}}, Account(None, None, None)),
    ],
)
async def test_the_account_tells_its_limits(body: object, account: Account) -> None:
    async with Wire(answer(200, body)) as server, bolna(server.url) as client:
        assert await client.account() == account
    assert server.requests[0].startswith(b"GET /user/me HTTP/1.1\r\n")


AGENT = {
    "id": "a",
    "agent_name": "Reminder",
    "agent_status": "processed",
    "webhook_url": "https://example.org/hook",
    "tasks": [{"task_config": {"auto_reschedule": False, "voicemail": True}}],
}


async def test_agents_are_listed_and_rows_that_are_none_are_counted() -> None:
    async with Wire(answer(200, [AGENT, {"agent_name": "no id"}, 7])) as server, bolna(server.url) as client:
        listed = await client.agents()
    agent = Agent(id="a", name="Reminder", status="processed", webhook_url="https://example.org/hook")
    assert listed == Agents((agent,), unreadable=2)


@pytest.mark.parametrize(
    ("settings", "flagged"),
    [
        ({}, ()),
        ({"agent_config": {"calling_guardrails": None, "retry_config": {"enabled": False}}}, ()),
        ({"agent_config": {"calling_guardrails": {"call_start_hour": 9}}}, (DialsOnItsOwn.CALLING_GUARDRAILS,)),
        ({"calling_guardrails": {"call_start_hour": 0, "call_end_hour": 8}}, (DialsOnItsOwn.CALLING_GUARDRAILS,)),
        ({"tasks": [{"task_config": {"auto_reschedule": True}}]}, (DialsOnItsOwn.AUTO_RESCHEDULE,)),
        (
            {"retry_config": {"enabled": "true"}, "tasks": [{"task_config": {"auto_reschedule": 1}}]},
            (DialsOnItsOwn.AUTO_RESCHEDULE, DialsOnItsOwn.AUTO_RETRY),
        ),
    ],
)
def test_an_agent_whose_settings_dial_on_their_own_is_flagged(
    settings: dict[str, object], flagged: tuple[DialsOnItsOwn, ...]
) -> None:
    assert read_agent(AGENT | settings).dials_on_its_own == flagged


async def test_an_agents_webhook_is_set_and_nothing_else_of_it() -> None:
    async with Wire(answer(200, {"message": "success", "state": "updated"})) as server, bolna(server.url) as client:
        assert await client.set_webhook("a", "https://example.org/hook") == WebhookSet()
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"PATCH /v2/agent/a HTTP/1.1\r\n")
    assert json.loads(body) == {"agent_config": {"webhook_url": "https://example.org/hook"}}


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (answer(404, WORDS), NotFound("Bolna's words")),
        (answer(400, WORDS), WebhookRefused("Bolna's words", 400)),
        (answer(500, WORDS), Unavailable("HTTP 500: Bolna's words", 500)),
    ],
)
async def test_a_webhook_that_is_not_set_says_why(behaviour: Behaviour, said: object) -> None:
    async with Wire(behaviour) as server, bolna(server.url) as client:
        assert await client.set_webhook("a", "https://example.org/hook") == said
