"""The decision is pure, the shell feeds it: who may import whom, as an allow-list with planted offenders."""

from pathlib import Path

import pytest

from tests.architecture.import_rules import layer, offences

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "services/scheduler/domain/turn.py"
SHELL = "services/scheduler/handlers.py"
STORE = "shared/eventstore/postgres.py"


def plant(root: Path, path: str, source: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(source, encoding="utf-8")


def test_every_module_keeps_the_rules() -> None:
    found = offences(ROOT)

    assert found == [], "\n".join(found)


OFFENDERS = {
    "a domain that imports a database driver": (DOMAIN, "import psycopg"),
    "a domain that imports a web framework in a function": (DOMAIN, "def f():\n    from fastapi import Request"),
    "a domain that imports its own shell": (DOMAIN, "from services.scheduler.handlers import load"),
    "a domain that imports its own shell relatively": (DOMAIN, "from ..handlers import load"),
    "a domain that imports another service's domain": (DOMAIN, "from services.dialer.domain import attempt"),
    "a domain that imports the event store": (DOMAIN, "from shared.eventstore.protocol import Head"),
    "a domain that imports shared itself": (DOMAIN, "import shared"),
    "a domain that imports the network": (DOMAIN, "import socket"),
    "a domain that imports asyncio": (DOMAIN, "import asyncio"),
    "a domain that rolls dice": (DOMAIN, "from random import choice"),
    "a domain that reads the monotonic clock": (DOMAIN, "import time"),
    "a domain that reads the environment": (DOMAIN, "from os import environ"),
    "a domain that reads the clock": (DOMAIN, "from datetime import datetime, UTC\nx = lambda: datetime.now(UTC)"),
    "a domain that reads the clock by an alias": (DOMAIN, "import datetime as d\ndef f(): return d.datetime.utcnow()"),
    "a domain that asks which day it is": (DOMAIN, "from datetime import date\ndef f(): return date.today()"),
    "a domain that mints an id": (DOMAIN, "from uuid import uuid4\ndef f(): return uuid4()"),
    "a domain that hands on the minting of ids": (DOMAIN, "import uuid\ndef f(g=None): return g(factory=uuid.uuid1)"),
    "a domain that reads a file": (DOMAIN, "def f(): return open('limits')"),
    "a domain that prints": (DOMAIN, "def f(): print('turn')"),
    "a domain that imports by name": (DOMAIN, "def f(): return __import__('os')"),
    "a contract that imports NATS": ("shared/contracts/dialer.py", "import nats"),
    "a contract that imports the envelope": ("shared/contracts/dialer.py", "from shared.messaging import envelope"),
    "a contract that mints an id": ("shared/contracts/ids.py", "from uuid import uuid4"),
    "a service that imports another": (SHELL, "from services.campaigns.views import contact"),
    "a service that imports another whole": (SHELL, "import services.campaigns"),
    "a service that imports all services": (SHELL, "import services"),
    "a service that imports the simulator": (SHELL, "from simulator import app"),
    "a service that imports the examples of the tests": (SHELL, "from shared.testing.examples import example"),
    "a service that imports the tests": (SHELL, "from tests.conftest import database"),
    "shared code that imports a service": (STORE, "from services.campaigns.views import contact"),
    "shared code that imports callctl": (STORE, "from callctl import main"),
    "a simulator that imports a service": ("simulator/app.py", "from services.webhooks import main"),
    "a protocol that imports its adapter": ("shared/eventstore/protocol.py", "from shared.eventstore import postgres"),
    "a protocol that imports its other adapter": ("shared/eventstore/protocol.py", "from .memory import MemoryStore"),
    "a protocol that imports a driver": ("shared/eventstore/protocol.py", "import psycopg"),
    "a module that connects when imported": (SHELL, "import psycopg\ndb = psycopg.connect('dsn')"),
    "a module that runs a loop when imported": (SHELL, "import asyncio\nasyncio.run(main())"),
    "a module that starts something when imported": (SHELL, "if True:\n    worker.start()"),
    "a module that reads the environment when imported": (SHELL, "import os\nDSN = os.environ['DATABASE_URL']"),
    "a module that reads it by another name": (SHELL, "from os import environ as e\nDSN = e.get('DATABASE_URL')"),
    "a module that asks getenv when imported": (SHELL, "import os\nDSN = os.getenv('DATABASE_URL')"),
    "a class that reads the environment in its body": (SHELL, "import os\nclass A:\n    dsn = os.environ['DSN']"),
    "a default that reads the environment": (SHELL, "import os\ndef f(dsn=os.getenv('DSN')): ..."),
    "a global pool": (SHELL, "from psycopg_pool import AsyncConnectionPool\npool = AsyncConnectionPool('dsn')"),
    "a global broker": (SHELL, "from faststream.nats import NatsBroker\nbroker = NatsBroker()"),
    "global settings": (SHELL, "from services.scheduler.settings import Settings\nsettings = Settings()"),
}


@pytest.mark.parametrize(("path", "source"), OFFENDERS.values(), ids=OFFENDERS.keys())
def test_an_offender_is_caught_and_named(tmp_path: Path, path: str, source: str) -> None:
    plant(tmp_path, path, source)

    found = offences(tmp_path)

    assert found, "not caught"
    assert all(offence.startswith(f"{path}:") for offence in found)


ALLOWED = {
    "a domain of contracts, pydantic and the pure standard library": (
        DOMAIN,
        """
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from pydantic import BaseModel
from shared.contracts.scheduler import DialRequested
from services.scheduler.domain.lane import Lane
from .window import Window
""",
    ),
    "a domain with a field called now": (DOMAIN, "def f(turn): return turn.now, turn.time.time, turn.open()"),
    "a service that imports itself, shared and libraries": (
        SHELL,
        "import psycopg\nfrom services.scheduler.domain.lane import Lane\nfrom shared.eventstore import protocol",
    ),
    "an adapter that imports its protocol": (
        STORE,
        "import psycopg\nfrom shared.eventstore.protocol import EventStore",
    ),
    "a function that connects when called": (SHELL, "async def load(pool):\n    await pool.connect()"),
    "settings that read the environment when called": (SHELL, "import os\ndef read(): return os.environ['DSN']"),
    "a main that builds and runs": ("services/scheduler/main.py", "import asyncio\nasyncio.run(serve())"),
    "a module that runs as a program": (SHELL, "import asyncio\nif __name__ == '__main__':\n    asyncio.run(f())"),
    "callctl, which starts services": (
        "callctl/stack.py",
        "from services.campaigns.main import main\nimport simulator",
    ),
}


@pytest.mark.parametrize(("path", "source"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_the_rules_allow_is_let_through(tmp_path: Path, path: str, source: str) -> None:
    plant(tmp_path, path, source)

    assert offences(tmp_path) == []


def test_a_module_of_an_unknown_part_of_the_tree_is_not_waved_through() -> None:
    with pytest.raises(LookupError, match="give it a line in LAYERS"):
        layer("reports.weekly")


def test_every_offender_of_a_tree_is_named_with_its_line(tmp_path: Path) -> None:
    plant(tmp_path, DOMAIN, "from uuid import UUID\nimport os\nimport psycopg\n")
    plant(tmp_path, SHELL, "import services.campaigns\n")

    places = {offence.split(": ")[0] for offence in offences(tmp_path)}

    assert places == {f"{DOMAIN}:2", f"{DOMAIN}:3", f"{SHELL}:1"}
