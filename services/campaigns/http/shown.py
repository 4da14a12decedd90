"""From what the read side says to what is answered."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.campaigns import views_shapes as seen
from services.campaigns.http import answers, answers_access
from services.campaigns.http.authentication import Credential


def user(view: seen.UserView) -> answers.User:
    """Return a user as answered."""
    return answers.User.model_validate(view.model_dump())


def me(view: seen.MeView, credential: Credential) -> answers.Me:
    """Return who asks, by what, with their slots."""
    fields = {**view.user.model_dump(), "credential": asdict(credential), "slots": view.slots.model_dump()}
    return answers.Me.model_validate(fields)


def session(view: seen.SessionView, *, current: bool) -> answers_access.Session:
    """Return a session as answered."""
    return answers_access.Session.model_validate({**view.model_dump(), "current": current})


def act(view: seen.ActView) -> answers_access.Act:
    """Return something that a person changed, as answered."""
    actor = answers_access.Actor.model_validate(
        {
            "user_id": view.actor_id,
            "name": view.actor_name,
            "credential_kind": view.credential_kind,
            "credential_id": view.credential_id,
        }
    )
    fields = view.model_dump(include={"id", "at", "action", "user_id", "details", "personal"})
    return answers_access.Act.model_validate(
        {**fields, "actor": actor, "about": {"kind": view.about, "id": view.about_id}}
    )


def slots(view: seen.SlotsView) -> answers.Slots:
    """Return limits and slots in use."""
    return answers.Slots.model_validate(view.model_dump())


def queue(view: seen.QueueView) -> answers.QueueStatistics:
    """Return how many calls stand where."""
    return answers.QueueStatistics.model_validate(view.model_dump())


def key(view: seen.KeyView) -> answers.Key:
    """Return a key without the key."""
    return answers.Key.model_validate(view.model_dump())


def agent(view: seen.AgentView) -> answers.Agent:
    """Return an agent as answered."""
    return answers.Agent.model_validate(view.model_dump())


def contact(view: seen.ContactView) -> answers.Contact:
    """Return a contact as answered."""
    return answers.Contact.model_validate(view.model_dump())


def campaign(
    view: seen.CampaignView, *, stopping: bool = False, next_dial_at: datetime | None = None
) -> answers.Campaign:
    """Return a campaign with its settings beside its other fields."""
    fields = view.model_dump(exclude={"settings"})
    return answers.Campaign.model_validate(
        {**view.settings.model_dump(), **fields, "stopping": stopping, "next_dial_at": next_dial_at}
    )


def call(view: seen.CallView) -> answers.Call:
    """Return a call as answered."""
    return answers.Call.model_validate(view.model_dump())


def story(view: seen.CallStoryView) -> answers.CallStory:
    """Return a call with everything that happened to it, in order."""
    attempts = [_attempt(attempt) for attempt in view.attempts_made]
    moments = [answers.Moment(at=view.queued_at, event="queued")]
    moments += [moment for attempt in view.attempts_made for moment in _moments(attempt)]
    if view.settled_at is not None:
        moments.append(answers.Moment(at=view.settled_at, event="settled"))
    return answers.CallStory.model_validate(
        {
            **view.model_dump(exclude={"attempts_made"}),
            "attempts_made": attempts,
            "events": sorted(moments, key=lambda moment: moment.at),
            "cost": _cost_of_all(view.attempts_made),
        }
    )


def imported(view: seen.ImportView) -> answers.Import:
    """Return an import as answered."""
    fields = view.model_dump(exclude={"has_rejects", "queued"})
    url = f"/api/imports/{view.id}/errors.csv" if view.has_rejects else None
    return answers.Import.model_validate({**fields, "errors_csv_url": url})


def _attempt(view: seen.AttemptView) -> answers.Attempt:
    fields = view.model_dump(exclude={"cost_amount", "cost_currency"})
    return answers.Attempt.model_validate({**fields, "cost": _cost(view.cost_amount, view.cost_currency)})


def _moments(view: seen.AttemptView) -> list[answers.Moment]:
    told = {
        "requested": view.requested_at,
        "placed": view.placed_at,
        "ringing": view.ringing_at,
        "answered": view.answered_at,
        "ended": view.ended_at,
    }
    return [answers.Moment(at=at, event=name, attempt_id=view.id) for name, at in told.items() if at is not None]


def _cost(amount: Decimal | None, currency: str | None) -> answers.Cost | None:
    if amount is None or currency is None:
        return None
    return answers.Cost(amount=format(amount.normalize(), "f"), currency=currency)


def _cost_of_all(attempts: tuple[seen.AttemptView, ...]) -> answers.Cost | None:
    """The sum of what attempts cost; None where nothing is known yet, or in several currencies."""
    amounts = [attempt.cost_amount for attempt in attempts if attempt.cost_amount is not None]
    currencies = {attempt.cost_currency for attempt in attempts if attempt.cost_amount is not None}
    if len(currencies) != 1:
        return None
    return _cost(sum(amounts, Decimal(0)), currencies.pop())


def location(kind: str, identity: UUID) -> dict[str, str]:
    """Return the Location of something that was made."""
    return {"Location": f"/api/{kind}/{identity}"}
