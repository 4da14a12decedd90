"""Looking at what became of it: at the campaigns through the API, at the calls through the simulator's truth."""

from collections.abc import Sequence

from callctl.api import HttpApi
from callctl.demo.comparison import Placed, SeenCall, Truth
from callctl.demo.launching import Launched
from callctl.demo.progress import CampaignProgress, Progress

_SHOULD_BE_NONE = ("numbers_called_twice", "numbers_live_twice", "attempts_placed_twice")


def look(campaigns: Sequence[Launched]) -> Progress:
    """How far all campaigns are. Raises `NotAnswered`.

    Users are asked one after the other: of what each answer says of all together the most is shown.
    """
    slots = [launched.member.api.get("/api/settings/concurrency") for launched in campaigns]
    return Progress(
        campaigns=tuple(
            _progress(launched, own["user_active"], own["user_limit"])
            for launched, own in zip(campaigns, slots, strict=True)
        ),
        active=max(own["system_active"] for own in slots),
        limit=slots[-1]["system_limit"],
    )


def _progress(launched: Launched, active: int, limit: int) -> CampaignProgress:
    campaign = launched.member.api.get(f"/api/campaigns/{launched.campaign_id}")
    return CampaignProgress(
        user=launched.member.user.name,
        campaign=campaign["name"],
        status=campaign["status"],
        counters=campaign["counters"],
        active=active,
        limit=limit,
    )


def calls(launched: Launched) -> list[SeenCall]:
    """Every call of a campaign. Raises `NotAnswered`."""
    listed = launched.member.api.pages(f"/api/campaigns/{launched.campaign_id}/calls")
    return [SeenCall(call["phone_number"], call["status"], call["outcome"]) for call in listed]


def why(launched: Launched) -> str:
    """Why a campaign does not move, in the API's own words. Raises `NotAnswered`."""
    told = launched.member.api.get(f"/api/campaigns/{launched.campaign_id}/why")
    reasons = "; ".join(f"{reason['code']}: {reason['message']}" for reason in told["reasons"])
    return f"{launched.member.user.campaign} is {told['state']}: {reasons or 'no reason is given'}"


def truth(bolna: HttpApi) -> Truth:
    """What the simulator counted. Raises `NotAnswered`."""
    peaks = bolna.get("/simulator/peaks")
    summary = bolna.get("/simulator/summary")
    placed = bolna.get("/simulator/calls")["calls"]
    return Truth(
        placed=[Placed(call["agent_id"], call["number"]) for call in placed],
        peak=peaks["all"],
        peaks=peaks["agents"],
        summary={name: summary[f"{name}_count"] for name in _SHOULD_BE_NONE},
    )
