"""A file becomes a campaign, or is refused as a whole with everything that is wrong."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from multiprocessing import active_children
from typing import Any

import httpx
import psycopg
import pytest

from services.campaigns.http.parsing import Parsers
from services.campaigns.http.upkeep import sweep
from services.campaigns.main import child
from tests.integration.api.face import HEADER, Face, code, csv_of, errors, face, fields_of, until_done, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_file_becomes_a_campaign_whose_calls_are_queued(api: Face) -> None:
    member = await api.member()
    answer = await upload(member, csv_of(100))
    assert answer.status_code == 201, answer.text
    campaign, imported = answer.json()["campaign"], answer.json()["import"]
    assert imported["status"] == "done"
    assert (imported["total_rows"], imported["accepted"], imported["rejected"], imported["duplicates"]) == (
        100,
        100,
        0,
        0,
    )
    assert campaign["status"] == "scheduled"
    assert campaign["counters"]["total"] == campaign["counters"]["queued"] == 100
    assert campaign["first_call_time"] == "09:00"
    assert campaign["retry"] == {"max_attempts": 1, "outcomes": [], "delays_minutes": [60]}
    assert answer.headers["location"] == f"/api/campaigns/{campaign['id']}"
    shown = await member.get(answer.headers["location"])
    assert shown.json() == campaign
    assert shown.headers["etag"].startswith('"')
    contacts = (await member.get("/api/contacts", params={"limit": 1})).json()
    assert contacts["items"][0]["email"].endswith("@example.com")
    assert contacts["next_cursor"] is not None


async def test_bad_rows_never_spoil_good_ones_and_come_back_with_reasons(api: Face) -> None:
    member = await api.member()
    answer = await upload(
        member, HEADER.encode() + b"+919876543210,Asha,\n12,Bina,\n+919876543211,Carl,no-mail\n+919876543210,D,\n"
    )
    imported = answer.json()["import"]
    assert answer.status_code == 201
    assert (imported["accepted"], imported["rejected"], imported["duplicates"]) == (1, 2, 1)
    assert {(error["row"], error["code"]) for error in imported["errors"]} >= {
        (3, "phone_invalid"),
        (4, "email_invalid"),
    }
    assert set(imported["errors"][0]) == {"row", "column", "value", "code", "message"}
    rejected = await member.get(imported["errors_csv_url"])
    assert rejected.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in rejected.headers["content-disposition"]
    assert "Bina" in rejected.text
    assert "Asha" not in rejected.text


@pytest.mark.parametrize(
    ("content", "expected", "words"),
    [
        (b"", "csv_empty", "empty"),
        (b"\n\n", "csv_empty", "content"),
        (b"name,email\nAsha,a@example.com\n", "csv_no_phone_column", "name"),
        (b"PK\x03\x04 a workbook", "csv_binary", "workbook"),
        (b"phone_number\n+91\x00\n", "csv_binary", "NUL"),
        (b"phone_number,name\n12,Asha\nx,Bina\n", "csv_no_good_row", ""),
        (b"phone_number,call_id\n+919876543210,7\n", "csv_reserved_column", "call_id"),
    ],
)
async def test_a_file_of_no_use_is_refused_with_what_was_found_and_expected(
    api: Face, content: bytes, expected: str, words: str
) -> None:
    member = await api.member()
    wrong = errors(await upload(member, content))
    assert wrong["/file"]["code"] == expected
    assert words in wrong["/file"]["message"]
    assert (await member.get("/api/campaigns")).json()["items"] == []


async def test_a_file_without_a_good_row_names_its_rows(api: Face) -> None:
    wrong = errors(await upload(await api.member(), b"phone_number,name\n12,Asha\nx,Bina\n"))
    assert wrong["/file/2/phone_number"]["value"] == "12"
    assert wrong["/file/3/phone_number"]["message"]


@pytest.mark.parametrize(
    ("changed", "field", "code_of_it"),
    [
        ({"agent_id": "0198c0de-0000-7000-8000-000000000000"}, "/agent_id", "no_such_agent"),
        ({"agent_id": "anna"}, "/agent_id", "id_invalid"),
        ({"first_call_time": "9am"}, "/first_call_time", "time_invalid"),
        ({"last_call_time": "25:00"}, "/last_call_time", "time_invalid"),
        ({"last_call_time": "09:00"}, "/last_call_time", "empty_window"),
        ({"start_date": "09/10/2030"}, "/start_date", "date_invalid"),
        ({"start_date": "2030-02-30"}, "/start_date", "date_invalid"),
        ({"end_date": "2020-01-01"}, "/end_date", "end_before_start"),
        ({"timezone": "Mars/Olympus"}, "/timezone", "timezone_unknown"),
        ({"campaign_name": None}, "/campaign_name", "required"),
        ({"campaign_name": "  "}, "/campaign_name", "blank"),
        ({"retry": '{"delays_minutes": [0]}'}, "/retry/delays_minutes/0", "too_small"),
        ({"retry": "thrice"}, "/retry", "json_invalid"),
        ({"days": '["mon", "funday"]'}, "/days/1", "not_a_choice"),
        ({"column_mapping": '{"Mobile": "phone_number"}'}, "/column_mapping", "csv_unknown_mapped_column"),
        ({"colour": "red"}, "/colour", "unknown_field"),
    ],
)
async def test_a_wrong_field_is_named_with_its_value_and_a_remedy(
    api: Face, changed: dict[str, str | None], field: str, code_of_it: str
) -> None:
    wrong = errors(await upload(await api.member(), csv_of(2), **changed))
    assert wrong.keys() == {field}
    assert wrong[field]["code"] == code_of_it
    assert wrong[field]["message"]


async def test_every_wrong_field_is_named_at_once_the_file_among_them(api: Face) -> None:
    wrong = errors(
        await upload(
            await api.member(),
            b"name\nAsha\n",
            agent_id="0198c0de-0000-7000-8000-000000000000",
            first_call_time="late",
            end_date="2020-01-01",
            days="[]",
        )
    )
    assert wrong.keys() == {"/file", "/agent_id", "/first_call_time", "/end_date", "/days"}


async def test_a_form_without_a_file_is_told_so(api: Face) -> None:
    member = await api.member()
    form = {name: (None, value) for name, value in (await fields_of(member)).items()}
    answer = await member.post("/api/campaigns/upload-csv", files=form)
    assert errors(answer)["/file"]["code"] == "required"


async def test_columns_are_mapped_as_asked(api: Face) -> None:
    member = await api.member()
    answer = await upload(
        member, b"Line,Who\n+919876543210,Asha\n", column_mapping='{"Line": "phone_number", "Who": "name"}'
    )
    assert answer.status_code == 201, answer.text
    assert (await member.get("/api/contacts")).json()["items"][0]["name"] == "Asha"


async def test_settings_are_applied_as_given(api: Face) -> None:
    answer = await upload(
        await api.member(),
        csv_of(1),
        days='["mon", "fri"]',
        retry='{"max_attempts": 3, "outcomes": ["busy"], "delays_minutes": [5, 10]}',
        frequency_cap='{"calls": 2, "hours": 24}',
        use_contact_timezone="true",
        draft="true",
        holidays="",
    )
    campaign = answer.json()["campaign"]
    assert campaign["status"] == "draft"
    assert campaign["days"] == ["mon", "fri"]
    assert campaign["retry"] == {"max_attempts": 3, "outcomes": ["busy"], "delays_minutes": [5, 10]}
    assert campaign["frequency_cap"] == {"calls": 2, "hours": 24}
    assert campaign["use_contact_timezone"] is True


async def test_an_upload_may_be_answered_before_it_is_read(api: Face) -> None:
    member = await api.member()
    answer = await upload(member, csv_of(50), headers={"Prefer": "respond-async"})
    assert answer.status_code == 202, answer.text
    assert answer.headers["preference-applied"] == "respond-async"
    assert answer.headers["location"] == f"/api/imports/{answer.json()['import']['id']}"
    done = await until_done(member, answer.json()["import"]["id"])
    assert (done["status"], done["accepted"]) == ("done", 50)
    assert [one["id"] for one in (await member.get("/api/imports")).json()["items"]] == [done["id"]]
    assert (await (await api.member("another")).get("/api/imports")).json()["items"] == []
    campaign = (await member.get(f"/api/campaigns/{done['campaign_id']}")).json()
    assert campaign["counters"]["total"] == 50


async def test_a_file_that_is_read_later_and_refused_says_why(api: Face) -> None:
    member = await api.member()
    answer = await upload(member, b"phone_number\n12\n", headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    failed = await until_done(member, answer.json()["import"]["id"])
    assert failed["status"] == "failed"
    assert failed["failure"]["errors"][0]["code"] == "csv_no_good_row"
    assert failed["errors"][0]["row"] == 2
    assert "12" in (await member.get(failed["errors_csv_url"])).text


async def test_a_preview_shows_what_the_file_seems_to_hold(api: Face) -> None:
    member = await api.member()
    answer = await member.post(
        "/api/imports/preview", files={"file": ("c.csv", b"Phone;Who\n+919876543210;Asha\n", "text/csv")}
    )
    assert answer.status_code == 200
    found = answer.json()
    assert found["headers"] == ["Phone", "Who"]
    assert found["column_mapping"] == {"Phone": "phone_number", "Who": "who"}
    assert found["rows"] == [["+919876543210", "Asha"]]
    assert found["missing"] == []


@pytest.mark.parametrize("kind", ["basic", "advanced"])
async def test_the_templates_can_be_uploaded_as_they_are(api: Face, kind: str) -> None:
    member = await api.member()
    template = await member.get("/api/campaigns/csv-template", params={"kind": kind})
    assert f"call-campaign-{kind}-template.csv" in template.headers["content-disposition"]
    assert (await upload(member, template.content)).json()["import"]["accepted"] == 1


async def test_a_child_that_is_killed_while_it_reads_is_replaced(database: str, nats_url: str) -> None:
    parsers = Parsers(child)
    parsers.warm()
    ours = {process.pid for process in active_children()}
    async with face(database, nats_url, parsers) as api:
        api.lead()
        member = await api.member()
        assert (await upload(member, csv_of(3))).status_code == 201
        for process in ours:
            assert process is not None
            os.kill(process, signal.SIGKILL)
        assert (await upload(member, csv_of(4))).status_code == 201
    parsers.close()


async def test_what_was_never_accepted_is_swept_and_says_so(api: Face) -> None:
    member = await api.member()
    user_id = (await member.get("/api/me")).json()["id"]
    import_id = "0198c0de-0000-7000-8000-000000000000"
    with psycopg.connect(api.database) as connection:
        connection.execute(
            "insert into campaigns.uploads (import_id, user_id, status, created_at, updated_at)"
            " values (%s, %s, 'validating', now(), now() - interval '3 hours')",
            [import_id, user_id],
        )
        connection.execute("insert into campaigns.import_chunks values (%s, 1, '[]')", [import_id])
    await sweep(api.parts)
    left = (await member.get(f"/api/imports/{import_id}")).json()
    assert left["failure"]["code"] == "import_interrupted"
    with psycopg.connect(api.database) as connection:
        left_over = "select count(*) from campaigns.import_chunks where import_id = %s"
        assert connection.execute(left_over, [import_id]).fetchone() == (0,)


async def test_a_body_above_its_bound_is_refused_as_soon_as_that_is_known(api: Face) -> None:
    member = await api.member()
    assert code(await member.post("/api/agents", json={"name": "x" * (1024 * 1024 + 1)}), 413) == "body_too_large"

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 65536

    headers = {"content-type": "application/json"}
    assert code(await member.post("/api/agents", content=endless(), headers=headers), 413) == "body_too_large"


async def test_a_file_declared_above_its_bound_is_not_received(api: Face) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(api.url).port)
    writer.write(
        b"POST /api/campaigns/upload-csv HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    assert b"413" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def test_other_types_than_a_path_reads_are_refused(api: Face) -> None:
    member = await api.member()
    answer = await member.post("/api/agents", content=b"name=A", headers={"content-type": "text/plain"})
    assert code(answer, 415) == "unsupported_media_type"
    assert code(await member.post("/api/campaigns/upload-csv", json={}), 415) == "unsupported_media_type"


async def test_headers_above_their_bound_are_refused(api: Face) -> None:
    assert code(await api.admin.get("/api/me", headers={"X-Long": "x" * 40_000}), 431) == "headers_too_large"


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"no form at all",
        b"--b\r\n\r\nnameless\r\n--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut off',
    ],
)
async def test_a_form_that_cannot_be_read_is_said_to_be_unreadable(api: Face, form: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = await api.admin.post("/api/campaigns/upload-csv", content=form or b"\r\n", headers=headers)
    assert code(answer, 400) == "unreadable"


def spooled(api: Face) -> list[Any]:
    return list(api.parts.spool.iterdir())


async def test_nothing_stays_in_the_spool(api: Face) -> None:
    member = await api.member()
    await upload(member, csv_of(3))
    await upload(member, b"")
    assert spooled(api) == []
