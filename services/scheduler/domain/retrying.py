"""A further try: whether the campaign's rule allows one, when, and what hinders it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.scheduler.domain.lanes import zones_of
from shared.contracts.campaigns import CampaignSettings, RetryRule
from shared.contracts.vocabulary import Outcome
from shared.contracts.windows import next_opening, zones_that_apply

CONTACT_REMOVED = "contact_removed"
DO_NOT_CALL = "do_not_call"
NO_COMMON_HOURS = "no_common_hours"
NO_WINDOW_LEFT = "no_window_left"
NUMBER_NOT_ALLOWED = "number_not_allowed"

ONCE = RetryRule()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a call's fate depends on besides its facts.

    `closed`: its campaign was closed with this outcome. `removed`: its contact is gone. `blocked`: its number is on a
    do-not-call list. `not_allowed`: its user may not call into its country. `hours`: the settings that name its
    campaign's windows; None: there is always one ahead.
    """

    retry: RetryRule = ONCE
    closed: Outcome | None = None
    removed: bool = False
    blocked: bool = False
    not_allowed: bool = False
    hours: CampaignSettings | None = None


def next_try(rule: RetryRule, outcome: Outcome, placed: int, ended_at: datetime) -> datetime | None:
    """Return when a call of which `placed` calls were made may be tried again; None: the rule allows no further try.

    After the i-th call the i-th delay is waited; the last one repeats.
    """
    if outcome not in rule.outcomes or not 0 < placed < rule.max_attempts:
        return None
    delays: Sequence[int] = rule.delays_minutes or ONCE.delays_minutes
    return ended_at + timedelta(minutes=delays[min(placed, len(delays)) - 1])


def hindered(circumstances: Circumstances, zone: str, retry_at: datetime) -> str | None:
    """Return what hinders a call of a lane's `zone` from being tried at `retry_at` or later; None: nothing does."""
    if circumstances.closed is not None:
        return circumstances.closed.value
    if circumstances.removed:
        return CONTACT_REMOVED
    if circumstances.blocked:
        return DO_NOT_CALL
    if circumstances.not_allowed:
        return NUMBER_NOT_ALLOWED
    return None if _is_a_window_left(circumstances.hours, zone, retry_at) else NO_WINDOW_LEFT


def _is_a_window_left(hours: CampaignSettings | None, zone: str, moment: datetime) -> bool:
    if hours is None or hours.end_date is None:
        return True
    return next_opening(hours, zones_that_apply(hours, zones_of(zone)), moment) is not None
