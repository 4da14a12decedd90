"""Contacts that a body names: by their ids, or by a filter; one of the two."""

from uuid import UUID

from services.campaigns.commands_campaigns import MOST_CONTACTS
from services.campaigns.http.authentication import Caller
from services.campaigns.http.bodies import ContactSelection
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import FieldError, wrong_fields


def selection_errors(body: ContactSelection | None) -> list[FieldError]:
    """Return what is wrong with a selection: it has neither ids nor a filter, or both."""
    if body is None or (body.contact_ids is None) != (body.contact_filter is None):
        return []
    message = "is missing: give the ids of contacts, or a contact_filter"
    if body.contact_ids is not None:
        message = "stands beside contact_filter: give one of the two"
    return [FieldError("/contact_ids", "one_of", message)]


async def selected(parts: Parts, who: Caller, body: ContactSelection) -> list[UUID]:
    """Return the ids selected. Raises the 422 of a filter that matches nobody, or more than may be called at once."""
    if body.contact_ids is not None:
        return list(body.contact_ids)
    assert body.contact_filter is not None
    views, wanted = parts.views(who.user_id), body.contact_filter
    found = await views.matching_contacts(search=wanted.search, tag=wanted.tag, most=MOST_CONTACTS + 1)
    if not 0 < len(found) <= MOST_CONTACTS:
        code = "too_many" if found else "matches_nobody"
        message = f"matches {'more than ' + str(MOST_CONTACTS) if found else 'no'} contacts: narrow it or widen it"
        raise wrong_fields([FieldError("/contact_filter", code, message, wanted.model_dump())])
    return found
