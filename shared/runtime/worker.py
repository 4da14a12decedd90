"""The shape of a service's leading worker, and what the run time gives it.

Every step of a leader is one transaction:

    project(source events taken) → decide (append) → project(own events appended) → consumed positions, events, COMMIT

`project` is the only writer of projections and sees nothing but events, so a rebuild that replays the journal through
it comes to the same rows. `decide` reads the tables (inside the transaction) and the worker's memory, and appends.
After any step that failed, memory is thrown away and loaded again.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from psycopg import AsyncConnection
from pydantic import BaseModel

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Lease, Parked, Transaction
from shared.messaging.envelope import Envelope
from shared.messaging.patience import Patience

Connection = AsyncConnection[dict[str, Any]]
"""A psycopg connection whose rows are dicts and whose search path is the service's schema."""

Step = Transaction[Connection]
A = TypeVar("A", bound=BaseModel)
T = TypeVar("T")


class NotLeading(Exception):
    """This process does not lead (any more), or has not caught up: the question is not for it."""


@dataclass(frozen=True)
class Question:
    """One question that the leader answers: its request model, and who answers.

    `answer` raises NotLeading when this process cannot know; the asker is then told to try again.
    """

    request: type[BaseModel]
    answer: Callable[[Any], Awaitable[BaseModel]]


class Asker(Protocol):
    """Asks other services over NATS."""

    async def ask(
        self,
        service: Service,
        question: str,
        request: BaseModel,
        answer: type[A],
        *,
        timeout: float = 2.0,  # noqa: ASYNC109 - bounds one request
    ) -> A:
        """Ask `ask.<service>.<question>`; raises `Unanswered` (shared.messaging.ask) when nobody answers in time."""


class Leader(Asker, Protocol):
    """What a worker may use while it leads. Everything raises Fenced or is cancelled once it no longer does."""

    @property
    def lease(self) -> Lease:
        """The lease under which every step of this leadership is fenced."""

    @property
    def parked(self) -> Sequence[Parked]:
        """Messages that wait for a person; what they concern is neither dialled nor completed."""

    def applied(self, source: Service) -> int:
        """Return the position up to which a source has been applied."""

    async def caught_up(self) -> None:
        """Return once every source was read, since this leadership began, to a head asked for after it began."""

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        """Run one step of the worker's own (a timer, an answer, an effect's result): `work` only reads and appends.

        Steps are serialised with those that take events in. What was appended is projected and committed before
        this returns, and the relay is woken.
        """


class Worker(Protocol):
    """A service's leading worker."""

    sources: Mapping[Service, Patience]
    """Whose logs it takes in, whole and in order; and how long what they tell may wait for company."""

    async def load(self, connection: Connection, leader: Leader) -> None:
        """Fill memory from the tables: at the start of a leadership and after a failed step."""

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        """Write what events (own or taken, in order) change in the projections. Deterministic; sees no clock."""

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        """Decide what follows from source events that `project` has just applied, and append it.

        Memory may change here: when the step fails, `load` is called before anything else.
        """

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:
        """Wake what waits for what was just committed (timers, senders, listeners). Must not fail."""

    async def run(self, leader: Leader) -> None:
        """Work beside the intake (timers, sending, asking) for as long as this process leads; cancelled at the end."""

    async def drain(self) -> None:
        """Finish what is on the wire: called once at a graceful stop, before `run` is cancelled, for 10 s at most."""

    def questions(self) -> Mapping[str, Question]:
        """Return what the leader answers, by name: `ask.<service>.<name>`."""
