"""The profile: how calls go, which webhooks are sent, and what goes wrong. Times are seconds, shares 0..1."""

import math
from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from simulator.domain.statuses import Life, Status


def _pair(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (value, value)
    return value


def _ordered(span: tuple[float, float]) -> tuple[float, float]:
    low, high = span
    if not (0 <= low <= high and math.isfinite(high)):
        raise ValueError("must be 0 or more, the smaller first")
    return span


def _share_of(value: object) -> object:
    return value["share"] if isinstance(value, dict) and set(value) == {"share"} else value


def _late_of(value: object) -> object:
    return {"share": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Span = Annotated[tuple[float, float], BeforeValidator(_pair), AfterValidator(_ordered)]
Share = Annotated[float, BeforeValidator(_share_of), Field(ge=0, le=1, allow_inf_nan=False)]
Finite = Annotated[float, Field(ge=0, allow_inf_nan=False)]

_SETTINGS = ConfigDict(frozen=True, extra="forbid")
_POST = ("timeout_before", "timeout_after", "http_500_before", "http_500_after", "http_429", "no_execution_id")


def _span(low: float, high: float, says: str) -> Any:
    return Field(default=(low, high), description=f"seconds as [min, max] or one number: {says}")


def _share(says: str) -> Any:
    return Field(default=0.0, description=f"a share from 0 to 1, or {{'share': 0.1}}: {says}")


class Late(BaseModel):
    """How many webhooks are late, and by how much at most (seconds)."""

    model_config = _SETTINGS
    share: Share = _share("webhooks that are late")
    max_seconds: Finite = Field(default=30.0, description="seconds, 0 or more: the longest that one is late")


class Faults(BaseModel):
    """What goes wrong. Webhook faults are drawn per webhook, the others per POST /call; those exclude each other."""

    model_config = _SETTINGS
    lost: Share = _share("webhooks never sent")
    duplicated: Share = _share("webhooks sent twice")
    late: Annotated[Late, BeforeValidator(_late_of)] = Field(
        default=Late(), description="a share from 0 to 1, or {'share': 0.1, 'max_seconds': 30}: webhooks that are late"
    )
    reordered: Share = _share("webhooks sent after the one that follows them")
    timeout_before: Share = _share("POST /call never answered, nothing placed")
    timeout_after: Share = _share("POST /call placed, never answered")
    http_500_before: Share = _share("POST /call answered 500, nothing placed")
    http_500_after: Share = _share("POST /call answered 500, placed")
    http_429: Share = _share("POST /call answered 429, nothing placed")
    no_execution_id: Share = _share("POST /call placed, the answer lacks execution_id")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sum(getattr(self, name) for name in _POST) > 1 + 1e-9:
            raise ValueError(f"the shares of {', '.join(_POST)} must add up to 1 at most")
        return self


def _shares_fit(outcomes: dict[Life, float]) -> dict[Life, float]:
    if sum(outcomes.values()) > 1 + 1e-9:
        raise ValueError("shares must add up to 1 at most")
    return outcomes


_fits: Callable[[dict[Life, float]], dict[Life, float]] = _shares_fit


class Profile(BaseModel):
    """Everything that can be set while the simulator runs; README.md says each field in a sentence.

    A call keeps the life that it was given when it was placed; all else follows a change at once.
    """

    model_config = _SETTINGS
    seed: int = Field(default=0, description="a whole number: another seed, other draws")
    speed: float = Field(default=1.0, gt=0, allow_inf_nan=False, description="above 0: calls go this many times faster")
    ring_seconds: Span = _span(2, 6, "ringing until answered")
    unanswered_ring_seconds: Span | None = Field(
        default=None, description="seconds as [min, max] or one number: ringing in vain; null = as ring_seconds"
    )
    talk_seconds: Span = _span(10, 40, "in-progress until call-disconnected")
    completed_after_seconds: Span = _span(2, 5, "call-disconnected until completed")
    queued_seconds: Span = _span(0, 0, "accepted until initiated")
    dial_seconds: Span = _span(0, 0, "initiated until ringing")
    rescheduled_seconds: Span = _span(43_200, 43_200, "rescheduled until Bolna dials after all")
    live_again_after_seconds: Span = _span(5, 5, "the false end until the call is live again")
    outcomes: Annotated[dict[Life, Share], AfterValidator(_fits)] = Field(
        default={Life.ANSWERED: 1.0},
        description=f"shares from 0 to 1, together 1 at most, the rest answered; names are {', '.join(Life)}",
    )
    fixed_numbers: bool = Field(default=True, description="true or false: numbers ending 9901-9920 always do the same")
    webhooks: tuple[Status, ...] = Field(
        default=tuple(status for status in Status if status is not Status.QUEUED),
        description=f"a list of the statuses that are sent, of {', '.join(Status)}",
    )
    webhook_retries: int = Field(default=5, ge=0, le=100, description="0 to 100: tries after the first")
    webhook_retry_first_seconds: Finite = Field(default=0.5, description="seconds, 0 or more; doubles up to 30")
    webhook_timeout_seconds: float = Field(default=10.0, gt=0, le=300, description="seconds, above 0, 300 at most")
    echo_user_data: bool = Field(default=True, description="true or false: user_data comes back as recipient_data")
    queue_above: int | None = Field(default=None, ge=0, description="0 or more calls on the line; null = no limit")
    rate_limit_per_minute: int | None = Field(default=None, ge=0, description="0 or more POST /call; null = no limit")
    retry_after_seconds: Finite | None = Field(default=None, description="seconds in Retry-After; null = no header")
    account_concurrency_max: int = Field(default=1000, ge=0, description="0 or more, shown in GET /user/me")
    phone_numbers: tuple[str, ...] = Field(
        default=("+918000000001", "+918000000002", "+918000000003"),
        description="a list of E.164 numbers that the account owns",
    )
    unknown_agents: Literal["create", "refuse"] = Field(default="create", description="create or refuse (404)")
    invalid_number_status: Literal[400, 422] = Field(
        default=422, description="400 or 422: ill-formed or unowned number"
    )
    wrong_key_status: Literal[401, 403] = Field(default=403, description="401 or 403")
    key_rejected: bool = Field(default=False, description="true or false: every key is a wrong one")
    list_lag_seconds: Finite = Field(default=0.0, description="seconds until a new call shows in an agent's list")
    balance_low: bool = Field(default=False, description="true or false: every call ends as balance-low")
    away: bool = Field(default=False, description="true or false: Bolna's API is not there")
    away_as: Literal["unavailable", "reset"] = Field(default="unavailable", description="unavailable (503) or reset")
    faults: Faults = Field(default=Faults(), description="an object of faults")
