"""A run over one stack: who takes part, how far it has come, and the evidence that it leaves."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tests.faults.stack.api_client import ApiClient, Customer, register
from tests.faults.stack.bolna_side import SHORT_CALLS, BolnaSide
from tests.faults.stack.judge import Evidence, Planned
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for

QUEUE_STATUSES = ("queued", "dialling", "in_call", "awaiting_result", "waiting_retry")
SYSTEM_LIMIT = 10


@dataclass
class Rehearsal:
    """Some customers of a stack and what they asked for; `planned` are the campaigns that they uploaded."""

    stack: RunningStack
    bolna: BolnaSide
    admin: ApiClient
    system_limit: int
    customers: list[Customer] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)

    def upload(self, customer: Customer, count: int, **more: Any) -> Planned:
        """Uploads a campaign of `count` numbers that nobody else has; it begins by itself."""
        numbers = tuple(f"+9198{number:08d}" for number in islice(self.stack.numbers, count))
        campaign = customer.upload(f"{customer.name} {len(self.planned) + 1}", numbers, **more)
        self.planned.append(campaign)
        return campaign

    def wait_until_placed(self, count: int, seconds: float = 60.0) -> None:
        """Returns when Bolna has received as many calls in all."""
        wait_for(lambda: self.bolna.count() >= count, f"{count} calls were placed", seconds)

    def wait_until_completed(self, seconds: float) -> None:
        """Returns when every campaign that is to be completed is, and nothing is on its way any more."""
        due = {campaign.campaign_id for campaign in self.planned if campaign.ends_as == "completed"}

        def open_campaigns() -> dict[str, Any]:
            told = {c["id"]: c for customer in self.customers for c in customer.api.every("/api/campaigns")}
            return {id_: told[id_]["counters"] for id_ in due if told[id_]["status"] != "completed"}

        try:
            wait_for(lambda: not open_campaigns(), "every campaign is completed", seconds, poll=0.5)
        except AssertionError as late:
            raise AssertionError(f"{late}; they stand at {open_campaigns()}") from None
        wait_for(lambda: self.bolna.waiting_webhooks() == 0, "every webhook is delivered")
        wait_for(lambda: not self._slots_held(), "every slot is free")

    def evidence(self, expected_waiting: int = 0) -> Evidence:
        """What the judge is to see. `expected_waiting` calls of closed campaigns may be queued."""
        peaks = self.bolna.peaks()
        told = [call for customer, campaign in self._campaigns() for call in customer.calls(campaign.campaign_id)]
        unsettled = self._unsettled()
        unsettled["queued"] -= expected_waiting
        return Evidence(
            planned=self.planned,
            placed=self.bolna.placed(),
            told=told,
            campaigns={plan.campaign_id: customer.campaign(plan.campaign_id) for customer, plan in self._campaigns()},
            system_limit=self.system_limit,
            agent_limits={customer.bolna_agent_id: customer.limit for customer in self.customers},
            system_peak=peaks.system,
            agent_peaks=peaks.agents,
            live=peaks.live,
            slots_held=self._slots_held(),
            unsettled=unsettled,
        )

    def _campaigns(self) -> Iterator[tuple[Customer, Planned]]:
        of_agent = {customer.bolna_agent_id: customer for customer in self.customers}
        return ((of_agent[campaign.bolna_agent_id], campaign) for campaign in self.planned)

    def _slots_held(self) -> int:
        held: int = self.customers[0].api.get("/api/queue/statistics")["slots"]["system_active"]
        return held

    def _unsettled(self) -> dict[str, int]:
        told = [customer.api.get("/api/queue/statistics") for customer in self.customers]
        return {status: sum(one[status] for one in told) for status in QUEUE_STATUSES}


@contextlib.contextmanager
def rehearsal(
    stack: RunningStack,
    limits: Sequence[int],
    *,
    system_limit: int = SYSTEM_LIMIT,
    profile: Mapping[str, Any] = SHORT_CALLS,
) -> Iterator[Rehearsal]:
    """New customers of a stack that runs, one for each of `limits`, and a new record at Bolna's side.

    What was uploaded before is over. The profile is laid over the default one.
    """
    with contextlib.ExitStack() as ending:
        bolna = ending.enter_context(BolnaSide(stack.public["simulator"]))
        bolna.begin(profile)
        admin = ending.enter_context(ApiClient(stack.public["api"], stack.public["admin_key"]))
        admin.patch("/api/settings/concurrency", {"system_limit": system_limit})
        run = Rehearsal(stack, bolna, admin, system_limit)
        for limit in limits:
            customer = register(admin, stack.public["api"], f"user-{next(stack.numbers)}", limit)
            run.customers.append(ending.enter_context(customer))
        yield run


@contextlib.contextmanager
def running_stack(folder: Path, **environment: str) -> Iterator[RunningStack]:
    """A stack that ends with the block, whatever happens in it."""
    stack = RunningStack(folder, environment)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
