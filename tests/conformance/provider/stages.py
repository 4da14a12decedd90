"""Stages: an adapter beside a stand-in of its provider that can be told to misbehave. A second adapter adds its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import SecretStr

from shared.bolna.client import BolnaClient
from shared.bolna.execution import read_execution
from shared.bolna.provider import CallProvider, Translator
from simulator.domain.merging import merged
from simulator.domain.profile import Profile
from simulator.server import Simulator, running
from simulator.settings import Settings

TIMEOUT_SECONDS = 0.5


class Trouble(StrEnum):
    """What a stand-in can be told to do from now on."""

    REFUSES_THE_KEY = "refuses the key"
    ASKS_TO_WAIT = "asks to wait 7 s"
    PLACES_AND_IS_SILENT = "places and is silent"
    IS_SILENT = "is silent"
    PLACES_AND_FAILS = "places and fails"
    FAILS = "fails"
    NAMES_NO_CALL = "places and names no call"
    IS_AWAY = "is away"
    BREAKS_OFF = "breaks every connection off"
    HOLDS_BACK = "holds every call back"
    ECHOES_NOTHING = "does not echo what we sent"


@dataclass
class Stage:
    """One adapter on its stage."""

    calls: CallProvider
    translate: Translator
    agent_id: str
    good_number: str
    bad_number: str
    now_it: Callable[[Trouble], None]
    is_well: Callable[[], None]
    placed: Callable[[str], int]
    """How many calls its provider placed with a number."""
    body_of: Callable[[str], bytes]
    """What its provider's webhook would carry of a call now."""


_BOLNA: Mapping[Trouble, Mapping[str, object]] = {
    Trouble.REFUSES_THE_KEY: {"key_rejected": True},
    Trouble.ASKS_TO_WAIT: {"faults": {"http_429": 1.0}, "retry_after_seconds": 7},
    Trouble.PLACES_AND_IS_SILENT: {"faults": {"timeout_after": 1.0}},
    Trouble.IS_SILENT: {"faults": {"timeout_before": 1.0}},
    Trouble.PLACES_AND_FAILS: {"faults": {"http_500_after": 1.0}},
    Trouble.FAILS: {"faults": {"http_500_before": 1.0}},
    Trouble.NAMES_NO_CALL: {"faults": {"no_execution_id": 1.0}},
    Trouble.IS_AWAY: {"away": True},
    Trouble.BREAKS_OFF: {"away": True, "away_as": "reset"},
    Trouble.HOLDS_BACK: {"outcomes": {"stays-queued": 1.0}},
    Trouble.ECHOES_NOTHING: {"echo_user_data": False},
}
_WELL = Profile(fixed_numbers=False, ring_seconds=(5.0, 5.0))


@asynccontextmanager
async def bolna() -> AsyncIterator[Stage]:
    """Bolna's client beside the simulator."""
    agent_id = "11111111-2222-4333-8444-555555555555"
    async with running(Settings(profile=_WELL, agents=(agent_id,))) as simulator, _client(simulator) as client:
        exchange = simulator.exchange
        yield Stage(
            calls=client,
            translate=read_execution,
            agent_id=agent_id,
            good_number="+919800000001",
            bad_number="+00",
            now_it=lambda trouble: exchange.take(merged(exchange.profile, dict(_BOLNA[trouble]))),
            is_well=lambda: exchange.take(_WELL),
            placed=lambda number: sum(call.number == number for call in exchange.truth.calls.values()),
            body_of=lambda execution_id: exchange.body(exchange.truth.calls[execution_id]),
        )


def _client(simulator: Simulator) -> BolnaClient:
    return BolnaClient(
        base_url=simulator.url,
        api_key=SecretStr("bn-test"),
        request_timeout=TIMEOUT_SECONDS,
        clock=lambda: datetime.now(UTC),
    )


STAGES: Mapping[str, Callable[[], AbstractAsyncContextManager[Stage]]] = {"bolna": bolna}
"""Every adapter there is, by name."""
