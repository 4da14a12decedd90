"""What was found of one thing that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, and what was found, with the remedy where not."""

    name: str
    good: bool
    found: str
