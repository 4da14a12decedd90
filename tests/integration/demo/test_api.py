"""Asking an HTTP API: pages, refusals, and what may pass by itself."""

from collections.abc import Callable

import httpx
import pytest

from callctl.api import AwayForNow, HttpApi, NotAnswered

Answer = Callable[[httpx.Request], httpx.Response]


def api(answer: Answer) -> HttpApi:
    return HttpApi("http://127.0.0.1:1", "cc_key", httpx.MockTransport(answer))


def test_every_question_carries_the_key() -> None:
    with api(lambda request: httpx.Response(200, json=request.headers["authorization"])) as asking:
        assert asking.get("/api/me") == "Bearer cc_key"


def test_a_list_is_read_to_its_last_page() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor")
        assert request.url.params["status"] == "settled"
        pages = {None: ([1, 2], "b"), "b": ([3], "c"), "c": ([], None)}
        items, following = pages[cursor]
        return httpx.Response(200, json={"items": items, "next_cursor": following})

    with api(answer) as asking:
        assert list(asking.pages("/api/calls", status="settled")) == [1, 2, 3]


def test_a_refusal_names_the_question_and_the_reason() -> None:
    problem = {"title": "There is no such thing", "detail": "There is no campaign 7", "code": "not_found"}

    with api(lambda _: httpx.Response(404, json=problem)) as asking, pytest.raises(NotAnswered) as refused:
        asking.post("/api/campaigns/7/pause", {})

    assert type(refused.value) is NotAnswered
    assert str(refused.value) == (
        "POST /api/campaigns/7/pause: refused with 404 (not_found): There is no such thing. There is no campaign 7"
    )


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_by_itself_is_told_apart(status: int) -> None:
    with api(lambda _: httpx.Response(status)) as asking, pytest.raises(AwayForNow):
        asking.get("/api/me")


def test_no_answer_at_all_may_pass_by_itself(port: int) -> None:
    with HttpApi(f"http://127.0.0.1:{port}", "k") as asking, pytest.raises(AwayForNow, match=f":{port}/api/me: no ans"):
        asking.get("/api/me")


def test_an_answer_that_is_no_json_is_shown() -> None:
    with api(lambda _: httpx.Response(200, text="<html>")) as asking, pytest.raises(NotAnswered, match="<html>"):
        asking.get("/api/me")


def test_a_file_is_uploaded_as_a_form() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        body = request.read()
        assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
        assert b'name="file"; filename="a.csv"' in body
        assert b"phone_number" in body
        assert b'name="campaign_name"\r\n\r\nOffer' in body
        return httpx.Response(201, json={})

    with api(answer) as asking:
        asking.upload("/api/campaigns/upload-csv", "a.csv", b"phone_number\r\n", {"campaign_name": "Offer"})
