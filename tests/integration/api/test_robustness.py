"""Whatever is sent, the answer is one that was meant; and the document tells what there is."""

import asyncio
import gzip
import json
import random
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.campaigns.commands import Context
from services.campaigns.http.parsing import Parsers
from services.campaigns.http.parts import Parts
from shared.eventstore.postgres import PostgresEventStore
from shared.eventstore.protocol import StreamMoved
from shared.migrations import migrate
from tests.conftest import StartPostgres
from tests.integration.api.face import WINDOW, Face, agent_of, code, csv_of, errors, face, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCALARS = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(),
    some.text(),
    some.sampled_from(["\u0000", "\ud800", "24:00", "2030-10-09", "Asia/Kolkata", "../etc", "mon", "9" * 400, "{x}"]),
)
JSON = some.recursive(
    SCALARS, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3)
)
FIELDS = some.sampled_from(
    [
        *WINDOW,
        "agent_id",
        "contact_ids",
        "contact_filter",
        "retry",
        "days",
        "holidays",
        "timezone",
        "end_date",
        "draft",
        "frequency_cap",
        "from_phone_numbers",
        "default_country",
        "campaign_name",
        "max_concurrent_calls",
        "name",
        "email",
        "role",
        "concurrent_calls_limit",
        "bolna_agent_id",
        "expires_at",
        "read_only",
        "system_limit",
        "suspended",
    ]
)
PATHS = [
    ("POST", "/api/campaigns/bulk-call"), ("POST", "/api/agents"), ("POST", "/api/keys"), ("POST", "/api/users"),
    ("PATCH", "/api/users/0198c0de-0000-7000-8000-000000000000"), ("PATCH", "/api/settings/concurrency"),
]  # fmt: skip


def written(body: Any) -> bytes:
    return json.dumps(body).encode()


def examples_of(strategy: some.SearchStrategy[Any], count: int) -> list[Any]:
    """Return so many examples, the same at every run."""
    found: list[Any] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(strategy)
    def gather(example: Any) -> None:
        found.append(example)

    gather()
    return found


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_no_json_body_makes_a_500(api: Face, method: str, path: str) -> None:
    bodies = examples_of(some.dictionaries(FIELDS, JSON, max_size=6) | JSON, 60)
    right = {**WINDOW, "agent_id": await agent_of(api.admin), "contact_ids": ["0198c0de-0000-7000-8000-000000000000"]}
    bodies += [{**right, **body} for body in bodies if isinstance(body, dict)] if path.endswith("bulk-call") else []
    for body in bodies:
        answer = await api.admin.request(
            method, path, content=written(body), headers={"content-type": "application/json"}
        )
        assert answer.status_code < 500, (body, answer.text)
        if answer.status_code >= 400:
            assert answer.json()["code"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"nul",
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 5000,
        b'{"name": NaN}',
        b'{"a": 1e999}',
        b'"text"',
        b"[]",
        b"\x00",
    ],
)
@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_a_body_that_cannot_be_read_is_said_to_be(api: Face, method: str, path: str, content: bytes) -> None:
    answer = await api.admin.request(method, path, content=content, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}, answer.text
    assert answer.json()["code"] in {"unreadable", "invalid_fields"}


async def test_no_form_makes_a_500(api: Face) -> None:
    chance = random.Random(7)  # noqa: S311 - the same bytes at every run
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="c"\r\n\r\n'
    whole = head + csv_of(2) + b"\r\n--b--\r\n"
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        answer = await api.admin.post(
            "/api/campaigns/upload-csv",
            content=bytes(broken),
            headers={"content-type": "multipart/form-data; boundary=b"},
        )
        assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api/campaigns/x",
        "/api/calls/%00",
        "/api/contacts?search=%00",
        "/api/campaigns?search=%ff",
        "/api/imports/../me",
        "/api/campaigns?status=%00",
        "/api/contacts?tag=" + "x" * 300,
    ],
)
async def test_no_address_makes_a_500(api: Face, path: str) -> None:
    assert (await api.admin.get(path)).status_code in {200, 404, 422}


async def test_what_is_not_there_is_a_problem_too(api: Face) -> None:
    assert code(await api.admin.get("/api/nothing"), 404) == "not_found"
    assert code(await api.admin.put("/api/me", json={}), 405) == "method_not_allowed"


async def test_every_answer_has_a_request_id_and_security_headers(api: Face) -> None:
    for path in ("/api/me", "/api/nothing", "/health/live"):
        answer = await api.admin.get(path)
        assert UUID(answer.headers["x-request-id"])
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    named = await api.admin.get("/api/nothing", headers={"X-Request-Id": "mine-1"})
    assert named.headers["x-request-id"] == named.json()["request_id"] == "mine-1"
    odd = await api.admin.get("/api/me", headers={"X-Request-Id": "<script>"})
    assert odd.headers["x-request-id"] != "<script>"


async def test_a_request_id_is_the_correlation_of_what_follows(api: Face) -> None:
    correlation = "0198c0de-0000-7000-8000-00000000c0de"
    body = {"name": "Anna", "bolna_agent_id": "bolna-correlated"}
    made = await api.admin.post("/api/agents", json=body, headers={"X-Request-Id": correlation})
    events = await api.parts.store.stream(f"agent-{made.json()['id']}")
    assert str(events[0].correlation_id) == correlation


async def test_long_answers_are_compressed(api: Face) -> None:
    answer = await api.admin.get("/api/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.compress(answer.content)


async def test_the_document_tells_every_route_and_refers_to_nothing_absent(api: Face) -> None:
    async with httpx.AsyncClient(base_url=api.url) as anybody:
        document = (await anybody.get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    told = {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item}
    assert told >= {
        "GET /api/me", "GET /api/keys", "POST /api/keys", "DELETE /api/keys/{key_id}", "GET /api/users",
        "POST /api/users", "PATCH /api/users/{user_id}", "GET /api/settings/concurrency",
        "PATCH /api/settings/concurrency", "GET /api/agents", "POST /api/agents", "GET /api/agents/{agent_id}",
        "GET /api/contacts", "POST /api/campaigns/upload-csv", "GET /api/imports/{import_id}",
        "GET /api/imports/{import_id}/errors.csv", "GET /api/campaigns/csv-template", "POST /api/imports/preview",
        "POST /api/campaigns/bulk-call", "GET /api/campaigns", "GET /api/campaigns/{campaign_id}",
        "GET /api/campaigns/{campaign_id}/calls", "GET /api/calls/{call_id}", "POST /api/campaigns/{campaign_id}/start",
        "POST /api/campaigns/{campaign_id}/pause", "POST /api/campaigns/{campaign_id}/resume",
        "POST /api/campaigns/{campaign_id}/cancel", "GET /api/queue/statistics", "GET /api/campaigns/{campaign_id}/why",
        "GET /api/calls/{call_id}/why", "GET /api/campaigns/{campaign_id}/analytics", "GET /api/queue",
        "GET /api/campaigns/{campaign_id}/export.csv", "GET /api/events", "GET /api/campaigns/{campaign_id}/events",
        "GET /api/calls/{call_id}/recording",
    }  # fmt: skip
    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    for method in ("post", "delete"):
        assert document["paths"]["/api/session"][method]["security"] == [], "who signs in has nothing yet"
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    for operation in operations:
        assert operation["security"] or operation in document["paths"]["/api/session"].values()
        assert "application/problem+json" in operation["responses"]["default"]["content"]


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [reference for value in node.values() for reference in references(value)]
    return [reference for value in node for reference in references(value)] if isinstance(node, list) else []


async def test_a_stream_that_keeps_moving_is_too_busy(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    async def moved(self: PostgresEventStore, *_: Any) -> None:
        raise StreamMoved(f"stream of {self.service} has moved")

    monkeypatch.setattr(PostgresEventStore, "_commit", moved)
    answer = await api.admin.post("/api/agents", json={"name": "A", "bolna_agent_id": "busy"})
    assert code(answer, 503) == "too_busy"
    assert answer.headers["retry-after"]


async def test_a_mistake_of_ours_is_told_without_its_inside(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Parts) -> Context:
        raise ZeroDivisionError(f"secret inside of {type(self)}")

    monkeypatch.setattr(Parts, "context", property(broken))
    answer = await api.admin.post("/api/agents", json={"name": "A", "bolna_agent_id": "b"})
    assert code(answer, 500) == "internal_error"
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_database_that_is_away_is_said_to_be_and_comes_back(
    start_postgres: StartPostgres, nats_url: str, parsers: Parsers
) -> None:
    server = start_postgres()
    migrate(server.dsn(), ["campaigns"])
    async with face(server.dsn(), nats_url, parsers) as api:
        await api.admin.get("/api/me")
        server.kill()
        answer = await api.admin.get("/api/me")
        assert code(answer, 503) == "database_away"
        assert answer.headers["retry-after"]
        server.restart()
        async with asyncio.timeout(20):
            while (await api.admin.get("/api/me")).status_code != 200:
                await asyncio.sleep(0.05)


async def test_a_member_with_a_broken_file_harms_nobody(api: Face) -> None:
    first, second = await api.member("Mira"), await api.member("Theo")
    answers = await asyncio.gather(upload(first, b"\xff\xfe\x00broken"), upload(second, csv_of(5)))
    errors(answers[0])
    assert answers[1].status_code == 201
