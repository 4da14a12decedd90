"""What a campaign came to, as it is told over HTTP: analytics, the file of its calls, the queue."""

import csv
import io
from typing import Any

import httpx
import pytest

from services.campaigns import views_export
from services.campaigns.contact_files.cells import cleaned
from shared.contracts.vocabulary import Outcome, Service
from shared.contracts.webhooks import Progress
from tests.integration.api.face import Face, code, csv_of, upload
from tests.integration.api.telling import tell, telling_of
from tests.integration.campaigns.story import Telling

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def called(api: Face, content: bytes) -> tuple[httpx.AsyncClient, str, Telling]:
    """A campaign of a file: the first call answered, the second in a call, the third without an answer."""
    member = await api.member()
    answer = await upload(member, content)
    assert answer.status_code == 201, answer.text
    campaign = answer.json()["campaign"]["id"]
    told = await telling_of(member, campaign)
    await tell(api, Service.SCHEDULER, told.requested(0), told.requested(1), told.requested(2))
    await tell(api, Service.DIALER, told.placed(0), told.placed(1), told.placed(2))
    await tell(api, Service.WEBHOOKS, told.ended(0), told.reported(0, Outcome.ANSWERED))
    await tell(api, Service.WEBHOOKS, told.progress(1, Progress.ANSWERED))
    await tell(api, Service.WEBHOOKS, told.ended(2), told.reported(2, Outcome.NO_ANSWER))
    await tell(api, Service.SCHEDULER, told.settled(0, Outcome.ANSWERED, 1), told.settled(2, Outcome.NO_ANSWER, 1))
    return member, campaign, told


async def test_analytics_tell_what_the_calls_came_to_on_the_campaigns_clock(api: Face) -> None:
    member, campaign, _ = await called(api, csv_of(4))
    told = (await member.get(f"/api/campaigns/{campaign}/analytics")).json()
    assert (told["total"], told["settled"], told["answer_rate"]) == (4, 2, 0.5)
    assert (told["outcomes"]["answered"], told["outcomes"]["no-answer"], told["outcomes"]["skipped"]) == (1, 1, 0)
    assert (told["attempts"]["placed"], told["attempts"]["not_placed"], told["attempts"]["per_call"]) == (3, 0, 1.5)
    assert told["durations"] == {"line_seconds": 25.0, "talk_seconds": 12.5, "average_talk_seconds": 12.5}
    assert told["cost"] == {"amount": "0.064", "currency": "USD"}
    ((hour,), (day,)) = told["by_hour"], told["by_day"]
    assert (told["timezone"], hour["hour"], day["day"]) == ("Asia/Kolkata", 9, "2025-10-09")
    assert (hour["placed"], day["placed"], day["outcomes"]["answered"]) == (3, 3, 1)


async def test_analytics_before_anything_happened_are_noughts_and_nulls(api: Face) -> None:
    member = await api.member()
    campaign = (await upload(member, csv_of(1), draft="true")).json()["campaign"]["id"]
    told = (await member.get(f"/api/campaigns/{campaign}/analytics")).json()
    assert (told["answer_rate"], told["cost"], told["by_hour"], told["by_day"]) == (None, None, [], [])
    assert (told["attempts"]["placed"], told["durations"]["average_talk_seconds"]) == (0, None)


async def exported(member: httpx.AsyncClient, campaign: str) -> list[dict[str, str]]:
    answer = await member.get(f"/api/campaigns/{campaign}/export.csv")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"campaign-{campaign}.csv" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_the_export_has_every_call_with_its_outcome_read_page_by_page(
    api: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_export, "PAGE", 2)
    member, campaign, told = await called(api, csv_of(5))
    lines = await exported(member, campaign)
    assert [line["call_id"] for line in lines] == [str(call["call_id"]) for call in told.calls]
    assert [line["outcome"] for line in lines] == ["answered", "", "no-answer", "", ""]
    assert [line["status"] for line in lines] == ["settled", "in_call", "settled", "queued", "queued"]
    first = lines[0]
    assert (first["attempts"], first["duration_seconds"], first["cost_amount"]) == ("1", "12.5", "0.032")
    assert (first["settled_at"], first["email"]) == ("2025-10-09T04:00:00Z", "p0@example.com")


async def test_no_cell_of_the_export_is_computed_by_a_spreadsheet(api: Face) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "Zoë"]
    rows = "".join(f"+91981111000{n},{name}\n" for n, name in enumerate(names))
    member = await api.member()
    answer = await upload(member, f"phone_number,name\n{rows}".encode())
    lines = await exported(member, answer.json()["campaign"]["id"])
    cells = [cell for line in lines for cell in line.values()]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert [cleaned(line["name"]) for line in lines] == names
    assert [cleaned(line["phone_number"]) for line in lines] == [f"+91981111000{n}" for n in range(5)]


@pytest.mark.parametrize("what", ["analytics", "export.csv"])
async def test_somebody_elses_campaign_has_no_figures(api: Face, what: str) -> None:
    member = await api.member()
    campaign = (await upload(member, csv_of(1), draft="true")).json()["campaign"]["id"]
    other = await api.member("Noor")
    assert code(await other.get(f"/api/campaigns/{campaign}/{what}"), 404) == "not_found"


async def test_the_queue_lists_calls_out_before_those_that_wait_page_by_page(api: Face) -> None:
    member, campaign, told = await called(api, csv_of(6))
    await tell(api, Service.SCHEDULER, told.requested(3), told.retry(3, Outcome.BUSY, 1), told.requested(5))
    seen: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        asked = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await member.get("/api/queue", params=asked)).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    told_of = [(str(told.calls[n]["call_id"]), status) for n, status in
               [(5, "dialling"), (1, "in_call"), (4, "queued"), (3, "waiting_retry")]]  # fmt: skip
    assert [(one["id"], one["status"]) for one in seen] == told_of
    waiting = (await member.get("/api/queue", params={"status": "waiting_retry"})).json()["items"]
    assert [one["campaign_id"] for one in waiting] == [campaign]
    assert (await (await api.member("Noor")).get("/api/queue")).json()["items"] == []
    assert code(await member.get("/api/queue", params={"cursor": "x"}), 400) == "bad_cursor"


async def test_a_campaign_tells_when_it_dials_next_and_when_it_is_expected_to_be_done(api: Face) -> None:
    member, campaign, _ = await called(api, csv_of(4))
    told = (await member.get(f"/api/campaigns/{campaign}")).json()
    assert (told["progress"], told["next_dial_at"]) == (0.5, "2030-10-09T03:30:00Z")
    assert told["expected_end_at"].startswith("2030-10-09T03:3")
    (listed,) = (await member.get("/api/campaigns")).json()["items"]
    assert listed["expected_end_at"] == told["expected_end_at"]
    await member.post(f"/api/campaigns/{campaign}/pause")
    paused = (await member.get(f"/api/campaigns/{campaign}")).json()
    assert (paused["next_dial_at"], paused["expected_end_at"]) == (None, None)
