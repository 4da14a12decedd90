"""The table of the service's README, each cell tried: what may happen to a campaign in which state."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from services.campaigns.domain import campaign_life, campaign_progress
from services.campaigns.domain.campaign import Campaign, CampaignEvent, evolve
from services.campaigns.domain.campaign_change import change
from services.campaigns.domain.campaign_life import status_of
from services.campaigns.domain.campaign_parts import Details
from services.campaigns.domain.refusals import NoSuchCampaign, Refusal
from shared.contracts.campaigns import CampaignStarted, CampaignUpdated, ContactsQueued
from shared.testing.examples import CAMPAIGN, NOW
from tests.decisions.campaigns.campaign_given import (
    cancelled,
    completed,
    created,
    deleted,
    drained,
    given,
    kept_open,
    paused,
    queued,
    queued_of_more,
    scheduled,
    started,
)

README = Path(__file__).parents[3] / "services" / "campaigns" / "README.md"
PASTS: dict[str, tuple[CampaignEvent, ...]] = {
    "draft": (),
    "scheduled": (scheduled,),
    "active": (scheduled, started),
    "paused": (scheduled, paused),
    "completed": (scheduled, started, completed),
    "cancelled": (scheduled, cancelled),
    "deleted": (deleted,),
}
ANOTHER_NAME = Details.of(created.model_copy(update={"name": "November"}))
Happening = Callable[[Campaign], list[CampaignEvent]]
HAPPENINGS: dict[str, Happening] = {
    "start": lambda campaign: campaign_life.start(CAMPAIGN, campaign, NOW),
    "pause": lambda campaign: campaign_life.pause(CAMPAIGN, campaign, NOW),
    "resume": lambda campaign: campaign_life.resume(CAMPAIGN, campaign, NOW),
    "cancel": lambda campaign: campaign_life.cancel(CAMPAIGN, campaign, NOW),
    "change": lambda campaign: change(CAMPAIGN, ANOTHER_NAME, campaign, NOW, out=0),
    "delete": lambda campaign: campaign_life.delete(CAMPAIGN, campaign, NOW),
    "contacts are added": lambda campaign: campaign_progress.queue(CAMPAIGN, 2, campaign, NOW, more=False),
    "its first window opens": lambda campaign: campaign_progress.opened(campaign, NOW),
    "its agent is gone from Bolna": lambda campaign: campaign_progress.agent_missing(campaign, NOW),
    "kept open, its last window is past": lambda campaign: campaign_progress.expired(campaign, NOW),
    "all that was queued is settled": lambda campaign: campaign_progress.complete(campaign, NOW),
}
MAKES_ANOTHER = "duplicate"
"""Decides nothing of the campaign itself."""


def cells() -> Iterator[tuple[str, str, str]]:
    """Yield every cell of the table: what happens, in which state, and what comes of it."""
    _, _, table = README.read_text(encoding="utf-8").partition("## What may happen to a campaign")
    lines = [line for line in table.splitlines() if line.startswith("|")]
    _, *states = (cell.strip() for cell in lines[0].strip("|").split("|"))
    for line in lines[2:]:
        happening, *outcomes = (cell.strip() for cell in line.strip("|").split("|"))
        for state, outcome in zip(states, outcomes, strict=True):
            yield happening, state, outcome


CELLS = [cell for cell in cells() if cell[0] != MAKES_ANOTHER]


def in_state(state: str, happening: str) -> Campaign:
    """A campaign with two calls that is in a state; all settled, or kept open, where that is what it is about."""
    if happening.startswith("kept open"):
        return given(kept_open, queued_of_more, *PASTS[state]).state
    campaign = given(created, queued, *PASTS[state]).state
    return drained(campaign, settled=2) if happening.startswith("all that was queued") else campaign


def test_the_table_has_every_state_and_everything_that_may_happen() -> None:
    assert {(happening, state) for happening, state, _ in CELLS} == {
        (happening, state) for happening in HAPPENINGS for state in PASTS
    }
    assert any(happening == MAKES_ANOTHER for happening, _, _ in cells())


@pytest.mark.parametrize(("happening", "state", "outcome"), CELLS, ids=[f"{cell[0]}: {cell[1]}" for cell in CELLS])
def test_what_may_happen_is_what_the_table_says(happening: str, state: str, outcome: str) -> None:
    campaign = in_state(state, happening)
    decide = partial(HAPPENINGS[happening], campaign)
    if outcome.startswith(("404", "409")):
        with pytest.raises(Refusal) as refused:
            decide()
        assert isinstance(refused.value, NoSuchCampaign) == (outcome == "404")
        assert outcome in ("404", f"409 `{refused.value.code}`")
        return
    events = decide()
    after = campaign
    for event in events:
        after = evolve(after, event)
    match outcome:
        case "as it is" | "\N{EN DASH}":
            assert events == []
        case "queued" | "closed":
            assert [type(event) for event in events] == [ContactsQueued]
        case "changed":
            assert [type(event) for event in events] == [CampaignUpdated]
        case "started, stays paused":
            assert [type(event) for event in events] == [CampaignStarted]
            assert status_of(after) == "paused"
        case _:
            wanted = re.match(r"→ (\w+)", outcome)
            assert wanted is not None, outcome
            assert (len(events), status_of(after)) == (1, "scheduled" if "else" in outcome else wanted[1])


@pytest.mark.parametrize("happening", ["start", "pause", "resume", "cancel", "change", "delete"])
@pytest.mark.parametrize("state", PASTS)
def test_a_command_said_twice_is_the_same_as_once(happening: str, state: str) -> None:
    campaign = in_state(state, happening)
    try:
        events = HAPPENINGS[happening](campaign)
    except Refusal:
        return
    for event in events:
        campaign = evolve(campaign, event)
    assert HAPPENINGS[happening](campaign) == []
