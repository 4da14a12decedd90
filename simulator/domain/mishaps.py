"""What goes wrong with one webhook."""

from typing import NamedTuple

from simulator.domain.draws import Draw
from simulator.domain.numbers import fixed
from simulator.domain.profile import Profile
from simulator.domain.statuses import Status


class Mishap(NamedTuple):
    """lost: never sent. duplicated: sent twice. late_by: real seconds. reordered: after the one that follows it."""

    lost: bool = False
    duplicated: bool = False
    late_by: float = 0.0
    reordered: bool = False


NONE = Mishap()


def mishap_of(number: str, status: Status, profile: Profile, draw: Draw) -> Mishap:
    """The faults of the webhook for this status of this call, each drawn on its own."""
    behaviour = fixed(number, profile)
    if behaviour is not None and behaviour.webhooks_lost:
        return Mishap(lost=True)
    faults = profile.faults
    if not (faults.lost or faults.duplicated or faults.late.share or faults.reordered):
        return NONE
    late = draw(f"late {status}") < faults.late.share
    return Mishap(
        lost=draw(f"lost {status}") < faults.lost,
        duplicated=draw(f"duplicated {status}") < faults.duplicated,
        late_by=faults.late.max_seconds * draw(f"late by {status}") if late else 0.0,
        reordered=draw(f"reordered {status}") < faults.reordered,
    )
