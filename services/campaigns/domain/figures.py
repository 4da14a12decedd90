"""What an attempt adds to its campaign's figures: a function of all that was told of it, in whatever order.

The figures of a campaign are the sum of this over its attempts. A projection that takes off what an attempt added
before, and adds what it adds now, therefore counts nothing twice, whatever is told again or late.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shared.contracts.vocabulary import Outcome

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COUNTED_OUTCOMES = (Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED)
"""The outcomes that an attempt can have."""
COLUMNS = (
    "placed",
    "not_placed",
    *(outcome.value.replace("-", "_") for outcome in COUNTED_OUTCOMES),
    "line_milliseconds",
    "talk_milliseconds",
)
"""Of a campaign's quarter."""


@dataclass(frozen=True, slots=True)
class AttemptTold:
    """What is known of an attempt. `heard`: of its line; `dialled`: False where the provider dialled nobody."""

    campaign_id: UUID
    user_id: UUID
    placed_at: datetime | None = None
    failed_at: datetime | None = None
    ringing_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    reported_at: datetime | None = None
    heard: bool = False
    dialled: bool | None = None
    outcome: str | None = None
    duration_seconds: float | None = None
    cost_amount: Decimal | None = None
    cost_currency: str | None = None

    @property
    def placed(self) -> bool:
        """Whether Bolna took it and dialled: taken, or heard of, and not said to have dialled nobody."""
        return (self.placed_at is not None or self.heard) and self.dialled is not False

    @property
    def moment(self) -> datetime | None:
        """When it is counted: when it was placed, or the first that was heard; else when it failed; None: not yet."""
        if not self.placed:
            return self.failed_at or (self.reported_at if self.dialled is False else None)
        heard = (self.ringing_at, self.answered_at, self.ended_at, self.reported_at)
        return self.placed_at or next((at for at in heard if at is not None), None)


@dataclass
class Figures:
    """Sums: by campaign and quarter the columns in COLUMNS, by campaign and currency the cost; and whose they are."""

    quarters: dict[tuple[UUID, datetime], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    costs: dict[tuple[UUID, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    owners: dict[UUID, UUID] = field(default_factory=dict)

    def add(self, attempts: Iterable[AttemptTold], times: int = 1) -> "Figures":
        """Add what attempts come to, or with -1 take it off; return these figures."""
        for attempt in attempts:
            self.owners[attempt.campaign_id] = attempt.user_id
            if attempt.moment is not None:
                kept = self.quarters[attempt.campaign_id, quarter_of(attempt.moment)]
                for name, count in _counts(attempt).items():
                    kept[name] += times * count
            if attempt.cost_amount is not None and attempt.cost_currency is not None:
                self.costs[attempt.campaign_id, attempt.cost_currency] += times * attempt.cost_amount
        return self


def quarter_of(moment: datetime) -> datetime:
    """Return the beginning of the quarter of an hour in which a moment lies, in UTC."""
    return EPOCH + (moment - EPOCH) // QUARTER * QUARTER


def _counts(attempt: AttemptTold) -> Counter[str]:
    if not attempt.placed:
        return Counter(not_placed=1)
    milliseconds = round((attempt.duration_seconds or 0) * 1000)
    counts = Counter(placed=1, line_milliseconds=milliseconds)
    if attempt.outcome in COUNTED_OUTCOMES:
        counts[attempt.outcome.replace("-", "_")] += 1
    if attempt.outcome == Outcome.ANSWERED:
        counts["talk_milliseconds"] += milliseconds
    return counts
