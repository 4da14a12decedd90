"""From pydantic's words to ours: every wrong field by its JSON pointer, with its value and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from services.campaigns.http.problems import FieldError, Problem, wrong_fields

M = TypeVar("M", bound=BaseModel)

CODES: Mapping[str, str] = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_large",
    "less_than": "too_large",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "int_type": "wrong_type",
    "int_from_float": "wrong_type",
    "int_parsing": "wrong_type",
    "int_parsing_size": "too_large",
    "float_type": "wrong_type",
    "bool_type": "wrong_type",
    "bool_parsing": "wrong_type",
    "string_type": "wrong_type",
    "string_unicode": "text_invalid",
    "tuple_type": "wrong_type",
    "list_type": "wrong_type",
    "dict_type": "wrong_type",
    "model_type": "wrong_type",
    "model_attributes_type": "wrong_type",
    "uuid_type": "id_invalid",
    "uuid_parsing": "id_invalid",
    "is_instance_of": "wrong_type",
    "datetime_type": "moment_invalid",
    "datetime_parsing": "moment_invalid",
    "datetime_from_date_parsing": "moment_invalid",
    "timezone_aware": "moment_invalid",
}
"""What pydantic calls an error, and what we do."""

OWN_CODES = frozenset(
    {
        "blank",
        "country_unknown",
        "date_invalid",
        "email_invalid",
        "invalid",
        "json_invalid",
        "phone_invalid",
        "reserved_name",
        "text_invalid",
        "time_invalid",
        "timezone_unknown",
        "too_large",
    }
)
"""Codes that our own field types give, and `invalid` for what has no name of its own."""

REMEDIES: Mapping[str, str] = {
    "missing": "is missing: give it",
    "extra_forbidden": "is no field here: leave it out, or look for a misspelling",
    "uuid_parsing": "is no id: give one as it was answered, such as 0198c0de-0000-7000-8000-000000000000",
    "uuid_type": "is no id: give one as it was answered, such as 0198c0de-0000-7000-8000-000000000000",
    "datetime_parsing": "is no moment: write it as RFC 3339 with an offset, such as 2025-10-09T09:00:00Z",
    "datetime_from_date_parsing": "is no moment: write it as RFC 3339 with an offset, such as 2025-10-09T09:00:00Z",
    "datetime_type": "is no moment: write it as RFC 3339 with an offset, such as 2025-10-09T09:00:00Z",
    "timezone_aware": "is a moment without an offset: write it such as 2025-10-09T09:00:00Z",
    "string_unicode": "holds half a character: leave it out",
}


SECRET_FIELDS = frozenset({"password", "token"})
"""Fields whose values are never repeated."""
OF_A_KEY = "[key]"
"""With this pydantic says that the name of a field is wrong, not its value."""


def field_errors(errors: Iterable[Any], *, body: str = "body") -> list[FieldError]:
    """Return pydantic's errors as ours; what stands in the body by JSON pointer, a parameter by its name."""
    listed = list(errors)
    inner = {tuple(error["loc"][:depth]) for error in listed for depth in range(len(error["loc"]))}
    return [
        _field_error(error, body)
        for error in listed
        if error["type"] != "too_short" or tuple(error["loc"]) not in inner  # short only because an item is wrong
    ]


def validated(model: type[M], fields: Mapping[str, Any]) -> M:
    """Return the model of fields that came otherwise than as a JSON body; raises the 422 that names every wrong one."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise wrong_fields(errors_of(error)) from None


def errors_of(error: ValidationError) -> list[FieldError]:
    """Return the errors of a validation of fields that stand at the top of a body."""
    located = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
    return field_errors(located)


def pointer(*path: str | int) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def request_problem(errors: Iterable[Any]) -> Problem:
    """Return the problem of a request that FastAPI could not read: 400 where it is no JSON at all, else 422."""
    listed = list(errors)
    for error in listed:
        if error["type"] == "json_invalid":
            where = error["loc"][-1]
            return Problem("unreadable", f"The body is not JSON: {error['ctx']['error']} at character {where}")
    return wrong_fields(field_errors(listed))


def _field_error(error: Mapping[str, Any], body: str) -> FieldError:
    kind, location = error["type"], [part for part in error["loc"] if part != OF_A_KEY]
    code = CODES.get(kind) or (kind if kind in OWN_CODES else "invalid")
    if location and location[0] == body:
        field = pointer(*location[1:])
    else:
        field = ".".join(map(str, location[1:])) or "/".join(map(str, location))
    value = None if kind == "missing" or SECRET_FIELDS & set(location) else error.get("input")
    said = REMEDIES.get(kind) or error["msg"]
    return FieldError(field or "/", code, said, value)
