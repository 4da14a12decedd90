"""What is said of contacts that a campaign cannot have, each by name."""

from collections.abc import Mapping
from uuid import UUID

from services.campaigns.domain.refusals import FieldProblem, WrongFields


def unknown_contacts(unknown: list[UUID]) -> WrongFields:
    """Name every contact that is not the user's."""
    return WrongFields(
        tuple(
            FieldProblem("/contact_ids", "unknown_contact", f"there is no contact {contact}", str(contact))
            for contact in unknown
        )
    )


def contacts_not_allowed(closed: Mapping[UUID, str]) -> WrongFields:
    """Name every contact whose number lies in a country, given with it, into which the user may not call."""
    return WrongFields(
        tuple(
            FieldProblem(
                "/contact_ids",
                "number_not_allowed",
                f"contact {contact} has a number in {country}, which may not be called: leave it out",
                str(contact),
            )
            for contact, country in closed.items()
        )
    )
