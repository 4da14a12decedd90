"""The circuit breaker: whether anything can be dialled for the account, and when that is tried again.

    going on ─ trouble ─▶ stopped ─ the account answers ─▶ on trial, one call at a time ─ it is dialled ─▶ going on
                             ▲───────────── the trial fails: twice as long ─────────────┘

What was sent before the last stop or trial began says nothing of the time since, however late it is heard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from services.dialer.domain.evidence import Evidence, Share
from shared.contracts.dialer import DialingResumed, DialingStopped


class Phase(StrEnum):
    """Whether dialling goes on, is stopped, or is tried by one call at a time."""

    GOING_ON = "going_on"
    STOPPED = "stopped"
    ON_TRIAL = "on_trial"


class Trouble(StrEnum):
    """Why dialling is stopped; these are why codes."""

    KEY_REJECTED = "provider_rejects_key"
    BALANCE_LOW = "balance_low"
    CIRCUIT_OPEN = "circuit_open"
    PROVIDER_AWAY = "provider_away"
    RESTORED = "restored"
    """Records were restored from a backup, and what was dialled since is not read yet; no look at the account helps."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When dialling stops, and how long it waits before the account is asked whether it may go on."""

    share: float = 0.5
    at_least: int = 10
    within: timedelta = timedelta(seconds=120)
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=10)
    longest_between_probes: timedelta = timedelta(seconds=30)
    look_every: timedelta = timedelta(seconds=60)
    """How often the account is asked for while all is well."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Where dialling stands since when; `strikes` counts the stops in a row, `trouble` is that of the last."""

    phase: Phase = Phase.GOING_ON
    since: datetime | None = None
    trouble: str | None = None
    strikes: int = 0


_AT_ONCE: Mapping[Evidence, Trouble] = {
    Evidence.KEY_REJECTED: Trouble.KEY_REJECTED,
    Evidence.BALANCE_LOW: Trouble.BALANCE_LOW,
}
_ON_TRIAL: Mapping[Evidence, Trouble] = {
    **_AT_ONCE,
    Evidence.FAILED: Trouble.CIRCUIT_OPEN,
    Evidence.AWAY: Trouble.PROVIDER_AWAY,
}


def judge(
    circuit: Circuit, evidence: Evidence, *, sent_at: datetime, share: Share, rules: Rules, now: datetime
) -> DialingStopped | DialingResumed | None:
    """Return what follows from evidence of a call sent at `sent_at`, which `share` counts already; None: nothing.

    A trial for want of money has succeeded once somebody was dialled; any other once Bolna took the call.
    """
    if circuit.since is not None and sent_at < circuit.since:
        return None
    match circuit.phase:
        case Phase.STOPPED:
            return None
        case Phase.GOING_ON:
            trouble = _AT_ONCE.get(evidence) or _of_many(evidence, share, rules)
        case Phase.ON_TRIAL:
            enough = Evidence.DIALLED if circuit.trouble == Trouble.BALANCE_LOW else Evidence.TAKEN
            if evidence in (enough, Evidence.DIALLED):
                return DialingResumed(at=now)
            trouble = _ON_TRIAL.get(evidence)
        case _:
            assert_never(circuit.phase)
    return None if trouble is None else DialingStopped(at=now, reason=trouble)


def _of_many(evidence: Evidence, share: Share, rules: Rules) -> Trouble | None:
    if evidence not in (Evidence.FAILED, Evidence.AWAY):
        return None
    failed = share.failed + share.away
    if share.total < rules.at_least or failed < rules.share * share.total:
        return None
    return Trouble.PROVIDER_AWAY if share.away > share.failed else Trouble.CIRCUIT_OPEN


def evolve(circuit: Circuit, event: DialingStopped | DialingResumed) -> Circuit:
    """Return the circuit once the event has happened."""
    match event:
        case DialingStopped():
            return Circuit(Phase.STOPPED, event.at, event.reason, circuit.strikes + 1)
        case DialingResumed(bound=None):
            return Circuit(Phase.GOING_ON, event.at)
        case DialingResumed():
            return Circuit(Phase.ON_TRIAL, event.at, circuit.trouble, circuit.strikes)
        case _:
            assert_never(event)
