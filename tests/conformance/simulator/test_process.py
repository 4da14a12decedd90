import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from simulator.main import main
from simulator.settings import Settings, WrongSettings, settings_of

START_SECONDS = 20


async def process(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "simulator", *arguments)
    return await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, env=dict(os.environ) | environment)


async def test_the_process_says_where_it_listens_and_sigterm_ends_it_even_with_a_held_connection(
    tmp_path: Path,
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text('{"faults": {"timeout_before": 1}}')
    running = await process("--profile", str(profile), "--agent", "agent-1", BOLNA_API_KEY="")
    assert running.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        line = json.loads(await running.stdout.readline())
    assert line.keys() == {"simulator"}
    async with aiohttp.ClientSession(line["simulator"]) as session:
        async with session.get("/v2/agent/all") as answer:
            assert [agent["id"] for agent in await answer.json()] == ["agent-1"]
        body = {"agent_id": "agent-1", "recipient_phone_number": "+919800000001"}
        held = asyncio.create_task(session.post("/call", json=body))
        while True:
            async with session.get("/simulator/requests") as answer:
                if "timeout_before" in await answer.text():
                    break
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            _, errors = await running.communicate()
        with pytest.raises(aiohttp.ClientConnectionError):
            await held
    assert (running.returncode, errors) == (0, b"")


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"], {})
    assert ended.value.code == 0
    said = capsys.readouterr().out
    options = ["--host", "--port", "--profile", "--webhook-url", "--webhook-secret", "--api-key", "--agent"]
    assert [option for option in options if option not in said] == []


@pytest.mark.parametrize("text", ["{", '{"speed": 0}'])
def test_a_wrong_profile_file_ends_it_with_2_and_the_reason(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(text)
    assert main(["--profile", str(profile)], {}) == 2
    assert str(profile) in capsys.readouterr().err


def test_a_taken_port_ends_it_with_2_and_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])], {}) == 2
    assert "cannot listen" in capsys.readouterr().err


def test_the_environment_serves_where_arguments_are_silent(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    environment = {
        "BOLNA_API_KEY": "bn-1",
        "SIMULATOR_WEBHOOK_URL": "http://127.0.0.1:1/hook",
        "SIMULATOR_WEBHOOK_SECRET_FILE": str(tmp_path / "secret"),
    }
    assert settings_of([], environment) == Settings(
        api_key="bn-1", webhook_url="http://127.0.0.1:1/hook", webhook_secret="from a file"
    )
    assert settings_of(["--api-key", "bn-2"], environment).api_key == "bn-2"


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="BOLNA_API_KEY_FILE"):
        settings_of([], {"BOLNA_API_KEY_FILE": str(tmp_path / "absent")})
