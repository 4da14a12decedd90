"""The live feed over HTTP: what is told, to whom, without a gap, and how it ends."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.campaigns.http import event_stream, feed, upkeep
from services.campaigns.http.feed import Feed, Listener
from shared.contracts.vocabulary import Outcome, Service
from shared.contracts.webhooks import Progress
from tests.integration.api.face import Face, code, csv_of, upload
from tests.integration.api.listening import Listening, listening
from tests.integration.api.telling import tell_live, telling_of
from tests.integration.campaigns.story import Telling

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def launched(api: Face, count: int = 3) -> tuple[httpx.AsyncClient, str, Telling]:
    """A member with a scheduled campaign of so many calls, and who tells of them."""
    member = await api.member()
    campaign = (await upload(member, csv_of(count))).json()["campaign"]["id"]
    return member, campaign, await telling_of(member, campaign)


def calls(heard: Listening) -> dict[str, str]:
    """Where calls stand by what was told."""
    return {call["id"]: call["status"] for data in heard.of("call") for call in data["calls"]}


async def test_a_call_is_told_of_with_the_counters_and_the_slots(api: Face) -> None:
    member, _, told = await launched(api)
    first = str(told.calls[0]["call_id"])
    async with listening(member, "/api/events") as heard:
        await tell_live(api, Service.SCHEDULER, told.requested(0))
        await heard.until(lambda one: calls(one) == {first: "dialling"} and one.of("slots"))
        assert heard.of("call")[-1]["counters"]["dialling"] == 1
        assert heard.of("slots")[-1]["user_active"] == 1
        await tell_live(api, Service.SCHEDULER, told.settled(0, Outcome.ANSWERED, 1))
        await heard.until(lambda one: calls(one) == {first: "settled"} and one.of("slots")[-1]["user_active"] == 0)
    (last,) = heard.of("call")[-1]["calls"]
    assert (last["outcome"], last["attempts"], last["settled_at"]) == ("answered", 1, "2025-10-09T04:00:00Z")
    assert [event.id for event in heard.events] == sorted(event.id for event in heard.events)


async def test_campaigns_and_imports_are_told_of_as_they_stand(api: Face) -> None:
    member = await api.member()
    async with listening(member, "/api/events") as heard:
        campaign = (await upload(member, csv_of(2))).json()["campaign"]["id"]
        await heard.until(lambda one: one.of("import") and one.of("import")[-1]["status"] == "done")
        await heard.until(lambda one: one.of("campaign")[-1]["calls"] == 2)
        assert heard.of("import")[-1]["campaign_id"] == campaign
        await member.post(f"/api/campaigns/{campaign}/pause")
        await heard.until(lambda one: one.of("campaign")[-1]["status"] == "paused")
    assert heard.of("campaign")[-1]["id"] == campaign


async def test_a_changed_limit_is_told_to_whom_it_concerns(api: Face) -> None:
    member = await api.member()
    user = (await member.get("/api/me")).json()["id"]
    async with listening(member, "/api/events") as heard:
        await api.admin.patch(f"/api/users/{user}", json={"concurrent_calls_limit": 7})
        await heard.until(lambda one: one.of("slots") and one.of("slots")[-1]["user_limit"] == 7)
        before = (await member.get("/api/settings/concurrency")).json()
        await api.admin.patch("/api/settings/concurrency", json={"system_limit": before["system_limit"] + 1})
        await heard.until(lambda one: one.of("slots")[-1]["system_limit"] == before["system_limit"] + 1)
        await api.admin.patch("/api/settings/concurrency", json={"system_limit": before["system_limit"]})


async def test_nobody_is_told_of_anothers_doings(api: Face) -> None:
    member, _, told = await launched(api)
    other, theirs, told_theirs = await launched(api)
    async with listening(other, "/api/events") as heard:
        await tell_live(api, Service.SCHEDULER, told.requested(0))
        await tell_live(api, Service.SCHEDULER, told_theirs.requested(0))
        await heard.until(calls)
    assert {data["campaign_id"] for data in heard.of("call")} == {theirs}
    assert code(await member.get(f"/api/campaigns/{theirs}/events"), 404) == "not_found"


async def test_who_listens_to_one_campaign_hears_of_no_other(api: Face) -> None:
    member, campaign, told = await launched(api)
    other = (await upload(member, csv_of(2, 50))).json()["campaign"]["id"]
    told_other = await telling_of(member, other)
    async with listening(member, f"/api/campaigns/{campaign}/events") as heard:
        await tell_live(api, Service.SCHEDULER, told_other.requested(0))
        await tell_live(api, Service.SCHEDULER, told.requested(0))
        await heard.until(calls)
    assert {data["campaign_id"] for data in heard.of("call")} == {campaign}


async def test_who_comes_back_is_told_what_they_missed_also_by_another_face(api: Face) -> None:
    member, _, told = await launched(api)
    async with listening(member, "/api/events") as heard:
        await tell_live(api, Service.SCHEDULER, told.requested(0))
        await heard.until(calls)
    await tell_live(api, Service.SCHEDULER, told.requested(1))
    await tell_live(api, Service.WEBHOOKS, told.progress(1, Progress.ANSWERED))
    restarted = Feed(api.parts.pool, api.parts.messaging)
    user = UUID(str(told.campaign["user_id"]))
    listener = await restarted.join(user, None, str(heard.last_id))
    opening = listener.take(1 << 20).decode()
    assert str(told.calls[1]["call_id"]) in opening
    assert '"in_call"' in opening
    async with listening(member, "/api/events", heard.last_id) as again:
        await tell_live(api, Service.SCHEDULER, told.requested(2))
        await again.until(lambda one: len(calls(one)) == 2)
    assert set(calls(again)) == {str(told.calls[1]["call_id"]), str(told.calls[2]["call_id"])}
    assert not again.of("reset")


@pytest.mark.parametrize("last_id", ["-1", "999999999999", "x", "1e3", "", "9" * 100])
async def test_an_id_that_is_none_is_answered_by_a_reset(api: Face, last_id: str) -> None:
    member = await api.member()
    async with listening(member, "/api/events", last_id) as heard:
        await heard.until(lambda one: one.events)
    assert [event.kind for event in heard.events] == ["reset"]


async def test_what_is_a_day_old_is_swept_and_who_asks_for_it_begins_anew(own_api: Face) -> None:
    member, _, told = await launched(own_api)
    await tell_live(own_api, Service.SCHEDULER, told.requested(0))
    async with own_api.parts.connection() as connection:
        aged = await connection.execute("update feed set at = at - interval '25 hours' returning position")
        old = max(row["position"] for row in await aged.fetchall())
    await tell_live(own_api, Service.SCHEDULER, told.requested(1))
    await upkeep.sweep(own_api.parts)
    async with own_api.parts.connection() as connection:
        left = await (await connection.execute("select kind from feed order by position")).fetchall()
    assert "call" in {row["kind"] for row in left}
    async with listening(member, "/api/events", old) as kept:
        await kept.until(calls)
        assert not kept.of("reset")
    async with listening(member, "/api/events", old - 1) as heard:
        await heard.until(lambda one: one.events)
        assert [event.kind for event in heard.events] == ["reset"]


async def test_calls_are_told_of_ten_times_a_second_at_most(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PAUSE_SECONDS", 3600)
    _, _, told = await launched(api, 30)
    restarted = Feed(api.parts.pool, api.parts.messaging)
    listener = await restarted.join(UUID(str(told.campaign["user_id"])), None, None)
    listener.take(1 << 20)
    for call in range(30):
        await tell_live(api, Service.SCHEDULER, told.requested(call))
    await restarted._read()
    assert listener.take(1 << 20).count(b"event: call") == 1


async def test_a_listener_who_does_not_read_is_dropped_and_begins_anew(
    api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST_BYTES", 2_000)
    _, _, told = await launched(api, 30)
    user = UUID(str(told.campaign["user_id"]))
    hub = Feed(api.parts.pool, api.parts.messaging)
    listener = await hub.join(user, None, None)
    began = listener.take(1 << 20).split(b"id: ")[1].strip()
    await tell_live(api, Service.SCHEDULER, *(told.requested(call) for call in range(30)))
    await hub._read()
    assert listener.dropped
    assert listener.take(1 << 20) == b""
    back = await hub.join(user, None, began.decode())
    assert b"event: reset" in back.take(1 << 20)


async def test_a_stream_that_is_not_read_ends_when_its_listener_is_dropped(api: Face) -> None:
    hub = api.parts.feed
    listener = Listener(UUID(int=1), None)
    stuck = asyncio.Event()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            stuck.set()
            await asyncio.Event().wait()

    async def receive() -> Any:
        await asyncio.Event().wait()

    answer = event_stream.EventStream(hub, listener, always)
    answering = asyncio.create_task(answer({}, receive, send))
    listener.push([b"something"])
    await stuck.wait()
    listener.push([b"x" * (feed.MOST_BYTES + 1)])
    async with asyncio.timeout(5):
        await answering
    assert listener.dropped


async def always() -> bool:
    return True


async def test_a_quiet_stream_is_kept_alive_by_comments(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "COMMENT_SECONDS", 0.02)
    async with listening(await api.member(), "/api/events") as heard:
        await heard.until(lambda one: one.comments >= 2)


async def test_who_may_not_come_in_any_more_is_let_go(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "COMMENT_SECONDS", 0.02)
    monkeypatch.setattr(event_stream, "CHECK_SECONDS", 0.02)
    member = await api.member()
    user = (await member.get("/api/me")).json()["id"]
    async with listening(member, "/api/events") as heard:
        await heard.until(lambda one: one.comments >= 2)
        await api.admin.patch(f"/api/users/{user}", json={"suspended": True})
        await heard.until(lambda one: one.over)


async def test_everybody_is_let_go_when_the_process_ends(own_api: Face) -> None:
    member = await own_api.member()
    async with AsyncExitStack() as stack:
        listeners = [await stack.enter_async_context(listening(member, "/api/events")) for _ in range(3)]
        own_api.parts.feed.end()
        for heard in listeners:
            await heard.until(lambda one: one.over)
        async with listening(member, "/api/events") as late:
            await late.until(lambda one: one.over)


async def test_no_more_listen_than_can_be_served(api: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST_LISTENERS", len(api.parts.feed._listeners))
    assert code(await (await api.member()).get("/api/events"), 503) == "too_many_listeners"
