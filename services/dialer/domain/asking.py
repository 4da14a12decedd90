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
    AWAY = "away"
    """No answer, or one that a working provider does not give."""


def looked(circuit: Circuit, look: Look, misses: int, now: datetime) -> DialingStopped | DialingResumed | None:
    """Return what follows when the account was asked; `misses` counts the looks in a row that found nobody there.

    While dialling is stopped an answer allows one call at a time; an empty wallet is none where money was the trouble.
    """
    if circuit.phase is Phase.STOPPED:
        helps = look is Look.ANSWERED or (look is Look.NO_MONEY and circuit.trouble != Trouble.BALANCE_LOW)
        return DialingResumed(at=now, bound=1) if helps else None
    match look:
        case Look.KEY_REJECTED:
            return DialingStopped(at=now, reason=Trouble.KEY_REJECTED)
        case Look.AWAY if misses >= MISSES:
            return DialingStopped(at=now, reason=Trouble.PROVIDER_AWAY)
        case Look.AWAY | Look.ANSWERED | Look.NO_MONEY:
            return None
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
