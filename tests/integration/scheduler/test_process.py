"""The scheduler's own process: built from the environment alone, it leads and answers over NATS."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Mapping
from uuid import UUID

from shared.contracts.questions import AskSlots, Slots
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker
from shared.messaging.connection import connect
from tests.infrastructure import free_port

NOBODY = UUID("01990000-0000-7000-8000-000000000001")
MODULE = "services.scheduler.main"


async def test_it_leads_and_answers(database: str, nats_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database, "NATS_URL": nats_url, "HTTP_PORT": str(free_port())}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", MODULE, "worker", env=environment)
    try:
        async with connect(nats_url, name="test") as messaging:
            asked = AskSlots(user_id=NOBODY)
            answer = await Asker(messaging).ask(Service.SCHEDULER, "slots", asked, Slots, timeout=60)
        listed = await callctl(environment, "slots")
        released = await callctl(environment, "slots", "release", str(NOBODY), "--reason", "the line is down")
    finally:
        process.terminate()
        code = await process.wait()
    assert answer == Slots(system_limit=None, system_active=0, user_limit=None, user_active=0)
    assert listed == (0, "0 of a limit not yet known slots are held.\n")
    assert released == (1, f"Attempt {NOBODY} holds no slot: see `callctl slots`.\n")
    assert code == 0


async def callctl(environment: Mapping[str, str], *arguments: str) -> tuple[int | None, str]:
    """How it ended, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "callctl.main", *arguments, env=environment, stdout=PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_wrong_arguments_end_it_with_a_word_about_them() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", MODULE, "http", stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert process.returncode == 2
    assert b"usage: python -m services.scheduler.main worker" in said
