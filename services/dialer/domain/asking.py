"""Asking for the account: when it is asked whether dialling may go on, and what its answer changes."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from services.dialer.domain.circuit import Circuit, Phase, Rules, Trouble
from shared.contracts.dialer import DialingResumed, DialingStopped

MISSES = 2
"""So many looks at the account in a row that find nobody there stop dialling."""


class Look(StrEnum):
    """What asking for the account brought."""

    ANSWERED = "answered"
    NO_MONEY = "no_money"
    """It answered, with an empty wallet."""
    KEY_REJECTED = "key_rejected"
    FORBIDDEN = "forbidden"
    """The key is rejected, and never was let to ask: it may be one that may place calls and may not see the account."""
    AWAY = "away"
    """No answer, or one that a working provider does not give."""


def looked(
    circuit: Circuit, look: Look, misses: int, rules: Rules, now: datetime
) -> DialingStopped | DialingResumed | None:
    """Return what follows when the account was asked; `misses` counts the looks in a row that found nobody there."""
    if circuit.phase is Phase.STOPPED:
        return DialingResumed(at=now, bound=1) if _helps(circuit, look, rules, now) else None
    match look:
        case Look.KEY_REJECTED:
            return DialingStopped(at=now, reason=Trouble.KEY_REJECTED)
        case Look.AWAY if misses >= MISSES:
            return DialingStopped(at=now, reason=Trouble.PROVIDER_AWAY)
        case Look.AWAY | Look.ANSWERED | Look.NO_MONEY | Look.FORBIDDEN:
            return None
        case _:
            assert_never(look)


def _helps(circuit: Circuit, look: Look, rules: Rules, now: datetime) -> bool:
    """Whether a look allows one call at a time while dialling is stopped.

    None does after a restore. An empty wallet is no answer where money was the trouble. Whoever may never ask has the
    key tried after 10 minutes.
    """
    if circuit.trouble == Trouble.RESTORED:
        return False
    match look:
        case Look.ANSWERED:
            return True
        case Look.NO_MONEY:
            return circuit.trouble != Trouble.BALANCE_LOW
        case Look.FORBIDDEN:
            waited = circuit.since is None or now >= circuit.since + rules.longest_wait
            return circuit.trouble != Trouble.KEY_REJECTED or waited
        case Look.KEY_REJECTED | Look.AWAY:
            return False
        case _:
            assert_never(look)


def probe_at(circuit: Circuit, rules: Rules, asked_at: datetime | None) -> datetime | None:
    """Return when the account is asked whether dialling may go on; None while it is not stopped.

    After the first wait, which doubles with every stop in a row; asked in vain (`asked_at`), again after that, or 30 s.
    """
    if circuit.phase is not Phase.STOPPED or circuit.since is None:
        return None
    doublings: int = 2 ** min(max(circuit.strikes, 1) - 1, 20)
    wait = min(rules.first_wait * doublings, rules.longest_wait)
    first = circuit.since + wait
    return first if asked_at is None else max(first, asked_at + min(wait, rules.longest_between_probes))
