"""From what the read side says to what is answered."""

from dataclasses import asdict
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


def campaign(view: seen.CampaignView, *, stopping: bool = False) -> answers.Campaign:
    """Return a campaign with its settings beside its other fields."""
    fields = view.model_dump(exclude={"settings"})
    return answers.Campaign.model_validate({**view.settings.model_dump(), **fields, "stopping": stopping})


def call(view: seen.CallView) -> answers.Call:
    """Return a call as answered."""
    return answers.Call.model_validate(view.model_dump())


def imported(view: seen.ImportView) -> answers.Import:
    """Return an import as answered."""
    fields = view.model_dump(exclude={"has_rejects", "queued"})
    url = f"/api/imports/{view.id}/errors.csv" if view.has_rejects else None
    return answers.Import.model_validate({**fields, "errors_csv_url": url})


def location(kind: str, identity: UUID) -> dict[str, str]:
    """Return the Location of something that was made."""
    return {"Location": f"/api/{kind}/{identity}"}
