"""Questions that one service asks another over `ask.<service>.<question>`, and their answers."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.contracts.campaigns import QueuedCall
from shared.contracts.event import Message, Personal, PhoneNumber, Time
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


class AskStream(Message):
    """`ask.<service>.stream`: what the log tells of one call, attempt or execution of a user's."""

    stream: str = Field(pattern=r"^(call|attempt|execution)-", max_length=300)
    user_id: UUID


class StreamEvents(Message):
    """The last events of a stream that are the user's, in order, at most 200: envelopes, private events bare."""

    events: tuple[dict[str, Any], ...]


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

    Answered by the leader alone, its fence checked. "On the wire" are calls whose last look did not reach the position:
    of the campaign, contact or number named, or of all.
    """

    position: int = Field(ge=0)
    campaign_id: UUID | None = None
    contact_id: UUID | None = None
    phone_number: PhoneNumber | None = None


class Applied(Message):
    """`applied` is true when everything up to the position is in force and no such POST is on the wire."""

    applied: bool
    on_the_wire: int = 0


class AskReport(Message):
    """`ask.webhooks.report`: what was said in an attempt's call, and what it cost; with a user only if it is theirs."""

    attempt_id: UUID
    user_id: UUID | None = None


class Report(Message):
    """What the provider told of an attempt's call so far; fields are absent while nothing is known.

    `recording_url` is the provider's own: it is fetched with the account's key and never shown to a browser. `cut`: it
    was too long for an answer; there are the beginnings of transcript and summary, and no extracted data.
    """

    attempt_id: UUID
    execution_id: str | None = None
    provider_statuses: tuple[str, ...] = ()
    transcript: Annotated[str | None, Personal] = Field(default=None, repr=False)
    summary: Annotated[str | None, Personal] = Field(default=None, repr=False)
    extracted_data: Annotated[dict[str, Any] | None, Personal] = Field(default=None, repr=False)
    cut: bool = False
    recording_url: Annotated[str | None, Personal] = Field(default=None, repr=False)
    duration_seconds: float | None = None
    cost: Cost | None = None


class DeliveryStanding(StrEnum):
    """What became of a webhook as it was delivered."""

    COUNTED = "counted"
    WAITING = "waiting"
    """No attempt is known for it, so far."""
    NOT_THE_ATTEMPTS = "not_the_attempts"
    """Agent, number or execution is not that of the attempt it names."""
    UNREADABLE = "unreadable"


class AskReplay(Message):
    """`ask.webhooks.replay`: hear a page of stored deliveries once more, the oldest first, behind `after`."""

    standings: tuple[DeliveryStanding, ...] = (
        DeliveryStanding.UNREADABLE,
        DeliveryStanding.NOT_THE_ATTEMPTS,
        DeliveryStanding.WAITING,
    )
    execution_id: str | None = None
    after: Time | None = None
    after_digest: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    limit: int = Field(default=200, ge=1, le=500)


class Replayed(Message):
    """How many were heard, how many of them count now, how many events were recorded; where the next page begins."""

    heard: int
    counted: int
    recorded: int
    last: Time | None = None
    last_digest: str = ""


class AskWhyCampaign(Message):
    """`ask.scheduler.why_campaign`: why a campaign is, or is not, being called now."""

    campaign_id: UUID


class AskWhyCall(Message):
    """`ask.scheduler.why_call`: why a call is, or is not, being made now."""

    call_id: UUID


class Reason(Message):
    """One thing that stands in the way: a why code, in words, and until when where that is known."""

    code: str
    message: str
    until: Time | None = None


class Why(Message):
    """Present state explained. `state` is the status of the campaign or call; without `reasons` nothing is in the way.

    `known` is false where the scheduler has not heard of what was asked about. `next_dial_at` is the earliest that
    windows and waits allow.
    """

    known: bool = True
    state: str | None = None
    reasons: tuple[Reason, ...] = ()
    next_dial_at: Time | None = None


class AskSlots(Message):
    """`ask.scheduler.slots`: limits in force and slots held, of the system and of one user."""

    user_id: UUID


class Slots(Message):
    """Limits in force (None: not known yet, nothing is dialled) and slots held now."""

    system_limit: int | None
    system_active: int
    user_limit: int | None
    user_active: int


class AskHeldSlots(Message):
    """`ask.scheduler.held_slots`: every slot held, of one user or of all, the longest held first."""

    user_id: UUID | None = None
    limit: int = Field(default=1000, ge=1, le=1000)


class AskAsked(Message):
    """`ask.webhooks.asked`: what of these attempts' calls the provider was asked."""

    attempts: tuple[UUID, ...] = Field(max_length=1000)


class Asked(Message):
    """When the provider was last asked about a silent call, and when it is asked again if nothing is heard by then.

    `fruitless` counts the questions, one after another, that brought nothing.
    """

    attempt_id: UUID
    execution_id: str
    asked_at: Time
    again_at: Time
    fruitless: int


class AskedOf(Message):
    """Those of the attempts that something was asked about while they were not over."""

    asked: tuple[Asked, ...]


class HeldSlot(Message):
    """A slot held: for which attempt of which call, since when, and the fact that would free it.

    `awaited`: `placing` (it is not placed yet), `whether_placed` (the provider's answer was lost) or `line_end`.
    `booked`: taken for a call that proved to be live, whatever the limits. `asked`: what the provider was asked of a
    silent call; the scheduler does not know it, callctl adds what the webhooks tell.
    """

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    since: Time
    awaited: str
    booked: bool = False
    asked: Asked | None = None


class HeldSlots(Message):
    """The first slots held, how many there are in all, of everybody, and the limit in force (None: not known yet)."""

    limit: int | None
    held: int
    slots: tuple[HeldSlot, ...]


class AskRelease(Message):
    """`ask.scheduler.release`: free the slot of an attempt by hand; its call is settled as unknown.

    Only for a line that is known to be free: while it is not, the call is live above the limits.
    """

    attempt_id: UUID
    by: Annotated[str, Personal] = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=500)


class Released(Message):
    """Whether the slot is free by hand, now or before; false where the attempt holds none and never was released."""

    released: bool


class AskQueueStatistics(Message):
    """`ask.scheduler.queue_statistics`: how many of a user's calls stand where; without a user everybody's."""

    user_id: UUID | None = None


class QueueStatistics(Message):
    """Calls by status. Those of a chunk not yet fetched count as queued."""

    queued: int = 0
    dialling: int = 0
    in_call: int = 0
    awaiting_result: int = 0
    waiting_retry: int = 0
    settled: int = 0


class Trouble(Message):
    """An answer that could not be given: `code` for programs, `message` for people."""

    code: str
    message: str
