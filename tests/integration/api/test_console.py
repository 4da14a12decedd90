"""The console's pages, as the HTTP face answers them: a build of the test's own, in a folder of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from starlette.responses import PlainTextResponse

from services.campaigns.http.console import Console
from tests.integration.api.face import Face

PAGE = "<!doctype html><title>Call Campaigns</title>"
SCRIPT = "console.log('of the console')"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "assets" / "index-1a2b.js").write_text(SCRIPT, "utf-8")
    (folder / "assets" / "index-1a2b.js.br").write_bytes(b"of-brotli")
    (tmp_path / "secret.txt").write_text("not of the console", "utf-8")
    return folder


@pytest_asyncio.fixture
async def browser(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    console = Console(PlainTextResponse("otherwise", 404), built)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(console), base_url="http://console") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/campaigns", "/campaigns/0198?status=active", "/sign-in"])
async def test_every_page_is_the_consoles_which_finds_out_itself_what_to_show(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_file_of_a_build_is_kept_for_a_year_for_its_name_changes_with_it(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/assets/index-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert answer.text == SCRIPT
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_a_browser_that_takes_brotli_is_sent_the_compressed_twin(browser: httpx.AsyncClient) -> None:
    request = browser.build_request("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": "gzip, br;q=1.0"})
    answer = await browser.send(request, stream=True)
    assert b"".join([part async for part in answer.aiter_raw()]) == b"of-brotli"
    assert answer.headers["Content-Encoding"] == "br"
    assert "javascript" in answer.headers["Content-Type"]


async def test_the_page_does_not_stand_in_for_a_file_of_another_build(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/assets/index-old.js")).status_code == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/a%00b"])
async def test_no_path_leads_out_of_the_build(browser: httpx.AsyncClient, path: str) -> None:
    assert "not of the console" not in (await browser.get(path)).text


@pytest.mark.parametrize("path", ["/api/nothing", "/health/nothing", "/metrics/nothing"])
async def test_what_is_not_the_consoles_is_left_to_others(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).text == "otherwise"


async def test_a_request_that_does_not_read_is_left_to_others(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/campaigns")).text == "otherwise"


async def test_where_it_is_not_built_the_page_says_how_to_build_it(tmp_path: Path) -> None:
    transport = httpx.ASGITransport(Console(PlainTextResponse("otherwise", 404), tmp_path / "none"))
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
        answer = await client.get("/")
    assert answer.status_code == 503
    assert "make setup" in answer.text


@pytest.mark.asyncio(loop_scope="session")
async def test_an_unknown_path_of_the_api_stays_a_problem(api: Face) -> None:
    answer = await api.admin.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
