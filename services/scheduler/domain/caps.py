"""The frequency cap: how often one number may be called in a time, and from when on it may be called again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.campaigns import FrequencyCap

_ROUNDED_TO = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps that bind a campaign's calls: its own, over all of its user's campaigns, and one over everybody's."""

    own: FrequencyCap | None = None
    system: FrequencyCap | None = None

    @property
    def name(self) -> str:
        """Spell them, so that what waits under other caps than those in force can be told: `3/24`, `- 5/168`."""
        return " ".join(f"{cap.calls}/{cap.hours}" if cap else "-" for cap in (self.own, self.system))


def capped_until(caps: Caps, own: datetime | None, system: datetime | None, now: datetime) -> datetime | None:
    """Return until when a number is not to be called, None where it may be called now.

    `own` and `system` are when the last call but as many as the cap allows was made to the number, by the user and by
    anybody: with a cap of 3, the third last. None: fewer were made. A wait ends with a full minute, so that many end
    together.
    """
    ends = [
        at + timedelta(hours=cap.hours)
        for cap, at in ((caps.own, own), (caps.system, system))
        if cap is not None and at is not None
    ]
    until = max(ends, default=now)
    return _full_minute(until) if until > now else None


def _full_minute(moment: datetime) -> datetime:
    """The first full minute from a moment on."""
    begun = moment.replace(second=0, microsecond=0)
    return begun if begun == moment else begun + _ROUNDED_TO
