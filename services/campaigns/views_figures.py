"""A campaign's figures, from the row in which they are read to the answer."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from services.campaigns.domain.analytics import Quarter, answer_rate, by_clock
from services.campaigns.domain.figures import COLUMNS, COUNTED_OUTCOMES
from services.campaigns.views_shapes import Answer
from shared.contracts.vocabulary import Outcome


class FiguresView(Answer):
    """What attempts came to, in all or in a part of the time. `outcomes` of attempts, by public name."""

    placed: int
    not_placed: int
    outcomes: Mapping[str, int]
    answer_rate: float | None
    line_seconds: float
    talk_seconds: float


class AnalyticsView(Answer):
    """A campaign's figures. `outcomes` of calls; days and hours are local to `timezone`; costs by currency."""

    timezone: str
    total: int
    settled: int
    outcomes: Mapping[str, int]
    answer_rate: float | None
    attempts: FiguresView
    costs: Mapping[str, Decimal]
    by_day: Mapping[date, FiguresView]
    by_hour: Mapping[int, FiguresView]


def analytics(row: Mapping[str, Any]) -> AnalyticsView:
    """Return a campaign's figures from the row of the query `analytics`."""
    outcomes = {outcome.value: row[outcome.value.replace("-", "_")] for outcome in Outcome}
    quarters = [
        Quarter(datetime.fromtimestamp(start, UTC), dict(zip(COLUMNS, counts, strict=True)))
        for start, *counts in row["quarters"]
    ]
    told = by_clock(quarters, row["timezone"])
    return AnalyticsView(
        timezone=row["timezone"],
        total=row["total"],
        settled=row["settled"],
        outcomes=outcomes,
        answer_rate=answer_rate(outcomes),
        attempts=_figures(told.total),
        costs={currency: Decimal(amount) for currency, amount in row["costs"].items()},
        by_day={day: _figures(counts) for day, counts in told.days.items()},
        by_hour={hour: _figures(counts) for hour, counts in told.hours.items()},
    )


def _figures(counts: Counter[str]) -> FiguresView:
    outcomes = {outcome.value: counts[outcome.value.replace("-", "_")] for outcome in COUNTED_OUTCOMES}
    return FiguresView(
        placed=counts["placed"],
        not_placed=counts["not_placed"],
        outcomes=outcomes,
        answer_rate=answer_rate(outcomes),
        line_seconds=counts["line_milliseconds"] / 1000,
        talk_seconds=counts["talk_milliseconds"] / 1000,
    )
