"""Why a campaign or call is, or is not, being called now: a pure function of the present state."""

from datetime import datetime

from services.scheduler.domain.campaigns import CampaignState
from services.scheduler.domain.situation import CallSituation, Situation
from shared.contracts.questions import Reason, Why
from shared.contracts.vocabulary import CallStatus, CampaignStatus

_STOPPED = {
    "provider_rejects_key": "The provider rejects our key; calls go on when it accepts it again.",
    "balance_low": "The account's balance at the provider is too low.",
    "circuit_open": "Calls failed one after another; one is tried from time to time.",
}
_STOPPED_CODES = {"key_rejected": "provider_rejects_key"}
_AWAY = {"restored": "Records were restored from a backup; what was dialled since is being read from the provider."}
"""Other reasons for which nothing is dialled: their code is provider_away."""


def why_campaign(situation: Situation, next_dial_at: datetime | None) -> Why:
    """Explain a campaign's state; one that is over, or whose calls go out, has nothing in its way.

    `next_dial_at` is when the first of its calls waits no longer and its window is open, if that ever comes.
    """
    status = campaign_status(situation)
    if status in (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED):
        return Why(state=status)
    reasons = _standing_in_the_way(situation)
    if not reasons and not situation.ready and situation.due is not None:
        reasons = (_wait(situation.due, capped=situation.capped),)
    elif not reasons and situation.ready:
        reasons = _limits(situation) or (Reason(code="waiting_turn", message="It has its turn shortly."),)
    return Why(state=status, reasons=reasons, next_dial_at=_next_dial_at(situation, next_dial_at))


def why_call(situation: CallSituation, next_dial_at: datetime | None) -> Why:
    """Explain a call's state. `next_dial_at` is when its wait is over and its window open, if that ever comes."""
    match situation.status:
        case CallStatus.DIALLING if situation.outcome_unknown:
            message = "The provider's answer was lost; it is being asked whether the call was placed."
            return Why(state=situation.status, reasons=(Reason(code="outcome_unknown", message=message),))
        case CallStatus.AWAITING_RESULT:
            reason = Reason(code="awaiting_result", message="The result is on its way.", until=situation.report_by)
            return Why(state=situation.status, reasons=(reason,))
        case CallStatus.DIALLING | CallStatus.IN_CALL | CallStatus.SETTLED:
            return Why(state=situation.status)
        case CallStatus.QUEUED | CallStatus.WAITING_RETRY:
            reasons = (*_of_the_call(situation), *_standing_in_the_way(situation.lane))
            reasons = reasons or _limits(situation.lane) or (_WAITING_TURN,)
            next_dial_at = None if situation.blocked else _next_dial_at(situation.lane, next_dial_at)
            return Why(state=situation.status, reasons=reasons, next_dial_at=next_dial_at)


_WAITING_TURN = Reason(code="waiting_turn", message="It has its turn shortly.")


def campaign_status(situation: Situation) -> CampaignStatus:
    """Return a campaign's public status."""
    if situation.state is CampaignState.RUNNING:
        return CampaignStatus.ACTIVE if situation.opened else CampaignStatus.SCHEDULED
    return CampaignStatus(situation.state.value)


def _of_the_call(situation: CallSituation) -> tuple[Reason, ...]:
    reasons = []
    if situation.blocked:
        reasons.append(Reason(code="do_not_call", message="The number is on a do-not-call list."))
    if situation.waits_until is not None:
        reasons.append(_wait(situation.waits_until, capped=situation.capped))
    if situation.number_in_use:
        reasons.append(Reason(code="number_in_use", message="Another call to this number is under way."))
    return tuple(reasons)


def _wait(until: datetime, *, capped: bool) -> Reason:
    if capped:
        return Reason(code="frequency_cap", message="The number was called as often as is allowed.", until=until)
    return Reason(code="retry_wait", message="It waits to be tried again.", until=until)


def _standing_in_the_way(situation: Situation) -> tuple[Reason, ...]:
    """What keeps calls back whatever is free, the weightiest first."""
    found: list[Reason] = []
    if situation.state is CampaignState.DRAFT:
        found.append(Reason(code="draft", message="It is not started."))
    if situation.state is CampaignState.PAUSED:
        found.append(Reason(code="paused", message="It is paused."))
    if situation.held:
        found.append(Reason(code="scheduler_away", message="A message about it could not be read; support must look."))
    if situation.agent_missing:
        found.append(Reason(code="agent_missing", message="The provider does not know its agent."))
    if situation.stopped is not None:
        code = _STOPPED_CODES.get(situation.stopped, situation.stopped)
        away = Reason(code="provider_away", message=_AWAY.get(code, "The provider cannot be reached."))
        found.append(Reason(code=code, message=_STOPPED[code]) if code in _STOPPED else away)
    if situation.hopeless:
        found.append(Reason(code="no_common_hours", message="The zones it may lie in have no calling hours in common."))
    elif not situation.is_open:
        code = "before_start" if situation.starts_later else "window_closed"
        found.append(Reason(code=code, message="It is outside its calling hours.", until=situation.opens))
    return tuple(found)


def _limits(situation: Situation) -> tuple[Reason, ...]:
    if situation.suspended:
        return (Reason(code="user_limit", message="The account is suspended."),)
    if situation.free_user <= 0:
        return (Reason(code="user_limit", message="All calls that may be live at once are."),)
    if situation.free_campaign is not None and situation.free_campaign <= 0:
        return (Reason(code="campaign_limit", message="All calls that this campaign may have live at once are."),)
    if situation.paced_until is not None:
        message = "All calls that this campaign may make in a minute are made."
        return (Reason(code="campaign_rate", message=message, until=situation.paced_until),)
    if situation.free_system <= 0:
        return (Reason(code="system_limit", message="The system has no line free now."),)
    return ()


def _next_dial_at(situation: Situation, opens: datetime | None) -> datetime | None:
    """None while somebody must do something first."""
    stands = situation.state is not CampaignState.RUNNING or situation.held or situation.agent_missing
    return None if stands or situation.stopped is not None else opens
