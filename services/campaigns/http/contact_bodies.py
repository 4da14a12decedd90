"""The bodies of requests on contacts, and how they become fields of a contact."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from services.campaigns.contact_files.headers import KNOWN, LONGEST_NAME, RESERVED
from services.campaigns.http.authentication import Caller
from services.campaigns.http.fields import Body, Email, Name, OptionalText, Text, Zone, refusal, storable
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import FieldError, wrong_fields
from services.campaigns.phone_numbers import PhoneNumber, PhoneNumberRefused, normalise, todays_zone_name

MOST_TOLD_BYTES = 60_000
"""Of a contact's variables as JSON: what a row of a file may take."""
NUMBER_CHARACTERS = 100

_VARIABLE = re.compile(r"[^\W\d]\w*")


def _variable_name(name: str) -> str:
    if name in RESERVED or name in KNOWN:
        raise refusal("reserved_name", f"{name!r} is set otherwise: give the variable another name")
    if len(name) > LONGEST_NAME or not _VARIABLE.fullmatch(name):
        remedy = f"write at most {LONGEST_NAME} letters, digits and _, such as lead_score"
        raise refusal("invalid", f"{name[:LONGEST_NAME]!r} is no name of a variable: {remedy}")
    return name


def _within_bounds(variables: dict[str, str]) -> dict[str, str]:
    size = len(json.dumps(variables, ensure_ascii=False).encode("utf-8", "replace"))
    if size > MOST_TOLD_BYTES:
        raise refusal("too_large", f"the variables take {size} bytes; at most {MOST_TOLD_BYTES} are kept: shorten them")
    return variables


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


VariableName = Annotated[str, AfterValidator(_variable_name)]
VariableText = Annotated[str, Field(max_length=10_000), AfterValidator(storable)]
Variables = Annotated[dict[VariableName, VariableText], Field(max_length=200), AfterValidator(_within_bounds)]
Tags = Annotated[tuple[Name, ...], Field(max_length=100), AfterValidator(_each_once)]
Number = Annotated[
    str,
    Field(max_length=NUMBER_CHARACTERS, description="any common form", examples=["+919876543210", "098765 43210"]),
    AfterValidator(storable),
]


class ContactFields(Body):
    """What may be said of a contact besides its number."""

    name: Name | None = None
    email: Email | None = None
    company: Text | None = None
    notes: OptionalText | None = None
    timezone: Zone | None = Field(default=None, description="the contact's own; null: the one its number lies in")
    tags: Tags | None = None
    variables: Variables | None = Field(default=None, description="told to the agent as they are named here")


class NewContactBody(ContactFields):
    """A contact to be added."""

    phone_number: Number


class ContactChangeBody(ContactFields):
    """What of a contact is to change: absent stays, null clears; `tags` and `variables` are given as a whole."""

    phone_number: Number | None = None


async def contact_fields(parts: Parts, who: Caller, body: ContactFields) -> dict[str, Any]:
    """Return the fields that a body names, as `domain.contact.Details` has them; the number is read in a child.

    Raises the 422 of a number that cannot be read, is not allowed, or is cleared.
    """
    fields = body.model_dump(exclude_unset=True)
    empties: dict[str, Any] = {"tags": (), "variables": {}}
    for name, value in fields.items():
        if value is None or value == "":
            fields[name] = empties.get(name)
    if fields.get("timezone") is not None:
        fields["timezone"] = todays_zone_name(fields["timezone"])
    if "phone_number" in fields:
        fields |= await number_fields(parts, who, fields["phone_number"])
    return fields


async def number_fields(parts: Parts, who: Caller, written: str | None) -> dict[str, Any]:
    """Return a number that the caller may call, with its zones and country. Raises the 422 that says what is wrong."""
    number = await read_number(parts, who, written or "", "/phone_number", allowed=who.allowed_countries)
    return {"phone_number": number.e164, "zones": number.zones, "country": number.country}


async def read_number(
    parts: Parts, who: Caller, written: str, field: str, *, allowed: frozenset[str] | None = None
) -> PhoneNumber:
    """Return a number, read in a child; of any country where not told which are allowed. Raises the 422 of `field`."""
    try:
        return await parts.parsers.of(0).run(who.user_id, normalise, written, who.default_country, allowed)
    except PhoneNumberRefused as refused:
        raise wrong_fields([FieldError(field, refused.code.value, str(refused), written)]) from None
