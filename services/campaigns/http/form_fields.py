"""The fields of a form: texts as they are, all else as JSON text; an optional field left empty is absent."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from services.campaigns.http.problems import FieldError

TEXTS = frozenset(
    {
        "agent_id",
        "campaign_name",
        "default_country",
        "end_date",
        "first_call_time",
        "last_call_time",
        "next_action",
        "reason",
        "scope",
        "start_date",
        "timezone",
    }
)
"""Fields that stand as they are; quotes around one would be part of it."""


def form_values(fields: Mapping[str, str], model: type[BaseModel]) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the values of a form's fields for a model, and those that should be JSON text and are not."""
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, written in fields.items():
        known = model.model_fields.get(name)
        if known is not None and not written.strip() and not known.is_required():
            continue
        if known is None or name in TEXTS:
            values[name] = written
            continue
        try:
            values[name] = json.loads(written, parse_constant=_refuse)
        except (ValueError, RecursionError):
            message = "is not JSON: write lists, objects, numbers, true and false as JSON text"
            errors.append(FieldError(f"/{name}", "json_invalid", message, written))
    return values, errors


def _refuse(name: str) -> Any:
    raise ValueError(name)
