"""How many more calls may be dialled now, in all: the least of what each limit leaves."""

from dataclasses import dataclass

REQUESTS_AHEAD_SECONDS = 30
"""No more of the provider's rate than this is out as requests that are not yet placed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force. None: `system` is not known yet, the provider set none, dialling is not `bound`."""

    system: int | None
    provider: int | None = None
    bound: int | None = None
    stopped: str | None = None
    calls_per_minute: int = 0

    @property
    def in_force(self) -> int | None:
        """The least of our limit and the provider's; None while ours is not known: then nothing is dialled."""
        if self.system is None:
            return None
        return self.system if self.provider is None else min(self.system, self.provider)


@dataclass(frozen=True, slots=True)
class Live:
    """The slots held now: all, those whose request is not yet placed, those taken since dialling was resumed."""

    slots: int = 0
    requested: int = 0
    since_resumed: int = 0


def free_slots(limits: Limits, live: Live) -> int:
    """Return how many more calls may be dialled now, never below 0.

    A lowered limit drains: nothing is free until fewer are live. A rate of 0 calls per minute is unlimited.
    """
    in_force = limits.in_force
    if in_force is None or limits.stopped is not None:
        return 0
    left = [in_force - live.slots]
    if limits.bound is not None:
        left.append(limits.bound - live.since_resumed)
    if limits.calls_per_minute:
        ahead = max(1, limits.calls_per_minute * REQUESTS_AHEAD_SECONDS // 60)
        left.append(ahead - live.requested)
    return max(0, min(left))
