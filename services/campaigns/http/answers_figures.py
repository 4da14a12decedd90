"""The shapes of a campaign's figures, as they are answered."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.campaigns.http.answers import Cost
from services.campaigns.views_figures import AnalyticsView, FiguresView

RATE = Field(
    description="answered, of those with an outcome of a call that was made; null while there is none", ge=0, le=1
)


class Figures(BaseModel):
    """What attempts came to. `placed` were dialled; `not_placed` are proved or presumed not to have been."""

    placed: int
    not_placed: int
    outcomes: dict[str, int] = Field(
        examples=[{"answered": 40, "no-answer": 12, "busy": 3, "voicemail": 0, "failed": 1}]
    )
    answer_rate: float | None = RATE
    line_seconds: float = Field(description="of all that were placed, as the provider bills them")
    talk_seconds: float = Field(description="of those that were answered")


class FiguresOfDay(Figures):
    """The attempts placed on one day."""

    day: date = Field(description="on the clock of `timezone`")


class FiguresOfHour(Figures):
    """The attempts placed in one hour of the day, over all days."""

    hour: int = Field(ge=0, le=23, description="0 to 23, on the clock of `timezone`")


class Durations(BaseModel):
    """How long calls lasted."""

    line_seconds: float
    talk_seconds: float
    average_talk_seconds: float | None = Field(description="of an answered call; null while there is none")


class Attempts(Figures):
    """All attempts of a campaign."""

    per_call: float | None = Field(description="placed for each settled call, on average; null while none is settled")


class Analytics(BaseModel):
    """A campaign's figures, each call and attempt counted once. `outcomes` of calls; hours and days of attempts."""

    campaign_id: UUID
    timezone: str = Field(examples=["Asia/Kolkata"])
    total: int
    settled: int
    outcomes: dict[str, int] = Field(examples=[{"answered": 38, "no-answer": 4, "skipped": 1}])
    answer_rate: float | None = RATE
    attempts: Attempts
    durations: Durations
    cost: Cost | None = Field(description="null while nothing was charged, and where it was in several currencies")
    by_hour: list[FiguresOfHour]
    by_day: list[FiguresOfDay]


def analytics(campaign_id: UUID, view: AnalyticsView) -> Analytics:
    """Return a campaign's figures as answered."""
    made, answered = view.attempts, view.attempts.outcomes["answered"]
    per_call = made.placed / view.settled if view.settled else None
    average = made.talk_seconds / answered if answered else None
    return Analytics(
        campaign_id=campaign_id,
        timezone=view.timezone,
        total=view.total,
        settled=view.settled,
        outcomes=dict(view.outcomes),
        answer_rate=view.answer_rate,
        attempts=Attempts(**made.model_dump(), per_call=per_call),
        durations=Durations(
            line_seconds=made.line_seconds, talk_seconds=made.talk_seconds, average_talk_seconds=average
        ),
        cost=_cost(view),
        by_hour=[FiguresOfHour(hour=hour, **_of(figures)) for hour, figures in view.by_hour.items()],
        by_day=[FiguresOfDay(day=day, **_of(figures)) for day, figures in view.by_day.items()],
    )


def _of(figures: FiguresView) -> dict[str, Any]:
    return figures.model_dump()


def _cost(view: AnalyticsView) -> Cost | None:
    if len(view.costs) != 1:
        return None
    ((currency, amount),) = view.costs.items()
    return Cost(amount=format(amount.normalize(), "f"), currency=currency)
