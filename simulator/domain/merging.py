"""Changing a profile: a partial JSON document over the present one, or a refusal that names every wrong field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from simulator.domain.profile import Profile


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field that cannot be taken: its JSON pointer, the value given, what is wrong and what to give instead."""

    field: str
    value: Any
    message: str


class UnusableProfile(ValueError):
    """The profile given cannot be used; `wrong` names every field with its value and remedy."""

    def __init__(self, wrong: Sequence[WrongField]) -> None:
        super().__init__("; ".join(f"{one.field} = {one.value!r}: {one.message}" for one in wrong))
        self.wrong = tuple(wrong)


def merged(present: Profile, change: object) -> Profile:
    """The present profile with `change` (a JSON object) laid over it.

    Objects merge field by field, save `outcomes`, which is replaced whole, as lists are. null puts a field back to its
    default. An empty object changes nothing. Raises UnusableProfile; the present profile then still holds.
    """
    if not isinstance(change, Mapping):
        raise UnusableProfile([WrongField("/", change, 'give a JSON object such as {"talk_seconds": [10, 40]}')])
    try:
        return Profile.model_validate(_over(present.model_dump(mode="json"), change, whole=("outcomes",)))
    except ValidationError as error:
        raise UnusableProfile([_wrong(found) for found in error.errors(include_url=False)]) from error


def _over(present: Mapping[str, Any], change: Mapping[str, Any], whole: tuple[str, ...] = ()) -> dict[str, Any]:
    result = dict(present)
    for name, value in change.items():
        inner = result.get(name)
        if value is None:
            result.pop(name, None)
        elif name not in whole and isinstance(value, Mapping) and isinstance(inner, Mapping):
            result[name] = _over(inner, value)
        else:
            result[name] = value
    return result


def _wrong(found: Mapping[str, Any]) -> WrongField:
    """A pydantic error as a field, a value and a remedy; the remedy is the field's own description."""
    place = [str(part) for part in found["loc"] if part != "[key]"]
    value = found["input"] if found["type"] != "extra_forbidden" or not place else place[-1]
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return WrongField("/" + "/".join(place), value, f"{found['msg']}; give {_remedy(place)}")


def _remedy(place: list[str]) -> str:
    model: type[BaseModel] = Profile
    says = ""
    for name in place:
        field = model.model_fields.get(name)
        if field is None:
            return says or f"one of {', '.join(model.model_fields)}"
        says = field.description or ""
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            return says
        model, says = field.annotation, ""
    return says or f"an object with any of {', '.join(model.model_fields)}"
