"""One call's story over HTTP, with what was said and its recording, while others answer and while they do not."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from services.campaigns.http import asking_story
from services.campaigns.http.parsing import Parsers
from shared.contracts.ids import attempt_stream, call_stream, execution_stream
from shared.contracts.questions import AskReport, AskStream, Report, StreamEvents
from shared.contracts.vocabulary import Outcome, Service
from shared.messaging.ask import serve
from shared.messaging.envelope import Envelope
from shared.messaging.wire import to_json
from shared.runtime.worker import Question
from tests.infrastructure import NatsAccounts, Postgres, free_port
from tests.integration.api.face import Face, code, csv_of, face, upload
from tests.integration.api.telling import envelopes, tell, telling_of
from tests.integration.campaigns.story import Telling

pytestmark = pytest.mark.asyncio(loop_scope="session")
SOUND = bytes(range(256)) * 1000


@dataclass
class Bolna:
    """Where recordings lie: the stable address leads to a signed one. It keeps what it was asked, and with what key."""

    url: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    leads_to: str = "/signed/abc"

    def routes(self) -> list[web.RouteDef]:
        async def stable(request: web.Request) -> web.StreamResponse:
            self.asked.append((request.path, request.headers.get("Authorization")))
            match request.match_info["id"]:
                case "gone":
                    raise web.HTTPNotFound
                case "broken":
                    raise web.HTTPBadGateway
                case _:
                    raise web.HTTPFound(self.leads_to)

        async def signed(request: web.Request) -> web.StreamResponse:
            wanted = request.http_range
            part = SOUND[wanted]
            headers = {"Accept-Ranges": "bytes"}
            if wanted.start is None and wanted.stop is None:
                return web.Response(body=part, content_type="audio/wav", headers=headers)
            headers["Content-Range"] = f"bytes {wanted.start}-{wanted.start + len(part) - 1}/{len(SOUND)}"
            return web.Response(status=206, body=part, content_type="audio/wav", headers=headers)

        return [web.get("/recordings/call/{id}", stable), web.get("/signed/abc", signed)]


@dataclass
class Told:
    """A call that was answered, whose services answer what they are asked."""

    api: Face
    bolna: Bolna
    member: httpx.AsyncClient
    call: str
    telling: Telling
    recording: str | None = "/recordings/call/one"
    streams: dict[str, list[Envelope]] = field(default_factory=dict)

    def questions(self) -> Mapping[str, Question]:
        async def stream(asked: AskStream) -> StreamEvents:
            found = [one for one in self.streams.get(asked.stream, []) if one.user_id == asked.user_id]
            return StreamEvents(events=tuple(to_json(one) for one in found))

        async def report(asked: AskReport) -> Report:
            assert asked.user_id == self.telling.campaign["user_id"]
            url = None if self.recording is None else self.bolna.url + self.recording
            return Report(attempt_id=asked.attempt_id, transcript="assistant: Hello\nuser: Hi", recording_url=url)

        return {"stream": Question(AskStream, stream), "report": Question(AskReport, report)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bolna() -> AsyncIterator[Bolna]:
    port = free_port()
    made = Bolna(f"http://127.0.0.1:{port}")
    application = web.Application()
    application.add_routes(made.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield made
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(postgres: Postgres, nats_accounts: NatsAccounts, parsers: Parsers, bolna: Bolna) -> AsyncIterator[Told]:
    with postgres.migrated_database() as database:
        async with face(database, nats_accounts.take(), parsers, others=False, BOLNA_API_URL=bolna.url) as api:
            api.lead()
            yield await answered(api, bolna)


async def answered(api: Face, bolna: Bolna) -> Told:
    member = await api.member()
    campaign = (await upload(member, csv_of(1))).json()["campaign"]["id"]
    telling = await telling_of(member, campaign)
    call = telling.calls[0]["call_id"]
    attempt, execution = telling.attempt(0)["attempt_id"], telling.line(0)["execution_id"]
    reported = telling.reported(0, Outcome.ANSWERED).model_copy(update={"has_transcript": True, "has_recording": True})
    logs: list[tuple[Service, str, Any]] = [
        (Service.SCHEDULER, call_stream(call), telling.requested(0)),
        (Service.DIALER, attempt_stream(attempt), telling.placed(0)),
        (Service.WEBHOOKS, execution_stream(execution), telling.ended(0)),
        (Service.WEBHOOKS, execution_stream(execution), reported),
        (Service.SCHEDULER, call_stream(call), telling.settled(0, Outcome.ANSWERED, 1)),
    ]
    made = Told(api, bolna, member, str(call), telling)
    for source, stream, event in logs:
        await tell(api, source, event)
        made.streams.setdefault(stream, []).extend(envelopes(source, event))
    return made


@asynccontextmanager
async def answering(told: Told, *services: Service) -> AsyncIterator[None]:
    """These services answer while the body runs."""
    if not services:
        yield
        return
    async with (
        serve(told.api.parts.messaging, services[0], told.questions()),
        answering(told, *services[1:]),
    ):
        yield


ALL = (Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS)


async def test_a_call_tells_what_happened_what_was_decided_and_what_was_said(told: Told) -> None:
    async with answering(told, *ALL):
        story = (await told.member.get(f"/api/calls/{told.call}")).json()
    seen = sorted((one["by"], one["event"]) for one in story["events"])
    assert seen == [
        ("campaigns", "queued"),
        ("dialer", "placed"),
        ("scheduler", "requested"),
        ("scheduler", "settled"),
        ("webhooks", "ended"),
        ("webhooks", "reported"),
    ]
    (settled,) = [one for one in story["events"] if one["event"] == "settled"]
    assert settled["details"] == {"outcome": "answered", "attempts": 1}
    assert story["transcript"] == story["attempts_made"][0]["transcript"] == "assistant: Hello\nuser: Hi"
    assert (story["cost"], story["unanswered"]) == ({"amount": "0.032", "currency": "USD"}, [])


async def test_a_story_is_told_from_the_rows_where_others_give_no_answer(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_story, "PATIENCE_SECONDS", 0.05)
    async with answering(told, Service.SCHEDULER):
        story = (await told.member.get(f"/api/calls/{told.call}")).json()
    assert story["unanswered"] == ["dialer", "webhooks"]
    assert {one["event"] for one in story["events"]} == {"queued", "requested", "placed", "ended", "settled"}
    assert story["transcript"] is None


async def test_nobody_is_told_of_anothers_call(told: Told) -> None:
    other = await told.api.member("Noor")
    for path in ("", "/recording"):
        assert code(await other.get(f"/api/calls/{told.call}{path}"), 404) == "not_found"


async def heard(told: Told, **headers: str) -> httpx.Response:
    async with answering(told, Service.WEBHOOKS):
        return await told.member.get(f"/api/calls/{told.call}/recording", headers=headers)


async def test_a_recording_comes_through_us_and_the_key_stays_here(told: Told) -> None:
    told.bolna.asked.clear()
    answer = await heard(told)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.history == []
    assert told.bolna.asked == [("/recordings/call/one", "Bearer bn-test")]
    assert not [value for value in answer.headers.values() if "bn-test" in value or told.bolna.url in value]


async def test_a_part_of_a_recording_is_fetched_alone(told: Told) -> None:
    answer = await heard(told, Range="bytes=10-19")
    assert (answer.status_code, answer.content) == (206, SOUND[10:20])
    assert answer.headers["content-range"] == f"bytes 10-19/{len(SOUND)}"
    assert (await heard(told, Range="lines=1-2")).content == SOUND


@pytest.mark.parametrize(
    ("recording", "status", "expected"),
    [
        ("/recordings/call/gone", 404, "no_recording"),
        (None, 404, "no_recording"),
        ("/recordings/call/broken", 503, "provider_away"),
        ("@127.0.0.1:1/x", 503, "provider_away"),
    ],
)
async def test_a_recording_that_is_not_to_be_had_says_why(
    told: Told, monkeypatch: pytest.MonkeyPatch, recording: str | None, status: int, expected: str
) -> None:
    monkeypatch.setattr(told, "recording", recording)
    answer = await heard(told)
    assert code(answer, status) == expected
    assert told.bolna.url not in answer.text


@pytest.mark.parametrize(
    "leads_to", ["http://127.0.0.1:9/x", "http://example.com/x", "https://169.254.169.254/x", "ftp://a.b/x"]
)
async def test_a_recording_is_followed_to_no_address_inside(
    told: Told, monkeypatch: pytest.MonkeyPatch, leads_to: str
) -> None:
    monkeypatch.setattr(told.bolna, "leads_to", leads_to)
    assert code(await heard(told), 503) == "provider_away"


async def test_addresses_that_lead_on_for_ever_are_given_up(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told.bolna, "leads_to", "/recordings/call/one")
    assert code(await heard(told), 503) == "provider_away"


async def test_a_recording_waits_for_who_knows_where_it_is(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_story, "PATIENCE_SECONDS", 0.05)
    answer = await told.member.get(f"/api/calls/{told.call}/recording")
    assert code(answer, 503) == "webhooks_away"
    assert answer.headers["retry-after"]


async def test_a_call_that_was_not_recorded_has_no_recording(told: Told) -> None:
    campaign = (await upload(told.member, csv_of(1, 50), draft="true")).json()["campaign"]["id"]
    (call,) = (await telling_of(told.member, campaign)).calls
    assert code(await told.member.get(f"/api/calls/{call['id']}/recording"), 404) == "no_recording"
