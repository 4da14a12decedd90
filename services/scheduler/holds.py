"""What is not dialled because a message about it waits for a person: parking fails closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.eventstore.protocol import Parked

_BIND_EVERYBODY = frozenset(
    {"SystemLimitChanged", "NumberBlocked", "NumberUnblocked", "ProviderLimitSeen", "DialingStopped", "DialingResumed"}
)
_OF_ONE_USER = frozenset({"user"})


@dataclass(frozen=True, slots=True)
class Held:
    """Users, campaigns, and calls or contacts (`ids`) that are held; `everything` where no one can be named."""

    everything: bool = False
    users: frozenset[UUID] = frozenset()
    campaigns: frozenset[UUID] = frozenset()
    ids: frozenset[UUID] = frozenset()


def held_by(parked: Iterable[Parked]) -> Held:
    """Return what parked messages hold: by their stream and by what their bodies name, as far as those can be read.

    A limit, a do-not-call entry, or a message that names nobody holds everything.
    """
    everything = False
    users: set[UUID] = set()
    campaigns: set[UUID] = set()
    ids: set[UUID] = set()
    for message in parked:
        noun, _, name = message.stream.partition("-")
        data = message.envelope.data or {}
        named = {key: found for key in ("campaign_id", "call_id", "contact_id") if (found := _uuid(data.get(key)))}
        if noun == "campaign" and (campaign_id := _uuid(name)):
            named["campaign_id"] = campaign_id
        elif noun in ("call", "contact") and (found := _uuid(name)):
            named[f"{noun}_id"] = found
        campaigns |= {found for key, found in named.items() if key == "campaign_id"}
        ids |= {found for key, found in named.items() if key != "campaign_id"}
        whole_user = noun in _OF_ONE_USER or not named
        if whole_user and message.envelope.user_id is not None:
            users.add(message.envelope.user_id)
        everything |= message.envelope.type in _BIND_EVERYBODY or (not named and message.envelope.user_id is None)
    return Held(everything, frozenset(users), frozenset(campaigns), frozenset(ids))


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
