"""Whether dialling goes on: the circuit breaker of the process that leads, and what it records."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog
from prometheus_client import Gauge

from services.dialer.domain.asking import Look, looked, probe_at
from services.dialer.domain.attempt import Attempt
from services.dialer.domain.circuit import Circuit, Phase, Rules, Trouble, evolve, judge
from services.dialer.domain.evidence import Evidence, Recent, remembered
from shared.contracts.dialer import DialingResumed, DialingStopped
from shared.contracts.ids import SYSTEM
from shared.contracts.webhooks import CallProgressed, CallReported, ExecutionEvent
from shared.runtime.worker import Step

BALANCE_LOW = "balance-low"
_COUNTED = frozenset({Evidence.TAKEN, Evidence.FAILED, Evidence.AWAY})

STOPPED = Gauge("dialer_dialling_stopped", "1 while nothing is dialled for the account, else 0")

log = structlog.get_logger(__name__)


class Dialing:
    """The circuit as the tables have it, and the recent evidence. Changed inside steps: after one that fails, loaded.

    `on_change` is called, before it is committed, when dialling stops, is tried or goes on, and when it is in doubt.
    """

    def __init__(self, rules: Rules, now: Callable[[], datetime], on_change: Callable[[], None]) -> None:
        self._rules = rules
        self._now = now
        self._on_change = on_change
        self._circuit = Circuit()
        self._recent = Recent(rules.within)
        self._asked_at: datetime | None = None
        self._misses = 0
        self._may_ask = False
        self.doubtful = False
        """Whether the last that was heard makes it worth asking for the account now."""

    def load(self, circuit: Circuit, begun: Iterable[Attempt]) -> None:
        """Take up the circuit, and what the attempts begun within its window say."""
        self._circuit = circuit
        STOPPED.set(self.stopped)
        evidence = [
            (attempt.attempted_at, one)
            for attempt in begun
            if attempt.attempted_at is not None and (circuit.since is None or attempt.attempted_at >= circuit.since)
            if (one := remembered(attempt)) is not None
        ]
        self._recent = Recent(self._rules.within, evidence)

    @property
    def stopped(self) -> bool:
        """Whether nothing may be sent."""
        return self._circuit.phase is Phase.STOPPED

    def look_at(self, regular: datetime) -> datetime:
        """When to ask for the account next: regularly, soon where in doubt, and as the circuit says while stopped."""
        probe = probe_at(self._circuit, self._rules, self._asked_at)
        if probe is not None:
            return probe
        soon = self._now() if self._asked_at is None else self._asked_at + self._rules.first_wait
        return min(regular, soon) if self.doubtful else regular

    def note(self, step: Step, evidence: Evidence, sent_at: datetime) -> None:
        """Take in what a call sent at `sent_at` says of the account, and record what follows."""
        if evidence is Evidence.DIALLED and self._circuit.phase is Phase.GOING_ON:
            return
        now = self._now()
        if self._circuit.phase is Phase.GOING_ON and evidence in _COUNTED:
            self._recent.add(now, evidence)
            self.doubtful = evidence is not Evidence.TAKEN
        share = self._recent.share(now)
        self._record(step, judge(self._circuit, evidence, sent_at=sent_at, share=share, rules=self._rules, now=now))
        if self.doubtful:
            self._on_change()

    def hear(self, step: Step, facts: Sequence[tuple[ExecutionEvent, Attempt]]) -> None:
        """Take in what the provider's webhooks say of the account."""
        for event, attempt in facts:
            evidence = _told(event)
            if evidence is not None and attempt.attempted_at is not None:
                self.note(step, evidence, attempt.attempted_at)

    def looked(self, step: Step, look: Look | None) -> None:
        """Take in what asking for the account brought (None: nothing that says anything), and record what follows."""
        self._asked_at = now = self._now()
        if look is None:
            return
        self._may_ask = self._may_ask or look in (Look.ANSWERED, Look.NO_MONEY)
        if look is Look.KEY_REJECTED and not self._may_ask:
            look = Look.FORBIDDEN
        self._misses = self._misses + 1 if look is Look.AWAY else 0
        self.doubtful = self._misses > 0
        self._record(step, looked(self._circuit, look, self._misses, self._rules, now))

    def hold(self) -> None:
        """Send nothing, from before it is recorded that a restore stops dialling."""
        self._circuit = Circuit(Phase.STOPPED, self._now(), Trouble.RESTORED, self._circuit.strikes)
        STOPPED.set(self.stopped)

    @property
    def waits_for_memory(self) -> bool:
        """Whether it is a restore that stops dialling."""
        return self.stopped and self._circuit.trouble == Trouble.RESTORED

    def restored(self, step: Step) -> None:
        """Stop, as long as it takes to learn what was dialled that a restore has forgotten."""
        self._record(step, DialingStopped(at=self._now(), reason=Trouble.RESTORED))

    def remembered(self, step: Step) -> None:
        """Go on: what a restore had forgotten is known."""
        self._record(step, DialingResumed(at=self._now()))

    def _record(self, step: Step, event: DialingStopped | DialingResumed | None) -> None:
        if event is None:
            return
        step.append(SYSTEM, event, user_id=None)
        self._circuit = evolve(self._circuit, event)
        self._recent.forget()
        self._asked_at, self._misses, self.doubtful = None, 0, False
        STOPPED.set(self.stopped)
        log.warning("dialling", phase=self._circuit.phase, trouble=self._circuit.trouble, strikes=self._circuit.strikes)
        self._on_change()


def _told(event: ExecutionEvent) -> Evidence | None:
    match event:
        case CallReported(dialled=False):
            return Evidence.BALANCE_LOW if event.provider_status == BALANCE_LOW else None
        case CallReported() | CallProgressed():
            return Evidence.DIALLED
        case _:
            return None
