"""What the services ask of Bolna, and every answer they can get. Answers are values: no method raises for the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from shared.bolna.agents import Agent
from shared.bolna.execution import Execution


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Asks Bolna to dial one number now. Numbers are E.164; `user_data` is a JSON object; no retry is asked for."""

    agent_id: str
    recipient_phone_number: str = field(repr=False)
    from_phone_number: str | None = field(default=None, repr=False)
    user_data: Mapping[str, Any] = field(default_factory=dict, repr=False)


class NotPlacedReason(StrEnum):
    """Why nothing was placed, by what has to be done about it."""

    NUMBER_REJECTED = "number_rejected"
    """400/422: Bolna does not take the recipient's number."""
    REQUEST_REJECTED = "request_rejected"
    """400/422 about another part of the request: our number, a field, the data."""
    AGENT_MISSING = "agent_missing"
    """404: the agent is gone, or another account's."""
    KEY_REJECTED = "key_rejected"
    """401/403: the API key."""
    RATE_LIMITED = "rate_limited"
    """429: too many requests."""
    UNREACHABLE = "unreachable"
    """No connection was made."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Bolna has the call, under this id. Its webhooks may already have come."""

    execution_id: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """It is proved that Bolna does not have the call."""

    reason: NotPlacedReason
    status: int | None = None
    """HTTP status; None if there was no answer."""
    message: str = field(default="", repr=False)
    """Bolna's words, at most 500 characters; they may repeat the number."""
    retry_after: float | None = None
    """Seconds to wait, as Bolna said with a 429; None if it said nothing."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person may be rung, now or later: never ask again, look for the call instead."""

    error: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Bolna says, in its own words, that it has no such thing (or that it is another account's)."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No answer that says anything: ask again later. `status` 401 and 403 mean the key."""

    error: str
    status: int | None = None
    retry_after: float | None = None
    """Seconds, if Bolna said so."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An agent's executions, each once. Only a complete search proves that something is not among them."""

    executions: tuple[Execution, ...]
    complete: bool
    problem: str | None = None
    """Why it is not complete."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Bolna says that it stopped the call. Confirmed is only the execution, read back as terminal."""


@dataclass(frozen=True, slots=True)
class NotStopped:
    """Bolna refuses: the call is no longer held back, or unknown to it. `reason` in Bolna's words."""

    reason: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What Bolna allows the account; None where it does not say. Whether `wallet` is dollars or cents is unsettled."""

    concurrency_max: int | None
    concurrency_current: int | None
    wallet: Decimal | None


@dataclass(frozen=True, slots=True)
class Agents:
    """The account's agents, and how many rows could not be read as one."""

    agents: tuple[Agent, ...]
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """The numbers that the account may call from, as Bolna writes them, each once."""

    numbers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class WebhookSet:
    """The agent sends its webhooks to the URL asked for."""


@dataclass(frozen=True, slots=True)
class WebhookRefused:
    """Bolna does not take the URL. `reason` in Bolna's words."""

    reason: str
    status: int


class Translator(Protocol):
    """Reads what the provider tells of one call: a webhook's body, or an answer to a question."""

    def __call__(self, body: bytes | str | Mapping[str, Any]) -> Execution:
        """Raises `shared.bolna.reading.Unreadable`, and nothing else, for what names no call."""
        ...


class CallProvider(Protocol):
    """The boundary to a voice provider: what any adapter has to do (docs/adr/0009), as tests/conformance/provider asks.

    The request timeout bounds every method (search: each page); CancelledError passes, nothing else is raised.
    """

    async def place(self, call: PlaceCall) -> Placed | NotPlaced | Unknown:
        """Ask once, and say what is proved. Calling it twice may ring the person twice."""
        ...

    async def look_up(self, execution_id: str) -> Execution | NotFound | Unavailable:
        """What became of one call."""
        ...

    async def search(self, agent_id: str, start: datetime, end: datetime) -> SearchResult:
        """All executions of the agent created from start to end (aware; start = end is one second)."""
        ...

    async def stop(self, execution_id: str) -> Stopped | NotStopped | Unavailable:
        """Stop a call that Bolna still holds back. May be repeated."""
        ...


class Provider(CallProvider, Protocol):
    """The voice provider with what else is asked of its account and agents."""

    async def account(self) -> Account | Unavailable:
        """Limits and balance of the account."""
        ...

    async def agent(self, agent_id: str) -> Agent | NotFound | Unavailable:
        """One agent with the settings that dial on their own."""
        ...

    async def agents(self) -> Agents | Unavailable:
        """All agents of the account."""
        ...

    async def phone_numbers(self) -> OwnNumbers | Unavailable:
        """The numbers that the account has."""
        ...

    async def set_webhook(self, agent_id: str, url: str) -> WebhookSet | WebhookRefused | NotFound | Unavailable:
        """Have the agent send its webhooks to the URL. May be repeated."""
        ...
