"""From what rows, logs and reports say of a call to its story as it is answered."""

from decimal import Decimal

from services.campaigns import views_shapes as seen
from services.campaigns.domain.story import Moment, in_order
from services.campaigns.http import answers_story as answers
from services.campaigns.http.answers import Cost
from services.campaigns.http.asking_story import ToldOfCall
from shared.contracts.questions import Report
from shared.contracts.vocabulary import Service


def story(view: seen.CallStoryView, told: ToldOfCall) -> answers.CallStory:
    """Return a call with everything that happened to it, in order."""
    attempts = [_attempt(attempt, told.reports.get(attempt.id)) for attempt in view.attempts_made]
    moments = in_order(_known(view), told.moments)
    return answers.CallStory.model_validate(
        {
            **view.model_dump(exclude={"attempts_made"}),
            "attempts_made": attempts,
            "events": [answers.Moment.model_validate(moment, from_attributes=True) for moment in moments],
            "transcript": next((one.transcript for one in reversed(attempts) if one.transcript), None),
            "cost": _cost_of_all(view.attempts_made),
            "unanswered": told.unanswered,
        }
    )


def _attempt(view: seen.AttemptView, report: Report | None) -> answers.Attempt:
    fields = view.model_dump(exclude={"cost_amount", "cost_currency"})
    said = {} if report is None else report.model_dump(include={"transcript", "summary", "extracted_data", "cut"})
    cost = _cost(view.cost_amount, view.cost_currency)
    return answers.Attempt.model_validate({**fields, **said, "cost": cost})


def _known(view: seen.CallStoryView) -> list[Moment]:
    moments = [Moment(view.queued_at, "queued", Service.CAMPAIGNS)]
    for attempt in view.attempts_made:
        told = {
            ("requested", Service.SCHEDULER): attempt.requested_at,
            ("placed", Service.DIALER): attempt.placed_at,
            ("ringing", Service.WEBHOOKS): attempt.ringing_at,
            ("answered", Service.WEBHOOKS): attempt.answered_at,
            ("ended", Service.WEBHOOKS): attempt.ended_at,
        }
        moments += [Moment(at, name, by, attempt.id) for (name, by), at in told.items() if at is not None]
    if view.settled_at is not None:
        details = {"outcome": view.outcome} | ({} if view.reason is None else {"reason": view.reason})
        moments.append(Moment(view.settled_at, "settled", Service.SCHEDULER, None, details))
    return moments


def _cost(amount: Decimal | None, currency: str | None) -> Cost | None:
    if amount is None or currency is None:
        return None
    return Cost(amount=format(amount.normalize(), "f"), currency=currency)


def _cost_of_all(attempts: tuple[seen.AttemptView, ...]) -> Cost | None:
    """The sum of what attempts cost; None where nothing is known yet, or in several currencies."""
    amounts = [attempt.cost_amount for attempt in attempts if attempt.cost_amount is not None]
    currencies = {attempt.cost_currency for attempt in attempts if attempt.cost_amount is not None}
    if len(currencies) != 1:
        return None
    return _cost(sum(amounts, Decimal(0)), currencies.pop())
