"""Questions that one service asks another over `ask.<service>.<question>`, and their answers."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.contracts.campaigns import QueuedCall
from shared.contracts.event import Message, Personal
from shared.contracts.webhooks import Cost


class AskEvents(Message):
    """`ask.<service>.events`: the log from behind `after`, one page."""

    after: int = Field(ge=0)
    limit: int = Field(default=1000, ge=1, le=1000)


class Events(Message):
    """A page of a log: envelopes in order, private events bare. `head` is the last position there is."""

    epoch: UUID
    head: int
    events: tuple[dict[str, Any], ...]


class AskHead(Message):
    """`ask.<service>.head`: how far the log has come; answered from the table, not from memory."""


class Head(Message):
    """A log's last position, the id of the event that stands there, and the history it belongs to."""

    epoch: UUID
    position: int = Field(ge=0)
    event_id: UUID | None = None


class AskEventAt(Message):
    """`ask.<service>.event_at`: which event stands at a position; shown by a consumer at start and on reconnect."""

    position: int = Field(ge=1)


class EventAt(Message):
    """The id that stands at the position asked for, absent where the log is shorter."""

    epoch: UUID
    event_id: UUID | None


class AskChunk(Message):
    """`ask.campaigns.chunk`: rows of a chunk behind the first `after` ones; at most 256 KiB come back."""

    campaign_id: UUID
    chunk: int = Field(ge=1)
    after: int = Field(default=0, ge=0)


class Chunk(Message):
    """Rows of a chunk in their order, with present values, as they stood at campaigns position `as_of`."""

    campaign_id: UUID
    chunk: int
    calls: tuple[QueuedCall, ...]
    complete: bool
    as_of: int


class AskApplied(Message):
    """`ask.<scheduler|dialer>.applied`: has the leader applied campaigns up to `position`, and is nothing on the wire?

    Answered by the leader alone, its fence checked. `campaign_id` narrows "on the wire" to that campaign's calls.
    """

    position: int = Field(ge=0)
    campaign_id: UUID | None = None


class Applied(Message):
    """`applied` is true when everything up to the position is in force and no such POST is on the wire."""

    applied: bool
    on_the_wire: int = 0


class AskReport(Message):
    """`ask.webhooks.report`: what was said in an attempt's call, and what it cost."""

    attempt_id: UUID


class Report(Message):
    """What the provider told of an attempt's call so far; fields are absent while nothing is known.

    `recording_url` is the provider's own: it is fetched with the account's key and never shown to a browser.
    """

    attempt_id: UUID
    execution_id: str | None = None
    provider_statuses: tuple[str, ...] = ()
    transcript: Annotated[str | None, Personal] = Field(default=None, repr=False)
    summary: Annotated[str | None, Personal] = Field(default=None, repr=False)
    extracted_data: Annotated[dict[str, Any] | None, Personal] = Field(default=None, repr=False)
    recording_url: Annotated[str | None, Personal] = Field(default=None, repr=False)
    duration_seconds: float | None = None
    cost: Cost | None = None


class Trouble(Message):
    """An answer that could not be given: `code` for programs, `message` for people."""

    code: str
    message: str
