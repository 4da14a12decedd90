"""Examining a setup from the database to where Bolna reaches it: what is not as it should be, and how to mend it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import nats.errors
import psycopg
from nats.js.errors import NotFoundError
from psycopg.rows import dict_row

from callctl.api import HttpApi, NotAnswered
from callctl.finding import Finding
from callctl.micro import asked
from callctl.reaching import CannotReach, Setup
from shared.contracts.vocabulary import Service
from shared.messaging.connection import CredentialsRejected, Messaging, connect
from shared.messaging.subjects import STREAM_OF
from shared.migrations import BadMigrations, SchemaMismatch
from shared.migrations import check as check_schema
from shared.runtime.introspection import Lag, Status, WhyNot
from shared.sql import load_queries

QUERIES = load_queries("callctl", "sql/doctor.sql")
OLDEST_POSTGRESQL = 150_000
LARGEST_CLOCK_DIFFERENCE_SECONDS = 1.0
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 3.0
WEBHOOK_PATH = "/api/webhooks/bolna"
OURS = frozenset({(401, "wrong_secret"), (403, "address_not_allowed")})
"""What the webhooks service answers to one who brings no secret."""

REACH = "start an HTTP face of webhooks, have the proxy pass it on, and let PUBLIC_URL be its address"


def examine(setup: Setup) -> Iterator[Finding]:
    """Look at every part, each as far as those before it allow; changes nothing."""
    yield from _where("database", setup.database, _database)
    yield from _where("NATS", setup.nats, lambda url: asyncio.run(_nats(url)))
    yield from _where("API", lambda: setup.origin() + setup.admin_key(), lambda _: _api(setup))
    yield from _where("webhooks", setup.webhooks, _webhooks)


def _where(name: str, where: Callable[[], str], look: Callable[[str], Any]) -> Iterator[Finding]:
    try:
        place = where()
    except CannotReach as error:
        yield Finding(name, good=False, found=str(error))
    else:
        yield from look(place)


def _database(dsn: str) -> Iterator[Finding]:
    try:
        with psycopg.connect(dsn, autocommit=True, row_factory=dict_row, connect_timeout=5) as session:
            row = session.execute(QUERIES["server"]).fetchone()
            now = time.time()
    except psycopg.Error as error:
        remedy = "start PostgreSQL, or mend DATABASE_URL"
        yield Finding("database", good=False, found=f"not reached ({str(error).strip()}): {remedy}")
        return
    assert row is not None
    yield from _server(row, now)
    for service in Service:
        name = f"schema of {service.value}"
        try:
            check_schema(dsn, service.value)
        except (SchemaMismatch, BadMigrations, psycopg.Error) as error:
            yield Finding(name, good=False, found=f"{str(error).strip()} Bring it to this release: `callctl migrate`")
        else:
            yield Finding(name, good=True, found="at this release")


def _server(row: dict[str, Any], now: float) -> Iterator[Finding]:
    old = row["version"] < OLDEST_POSTGRESQL
    remedy = ": upgrade it to 15 or newer" if old else ""
    yield Finding("database", good=not old, found=f"PostgreSQL {row['version_text']}{remedy}")
    off = [name for name in ("fsync", "synchronous_commit") if row[name] == "off"]
    found = (
        f"{' and '.join(off)} off, what was accepted could be lost: turn on"
        if off
        else "written to disk before answered"
    )
    yield Finding("durability", good=not off, found=found)
    apart = abs(now - row["clock"])
    late = apart > LARGEST_CLOCK_DIFFERENCE_SECONDS
    remedy = ": let both follow a time server (NTP)" if late else ""
    yield Finding("clock", good=not late, found=f"{apart:.2f} s apart from the database's{remedy}")


async def _nats(url: str) -> list[Finding]:
    try:
        async with asyncio.timeout(CONNECT_SECONDS) as connecting, connect(url, name="callctl") as messaging:
            connecting.reschedule(None)
            version = messaging.client.connected_server_version
            server = f"nats-server {version.major}.{version.minor}.{version.patch}"
            found = [Finding("NATS", good=True, found=server)]
            return found + [finding async for finding in _behind_nats(messaging)]
    except TimeoutError:
        return [Finding("NATS", good=False, found="not reached: start nats-server, or mend NATS_URL")]
    except (CredentialsRejected, ValueError) as error:
        return [Finding("NATS", good=False, found=f"{error}: mend NATS_URL")]


async def _behind_nats(messaging: Messaging) -> AsyncIterator[Finding]:
    for service in Service:
        yield await _stream(messaging, service)
        yield await _workers(messaging, service)
        yield await _lag(messaging, service)


async def _stream(messaging: Messaging, service: Service) -> Finding:
    name = f"stream {STREAM_OF[service]}"
    try:
        state = (await messaging.js.stream_info(STREAM_OF[service])).state
    except NotFoundError:
        return Finding(name, good=False, found=f"there is none: a leading worker of {service.value} makes it")
    except (nats.errors.Error, TimeoutError) as error:
        return Finding(name, good=False, found=f"not to be had ({error!r}): is JetStream enabled, and allowed to us?")
    return Finding(name, good=True, found=f"{state.messages} messages")


async def _workers(messaging: Messaging, service: Service) -> Finding:
    """Whether exactly one worker leads, another stands by, and the leader is ready."""
    name = f"workers of {service.value}"
    answers = [Status.model_validate_json(one) for one in await _asked(messaging, service, "status")]
    told = [status for status in answers if status.role == "worker"]
    leading = [status for status in told if status.leading]
    if not told:
        return Finding(name, good=False, found=f"none answers: start `python -m services.{service.value}.main worker`")
    if not leading:
        return Finding(
            name, good=False, found=f"none of {len(told)} leads: see their logs, and `why` below /health/ready"
        )
    missing = {
        what for one in await _asked(messaging, service, "why") for what in WhyNot.model_validate_json(one).missing
    }
    if missing:
        return Finding(name, good=False, found=f"not ready: {'; '.join(sorted(missing))}")
    alone = " No other stands by: start a second one" if len(told) == 1 else ""
    return Finding(name, good=True, found=f"process {leading[0].pid} leads, {len(told) - 1} stand by.{alone}")


async def _lag(messaging: Messaging, service: Service) -> Finding:
    name = f"lag of {service.value}"
    told = [Lag.model_validate_json(one) for one in await _asked(messaging, service, "lag", most=1)]
    if not told:
        return Finding(name, good=False, found="nobody says it")
    [lag] = told
    if lag.parked:
        return Finding(name, good=False, found=f"{lag.parked} messages are parked: `callctl dead list`")
    silent = [one.source.value for one in lag.sources if one.head is None]
    if silent:
        return Finding(name, good=False, found=f"{', '.join(silent)} does not say how far its log has come: start it")
    behind = sum(one.behind or 0 for one in lag.sources)
    return Finding(name, good=True, found=f"{behind} events to apply, {lag.head - lag.published} to publish")


async def _asked(messaging: Messaging, service: Service, endpoint: str, most: int | None = None) -> list[bytes]:
    return await asked(messaging, service, endpoint, most=most, patience=ANSWER_SECONDS)


def _api(setup: Setup) -> Iterator[Finding]:
    with setup.api() as api:
        try:
            me = api.get("/api/me")
        except NotAnswered as error:
            yield Finding(
                "API", good=False, found=f"{error}. Start an HTTP face of campaigns, or mend API_URL and its key"
            )
            return
        admin = me["role"] == "admin"
        remedy = "" if admin else ": ADMIN_API_KEY is to be an administrator's"
        yield Finding("API", good=admin, found=f"{api.origin} knows the key as {me['role']} {me['name']}{remedy}")
        if admin:
            yield _calling(api)
            yield from _bolna(api)


def _calling(api: HttpApi) -> Finding:
    told = api.get("/api/settings/concurrency")
    stopped = ", all calls are stopped: `callctl start-all`" if told["system_limit"] == 0 else ""
    return Finding("calls", good=True, found=f"{told['system_active']} of {told['system_limit']} live{stopped}")


def _bolna(api: HttpApi) -> Iterator[Finding]:
    try:
        told = api.post("/api/agents/sync", {})
    except NotAnswered as error:
        yield Finding("Bolna", good=False, found=f"{error}. Mend BOLNA_API_KEY and BOLNA_API_URL of the services")
        return
    ours = [one for one in told["items"] if one["owner"] is not None]
    yield Finding("Bolna", good=True, found=f"{len(told['items'])} agents, {len(ours)} of them ours")
    for one in ours:
        if one["warnings"]:
            said = " ".join(warning["message"] for warning in one["warnings"])
            yield Finding(f"agent {one['name'] or one['bolna_agent_id']}", good=False, found=said)


def _webhooks(origin: str) -> Iterator[Finding]:
    """Whether who posts to the public address comes to the webhooks service, which refuses one without a secret."""
    url = f"{origin.rstrip('/')}{WEBHOOK_PATH}"
    try:
        answer = httpx.post(url, content=b"{}", timeout=ANSWER_SECONDS, follow_redirects=False)
    except httpx.HTTPError as error:
        said = str(error) or type(error).__name__
        yield Finding("webhooks", good=False, found=f"{url} is not reached ({said}): {REACH}")
        return
    if (answer.status_code, _code(answer)) in OURS:
        yield Finding("webhooks", good=True, found=f"{url} is ours, as seen from here")
    else:
        found = f"{url} answers {answer.status_code}, and the webhooks service would not: {REACH}"
        yield Finding("webhooks", good=False, found=found)


def _code(answer: httpx.Response) -> str | None:
    try:
        body = json.loads(answer.content)
    except ValueError:
        return None
    return body.get("code") if isinstance(body, dict) else None
