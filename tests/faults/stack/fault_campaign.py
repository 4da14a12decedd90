"""A run in which everything goes wrong at once: who is killed or frozen when, by its seed, and what Bolna does."""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.stack.freezing import wake
from tests.faults.stack.rehearsal import Rehearsal

WORKERS = ("campaigns", "scheduler", "dialer", "webhooks")
VICTIMS = (*WORKERS, *WORKERS, "campaigns-http-1", "webhooks-http-1", "nats", "postgres")
"""The workers twice as often as the rest."""
FREEZABLE = (*WORKERS, "webhooks-http-1")
BETWEEN_SECONDS = (3.0, 7.0)
FROZEN_SECONDS = (1.0, 8.0)
AWAY_SECONDS = 20.0

ALWAYS: dict[str, Any] = {
    "ring_seconds": [0.05, 0.2],
    "unanswered_ring_seconds": [0.2, 1.0],
    "talk_seconds": [0.15, 0.8],
    "faults": {
        "lost": 0.05,
        "duplicated": 0.1,
        "late": {"share": 0.1, "max_seconds": 30},
        "reordered": 0.1,
        "timeout_after": 0.02,
        "timeout_before": 0.01,
        "http_500_after": 0.01,
        "http_500_before": 0.01,
    },
}
TROUBLES: tuple[tuple[float, dict[str, Any], float], ...] = (
    # seconds after the start, what Bolna does from then on, for how long
    (10.0, {"faults": {"http_429": 0.5}}, 3.0),
    (20.0, {"away": True}, AWAY_SECONDS),
    (50.0, {"queue_above": 15, "account_concurrency_max": 15}, 25.0),
    (80.0, {"away": True, "away_as": "reset"}, AWAY_SECONDS),
    (110.0, {"faults": {"http_429": 0.5}}, 3.0),
)
WELL: dict[str, Any] = {
    "away": False,
    "away_as": "unavailable",
    "queue_above": None,
    "account_concurrency_max": 1000,
    "faults": {"http_429": 0.0},
}


@dataclass
class FaultCampaign:
    """One run's troubles. `done` counts what was done to whom."""

    run: Rehearsal
    seed: int
    done: Counter[str] = field(default_factory=Counter)

    def until(self, over: Callable[[], bool], seconds: float) -> None:
        """Makes trouble until it is over; then Bolna is well and nobody is frozen. AssertionError after `seconds`."""
        chance = random.Random(self.seed)  # noqa: S311 - who is broken next is no secret
        began = time.monotonic()
        plan = self._bolnas_plan(began)
        frozen: list[tuple[float, int]] = []
        next_victim = began + chance.uniform(*BETWEEN_SECONDS)
        try:
            while not over():
                now = time.monotonic()
                assert now < began + seconds, f"not over after {seconds:.0f} s: {dict(self.done)}"
                while plan and plan[0][0] <= now:
                    self.run.bolna.change(plan.pop(0)[1])
                for due in [one for one in frozen if one[0] <= now]:
                    frozen.remove(due)
                    wake(due[1])
                if now >= next_victim:
                    self._break_something(chance, frozen)
                    next_victim = time.monotonic() + chance.uniform(*BETWEEN_SECONDS)
                time.sleep(0.2)
        finally:
            for _, pid in frozen:
                wake(pid)
            self.run.bolna.change(WELL)

    @staticmethod
    def _bolnas_plan(began: float) -> list[tuple[float, dict[str, Any]]]:
        plan = [(began + after, trouble) for after, trouble, _ in TROUBLES]
        plan += [(began + after + lasting, WELL) for after, _, lasting in TROUBLES]
        return sorted(plan, key=lambda one: one[0])

    def _break_something(self, chance: random.Random, frozen: list[tuple[float, int]]) -> None:
        if chance.random() < 1 / 3:
            name = chance.choice(FREEZABLE)
            for_seconds = chance.uniform(*FROZEN_SECONDS)
            with _still_there():
                pid = self.run.stack.pids[name]
                os.kill(pid, signal.SIGSTOP)
                frozen.append((time.monotonic() + for_seconds, pid))
                self.done[f"{name} frozen"] += 1
        else:
            name = chance.choice(VICTIMS)
            with _still_there():
                os.kill(self.run.stack.pids[name], signal.SIGKILL)
                self.done[f"{name} killed"] += 1


@contextlib.contextmanager
def _still_there() -> Iterator[None]:
    """Who is being started just now is let be."""
    with contextlib.suppress(ProcessLookupError, KeyError):
        yield
